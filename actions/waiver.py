"""An application for a waiver: nothing is promised, a person decides."""

from __future__ import annotations

from actions import identity
from actions.draft import Draft, sum_of
from actions.handoff import open_ticket
from actions.house import answer_days
from actions.reply import Button, Reply
from actions.turn import Turn, answer


def respond(turn: Turn) -> Reply:
    """Offer to send the application."""
    blocked = identity.gate(turn, "waiver")
    if blocked is not None:
        return blocked
    turn.state.form = "waiver"
    turn.state.draft = turn.state.draft.with_newer(turn.said)
    return advance(turn)


def take(turn: Turn) -> Draft | None:
    """The sum offered in return, if one is."""
    return turn.said if turn.said.sum_said else None


def advance(turn: Turn) -> Reply:
    """Ask whether to send it."""
    if turn.owner().overdue_fen <= 0:
        turn.state.close_form()
        return answer(turn, "form_no_debt")
    yes, no = Button("提交申请", "对，提交申请"), Button("先不用", "先不用了")
    return answer(turn, "waiver_confirm", yes, no, asks="confirm")


def commit(turn: Turn) -> Reply:
    """Submit it, with the sum offered in return."""
    offered = sum_of(turn.state.draft, turn.owner())
    turn.work.record_application(
        turn.session,
        "waiver",
        now=turn.now,
        reason=turn.state.reason,
        draft={} if offered is None else {"offered_fen": offered},
    )
    open_ticket(turn, "handoff", "减免申请待审核", beside=True)
    turn.state.close_form()
    return answer(
        turn, "waiver_submitted", outcome="handoff", days_to_answer=answer_days()
    )
