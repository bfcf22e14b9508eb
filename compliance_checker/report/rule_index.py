"""The rules and checks by category, by severity and by the source they rest on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from compliance_checker.model import SEVERITIES
from compliance_checker.report import words
from compliance_checker.report.measures import BY_DIALS, MEASURES
from compliance_checker.report.pages import (
    check_page,
    escaped,
    page_markdown,
    rule_page,
)
from compliance_checker.report.policy import policy_lines
from compliance_checker.rulebook.load import Rulebook
from compliance_checker.rulebook.names import CATEGORIES

INDEX = "README.md"


def rule_pages(rulebook: Rulebook) -> Mapping[str, str]:
    """File name → text of every page of ``docs/rules``, the index among them."""
    return {
        INDEX: "\n".join(_index(rulebook)) + "\n",
        **{
            f"{rule.id}.md": page_markdown(rule_page(rulebook, rule))
            for rule in rulebook.rules
        },
        **{
            f"{code}.md": page_markdown(check_page(rulebook, code))
            for code in rulebook.checks
        },
    }


def _index(rulebook: Rulebook) -> Iterator[str]:
    covered = {rule.category for rule in rulebook.rules}
    yield "# 规则与检查\n"
    yield (
        f"由 `make docs` 生成。规则库版本 {rulebook.id.version}：{len(rulebook.rules)} 条规则，"
        f"覆盖 {len(covered)} 个子类；{len(rulebook.checks)} 项通话级检查。"
        "终端里看同样的内容：`compliance-checker rules explain 编号`。\n"
    )
    yield "[按类别](#按类别) · [按严重程度](#按严重程度) · [按依据](#按依据) · "
    yield "[通话级检查](#通话级检查) · [评分与结论](#评分与结论)\n"
    yield from _by_category(rulebook)
    yield from _by_severity(rulebook)
    yield from _by_source(rulebook)
    yield from _checks(rulebook)
    yield "## 评分与结论\n"
    yield from (f"- {escaped(line)}" for line in policy_lines(rulebook.policy))


def _link(code: str) -> str:
    return f"[{code}]({code}.md)"


def _by_category(rulebook: Rulebook) -> Iterator[str]:
    yield "## 按类别\n"
    for family, name in words.FAMILIES.items():
        yield f"### {family} {name}\n"
        yield "| 子类 | 规则 | 标题 | 严重程度 |"
        yield "|---|---|---|---|"
        for category in CATEGORIES:
            if category.split(".")[0] != family:
                continue
            for rule in rulebook.rules:
                if rule.category == category:
                    severity = words.SEVERITIES[rule.severity]
                    title = escaped(rule.title)
                    yield f"| {category} | {_link(rule.id)} | {title} | {severity} |"
        yield ""


def _by_severity(rulebook: Rulebook) -> Iterator[str]:
    yield "## 按严重程度\n"
    for severity in reversed(SEVERITIES):
        found = [rule.id for rule in rulebook.rules if rule.severity == severity]
        checks = [
            code for code, one in rulebook.checks.items() if one.severity == severity
        ]
        title = words.SEVERITIES[severity]
        yield f"### {title}（{len(found)} 条规则，{len(checks)} 项检查）\n"
        yield "、".join(map(_link, (*found, *checks))) + "\n"


def _by_source(rulebook: Rulebook) -> Iterator[str]:
    yield "## 按依据\n"
    yield "| 依据 | 效力 | 有效期 | 规则与检查 |"
    yield "|---|---|---|---|"
    for code, source in rulebook.basis.items():
        citing = [
            *(
                rule.id
                for rule in rulebook.rules
                if any(one.id == code for one in rule.basis)
            ),
            *(
                name
                for name, check in rulebook.checks.items()
                if any(one.id == code for one in check.basis)
            ),
        ]
        if not citing:
            continue
        days = f"{source.from_ or ''} 至 {source.until or '今'}"
        force = words.FORCES.get(source.force, source.force)
        links = "、".join(map(_link, citing))
        yield f"| {code} {escaped(source.name)} | {force} | {days} | {links} |"
    yield ""


def _checks(rulebook: Rulebook) -> Iterator[str]:
    yield "## 通话级检查\n"
    yield "| 检查 | 标题 | 严重程度 | 由什么判断 |"
    yield "|---|---|---|---|"
    for code, check in rulebook.checks.items():
        if code in BY_DIALS:
            decided = BY_DIALS[code].source
        elif check.needs:
            decided = f"不检查：{words.reason(check.needs)}"
        elif code in MEASURES:
            decided = MEASURES[code].source
        else:
            decided = "不检查：内部规范"
        severity = words.SEVERITIES[check.severity]
        yield f"| {_link(code)} | {escaped(check.title)} | {severity} | {decided} |"
    yield ""
