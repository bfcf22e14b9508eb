"""The last hop: no sentence reaches a debtor that the rules for collectors forbid.

A sentence is held back when it tells facts to somebody who is not verified, when the
checker that judges the collectors finds anything in it or could not judge it, or when
the contact policy says no.  What is held back is kept for a person to see.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from actions.casebook.models import Account, Session
from actions.policy.contact import (
    ContactHistory,
    ContactRequest,
    default_policy,
    may_contact,
)
from actions.reply import Outgoing
from compliance_checker.model import (
    LENDER_TYPES,
    Call,
    Callee,
    Case,
    Channel,
    Collector,
    Employer,
    LenderType,
    Role,
    Utterance,
    Verdict,
)

#: Call-level checks that one sentence cannot answer: hours and counts are the contact
#: policy's, openings and closings belong to the whole conversation.
WHOLE_CALL_CHECKS = frozenset({"C01", "C02", "C03", "C06", "C11", "C12", "C23"})

#: Flags after which facts about the debt are held back even from the debtor.  (Wrong
#: numbers and third persons are not among them: who is verified later is the debtor.)
SILENCING = frozenset({"crisis", "death", "minor"})


class Checker(Protocol):
    """The compliance checker's pipeline."""

    def check(self, call: Call) -> Verdict:
        """The verdict on one call."""


class Remembering:
    """A checker that does not judge again what it has found nothing in.

    The same sentence in the same circumstances has the same verdict under the same
    rulebook, and most of the bot's sentences are said to many.  Of what passed only a
    hash is kept.
    """

    def __init__(self, checker: Checker, most: int = 5_000) -> None:
        self._checker = checker
        self._most = most
        self._passed: dict[bytes, Verdict] = {}

    def check(self, call: Call) -> Verdict:
        """The checker's verdict, or the same one as before on nothing found."""
        key = _circumstances(call)
        verdict = self._passed.get(key)
        if verdict is not None:
            return replace(verdict, call_id=call.call_id)
        verdict = self._checker.check(call)
        if not verdict.findings and not _untried(verdict):
            if len(self._passed) >= self._most:
                self._passed.clear()
            self._passed[key] = verdict
        return verdict


def _circumstances(call: Call) -> bytes:
    """What a verdict on one sentence of ours depends on, as a hash."""
    return hashlib.sha256(repr(replace(call, call_id="")).encode()).digest()


@dataclass(frozen=True, slots=True)
class Passed:
    """The message may be sent as it is."""

    outgoing: Outgoing


@dataclass(frozen=True, slots=True)
class Blocked:
    """The message is held back; *reasons* are codes, never what it says."""

    outgoing: Outgoing
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listener:
    """Who is on the line, as far as the gate must know."""

    channel: str
    verified: bool
    outsider: bool
    session_id: str
    account: Account | None
    history: ContactHistory


def listener(
    session: Session, account: Account | None, history: ContactHistory
) -> Listener:
    """Who listens in *session*."""
    outsider = session.third_party_at is not None
    return Listener(
        channel=session.channel,
        verified=session.verified_at is not None
        and session.locked_at is None
        and not outsider,
        outsider=outsider,
        session_id=session.id,
        account=account,
        history=history,
    )


def pass_gate(
    outgoing: Outgoing, who: Listener, *, checker: Checker, now: datetime
) -> Passed | Blocked:
    """Whether an answer may go out to *who* at *now*."""
    reasons = (
        *_told_too_early(outgoing, who),
        *_against_policy(outgoing, who, now),
        *judge_words(outgoing.text, who, checker),
    )
    return Blocked(outgoing, reasons) if reasons else Passed(outgoing)


def reminder_gate(checker: Checker) -> Callable[[str, Account], tuple[bool, str]]:
    """The gate of outreach: whether a reminder's text may go to an account's number.

    Hours, counts and flags are outreach's own proof; here the words are judged, as
    said to somebody who is not verified.
    """

    def gate(text: str, account: Account) -> tuple[bool, str]:
        nobody = Listener(
            "sms", False, False, account.id, account, ContactHistory(account.phone)
        )
        reasons = judge_words(text, nobody, checker)
        return not reasons, ", ".join(reasons)

    return gate


def _told_too_early(outgoing: Outgoing, who: Listener) -> tuple[str, ...]:
    return ("facts_before_identity",) if outgoing.facts and not who.verified else ()


def _against_policy(
    outgoing: Outgoing, who: Listener, now: datetime
) -> tuple[str, ...]:
    request = ContactRequest(
        who.channel, who.history.phone, reply=True, pushes_payment=False
    )
    proof = may_contact(request, who.history, now)
    reasons = set() if proof.allowed else {proof.rule}
    if outgoing.facts:
        reasons |= {stop.kind for stop in who.history.stops if stop.own} & SILENCING
    return tuple(f"policy:{reason}" for reason in sorted(reasons))


def judge_words(text: str, who: Listener, checker: Checker) -> tuple[str, ...]:
    """What the checker has against a sentence of ours, by rule; nothing if it passes."""
    return against(verdict_on(text, who, checker))


def verdict_on(
    text: str, who: Listener, checker: Checker, role: Role = "bot"
) -> Verdict:
    """The verdict on one sentence, said to *who* by the bot or by a collector."""
    verdict = checker.check(_as_call(text, who, role))
    if _untried(verdict):
        # A rule is made ready when it is first needed, and may overrun its time then.
        verdict = checker.check(_as_call(text, who, role))
    return verdict


def against(verdict: Verdict) -> tuple[str, ...]:
    """Everything in the verdict that holds the sentence back, by rule."""
    reasons = [finding.rule for finding in verdict.findings]
    reasons += [
        found.check
        for found in verdict.call_findings
        if found.check not in WHOLE_CALL_CHECKS
    ]
    reasons += [f"not_checked:{rule}" for rule in _untried(verdict)]
    return tuple(dict.fromkeys(reasons))


def _untried(verdict: Verdict) -> list[str]:
    """Rules that could not be tried: they have not passed.

    Call-level checks (C…) need a whole call and are not this gate's matter.
    """
    checks = (missing.check for missing in verdict.not_checked)
    return [check for check in checks if check.startswith("T")]


def _as_call(text: str, who: Listener, role: Role) -> Call:
    # Whoever is not known to be somebody else is addressed as the debtor; that they
    # are not verified is a fact of its own.
    callee: Callee = "third_party" if who.outsider else "debtor"
    channel: Channel = "sms" if who.channel == "sms" else "im"
    agency = who.account.agency if who.account is not None else None
    employer: Employer = "agency" if agency else "in_house"
    return Call(
        call_id=who.session_id,
        turns=(Utterance(0, role, text),),
        channel=channel,
        lender_type=_lender_type(who.account),
        callee=callee,
        collector=Collector(employer=employer),
        case=_case(who),
    )


def _case(who: Listener) -> Case:
    """What is known of the case: every fact, so that no rule is left in doubt."""
    status = who.history.plan_status
    return Case(
        # The casebook knows of no lawsuit; a sentence about one has no ground in it.
        litigation=False,
        plan="active" if status in default_policy().performing else status,
        dispute=any(stop.kind == "dispute" and stop.own for stop in who.history.stops),
        verified_by="id_last4" if who.verified else None,
        verification_known=True,
    )


def _lender_type(account: Account | None) -> LenderType:
    stated = "unknown" if account is None else account.lender_type
    return next((kind for kind in LENDER_TYPES if kind == stated), "unknown")
