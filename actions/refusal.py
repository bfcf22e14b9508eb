"""A refusal: respected; what follows is told in neutral reviewed words only."""

from __future__ import annotations

from actions.reply import Reply
from actions.turn import Turn, answer, informed


def respond(turn: Turn) -> Reply:
    """Their own decision, the plain consequences, and what could be applied for."""
    turn.state.close_form()
    if not turn.settled:
        return answer(turn, "refusal_closed", "转人工")
    informed(turn, "consequences")
    return answer(
        turn,
        "refusal_open",
        "我想申请分期",
        "我想申请延期",
        "转人工",
        asks="plan_or_promise",
        outcome="info_given",
    )
