"""Legal questions: no advice, a neutral sentence, and a person where it is a fact."""

from __future__ import annotations

from actions.handoff import open_ticket
from actions.questions import general
from actions.reply import Reply
from actions.turn import Turn, answer


def respond(turn: Turn) -> Reply:
    """What follows in general, with where to get advice."""
    return general(turn, "legal_general", "legal")


def respond_case(turn: Turn) -> Reply:
    """A lawyer, a court or a bankruptcy is named: a person takes over."""
    open_ticket(turn, "legal", "客户提到律师、诉讼或破产")
    return answer(turn, "legal_person", outcome="handoff")
