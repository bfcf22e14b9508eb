"""Hard times: heard first, then what can be done, never pressed."""

from __future__ import annotations

import re
from collections.abc import Callable

from actions import extension, plan, waiver
from actions.alarms.watch import plain
from actions.handoff import open_ticket
from actions.plan_detail import reason_of
from actions.reply import Reply
from actions.turn import Turn, answer, say

#: Hardship after which nothing is asked for any more: contact pauses.
PAUSED = frozenset({"illness", "bereavement", "disaster"})
_TEXTS = {
    "illness": "hardship_illness",
    "bereavement": "hardship_bereavement",
    "disaster": "hardship_disaster",
    "unemployment": "hardship_work",
    "income_drop": "hardship_work",
}
#: A wish told in the same breath, by its words, the likeliest to be meant first.
_WISHES: tuple[tuple[str, Callable[[Turn], Reply]], ...] = (
    ("分期|分[0-9一二三四五六七八九十两几]+[期个次]|月供|慢慢还|按月", plan.respond),
    (
        "延期|展期|缓(一?[下缓]|几|两|三|[0-9]|到|个)|宽限|晚(点|些|几天|两天).{0,2}还|推迟|往后(推|延|拖)|拖(几|两|一下|到)",
        extension.respond,
    ),
    ("减免|免(掉|除|了)|停息|打折|少还", waiver.respond),
)


def respond(turn: Turn) -> Reply:
    """Sympathy, and the wish of the same message, or what could be applied for."""
    turn.state.reason = _reason(turn)
    wished = wish_of(turn)
    if turn.state.reason in PAUSED:
        _pause(turn)
    if wished is not None:
        return wished(turn).before(say(turn, "hardship_short"))
    open_ticket(turn, "hardship", "客户表示有困难")
    template = _TEXTS.get(turn.state.reason, "hardship_general")
    if turn.state.reason in PAUSED:
        turn.state.close_form()
        return answer(turn, template, "转人工", outcome="handoff")
    return _offer(turn, template)


def mention(turn: Turn) -> Reply:
    """Hardship told while a question is open: heard, and kept for the reviewer."""
    turn.state.reason = _reason(turn)
    return Reply((say(turn, "hardship_short"),))


def pausing(turn: Turn) -> bool:
    """Whether what was told stops the conversation about payment."""
    return _reason(turn) in PAUSED and wish_of(turn) is None


def wish_of(turn: Turn) -> Callable[[Turn], Reply] | None:
    """What is asked for in the same message, if anything."""
    if turn.said.plan_like:
        return plan.respond
    flat = plain(turn.reading.text)
    return next((wish for words, wish in _WISHES if re.search(words, flat)), None)


def _offer(turn: Turn, template: str) -> Reply:
    buttons = (
        ("我想申请分期", "我想申请延期", "转人工") if turn.settled else ("转人工",)
    )
    asks = "plan_or_promise" if turn.settled else None
    heard = answer(turn, template, *buttons, asks=asks, outcome="handoff")
    if turn.settled or turn.account is None:
        return heard
    return heard.then(Reply((say(turn, "identity_ask_short"),), asks="id_last4"))


def _reason(turn: Turn) -> str:
    if "bereavement" in turn.reading.alarms:
        return "bereavement"
    if turn.reading.intent == "hardship_unemployment":
        return "unemployment"
    if turn.reading.intent == "hardship_illness":
        return "illness"
    return reason_of(turn.reading.text) or "other"


def _pause(turn: Turn) -> None:
    open_ticket(turn, "hardship", "客户有重大困难，暂停联系")
    account_id = turn.session.account_id
    if account_id is not None:
        turn.work.set_flag(account_id, "hardship", source=turn.source, now=turn.now)
