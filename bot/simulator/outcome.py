"""Reads from the casebook what came of a conversation; words are never looked at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from actions.casebook.models import (
    Application,
    Consent,
    Dispute,
    Event,
    Promise,
    Ticket,
)
from actions.casebook.work import Work
from actions.money import yuan
from bot.simulator.script import Expected, Outcome

#: What weighs most stands first.
BY_WEIGHT: tuple[Outcome, ...] = (
    "crisis_handoff",
    "complaint_recorded",
    "dispute_opened",
    "already_paid_check",
    "plan_submitted",
    "promise_recorded",
    "opted_out",
    "handoff",
    "info_given",
    "no_disclosure",
)
#: Tickets that are an outcome of their own, or none.
OTHER_TICKETS: dict[str, Outcome | None] = {
    "crisis": "crisis_handoff",
    "complaint": "complaint_recorded",
    "blocked_message": None,
}
#: Expecting one of these, a promise or a plan on record is a mistake.
NOTHING_AGREED = frozenset({"no_disclosure", "crisis_handoff", "info_given"})

Fields = dict[str, Any]


def read_outcome(work: Work, account_id: str) -> tuple[frozenset[Outcome], Fields]:
    """Everything that came about for an account, and the values agreed."""
    fields: Fields = {}
    happened: set[Outcome] = set()
    happened |= _disputes(work, account_id, fields)
    happened |= _promise(work, account_id, fields)
    happened |= _applications(work, account_id, fields)
    happened |= _tickets(work, account_id)
    consents = select(Consent.kind).where(Consent.account_id == account_id)
    wishes = list(work.orm.scalars(consents.order_by(Consent.id)))
    if [kind for kind in wishes if kind in {"opt_out", "opt_in"}][-1:] == ["opt_out"]:
        happened.add("opted_out")
    given = select(Event.id).where(
        Event.account_id == account_id, Event.kind == "info.given"
    )
    if work.orm.scalars(given.limit(1)).first() is not None:
        happened.add("info_given")
    return frozenset(happened), fields


def _promise(work: Work, account_id: str, fields: Fields) -> set[Outcome]:
    query = select(Promise).where(
        Promise.account_id == account_id, Promise.status == "active"
    )
    promise = work.orm.scalars(query.order_by(Promise.id.desc()).limit(1)).first()
    if promise is None:
        return set()
    fields["amount"] = float(yuan(promise.amount_fen))
    fields["date"] = promise.date.isoformat()
    return {"promise_recorded"}


def _applications(work: Work, account_id: str, fields: Fields) -> set[Outcome]:
    query = select(Application).where(
        Application.account_id == account_id, Application.status == "submitted"
    )
    happened: set[Outcome] = set()
    for application in work.orm.scalars(query.order_by(Application.id)):
        if application.kind != "plan":
            # An extension or a waiver is a wish that a person decides.
            happened.add("handoff")
            continue
        happened.add("plan_submitted")
        fields["periods"] = application.periods
        fields["monthly_amount"] = _yuan(application.monthly_fen)
        fields["down_payment"] = _yuan(application.down_payment_fen)
        start = application.start_date
        fields["start_date"] = None if start is None else start.isoformat()
    return happened


def _disputes(work: Work, account_id: str, fields: Fields) -> set[Outcome]:
    query = select(Dispute).where(Dispute.account_id == account_id)
    happened: set[Outcome] = set()
    for dispute in work.orm.scalars(query.order_by(Dispute.id)):
        paid = dispute.kind == "already_paid"
        happened.add("already_paid_check" if paid else "dispute_opened")
        if dispute.claimed_fen is not None:
            fields["amount"] = _yuan(dispute.claimed_fen)
        if dispute.claimed_date is not None:
            fields["date"] = dispute.claimed_date.isoformat()
    return happened


def _tickets(work: Work, account_id: str) -> set[Outcome]:
    kinds = work.orm.scalars(select(Ticket.kind).where(Ticket.account_id == account_id))
    outcomes = (OTHER_TICKETS.get(kind, "handoff") for kind in kinds)
    return {outcome for outcome in outcomes if outcome is not None}


def _yuan(amount_fen: int | None) -> float | None:
    return None if amount_fen is None else float(yuan(amount_fen))


def reached(expected: Expected, happened: frozenset[Outcome]) -> Outcome | None:
    """The expected outcome, or one that is as good, if it came about."""
    wanted = (expected.outcome, *expected.outcome_also_ok)
    return next((outcome for outcome in wanted if outcome in happened), None)


def weightiest(happened: Iterable[Outcome]) -> Outcome | None:
    """What matters most of what came about."""
    return min(happened, key=BY_WEIGHT.index, default=None)


def contradiction(expected: Expected, happened: frozenset[Outcome]) -> str:
    """What came about although it should not have, or nothing."""
    wanted = {expected.outcome, *expected.outcome_also_ok}
    if not wanted <= NOTHING_AGREED:
        return ""
    wrong = sorted(happened & {"promise_recorded", "plan_submitted"})
    return f"nothing was to be agreed, but: {', '.join(wrong)}" if wrong else ""


def wrong_fields(expected: Expected, fields: Fields) -> list[str]:
    """Expected values that are not on record, each in a few words."""
    return [
        f"{name}: expected {value}, got {fields.get(name)}"
        for name, value in expected.fields.items()
        if not _same(value, fields.get(name))
    ]


def _same(expected: Any, got: Any) -> bool:
    if isinstance(expected, float) and isinstance(got, int | float):
        return abs(expected - got) < 0.005
    # No down payment is the same as one of nothing.
    return bool(expected == got) or (not expected and not got)
