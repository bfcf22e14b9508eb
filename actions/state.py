"""What the bot is in the middle of, as kept in the casebook between messages.

Days may pass between two messages and Rasa may be restarted, so nothing of a
conversation lives anywhere else.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from actions.draft import Draft


@dataclass(slots=True)
class State:
    """The open question, the form it belongs to, and what was said so far."""

    turn: int = 0
    greeted: bool = False
    asks: str | None = None
    accepts: list[str] = field(default_factory=list)
    #: promise | plan | extension | waiver | already_paid | cancel … or nothing
    form: str | None = None
    draft: Draft = field(default_factory=Draft)
    #: Answers to the open question that could not be used.
    tries: int = 0
    #: The form wanted before identity was settled.
    wish: str | None = None
    #: Messages in a row that were not understood, and abusive ones in all.
    unclear: int = 0
    abuse: int = 0
    #: How often each sentence was said, so that it is not repeated word for word.
    said: dict[str, int] = field(default_factory=dict)
    #: Set when a harm alarm was raised; the debt is not mentioned until it is lifted.
    crisis: bool = False
    #: Why nothing may be told here any more: wrong_person | third_party | death | minor
    closed: str | None = None
    #: The row whose details are still being asked.
    row: int | None = None
    #: What the message before recorded: its sum (fen) and day (ISO).
    just: dict[str, Any] | None = None
    #: Whether what stands is to be kept beside what is being confirmed.
    keep: bool = False
    #: Messages for which care is still in the foreground, after a worry was cleared.
    care: int = 0
    #: The hardship the debtor has told of, once said.
    reason: str | None = None
    #: When the last message came in (ISO, UTC).
    seen_at: str | None = None

    def close_form(self) -> None:
        """Forget the open question and its form, and what was said for it."""
        self.asks = None
        self.accepts = []
        self.form = None
        self.wish = None
        self.draft = Draft()
        self.tries = 0
        self.row = None
        self.keep = False

    def as_json(self) -> dict[str, Any]:
        """The state as the casebook keeps it."""
        kept = {f.name: getattr(self, f.name) for f in fields(self)}
        return kept | {"draft": self.draft.as_json()}


def read_state(kept: dict[str, Any]) -> State:
    """The state from the casebook; fields of older versions are left out."""
    known = {f.name for f in fields(State)}
    values = {name: value for name, value in kept.items() if name in known}
    values["draft"] = Draft.from_json(values.get("draft") or {})
    return State(**values)
