"""A part now: a promise of its own, with what is left said plainly."""

from __future__ import annotations

from actions.promise import enter
from actions.reply import Reply
from actions.turn import Turn


def respond(turn: Turn) -> Reply:
    """Take in the part offered."""
    return enter(turn, "partial")
