"""Findings → verdict: what is reported of what overlaps, the score, the outcome."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from compliance_checker.model import (
    SEVERITIES,
    Call,
    CallFinding,
    Finding,
    NotChecked,
    Outcome,
    RulebookId,
    Verdict,
)

#: Points lost by a violation.
PENALTY = {"critical": 50, "major": 20, "minor": 8}
#: What a person has yet to judge loses a quarter of that …
REVIEW_SHARE = 4
#: … and a repeated category half of it.
REPEAT_SHARE = 2


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


def score(findings: Sequence[Finding], call_findings: Sequence[CallFinding]) -> int:
    """Points from 100 down to 0.

    Each finding takes off 50 (critical), 20 (major) or 8 (minor); a quarter of it
    where it needs review; half of it where its category (or check) was found before
    in the call.  The sum is rounded down to whole points lost, and 0 is the floor.
    """
    lost = 0.0
    seen: set[str] = set()
    rows = [(f.category, f.severity, f.status) for f in findings]
    rows += [(f.check, f.severity, f.status) for f in call_findings]
    for name, severity, status in rows:
        points = float(PENALTY[severity])
        if status == "needs_review":
            points /= REVIEW_SHARE
        if name in seen:
            points /= REPEAT_SHARE
        seen.add(name)
        lost += points
    return max(0, 100 - int(lost))


def verdict(
    header: Call,
    rulebook: RulebookId,
    findings: Sequence[Finding],
    call_findings: Sequence[CallFinding],
    not_checked: Sequence[NotChecked],
    *,
    failed: bool,
    judged: bool,
) -> Verdict:
    """The verdict on a call.

    *failed* says that a rule could not be run, *judged* that there was anything said
    to judge.  Where nothing was judged the outcome is ``not_checked`` and the score 0:
    what was not looked at must never read as clean.
    """
    outcome = _outcome(findings, call_findings, failed=failed, judged=judged)
    unknown = outcome == "not_checked"
    return Verdict(
        call_id=header.call_id,
        rulebook=rulebook,
        outcome=outcome,
        score=0 if unknown else score(findings, call_findings),
        findings=tuple(findings),
        call_findings=tuple(call_findings),
        not_checked=tuple(not_checked),
        meta=header.meta,
    )


def _outcome(
    findings: Sequence[Finding],
    call_findings: Sequence[CallFinding],
    *,
    failed: bool,
    judged: bool,
) -> Outcome:
    statuses = {f.status for f in findings} | {f.status for f in call_findings}
    if "violation" in statuses:
        return "violation"
    if statuses:
        return "needs_review"
    return "clean" if judged and not failed else "not_checked"
