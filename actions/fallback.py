"""Not understood: asked back once with the likeliest readings, then a person."""

from __future__ import annotations

from actions.handoff import give_up
from actions.reply import Reply
from actions.turn import Turn, answer
from actions.understanding import BUTTONS

_PHRASES = {intent: payload for payload, intent in reversed(BUTTONS.items())}
_MENU = ("查询我的账户", "我想申请分期", "转人工")
_NEVER_OFFERED = frozenset({"self_harm_crisis", "third_party_answering"})


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
        return answer(turn, "fallback_offer", *_MENU, asks="choice")
    turn.state.unclear = 0
    return give_up(turn, "fallback_person", "多次未能理解客户的意思")


def readings(turn: Turn) -> tuple[str, ...]:
    """The two likeliest wishes, in the debtor's words."""
    ranked = (intent for intent, _ in turn.reading.ranking)
    known = [_PHRASES[i] for i in ranked if i in _PHRASES and i not in _NEVER_OFFERED]
    # Without a classifier's ranking the commonest wishes stand in.
    return tuple(dict.fromkeys([*known, *_MENU]))[:2]
