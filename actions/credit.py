"""The credit record: what the rules say, nothing promised."""

from __future__ import annotations

from actions.questions import general
from actions.reply import Reply
from actions.turn import Turn


def respond(turn: Turn) -> Reply:
    """Reporting, how long it is kept, how to object (CREDIT2013 15, 16, 25)."""
    return general(turn, "credit_general", "credit")
