"""Not understood: asked back once with the likeliest readings, then a person."""

from __future__ import annotations

from actions.handoff import give_up
from actions.reply import Reply
from actions.turn import Turn, answer
from actions.understanding import BUTTONS

_PHRASES = {intent: payload for payload, intent in reversed(BUTTONS.items())}
_MENU = ("查询我的账户", "我想申请分期", "转人工")
_NEVER_OFFERED = frozenset({"self_harm_crisis", "third_party_answering", "opt_out"})
#: What may be offered to whoever it is: nothing that hints at a debt.
_NEUTRAL = frozenset(
    {"ask_balance", "request_human", "wrong_person", "busy_later", "complain_collector"}
)
_NEUTRAL_MENU = ("查询我的账户", "我不是您要找的人", "转人工")


def respond(turn: Turn) -> Reply:
    """The two likeliest readings; then an offer; then a person, unasked."""
    turn.state.unclear += 1
    if turn.state.unclear == 1:
        offered = readings(turn)
        choices = "、".join(offered)
        return answer(
            turn, "fallback_ask", *offered, "转人工", asks="choice", choices=choices
        )
    if turn.state.unclear == 2:
        offered = _MENU if turn.settled else _NEUTRAL_MENU
        return answer(turn, "fallback_offer", *offered, asks="choice")
    turn.state.unclear = 0
    return give_up(turn, "fallback_person", "多次未能理解客户的意思")


def readings(turn: Turn) -> tuple[str, ...]:
    """The two likeliest wishes, in the debtor's words."""
    ranked = (intent for intent, _ in turn.reading.ranking)
    offered = _PHRASES.keys() - _NEVER_OFFERED
    if not turn.settled:
        offered &= _NEUTRAL
    known = [_PHRASES[intent] for intent in ranked if intent in offered]
    # Without a classifier's ranking the commonest wishes stand in.
    menu = _MENU if turn.settled else _NEUTRAL_MENU
    return tuple(dict.fromkeys([*known, *menu]))[:2]
