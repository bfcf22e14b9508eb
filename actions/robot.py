"""Who is speaking: a robot, and of which lender."""

from __future__ import annotations

from actions.questions import general
from actions.reply import Reply
from actions.turn import Turn


def respond(turn: Turn) -> Reply:
    """Yes, a robot."""
    return general(turn, "robot_yes", "robot")


def respond_who(turn: Turn) -> Reply:
    """Which lender or agency, and how to check it."""
    known = turn.account is not None
    asked = "robot_who" if known else "robot_who_visitor"
    return general(turn, asked, "identity_of_lender")
