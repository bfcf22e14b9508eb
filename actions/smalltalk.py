"""Thanks, leave-taking, a bare yes or no, and things beside the subject."""

from __future__ import annotations

from actions import greeting, identity
from actions.reply import Reply
from actions.turn import Turn, answer, say


def respond(turn: Turn) -> Reply:
    """Beside the subject: what can be done here."""
    beside = say(turn, "smalltalk_offtopic")
    return Reply((beside,)).then(answer(turn, "greeting_menu", *greeting.menu(turn)))


def respond_bye(turn: Turn) -> Reply:
    """Thanks or leave."""
    return answer(turn, "smalltalk_bye")


def respond_yes(turn: Turn) -> Reply:
    """A yes to nothing in particular."""
    if not turn.settled and turn.account is not None:
        return identity.gate(turn, None) or respond_no(turn)
    return answer(turn, "greeting_menu", *greeting.menu(turn))


def respond_no(turn: Turn) -> Reply:
    """A no to nothing in particular."""
    acknowledged = say(turn, "smalltalk_ok")
    return Reply((acknowledged,)).then(
        answer(turn, "greeting_menu", *greeting.menu(turn))
    )
