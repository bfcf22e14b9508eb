"""While a person of the staff speaks in the conversation: the bot listens and is silent.

It still hears what must not wait for anybody: danger to a life, and the wish to be left
alone.  And it judges the second factor, so that no person has to see or compare it.
"""

from __future__ import annotations

from actions import crisis, identity, optout
from actions.reply import Outgoing, Reply
from actions.turn import Turn


def respond(turn: Turn) -> Reply | None:
    """The bot's part in a conversation held by a person; nothing where it holds none."""
    if turn.session.human_at is None:
        return None
    if turn.reading.intent == "self_harm_crisis" and not turn.state.crisis:
        return crisis.respond(turn)
    if "opt_out" in turn.reading.alarms:
        return optout.respond(turn)
    answered = _identity(turn)
    if answered is not None:
        return answered
    return Reply((), asks=turn.asked, accepts=tuple(turn.state.accepts))


def _identity(turn: Turn) -> Reply | None:
    if turn.asked != "id_last4" or turn.account is None or turn.settled:
        return None
    digits = identity.digits_of(turn)
    if digits is None or turn.session.locked_at is not None:
        return None
    accepted = identity.accept(turn, digits)
    if isinstance(accepted, Outgoing):
        return Reply((accepted,))
    return accepted
