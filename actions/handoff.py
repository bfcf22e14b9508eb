"""The way to a person, open at any time."""

from __future__ import annotations

from actions.packet import packet
from actions.reply import Reply
from actions.turn import Turn, answer


def respond(turn: Turn) -> Reply:
    """A person is asked for: the ticket carries all that was said so far."""
    open_ticket(turn, "handoff", "客户要求人工")
    registered = turn.account is not None
    template = "handoff_done" if registered else "handoff_here"
    return answer(turn, template, outcome="handoff")


def respond_locked(turn: Turn) -> Reply:
    """A person is asked for after three wrong answers: one has the case already."""
    open_ticket(turn, "identity_locked", "身份核对锁定后要求人工")
    return answer(turn, "identity_locked_person", outcome="handoff")


def open_ticket(
    turn: Turn, kind: str, why: str, priority: str = "normal", *, beside: bool = False
) -> None:
    """Open a ticket with the hand-off packet; an open one is brought up to date.

    *beside* an application or a dispute it is no matter of its own for the desk.
    """
    turn.work.open_ticket(
        turn.session,
        kind,
        now=turn.now,
        packet=packet(turn, why),
        priority=priority,
        beside=beside,
    )


def give_up(turn: Turn, template_id: str, why: str) -> Reply:
    """The bot did not get further: say so and hand over what there is."""
    open_ticket(turn, "handoff", why)
    reply = answer(turn, template_id, outcome="handoff")
    turn.state.close_form()
    return reply
