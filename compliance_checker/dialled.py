"""A verdict, and what the dial log adds to it."""

from __future__ import annotations

from dataclasses import replace

from compliance_checker.call.dials import DialLog, answers
from compliance_checker.model import Call, CallFinding, NotChecked, Verdict
from compliance_checker.rulebook.basis import cite
from compliance_checker.rulebook.load import Rulebook
from compliance_checker.rulebook.names import DIAL_CHECKS
from compliance_checker.verdict import outcome, score

#: Why the checks of a day are not made without a log (``rules/checks.yaml``).
NO_LOG = "no dial log"


def with_dials(verdict: Verdict, call: Call, log: DialLog, book: Rulebook) -> Verdict:
    """*verdict* on *call* with C02 and C03 answered from *log*.

    They take the place of "no dial log" among what was not checked, and count for
    outcome and score as every other check does.
    """
    found: list[CallFinding] = []
    missing: list[NotChecked] = []
    day = call.started_at.date() if call.started_at else None
    for name, answer in answers(log, call, book.policy.dialling).items():
        check = book.checks[name]
        if not check.enabled:
            continue
        if answer.why:
            missing.append(NotChecked(name, answer.why))
        if not answer.detail:
            continue
        cited = cite(book.basis, check.basis, day=day, lender_type=call.lender_type)
        status = "needs_review" if cited.unbound else answer.status
        found.append(
            CallFinding(name, check.severity, status, None, answer.detail, cited.basis)
        )
    others = [
        _other(one) for one in verdict.not_checked if one.check not in DIAL_CHECKS
    ]
    call_findings = sorted((*verdict.call_findings, *found), key=lambda one: one.check)
    result = outcome(
        verdict.findings,
        call_findings,
        book.policy,
        # What was not looked at does not become clean by a look at the log.
        complete=verdict.outcome != "not_checked",
    )
    points = score(verdict.findings, call_findings, book.policy)
    return replace(
        verdict,
        outcome=result,
        score=0 if result == "not_checked" else points,
        call_findings=tuple(call_findings),
        not_checked=tuple(sorted((*others, *missing), key=lambda one: one.check)),
    )


def _other(one: NotChecked) -> NotChecked:
    """Checks that want more than the log says must not blame its absence."""
    if one.why == NO_LOG:
        return NotChecked(one.check, "not told by the dial log")
    return one
