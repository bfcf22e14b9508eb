"""What came of a matter, as the debtor is told it: unasked, and when they ask."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions.casebook.models import Application, Dispute, Matter, Promise
from actions.facts import show_day
from actions.money import show
from actions.packet import KINDS
from actions.reply import Button, Outgoing
from actions.rulings import DISPUTED, why
from actions.turn import Turn, say

#: The quick replies to a counter-offer.
ACCEPT = Button("接受这个方案", "接受这个方案")
DECLINE = Button("不接受", "不接受这个方案")
_COMPLAINT = {
    "upheld": "outcome_complaint_upheld",
    "partly": "outcome_complaint_partly",
    "rejected": "outcome_complaint_rejected",
}
#: Tickets whose end is told in the chat; the others are told by a person, or not at all.
TOLD_TICKETS = frozenset({"complaint", "handoff", "callback", "blocked_message"})


def told(turn: Turn, matter: Matter) -> Outgoing | None:
    """The sentence on a decided matter; nothing where nothing is to be told."""
    ruling = matter.ruling
    if not ruling:
        return None
    if matter.subject == "application":
        application = turn.work.orm.get(Application, matter.subject_id)
        return None if application is None else _of_application(turn, matter)
    if matter.subject == "promise":
        promise = turn.work.orm.get(Promise, matter.subject_id)
        return None if promise is None else _of_promise(turn, matter, promise)
    if matter.subject == "dispute":
        return _of_dispute(turn, matter)
    if matter.kind == "complaint" and ruling["verdict"] in _COMPLAINT:
        return say(turn, _COMPLAINT[ruling["verdict"]])
    return say(turn, "outcome_handled") if matter.kind in TOLD_TICKETS else None


def pending(turn: Turn, matter: Matter) -> Outgoing | None:
    """The sentence on a matter that nobody has decided yet."""
    if matter.subject == "dispute":
        return say(turn, "progress_dispute", kind=DISPUTED[matter.kind])
    if matter.kind == "complaint":
        return say(turn, "progress_complaint")
    return say(turn, "progress_handled") if matter.kind == "handoff" else None


def _of_application(turn: Turn, matter: Matter) -> Outgoing | None:
    verdict, terms = matter.ruling["verdict"], matter.ruling.get("terms") or {}
    if verdict == "refused":
        kind = KINDS[matter.kind]
        return say(turn, "outcome_refused", kind=kind, why=_why(matter))
    if verdict == "countered":
        values = plan_values(turn, terms) | {
            "why": _why(matter),
            "until": show_day(date.fromisoformat(terms["until"]), turn.today),
        }
        return say(turn, "outcome_plan_countered", ACCEPT, DECLINE, values=values)
    if verdict != "approved":
        return None
    if matter.kind == "plan":
        return say(turn, "outcome_plan_approved", values=plan_values(turn, terms))
    if matter.kind == "extension":
        day = show_day(date.fromisoformat(terms["day"]), turn.today)
        return say(turn, "outcome_extension_approved", day=day)
    return say(turn, "outcome_waiver_approved", amount=show(terms["amount_fen"]))


def _of_promise(turn: Turn, matter: Matter, promise: Promise) -> Outgoing:
    values = {
        "day": show_day(promise.date, turn.today),
        "amount": show(promise.amount_fen),
    }
    if matter.ruling["verdict"] == "accepted":
        return say(turn, "outcome_partial_accepted", values=values)
    return say(turn, "outcome_partial_refused", values=values, why=_why(matter))


def _of_dispute(turn: Turn, matter: Matter) -> Outgoing | None:
    dispute = turn.work.orm.get(Dispute, matter.subject_id)
    if dispute is None:
        return None
    kind = DISPUTED[dispute.kind]
    if matter.ruling["verdict"] == "upheld":
        return say(turn, "outcome_dispute_upheld", kind=kind)
    return say(turn, "outcome_dispute_rejected", kind=kind, why=_why(matter))


def _why(matter: Matter) -> str:
    return why(matter.kind, matter.ruling["reason"])


def plan_values(turn: Turn, terms: dict[str, Any]) -> dict[str, str]:
    """The placeholders of a plan's terms, as they are kept in a ruling."""
    down, last = terms["down_payment_fen"], terms["last_fen"]
    start = date.fromisoformat(terms["start"])
    return {
        "down": f"首付{show(down)}，余下" if down else "",
        "periods": str(terms["periods"]),
        "monthly": show(terms["monthly_fen"]),
        "last": "" if last == terms["monthly_fen"] else f"（最后一期{show(last)}）",
        "start": show_day(start, turn.today, weekday=False),
    }
