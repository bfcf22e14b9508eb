"""General questions, answered by reviewed sentences to anybody who asks."""

from __future__ import annotations

from actions.reply import Reply
from actions.turn import Turn, answer, informed, say


def general(turn: Turn, template_id: str, about: str) -> Reply:
    """One reviewed answer; whoever is not yet verified is told how to see more."""
    informed(turn, about)
    reply = answer(turn, template_id, outcome="info_given")
    if turn.settled or turn.account is None or turn.asked is not None:
        return reply
    more = say(turn, "identity_ask_short")
    return reply.then(Reply((more,), asks="id_last4"))
