"""Counts over many calls, and the worst of them.  Two summaries add up to one."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec import Struct, field

from compliance_checker.model import Call, Verdict
from compliance_checker.report.case import SHANGHAI, Case

#: So many calls are shown with their evidence; all are counted.
MOST_CASES = 200

Counts = dict[str, int]


class Summary(Struct):
    """What a report over an archive needs; all counts but the first four by name.

    ``categories``, ``rules``, ``severities`` and ``checks`` count findings, split into
    violations (the plain name) and those that need review (the name with ``?``).
    ``teams``, ``collectors`` and ``hours`` count calls and, with ``!``, calls with a
    violation.
    """

    calls: int = 0
    turns: int = 0
    characters: int = 0
    score: int = 0
    outcomes: Counts = field(default_factory=dict)
    severities: Counts = field(default_factory=dict)
    categories: Counts = field(default_factory=dict)
    rules: Counts = field(default_factory=dict)
    checks: Counts = field(default_factory=dict)
    teams: Counts = field(default_factory=dict)
    collectors: Counts = field(default_factory=dict)
    hours: Counts = field(default_factory=dict)
    not_checked: Counts = field(default_factory=dict)
    cases: list[Case] = field(default_factory=list)


def count(summary: Summary, call: Call, verdict: Verdict) -> None:
    """Count one call into *summary*; its case is added apart, with ``keep``."""
    summary.calls += 1
    summary.turns += len(call.turns)
    summary.characters += sum(len(turn.text) for turn in call.turns)
    summary.score += verdict.score
    _one(summary.outcomes, verdict.outcome)
    for finding in verdict.findings:
        mark = "" if finding.status == "violation" else "?"
        _one(summary.severities, finding.severity + mark)
        _one(summary.categories, finding.category + mark)
        _one(summary.rules, finding.rule + mark)
    for check in verdict.call_findings:
        mark = "" if check.status == "violation" else "?"
        _one(summary.severities, check.severity + mark)
        _one(summary.checks, check.check + mark)
    for missing in verdict.not_checked:
        _one(summary.not_checked, f"{missing.check}: {missing.why}")
    bad = verdict.outcome == "violation"
    _call(summary.teams, call.collector.team, bad=bad)
    _call(summary.collectors, call.collector.id, bad=bad)
    _call(summary.hours, _hour(call.started_at), bad=bad)


def keep(summary: Summary, case: Case, most: int = MOST_CASES) -> None:
    """Add *case*; only the worst *most* stay."""
    summary.cases.append(case)
    if len(summary.cases) > 2 * most:
        summary.cases = worst(summary.cases, most)


def worst(cases: Iterable[Case], most: int = MOST_CASES) -> list[Case]:
    """The worst calls first; equal ones by id, so that the order is always the same."""
    return heapq.nsmallest(most, cases, key=lambda one: (one.score, one.call_id))


def add(total: Summary, one: Summary) -> None:
    """Add *one* to *total*."""
    for name in ("calls", "turns", "characters", "score"):
        setattr(total, name, getattr(total, name) + getattr(one, name))
    for name in (
        "outcomes", "severities", "categories", "rules", "checks", "teams",
        "collectors", "hours", "not_checked",
    ):  # fmt: skip
        counts: Counts = getattr(total, name)
        for key, number in getattr(one, name).items():
            counts[key] = counts.get(key, 0) + number
    total.cases = worst([*total.cases, *one.cases])


def _one(counts: Counts, name: str) -> None:
    counts[name] = counts.get(name, 0) + 1


def _call(counts: Counts, name: str | None, *, bad: bool) -> None:
    if name:
        _one(counts, name)
        if bad:
            _one(counts, f"{name}!")


def _hour(started: datetime | None) -> str | None:
    return f"{started.astimezone(SHANGHAI):%H}" if started else None


def split(counts: Mapping[str, int], mark: str) -> list[tuple[str, int, int]]:
    """Name, count without and count with the *mark*; the largest first.

    >>> split({"T1.1": 2, "T1.1?": 1}, "?")
    [('T1.1', 2, 1)]
    """
    names = dict.fromkeys(name.removesuffix(mark) for name in counts)
    rows = [(one, counts.get(one, 0), counts.get(one + mark, 0)) for one in names]
    return sorted(rows, key=lambda row: (-row[1] - row[2], row[0]))
