"""``rules lint``: what is wrong with a rulebook, and with what part of it."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from compliance_checker.commands.common import (
    BAD_INPUT,
    CLEAN,
    FINDINGS,
    settings_of,
    stem,
    tell,
    unknown,
)
from compliance_checker.errors import Problem
from compliance_checker.report.problems import chinese, problem_text
from compliance_checker.rulebook.lint import lint, remarks
from compliance_checker.rulebook.load import load_valid


def run_lint(arguments: argparse.Namespace) -> int:
    """0 if nothing is wrong, 1 if something should be mended, 2 if it cannot load."""
    settings = settings_of(arguments)
    rulebook, broken = load_valid(
        settings.rules, settings.lexicons, overlays=settings.overlays
    )
    known = {
        *(rule.id for rule in rulebook.rules),
        *(stem(one.file) for one in rulebook.lexicons.values()),
        *(stem(problem.where) for problem in broken),
    }
    for one in arguments.what:
        if not any(_about(name, one) for name in known):
            return unknown(one, known)
    problems = _wanted((*broken, *lint(rulebook)), arguments.what)
    notes = _wanted(remarks(rulebook), arguments.what)
    # An author wants all of them, not the first fifty.
    tell(*_listed(problems))
    if notes:
        tell("说明（不必改）：", *_listed(notes))
    count = sum(
        not arguments.what or any(_about(rule.id, one) for one in arguments.what)
        for rule in rulebook.rules
    )
    print(f"{count} 条规则，{len(problems)} 个问题")
    if _wanted(broken, arguments.what):
        return BAD_INPUT
    return FINDINGS if problems else CLEAN


def _about(name: str, wanted: str) -> bool:
    """Whether *wanted*, a rule, the beginning of one, or a file, means *name*."""
    if wanted.endswith((".yaml", ".txt")):
        return stem(wanted) == name
    return name.startswith(wanted)


def _wanted(problems: Iterable[Problem], what: Sequence[str]) -> list[Problem]:
    found = [
        one
        for one in problems
        if not what or any(_about(stem(one.where), name) for name in what)
    ]
    return sorted(found, key=lambda one: (one.code, one.hint, _place(one.where)))


def _place(where: str) -> tuple[str, tuple[int, ...]]:
    """File and line as they are sorted: line 9 before line 10."""
    file, *numbers = where.split(":")
    return file, tuple(int(number) for number in numbers if number.isdecimal())


def _listed(problems: Sequence[Problem]) -> Iterator[str]:
    """A line each, and what is to be done once for all of a kind."""
    for _, group in groupby(problems, key=lambda one: (one.code, one.hint)):
        alike = list(group)
        for one in alike:
            yield problem_text(replace(one, hint=""))
        if alike[0].hint:
            yield f"    提示：{chinese(alike[0].hint)}"
