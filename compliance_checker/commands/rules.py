"""``rules``: look at the rulebook, lint it, try its examples."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from itertools import groupby

from compliance_checker.commands.common import (
    CLEAN,
    FINDINGS,
    rulebook_of,
    rulebook_options,
    unknown,
)
from compliance_checker.commands.lint import run_lint
from compliance_checker.commands.parser import Subparsers
from compliance_checker.report import words
from compliance_checker.report.overlays import changes_text, switched_off
from compliance_checker.report.pages import check_page, page_text, rule_page
from compliance_checker.report.policy import policy_lines
from compliance_checker.rulebook.examples import run_examples
from compliance_checker.rulebook.load import Rulebook
from compliance_checker.rulebook.schema import Rule


def add(subparsers: Subparsers) -> None:
    """The command and its own subcommands."""
    parser = subparsers.add_parser("rules", help="查看、检查和试运行规则")
    inner = parser.add_subparsers(
        dest="action", required=True, metavar="动作", title="动作"
    )
    lint_parser = inner.add_parser(
        "lint",
        help="检查规则和词表的写法",
        description="检查规则和词表的写法。退出码：0 没有问题，1 有应改之处，"
        "2 有文件不能用。",
    )
    lint_parser.add_argument(
        "what",
        nargs="*",
        metavar="规则或文件",
        help="规则编号、其开头或文件（默认全部）",
    )
    lint_parser.set_defaults(run=run_lint)
    test = inner.add_parser("test", help="用规则自带的例句试运行")
    test.add_argument(
        "rule", nargs="*", metavar="规则", help="规则编号或其开头（默认全部）"
    )
    test.set_defaults(run=run_test)
    list_parser = inner.add_parser("list", help="列出规则")
    list_parser.add_argument(
        "start", nargs="?", default="", metavar="开头", help="编号开头，如 T5"
    )
    list_parser.set_defaults(run=run_list)
    explain = inner.add_parser(
        "explain", help="解释一条规则、一个类别、一项检查，或评分办法"
    )
    explain.add_argument(
        "code",
        metavar="编号",
        help="规则（如 T5.3-we-will-reach-them）、类别（T5、T5.3）、检查（C06）或 policy（评分）",
    )
    explain.set_defaults(run=run_explain)
    for one in (lint_parser, test, list_parser, explain):
        rulebook_options(one)


def run_test(arguments: argparse.Namespace) -> int:
    """0 if every example does as it should, 1 if not, 2 for an unknown rule."""
    rulebook = rulebook_of(arguments)
    chosen = _chosen(rulebook, arguments.rule)
    if not chosen:
        return unknown(" ".join(arguments.rule), _codes(rulebook))
    results = [one for rule in chosen for one in run_examples(rulebook, rule.id)]
    wrong = [one for one in results if not one.passed]
    for one in wrong:
        print(f"{one.rule} {one.group}[{one.number}]：{one.why}\n    {one.text}")
    print(f"{len(chosen)} 条规则，{len(results)} 个例句，{len(wrong)} 个不符")
    return FINDINGS if wrong else CLEAN


def run_list(arguments: argparse.Namespace) -> int:
    """One line a rule, then what overlays changed; 2 if none begins so."""
    rulebook = rulebook_of(arguments)
    chosen = _chosen(rulebook, [arguments.start] if arguments.start else [])
    if not chosen:
        return unknown(arguments.start, _codes(rulebook))
    off = switched_off(rulebook)
    for rule in chosen:
        severity = words.SEVERITIES[rule.severity]
        print(f"{rule.id}  {severity}  {rule.title}{_mark(rule, off)}")
    if rulebook.overlays:
        print(f"\n{changes_text(rulebook)}")
    return CLEAN


def _mark(rule: Rule, off: frozenset[str]) -> str:
    if rule.id in off:
        return "  [停用]"
    return "" if rule.status == "stable" else f"  [{rule.status}]"


def run_explain(arguments: argparse.Namespace) -> int:
    """What stands behind a rule, the rules of a category or family, or a check."""
    rulebook, code = rulebook_of(arguments), arguments.code
    if code == "policy":
        print(
            "评分与结论\n" + "\n".join(f"  {x}" for x in policy_lines(rulebook.policy))
        )
        return CLEAN
    if code in rulebook.checks:
        print(page_text(check_page(rulebook, code)))
        return CLEAN
    chosen = [
        rule
        for rule in rulebook.rules
        if code in (rule.id, rule.category, rule.category.split(".")[0])
    ]
    if not chosen:
        return unknown(code, _codes(rulebook))
    if len(chosen) > 1 or code != chosen[0].id:
        print("\n".join(_overview(code, chosen)) + "\n")
    if code in words.FAMILIES:
        print(f"看某一条：compliance-checker rules explain {chosen[0].id}")
    else:
        print("\n\n".join(page_text(rule_page(rulebook, rule)) for rule in chosen))
    return CLEAN


def _overview(code: str, chosen: Sequence[Rule]) -> Iterator[str]:
    """A family or category: its rules by sub-category, a line each."""
    name = words.FAMILIES.get(code) or words.CATEGORIES.get(code, "")
    yield f"{code} {name}：{len(chosen)} 条规则"
    for category, group in groupby(chosen, key=lambda rule: rule.category):
        if code in words.FAMILIES:
            yield f"\n  {category} {words.CATEGORIES.get(category, '')}"
        for rule in group:
            yield f"    {rule.id}  {words.SEVERITIES[rule.severity]}  {rule.title}"


def _chosen(rulebook: Rulebook, starts: Sequence[str]) -> list[Rule]:
    return [
        rule
        for rule in rulebook.rules
        if not starts or any(rule.id.startswith(start) for start in starts)
    ]


def _codes(rulebook: Rulebook) -> list[str]:
    """Everything that can be asked for."""
    rules = [rule.id for rule in rulebook.rules]
    return [*rules, *words.CATEGORIES, *words.FAMILIES, *rulebook.checks, "policy"]
