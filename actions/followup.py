"""Leaves one optional question open after something was put on record."""

from __future__ import annotations

from dataclasses import replace

from actions.reply import Reply
from actions.turn import Turn


def asks_note(
    turn: Turn, reply: Reply, *, form: str, row: int, accepts: tuple[str, ...] = ()
) -> Reply:
    """The reply, its question for details being open; *row* takes the answer."""
    turn.state.form, turn.state.row = form, row
    return replace(reply, asks="note", accepts=accepts or ("note",))
