"""Curses: answered calmly once, then by a person."""

from __future__ import annotations

import re

from actions.alarms.watch import plain, raise_alarms
from actions.handoff import give_up
from actions.reply import Reply
from actions.turn import Turn, answer
from actions.understanding import Reading

#: The longest message that is taken for nothing but a curse.
_SHORT = 12
_CURSE = re.compile(
    "^[,，。.!！ ]*(?:我?(?:草|艹|操|靠|卧槽|我去|妈的|他妈的?|tmd|nmd|cnm|尼玛|滚|神经病?|有病|烦死|晦气|真服了|服了)(?:你们?|他们)?[啊呀吧了的]*)"
)


#: What was done to somebody: more than a curse.
_DONE_TO = re.compile("打|电话|骂|上门|威胁|吓|单位|公司|家|孩子|同事|隐私|通讯录")


def only_swears(reading: Reading) -> bool:
    """Whether a short message holds a curse and nothing that was done to anybody."""
    flat = plain(reading.text)
    # Hints make a complaint of 你们; beside a curse that is not enough.
    told = raise_alarms(reading.text) & {
        "complaint",
        "danger",
        "violence",
        "opt_out",
        "human",
    }
    if told or _DONE_TO.search(flat):
        return False
    return len(flat) <= _SHORT and _CURSE.search(flat) is not None


def respond(turn: Turn) -> Reply:
    """An apology first; a person from the second time on."""
    turn.state.abuse += 1
    if turn.state.abuse >= 2:
        return give_up(turn, "abuse_person", "客户情绪激动")
    return answer(turn, "abuse_calm", "我要投诉", "转人工")
