"""Interest and fees: the contract decides, nothing beyond it is charged."""

from __future__ import annotations

from actions.questions import general
from actions.reply import Reply
from actions.turn import Turn, say


def respond(turn: Turn) -> Reply:
    """How fees are reckoned; the split for whom it concerns."""
    reply = general(turn, "fees_general", "fees")
    if turn.debtor is None or turn.debtor.interest_fen is None:
        return reply
    return reply.before(say(turn, "fees_split"))
