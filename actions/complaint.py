"""Complaints of conduct: no argument, a ticket, the channels, and no contact."""

from __future__ import annotations

from actions.followup import asks_note
from actions.packet import packet
from actions.reply import Reply
from actions.turn import Turn, answer, say

#: Violence now or before, and threats of it: a person looks at these first.
DANGER = frozenset({"danger", "violence"})


def dangerous(turn: Turn) -> bool:
    """Whether violence or a threat of it is told."""
    return bool(turn.reading.alarms & DANGER)


def telling(turn: Turn) -> bool:
    """Whether the bot waits for what happened: days and sums belong to that then."""
    return turn.asked == "note" and turn.state.form == "complaint"


def respond(turn: Turn) -> Reply:
    """Take the complaint in; details are asked for once and may be left out."""
    danger = dangerous(turn)
    ticket = turn.work.open_ticket(
        turn.session,
        "complaint",
        now=turn.now,
        packet=packet(turn, "客户投诉催收行为"),
        priority="high" if danger else "normal",
    )
    account_id = turn.session.account_id
    if account_id is not None:
        turn.work.set_flag(account_id, "complaint", source=turn.source, now=turn.now)
    turn.state.close_form()
    noted = answer(
        turn, "complaint_noted", "跳过", "转人工", outcome="complaint_recorded"
    )
    if danger:
        noted = noted.before(say(turn, "complaint_danger"))
    return asks_note(turn, noted, form="complaint", row=ticket.id)
