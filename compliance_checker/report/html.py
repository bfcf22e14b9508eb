"""The report as one web page that needs nothing else: no script, no network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from compliance_checker.report import words
from compliance_checker.report.case import Case, Glossary
from compliance_checker.report.summary import Summary, split, worst

#: The longest bar (per cent of its place).
BAR_WIDTH = 100
MOST_BARS = 12
#: So many calls are shown open; of more the reader opens what he wants.
OPEN_UP_TO = 10


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: a full part, and a light part behind it, in per cent."""

    label: str
    full: int
    light: int
    full_width: float
    light_width: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Horizontal bars; the legend says what full and light stand for."""

    title: str
    full: str
    light: str
    bars: tuple[Bar, ...]


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("compliance_checker.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def report_html(
    summary: Summary, names: Glossary, *, title: str, facts: Mapping[str, str]
) -> str:
    """The page.  *facts* are shown as given: rulebook, archive, time of the run."""
    template = _environment().get_template("report.html")
    cases = worst(summary.cases)
    found = [one for one in cases if one.findings]
    return template.render(
        title=title,
        facts=facts,
        tiles=_tiles(summary),
        charts=[chart for chart in _charts(summary, names) if chart.bars],
        cases=found,
        hidden=_with_findings(summary) - len(found),
        not_checked=_not_checked(summary),
        words=words,
        severities=words.SEVERITIES,
        anchor=_anchors(found),
        index=_index(found),
        sources=_sources(found),
        open_up_to=OPEN_UP_TO,
    )


def _anchors(cases: list[Case]) -> dict[str, str]:
    return {case.call_id: f"call-{at}" for at, case in enumerate(cases, start=1)}


def _index(cases: list[Case]) -> list[tuple[str, list[Case]]]:
    """The calls by the highest severity found in them, as people call it."""
    order = list(words.SEVERITIES)
    groups: dict[str, list[Case]] = {code: [] for code in order}
    for case in cases:
        found = {one.severity for one in case.findings}
        groups[next(code for code in order if code in found)].append(case)
    return [(words.SEVERITIES[code], rows) for code, rows in groups.items() if rows]


def _sources(cases: list[Case]) -> dict[str, int]:
    """Each source that is cited, and its number, in the order of the page."""
    cited = (basis for case in cases for one in case.findings for basis in one.basis)
    return {source: number for number, source in enumerate(dict.fromkeys(cited), 1)}


def _with_findings(summary: Summary) -> int:
    outcomes = summary.outcomes
    return outcomes.get("violation", 0) + outcomes.get("needs_review", 0)


def _tiles(summary: Summary) -> list[tuple[str, Any]]:
    judged = summary.calls - summary.outcomes.get("not_checked", 0)
    mean = f"{summary.score / judged:.1f}" if judged else "—"
    counts = [
        (words.OUTCOMES[name], summary.outcomes.get(name, 0)) for name in words.OUTCOMES
    ]
    return [
        ("通话", summary.calls),
        ("句数", summary.turns),
        *counts,
        ("平均得分", mean),
    ]


def _charts(summary: Summary, names: Glossary) -> list[Chart]:
    found, review = "违规", "待人工复核"
    calls, bad = "其他通话", "违规通话"
    severity = [
        (words.SEVERITIES[name], full, light)
        for wanted in words.SEVERITIES
        for name, full, light in split(summary.severities, "?")
        if name == wanted
    ]
    category = [
        (f"{name} {words.CATEGORIES.get(name, '')}", full, light)
        for name, full, light in split(summary.categories, "?")
    ]
    checks = [
        (f"{name} {names.checks.get(name, '')}", full, light)
        for name, full, light in split(summary.checks, "?")
    ]
    return [
        Chart("按严重程度", found, review, _bars(severity)),
        Chart("按类别", found, review, _bars(category, most=39)),
        Chart("按通话级检查", found, review, _bars(checks)),
        Chart("按团队", bad, calls, _bars(_shares(summary.teams))),
        Chart("按坐席", bad, calls, _bars(_shares(summary.collectors))),
        Chart(
            "按通话时段（北京时间，点）",
            bad,
            calls,
            _bars(_by_name(summary.hours), most=24),
        ),
    ]


def _shares(counts: Mapping[str, int]) -> list[tuple[str, int, int]]:
    """Name, calls with a violation, other calls; the most violations first."""
    rows = [(name, bad, every - bad) for name, every, bad in split(counts, "!")]
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def _by_name(counts: Mapping[str, int]) -> list[tuple[str, int, int]]:
    return sorted(_shares(counts))


def _bars(rows: list[tuple[str, int, int]], most: int = MOST_BARS) -> tuple[Bar, ...]:
    rows = rows[:most]
    largest = max((full + light for _, full, light in rows), default=0) or 1
    scale = BAR_WIDTH / largest
    return tuple(
        Bar(label, full, light, round(full * scale, 1), round(light * scale, 1))
        for label, full, light in rows
    )


def _not_checked(summary: Summary) -> list[tuple[str, str, int]]:
    """Checks that were not made for the same reason in as many calls, together."""
    groups: dict[tuple[str, int], list[str]] = {}
    for name, number in sorted(summary.not_checked.items()):
        check, _, why = name.partition(": ")
        shown = "全部" if check == "*" else check
        groups.setdefault((words.reason(why), number), []).append(shown)
    return [(" ".join(checks), why, number) for (why, number), checks in groups.items()]
