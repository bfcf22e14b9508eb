"""The way past the identity gate, and on to what was wanted before it."""

from __future__ import annotations

from actions import balance, identity
from actions.asking import TRIES, beside
from actions.features import FEATURES, FORM_INTENTS, SIDE, WISHES
from actions.forms import FORMS
from actions.reply import Reply
from actions.routing import VAGUE, intent_by_values
from actions.turn import Turn, say


def take_identity(turn: Turn) -> Reply | None:
    """The second factor, if it is in the message: settle, and go on with the wish."""
    if turn.account is None or turn.settled or turn.session.locked_at is not None:
        return None
    digits = identity.digits_of(turn)
    if digits is None:
        return None
    care = identity.warnings(turn)
    settled = identity.accept(turn, digits)
    if isinstance(settled, Reply):
        return settled.before(*care)
    return resume(turn).before(*care, settled)


def resume(turn: Turn) -> Reply:
    """What was wanted before identity was settled, with all that was said."""
    state, reading = turn.state, turn.reading
    wish = FORM_INTENTS.get(reading.intent) if reading.sure else None
    wish, state.wish = wish or _said_now(turn) or state.wish, None
    draft = state.draft.with_newer(turn.said)
    if wish is None and draft.plan_like:
        wish = "plan"
    if wish is None and (draft.sum_said or draft.day_said):
        wish = "promise"
    if wish is None:
        return balance.summary(turn)
    reply = WISHES[wish](turn)
    if wish in FORMS and turn.owner().overdue_fen > 0:
        return reply.before(say(turn, "balance_brief"))
    return reply


def _said_now(turn: Turn) -> str | None:
    """What the values beside the digits are for, where only the account was asked."""
    if turn.state.wish not in (None, "balance", "balance_due"):
        return None
    if turn.said.plan_like:
        return "plan"
    return "promise" if turn.said.sum_said and turn.said.day_said else None


def respond(turn: Turn) -> Reply | None:
    """The answer to the identity question, or what was said in its place."""
    settled = take_identity(turn)
    if settled is not None:
        return settled
    intent = turn.reading.intent
    if identity.asks_why(turn):
        return identity.not_answered(turn)
    if turn.reading.sure and intent in SIDE - {"ask_balance", "ask_due_date"}:
        return beside(turn, FEATURES[intent](turn))
    wished = _wished(turn)
    if wished is None:
        return identity.not_answered(turn)
    turn.state.tries += 1
    if turn.state.tries >= TRIES:
        turn.state.tries -= 1
        WISHES[wished](turn)
        return identity.not_answered(turn)
    return WISHES[wished](turn)


def _wished(turn: Turn) -> str | None:
    """What is wanted by this message, by its intent or its values."""
    intent = intent_by_values(turn)
    named = {"ask_balance": "balance", "ask_due_date": "balance_due"} | FORM_INTENTS
    if intent in named:
        return named[intent]
    if turn.reading.sure and intent not in VAGUE:
        return None
    if turn.said.plan_like:
        return "plan"
    return "promise" if turn.said.sum_said or turn.said.day_said else None
