"""What stands behind a rule or a check, in Chinese: for the terminal and for ``docs``.

Both show the same sections, so that neither can say what the other does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from compliance_checker.model import Basis
from compliance_checker.report import words
from compliance_checker.report.case import basis_words, glossary
from compliance_checker.report.measures import BY_DIALS, MEASURES, MISSING, NOT_BY_DIALS
from compliance_checker.rulebook.load import Rulebook
from compliance_checker.rulebook.schema import (
    BasisRef,
    Check,
    Example,
    Instrument,
    Rule,
)


class Section(Struct, frozen=True):
    """A heading and what stands below it; *items* are told one by one."""

    title: str
    lines: tuple[str, ...]
    items: bool = False


class Page(Struct, frozen=True):
    """A rule or a check."""

    code: str
    title: str
    sections: tuple[Section, ...]


def rule_page(rulebook: Rulebook, rule: Rule) -> Page:
    """What a rule forbids, why, on what basis, and how to say it instead."""
    examples = rule.examples
    sections = [
        Section("禁止什么", (rule.title, *_scope(rule))),
        Section("为什么", (" ".join(rule.why.split()),)),
        _basis(rulebook, rule.basis),
        _examples("违规例句", examples.match),
        _examples("相近但不违规", examples.no_match),
        Section("建议说法", (rule.suggestion,)),
        _examples("已知漏检", examples.known_miss),
        Section("容易误报", (" ".join(rule.false_alarms.split()),)),
    ]
    return Page(rule.id, rule.title, tuple(one for one in sections if any(one.lines)))


def check_page(rulebook: Rulebook, code: str) -> Page:
    """What a call-level check looks at, how it answers, or why it is not made."""
    check = rulebook.checks[code]
    sections = [
        Section("检查什么", (check.title, f"严重程度：{_severity(check)}")),
        Section("由什么判断", tuple(_decided(code, check))),
        *_measures(code),
        _basis(rulebook, check.basis),
    ]
    return Page(code, check.title, tuple(one for one in sections if any(one.lines)))


# -- parts ---------------------------------------------------------------------------


def _scope(rule: Rule) -> Iterator[str]:
    category = words.CATEGORIES.get(rule.category, "")
    yield f"类别：{rule.category} {category}"
    yield f"严重程度：{words.SEVERITIES[rule.severity]}；自 {rule.since} 版起"
    if rule.status != "stable":
        yield f"状态：{_STATUSES[rule.status]}"
    yield f"说话人：{'、'.join(words.ROLES[one] for one in rule.speaker)}"
    if rule.when:
        facts = "；".join(_fact(name, value) for name, value in rule.when.items())
        yield f"只在以下情况：{facts}"
    if rule.known:
        needed = "、".join(words.fact_name(name) for name in rule.known)
        yield f"不知道{needed}时不检查"
    if rule.review:
        yield f"一律待人工复核：{rule.review}"


_STATUSES = {"experimental": "试行，命中都待人工复核", "deprecated": "停用"}


def _fact(name: str, value: object) -> str:
    values = value if isinstance(value, list) else [value]
    told = "或".join(words.fact_value(one) for one in values)
    return f"{words.fact_name(name)}为{told}"


def _severity(check: Check) -> str:
    return words.SEVERITIES[check.severity]


def _decided(code: str, check: Check) -> Iterator[str]:
    if code in BY_DIALS:
        yield f"{BY_DIALS[code].source}；没有时不检查。"
    elif check.needs:
        yield f"不检查：{words.reason(check.needs)}。"
        yield NOT_BY_DIALS.get(code) or MISSING.get(check.needs, "")
    elif code in MEASURES:
        yield f"{MEASURES[code].source}。"
        if not check.enabled:
            yield "已停用。"
    else:
        yield "不检查：没有任何规定要求，属机构内部规范，自带规则库不作判断。"


def _measures(code: str) -> Iterator[Section]:
    one = BY_DIALS.get(code) or MEASURES.get(code)
    if one is None:
        return
    for title, text in (
        ("看什么", one.measured),
        ("符合", one.met),
        ("不符合", one.not_met),
        ("需要人工看", one.review),
        ("不能判断", one.unable),
        ("为什么", one.why),
    ):
        yield Section(title, (text,))


def _basis(rulebook: Rulebook, references: Sequence[BasisRef]) -> Section:
    names = glossary(rulebook)
    lines = []
    for one in references:
        source = rulebook.basis[one.id]
        basis = Basis(one.id, one.article, source.force, one.quote, source.certainty)
        parts = [basis_words(basis, names), *_validity(source, one.article)]
        lines.append("；".join(parts))
    return Section("依据", tuple(lines), items=True)


def _validity(source: Instrument, article: str | None) -> Iterator[str]:
    """From when to when it is in force, for whom, and how it was numbered before."""
    if source.from_ and source.until:
        yield f"{source.from_} 至 {source.until} 有效"
    elif source.from_:
        yield f"{source.from_} 起施行"
    elif source.until:
        yield f"有效至 {source.until}"
    for version in source.versions:
        if version.until is None or article is None:
            continue
        before = (version.articles or {}).get(article) if version.articles else article
        told = f"第{before}条" if before else "没有这一条"
        yield f"{version.until} 以前{told}"
    if source.lenders:
        kinds = "、".join(words.fact_value(one) for one in source.lenders)
        yield f"适用：{kinds}"


def _examples(title: str, examples: Iterable[str | Example]) -> Section:
    return Section(title, tuple(map(example_text, examples)), items=True)


def example_text(example: str | Example) -> str:
    """An example in a line: the turns, what is known of the call, the words."""
    if isinstance(example, str):
        return example
    turns = [_turn(line) for line in example.turns]
    said = " / ".join([*turns, *([example.text] if example.text else [])])
    note = "（待人工复核）" if example.status == "needs_review" else ""
    known = "、".join(_known(example))
    return f"{said}{note}" + (f"〔{known}〕" if known else "")


def _turn(line: str) -> str:
    role, _, text = line.partition(":")
    return f"{words.ROLES.get(role.strip(), role.strip())}：{text.strip()}"


def _known(example: Example) -> Iterator[str]:
    call = example.call
    for name in ("callee", "employer", "lender_type", "channel"):
        value = getattr(call, name)
        if value is not None:
            yield words.fact_value(value)
    for name in ("litigation", "plan", "dispute", "verified"):
        value = getattr(call, name)
        if value is not None:
            yield f"{words.fact_name(name)}：{words.fact_value(value)}"
    if call.started_at:
        yield call.started_at


# -- how it is shown -----------------------------------------------------------------


def page_text(page: Page) -> str:
    """The page for a terminal; it ends without a line break."""
    return "\n".join(_text(page))


def _text(page: Page) -> Iterator[str]:
    yield f"{page.code}  {page.title}"
    for section in page.sections:
        lines = [line for line in section.lines if line]
        if not section.items and len(lines) == 1:
            yield f"  {section.title}：{lines[0]}"
            continue
        yield f"  {section.title}："
        yield from (
            f"    · {line}" if section.items else f"    {line}" for line in lines
        )


def page_markdown(page: Page) -> str:
    """The page as a file of ``docs/rules``."""
    return "\n".join(_markdown(page)) + "\n"


def _markdown(page: Page) -> Iterator[str]:
    yield f"# {page.code} {escaped(page.title)}"
    for section in page.sections:
        yield f"\n## {section.title}\n"
        for at, line in enumerate(line for line in section.lines if line):
            if section.items:
                yield f"- {escaped(line)}"
            else:
                yield ("\n" if at else "") + escaped(line)


#: Signs that Markdown would take for its own.
_SIGNS = re.compile(r"([\\`*_\[\]<>|#~])")


def escaped(text: str) -> str:
    r"""*text* so that Markdown shows it as it is.

    >>> escaped("一* <二> 三|四")
    '一\\* \\<二\\> 三\\|四'
    """
    return _SIGNS.sub(r"\\\1", text.replace("\n", " "))
