"""First words: a robot, of which lender, that the chat is kept, a person at any time."""

from __future__ import annotations

from actions import identity
from actions.reply import Outgoing, Reply
from actions.turn import Turn, answer, say

MENU = ("查询我的账户", "我想定个时间还款", "我想申请分期", "转人工")
#: Before identity no quick reply may hint at what the matter is.
NEUTRAL = ("查询我的账户", "转人工")


def menu(turn: Turn) -> tuple[str, ...]:
    """What can be done here, as quick replies for whoever is on the line."""
    return MENU if turn.settled else NEUTRAL


def respond(turn: Turn) -> Reply:
    """A greeting returned, and what can be done here."""
    if turn.settled:
        return answer(turn, "greeting_menu", *MENU, asks="plan_or_promise")
    asked = identity.gate(turn, None)
    return asked or answer(turn, "greeting_menu", *menu(turn))


def disclosure(turn: Turn) -> Outgoing:
    """What every conversation begins with, whatever is said first."""
    return say(turn, "greeting_first")
