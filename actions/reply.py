"""What a turn answers: messages, what is now asked, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Button:
    """A quick reply; *payload* is sent as the debtor's own message."""

    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to the debtor; ``facts`` says that it holds facts of the debt."""

    text: str
    buttons: tuple[Button, ...] = ()
    template: str = ""
    facts: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """The messages of one turn, in order.

    ``asks`` is what the bot now waits for, ``accepts`` what else answers that
    question, ``outcome`` what this turn brought about.
    """

    messages: tuple[Outgoing, ...]
    asks: str | None = None
    outcome: str | None = None
    accepts: tuple[str, ...] = ()

    def then(self, later: Reply) -> Reply:
        """The reply followed by *later*, whose question stays open."""
        return Reply(
            messages=self.messages + later.messages,
            asks=later.asks,
            outcome=later.outcome or self.outcome,
            accepts=later.accepts,
        )

    def before(self, *messages: Outgoing) -> Reply:
        """The reply with *messages* put in front."""
        return replace(self, messages=messages + self.messages)


def button(title: str, payload: str | None = None) -> Button:
    """A button that sends its own title unless a payload is given."""
    return Button(title, title if payload is None else payload)
