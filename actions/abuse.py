"""Curses: answered calmly once, then by a person."""

from __future__ import annotations

from actions.handoff import give_up
from actions.reply import Reply
from actions.turn import Turn, answer


def respond(turn: Turn) -> Reply:
    """An apology first; a person from the second time on."""
    turn.state.abuse += 1
    if turn.state.abuse >= 2:
        return give_up(turn, "abuse_person", "客户情绪激动")
    return answer(turn, "abuse_calm", "我要投诉", "转人工")
