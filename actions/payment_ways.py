"""Where and how to pay: official channels only."""

from __future__ import annotations

from actions.questions import general
from actions.reply import Reply
from actions.turn import Turn


def respond(turn: Turn) -> Reply:
    """The official channels, and the warning that goes with them."""
    return general(turn, "payment_ways_all", "payment_ways")
