"""The figures of an evaluation.  All intervals are Wilson's, at 95 %."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from compliance_checker.evaluate.tally import Tally, share, wilson
from compliance_checker.evaluate.turns import (
    Judged,
    TurnResult,
    answer_of,
    turn_results,
)
from compliance_checker.model import SEVERITIES, Severity
from compliance_checker.rulebook.load import Rulebook
from compliance_checker.rulebook.names import CATEGORIES, CHECKS

PER = 10_000
FAMILIES = tuple(dict.fromkeys(category.split(".")[0] for category in CATEGORIES))
#: The name of "no label" and of "no finding" in the table of confusions.
NONE = "none"


def severity_of_categories(rulebook: Rulebook) -> dict[str, Severity]:
    """Category → the severity that most of its rules have, the higher of equals."""
    counts: dict[str, Counter[Severity]] = {}
    for rule in rulebook.rules:
        counts.setdefault(rule.category, Counter())[rule.severity] += 1
    return {
        category: max(one, key=lambda name: (one[name], SEVERITIES.index(name)))
        for category, one in counts.items()
    }


@dataclass(slots=True)
class Evaluation:
    """All the counts of a run, added up call by call with ``add``."""

    severities: Mapping[str, Severity]
    calls: int = 0
    judged_turns: int = 0
    clean_turns: int = 0
    violations: Tally = field(default_factory=Tally)
    with_review: Tally = field(default_factory=Tally)
    false_alarms: int = 0
    false_alarms_with_review: int = 0
    categories: dict[str, Tally] = field(default_factory=dict)
    by_severity: dict[str, Tally] = field(default_factory=dict)
    review_only: Counter[str] = field(default_factory=Counter)
    confusions: Counter[tuple[str | None, str | None]] = field(default_factory=Counter)
    #: Family labelled and family found, ``none`` for neither; one a label or alarm.
    families: Counter[tuple[str, str]] = field(default_factory=Counter)
    checks: dict[str, Counter[tuple[str, str]]] = field(default_factory=dict)

    def add(self, judged: Judged) -> None:
        """Count one call."""
        self.calls += 1
        for turn in turn_results(judged):
            self._turn(turn)
        for label in judged.labels.call_labels:
            answer = answer_of(judged.verdict, label.check)
            counts = self.checks.setdefault(label.check, Counter())
            counts[label.answer, answer] += 1

    def _turn(self, turn: TurnResult) -> None:
        self.judged_turns += 1
        # Where a judge himself is in doubt, neither answer is a mistake.
        doubted = any(label.status == "needs_review" for label in turn.labels)
        sure = any(finding.status == "violation" for finding in turn.findings)
        if not doubted:
            self.violations.count(bool(turn.labels), sure)
        self.with_review.count(bool(turn.labels), bool(turn.findings))
        if not turn.labels:
            self.clean_turns += 1
            self.false_alarms += sure
            self.false_alarms_with_review += bool(turn.findings)
        self._categories(turn)
        self.families.update(_families(turn))

    def _categories(self, turn: TurnResult) -> None:
        missed, alarms = turn.missed, turn.alarms
        for label in turn.labels:
            found = label not in missed
            self._tally(self.categories, label.category, label=True, found=found)
            severity = self.severities.get(label.category, "major")
            self._tally(self.by_severity, severity, label=True, found=found)
            if found and not any(
                one.status == "violation" and one.category in label.accepts
                for one in turn.findings
            ):
                self.review_only[label.category] += 1
        for category in {one.category for one in alarms}:
            self._tally(self.categories, category, label=False, found=True)
        for severity in {one.severity for one in alarms}:
            self._tally(self.by_severity, severity, label=False, found=True)
        for label in missed:
            others: set[str | None] = {one.category for one in alarms}
            for other in others or {None}:
                self.confusions[label.category, other] += 1
        if not turn.labels:
            for category in {one.category for one in alarms}:
                self.confusions[None, category] += 1

    @staticmethod
    def _tally(
        tallies: dict[str, Tally], name: str, *, label: bool, found: bool
    ) -> None:
        tallies.setdefault(name, Tally()).count(label, found)

    def record(self) -> dict[str, Any]:
        """The figures as plain values, in a fixed order."""
        return {
            "calls": self.calls,
            "turns": self.judged_turns,
            "overall": self.violations.record(),
            "overall_with_review": self.with_review.record(),
            "macro_f1": self._macro_f1(),
            "false_alarms": self._false_alarms(),
            "categories": {
                name: {
                    **self.categories[name].record(),
                    "review_only": self.review_only[name],
                }
                for name in CATEGORIES
                if name in self.categories
            },
            "severities": {
                name: self.by_severity[name].record()
                for name in reversed(SEVERITIES)
                if name in self.by_severity
            },
            "checks": {
                name: _check_record(self.checks[name])
                for name in CHECKS
                if name in self.checks
            },
            "confusion": self._table(),
            "confusions": self._confusions(),
        }

    def _table(self) -> dict[str, Any]:
        """Rows are what was labelled, columns what was found, in the same order."""
        names = [*FAMILIES, NONE]
        rows = [[self.families[row, column] for column in names] for row in names]
        return {"names": names, "rows": rows}

    def _macro_f1(self) -> float | None:
        """The mean over the categories that have a label."""
        scores = [
            tally.f1 or 0.0
            for tally in self.categories.values()
            if tally.right + tally.missed
        ]
        return round(sum(scores) / len(scores), 5) if scores else None

    def _false_alarms(self) -> dict[str, Any]:
        sure, every, clean = (
            self.false_alarms,
            self.false_alarms_with_review,
            self.clean_turns,
        )
        return {
            "clean_turns": clean,
            "violations": sure,
            "with_review": every,
            "per_10000": _per(sure, clean),
            "per_10000_95": _interval_per(sure, clean),
            "per_10000_with_review": _per(every, clean),
            "per_10000_with_review_95": _interval_per(every, clean),
        }

    def _confusions(self) -> list[dict[str, Any]]:
        """Label and finding that do not go together; ``null``: none."""
        ordered = sorted(
            self.confusions.items(), key=lambda one: (-one[1], str(one[0]))
        )
        return [
            {"labelled": labelled, "found": found, "count": number}
            for (labelled, found), number in ordered
        ]


def _families(turn: TurnResult) -> Iterator[tuple[str, str]]:
    """What was labelled and what was found, by family."""
    missed = turn.missed
    alarms = {one.category.split(".")[0] for one in turn.alarms} or {NONE}
    for label in turn.labels:
        family = label.category.split(".")[0]
        if label not in missed:
            yield family, family
        else:
            yield from ((family, other) for other in alarms)
    if not turn.labels:
        yield from ((NONE, other) for other in alarms)


def _per(part: int, whole: int) -> float | None:
    return round(PER * part / whole, 3) if whole else None


def _interval_per(part: int, whole: int) -> tuple[float, float] | None:
    interval = wilson(part, whole)
    return (
        (round(PER * interval[0], 3), round(PER * interval[1], 3)) if interval else None
    )


def _check_record(counts: Counter[tuple[str, str]]) -> dict[str, Any]:
    """Agreement on one check; a check is *found* when it is not met."""
    tally = Tally()
    for (label, answer), number in counts.items():
        for _ in range(number):
            tally.count(label == "not_met", answer == "not_met")
    agreed = sum(
        number for (label, answer), number in counts.items() if label == answer
    )
    return {
        "labels": counts.total(),
        "agreement": share(agreed, counts.total()),
        **tally.record(),
        "answers": [
            {"label": label, "answer": answer, "count": number}
            for (label, answer), number in sorted(counts.items())
        ],
    }


def evaluate(judged: Iterable[Judged], rulebook: Rulebook) -> dict[str, Any]:
    """The figures over all calls."""
    evaluation = Evaluation(severity_of_categories(rulebook))
    for one in judged:
        evaluation.add(one)
    return evaluation.record()
