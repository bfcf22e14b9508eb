"""Findings → verdict: what is reported of what overlaps, the score, the outcome."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from compliance_checker.model import (
    SEVERITIES,
    Call,
    CallFinding,
    Finding,
    NotChecked,
    Outcome,
    RulebookId,
    Severity,
    Status,
    Verdict,
)
from compliance_checker.rulebook.policy import MOST_POINTS, Caps, Policy, outcome_of


def reduced(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """What to report of findings in one utterance that overlap.

    Of findings of one category whose spans overlap, the best is kept: a violation
    before a needs-review, then the higher severity, the longer span, the earlier
    start, the rule's id.  Different categories say different things: all are kept.
    The order of the text comes out.
    """
    kept: list[Finding] = []
    for finding in sorted(findings, key=_rank):
        if not any(
            finding.category == other.category and _overlap(finding, other)
            for other in kept
        ):
            kept.append(finding)
    return tuple(sorted(kept, key=lambda finding: (finding.span, finding.rule)))


def _rank(finding: Finding) -> tuple[int, int, int, int, str]:
    return (
        0 if finding.status == "violation" else 1,
        -SEVERITIES.index(finding.severity),
        finding.start - finding.end,
        finding.start,
        finding.rule,
    )


def _overlap(one: Finding, other: Finding) -> bool:
    return one.start < other.end and other.start < one.end


class Deduction(Struct, frozen=True):
    """The points that one finding takes off, before caps."""

    #: Category or check.
    name: str
    severity: Severity
    status: Status
    points: float


def deductions(
    findings: Sequence[Finding], call_findings: Sequence[CallFinding], policy: Policy
) -> tuple[Deduction, ...]:
    """What each finding takes off, in their order, findings in utterances first.

    It takes a share where a person has yet to judge it, and a share where its category
    (or check) was found before in the call.
    """
    scoring = policy.score
    taken: list[Deduction] = []
    seen: set[str] = set()
    rows = [(f.category, f.severity, f.status) for f in findings]
    rows += [(f.check, f.severity, f.status) for f in call_findings]
    for name, severity, status in rows:
        points: float = getattr(scoring.points, severity)
        if status == "needs_review":
            points *= scoring.needs_review
        if name in seen:
            points *= scoring.repeated
        seen.add(name)
        taken.append(Deduction(name, severity, status, points))
    return tuple(taken)


def score(
    findings: Sequence[Finding], call_findings: Sequence[CallFinding], policy: Policy
) -> int:
    """Points from 100 down to 0, by the *policy* of the rulebook.

    The deductions add up, each kind to its cap at most; the sum is rounded down to
    whole points lost.  All that goes into it stands in the verdict and the policy.
    """
    taken = deductions(findings, call_findings, policy)
    return max(0, MOST_POINTS - int(_capped(taken, policy.score.caps)))


def _capped(taken: Sequence[Deduction], caps: Caps) -> float:
    """All points together; a point over the cap of any kind it belongs to is free."""
    left = {
        name: cap
        for name in ("critical", "major", "minor", "needs_review")
        if (cap := getattr(caps, name)) is not None
    }
    by_name: dict[str, float] = {}
    lost = 0.0
    for one in taken:
        points = one.points
        kinds = {one.severity, one.status} & left.keys()
        points = min([points, *(left[kind] for kind in kinds)])
        if caps.category is not None:
            points = min(points, caps.category - by_name.get(one.name, 0.0))
            by_name[one.name] = by_name.get(one.name, 0.0) + points
        for kind in kinds:
            left[kind] -= points
        lost += points
    return lost


def outcome(
    findings: Sequence[Finding],
    call_findings: Sequence[CallFinding],
    policy: Policy,
    *,
    complete: bool,
) -> Outcome:
    """What the findings make of the call by the *policy*.

    Where the call was not looked at in whole (*complete*) it is never clean; a review or
    a violation stands, whatever else could not be run.
    """
    kinds = [(f.severity, f.status) for f in findings]
    kinds += [(f.severity, f.status) for f in call_findings]
    result = outcome_of(policy, kinds)
    return "not_checked" if result == "clean" and not complete else result


def verdict(
    header: Call,
    rulebook: RulebookId,
    findings: Sequence[Finding],
    call_findings: Sequence[CallFinding],
    not_checked: Sequence[NotChecked],
    *,
    policy: Policy,
    failed: bool,
    judged: bool,
) -> Verdict:
    """The verdict on a call.

    *failed* says that a rule could not be run, *judged* that there was anything said
    to judge.  Where nothing was judged the outcome is ``not_checked`` and the score 0:
    what was not looked at must never read as clean.
    """
    result = outcome(findings, call_findings, policy, complete=judged and not failed)
    unknown = result == "not_checked"
    return Verdict(
        call_id=header.call_id,
        rulebook=rulebook,
        outcome=result,
        score=0 if unknown else score(findings, call_findings, policy),
        findings=tuple(findings),
        call_findings=tuple(call_findings),
        not_checked=tuple(not_checked),
        meta=header.meta,
    )
