"""Said to be paid: looked into, with no pressure and no second payment asked for."""

from __future__ import annotations

from datetime import date

from actions.casebook.models import Dispute
from actions.followup import asks_note
from actions.money import fen
from actions.phrases.values import Day
from actions.policy.plan import next_month
from actions.reply import Reply
from actions.turn import Turn, answer


def respond(turn: Turn) -> Reply:
    """Open the check of the ledger; day and sum are asked for once."""
    amount, day = _claimed(turn)
    dispute = turn.work.open_dispute(
        turn.session,
        "already_paid",
        now=turn.now,
        claimed_fen=amount,
        claimed_date=day,
    )
    account_id = turn.session.account_id
    if account_id is not None:
        turn.work.set_flag(account_id, "dispute", source=turn.source, now=turn.now)
    turn.state.close_form()
    if amount is not None and day is not None:
        return answer(turn, "already_paid_known", outcome="already_paid_check")
    return asks_note(
        turn,
        answer(turn, "already_paid_noted", "跳过", outcome="already_paid_check"),
        form="already_paid",
        row=dispute.id,
        accepts=("note", "amount", "date"),
    )


def keep(turn: Turn, dispute: Dispute) -> None:
    """Add what is told afterwards."""
    amount, day = _claimed(turn)
    dispute.claimed_fen = amount or dispute.claimed_fen
    dispute.claimed_date = day or dispute.claimed_date


def _claimed(turn: Turn) -> tuple[int | None, date | None]:
    """The sum (fen) and day of the payment, where they are sure."""
    phrases = turn.reading.phrases
    sums = {
        a.value
        for a in phrases.amounts
        if a.kind == "value" and a.value and a.role in ("paid", "pay", None)
    }
    days = {_last(day, turn.today) for day in phrases.days} - {None}
    return (
        fen(sums.pop()) if len(sums) == 1 else None,
        days.pop() if len(days) == 1 else None,
    )


def _last(day: Day, today: date) -> date | None:
    """The day meant, as the last such day: a payment made lies behind."""
    if day.kind not in ("value", "past") or day.role == "due":
        return None
    meant = day.value or (day.options[0] if len(day.options) == 1 else None)
    if meant is None or meant <= today:
        return meant
    before = next_month(meant, -12) if day.kind == "past" else meant
    return before if before <= today else None
