"""No more messages here, and the way back."""

from __future__ import annotations

from actions.reply import Reply
from actions.turn import Turn, answer


def respond(turn: Turn) -> Reply:
    """Stop this channel; for anybody but the debtor it is for good."""
    _record(turn, "opt_out")
    if not turn.state.crisis:
        turn.state.close_form()
    template = "third_party_opt_out" if turn.state.closed else "optout_done"
    return answer(turn, template, outcome="opted_out")


def respond_undo(turn: Turn) -> Reply:
    """Messages are wanted again."""
    _record(turn, "opt_in")
    return answer(turn, "optout_undone")


def _record(turn: Turn, kind: str) -> None:
    """Keep the wish; the web chat sends no reminders, so there it is about them all."""
    turn.work.record_consent(
        turn.session,
        kind,
        now=turn.now,
        evidence="inbound message",
        every_number=turn.session.channel == "web" and not turn.state.closed,
    )
