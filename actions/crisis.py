"""Danger to a life: the debt is dropped at once, and a person is called."""

from __future__ import annotations

import re

from actions.alarms.watch import plain
from actions.handoff import open_ticket
from actions.reply import Reply
from actions.turn import Turn, answer
from actions.words import is_no, is_yes

#: The quick replies of the check: all is well, or it is not.
CHECK = ("我没事，说的是账户的事", "我现在很难受")
#: Messages after a worry was cleared in which no menu is put up.
WARM_TURNS = 4
#: A bare yes or no does not tell that all is well.
_NO_ANSWER = frozenset({"affirm", "deny", "nlu_fallback", "chitchat_offtopic"})
_CALMER = re.compile(
    "没事|没想不开|放心|气话|开玩笑|不会(做|干)?(傻事|的)|好多了|好点了|有人(陪|在)|在我(身边|旁边)|家人在|谢谢|牢骚|吐槽|吐苦水|抱怨|发泄|说说而已|随口"
)
_SOMEBODY_ELSE = re.compile(
    "(他|她|我(老公|老婆|爱人|丈夫|妻子|爸|妈|儿子|女儿|孩子|哥|姐|弟|妹|朋友|室友|同事|男朋友|女朋友|姑娘|媳妇)|老头子?|老伴)"
    ".{0,12}(跳|自杀|割|喝(了|药|农药)|不想活|遗书|想死|要死|轻生|楼顶|安眠药|永别|不下来|寻短|上吊|想不开)"
)


def respond(turn: Turn) -> Reply:
    """Care first: the help lines, a person, and not a word of anything else."""
    again = turn.state.crisis
    turn.state.close_form()
    turn.state.crisis = True
    open_ticket(turn, "crisis", "客户有自伤风险，请立即联系", "high")
    account_id = turn.session.account_id
    if account_id is not None:
        turn.work.set_flag(account_id, "crisis", source=turn.source, now=turn.now)
    if _SOMEBODY_ELSE.search(plain(turn.reading.text)):
        return answer(turn, "crisis_other", outcome="crisis_handoff")
    template = "crisis_again" if again else "crisis_first"
    return answer(turn, template, outcome="crisis_handoff")


def check(turn: Turn) -> Reply:
    """Asked back once where only the classifier sees danger and no word tells it."""
    turn.state.close_form()
    turn.state.form = "care"
    turn.state.care = WARM_TURNS
    return answer(turn, "crisis_check", *CHECK, asks="choice")


def respond_check(turn: Turn) -> Reply | None:
    """What the check brought: nothing when all is well, else the crisis route."""
    flat = plain(turn.reading.text)
    turn.state.close_form()
    if flat == plain(CHECK[0]):
        return answer(turn, "crisis_check_well", asks=None)
    calmer = _CALMER.search(flat) is not None
    if calmer and _nothing_else(turn):
        return answer(turn, "crisis_check_calm")
    other = turn.reading.sure and turn.reading.intent not in _NO_ANSWER
    if other or calmer or turn.reading.phrases.last4:
        return None
    return respond(turn)


def listen(turn: Turn) -> Reply | None:
    """Small words after a worry was cleared: listened to, and no menu put up."""
    if turn.state.care <= 0 or turn.asked is not None:
        return None
    turn.state.care -= 1
    text, reading = turn.reading.text, turn.reading
    small = is_yes(text) or is_no(text) or _CALMER.search(plain(text)) is not None
    vague = not reading.sure or reading.intent in _NO_ANSWER | {"thanks_bye"}
    if not (small or vague) or not _nothing_else(turn):
        return None
    return answer(turn, "crisis_listening")


def _nothing_else(turn: Turn) -> bool:
    """Whether the message brings no value, no alarm and no digits of its own."""
    said = turn.said
    valued = said.sum_said or said.day_said or said.plan_like
    return not (valued or turn.reading.alarms or turn.reading.phrases.last4)


def respond_after(turn: Turn) -> Reply:
    """Whatever is said afterwards: still care, still a person, still nothing else."""
    if "human" in turn.reading.alarms:
        return answer(turn, "crisis_person", outcome="crisis_handoff")
    calmer = _CALMER.search(plain(turn.reading.text)) is not None
    return answer(turn, "crisis_calmer" if calmer else "crisis_again")


def standing(turn: Turn) -> bool:
    """Whether the conversation is still held; a person lifts it with the flag."""
    if not turn.state.crisis:
        return False
    account_id = turn.session.account_id
    if account_id is None:
        return True
    flags = turn.work.flags(account_id)
    turn.state.crisis = any(flag.kind == "crisis" for flag in flags)
    return turn.state.crisis
