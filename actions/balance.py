"""What is owed and since when, for a settled identity only."""

from __future__ import annotations

from actions import identity
from actions.reply import Reply
from actions.turn import Turn, answer, informed, say

NEXT = ("我想定个时间还款", "我想申请分期", "我对金额有疑问", "转人工")


def respond(turn: Turn) -> Reply:
    """Amount, split, minimum, due date and what can be done about it."""
    return identity.gate(turn, "balance") or summary(turn)


def respond_due(turn: Turn) -> Reply:
    """When it was due."""
    blocked = identity.gate(turn, "balance_due")
    if blocked is not None:
        return blocked
    if turn.owner().overdue_fen <= 0:
        return clear(turn)
    informed(turn, "due_date")
    facts = say(turn, "balance_due")
    return _ask_next(turn).before(facts)


def summary(turn: Turn) -> Reply:
    """The facts the debtor must be told once identity is settled."""
    if turn.owner().overdue_fen <= 0:
        return clear(turn)
    informed(turn, "balance")
    facts = say(turn, "balance_summary")
    return _ask_next(turn).before(facts)


def clear(turn: Turn) -> Reply:
    """Nothing is overdue."""
    informed(turn, "balance")
    turn.state.close_form()
    return answer(turn, "balance_clear", outcome="info_given")


def _ask_next(turn: Turn) -> Reply:
    return answer(
        turn, "balance_next", *NEXT, asks="plan_or_promise", outcome="info_given"
    )
