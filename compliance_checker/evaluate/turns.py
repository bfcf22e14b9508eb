"""Labels and findings, turn by turn.

A turn is judged if collector or bot (or nobody known) says it, or if it is labelled
or found.  A label is *found* if the turn has a finding of its category, or of one that
the label also accepts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from compliance_checker.evaluate.labels import Label, Labels
from compliance_checker.model import Call, Finding, Verdict


@dataclass(frozen=True, slots=True)
class Judged:
    """A call, what the checker says of it, and what is right."""

    call: Call
    verdict: Verdict
    labels: Labels


@dataclass(frozen=True, slots=True)
class TurnResult:
    """One judged turn: its labels and its findings."""

    call: Call
    index: int
    labels: tuple[Label, ...]
    findings: tuple[Finding, ...]

    @property
    def missed(self) -> tuple[Label, ...]:
        """The labels that no finding meets."""
        found = {one.category for one in self.findings}
        return tuple(one for one in self.labels if not one.accepts & found)

    @property
    def alarms(self) -> tuple[Finding, ...]:
        """The findings that no label accepts."""
        accepted = frozenset[str]().union(*(one.accepts for one in self.labels))
        return tuple(one for one in self.findings if one.category not in accepted)


def turn_results(judged: Judged) -> Iterator[TurnResult]:
    """The judged turns of a call, in order."""
    findings: dict[int, list[Finding]] = {}
    for finding in judged.verdict.findings:
        findings.setdefault(finding.turn, []).append(finding)
    labels: dict[int, list[Label]] = {}
    for label in judged.labels.labels:
        labels.setdefault(label.turn, []).append(label)
    for turn in judged.call.turns:
        ours = turn.role in ("collector", "bot", "unknown")
        if ours or turn.index in findings or turn.index in labels:
            yield TurnResult(
                judged.call,
                turn.index,
                tuple(labels.get(turn.index, ())),
                tuple(findings.get(turn.index, ())),
            )


def answer_of(verdict: Verdict, check: str) -> str:
    """What the verdict says of a check, in the words of a call label."""
    for finding in verdict.call_findings:
        if finding.check == check:
            return "not_met" if finding.status == "violation" else "needs_review"
    missing = any(one.check in (check, "*") for one in verdict.not_checked)
    return "not_checked" if missing else "met"


def error_records(judged: Judged) -> Iterator[dict[str, Any]]:
    """The misses and false alarms of one call, for a person to read.

    These hold what was said; they go into a file of the caller's choice only.
    """
    turns = {turn.index: turn for turn in judged.call.turns}
    for result in turn_results(judged):
        if not result.missed and not result.alarms:
            continue
        turn = turns[result.index]
        yield {
            "call_id": judged.call.call_id,
            "turn": result.index,
            "kind": _kind(result),
            "labelled": [one.category for one in result.labels],
            "found": [_found(one) for one in result.findings],
            "role": turn.role,
            "text": turn.text,
        }
    for label in judged.labels.call_labels:
        answer = answer_of(judged.verdict, label.check)
        if answer != label.answer:
            yield {
                "call_id": judged.call.call_id,
                "turn": None,
                "kind": "check",
                "check": label.check,
                "labelled": label.answer,
                "found": answer,
            }


def _kind(result: TurnResult) -> str:
    if not result.missed:
        return "false_alarm"
    return "wrong_category" if result.alarms else "miss"


def _found(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "category": finding.category,
        "status": finding.status,
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
        "how": finding.how,
    }
