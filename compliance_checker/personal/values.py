"""What a detector of personal data says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from compliance_checker.model import Span

Kind = Literal[
    "resident_id",
    "bank_card",
    "mobile",
    "landline",
    "plate",
    "passport",
    "travel_permit",
    "qq",
    "wechat",
    "email",
    "address",
]

#: The kinds that are numbers, of which a mask may leave the end.
NUMBERS: frozenset[Kind] = frozenset(
    {
        "resident_id",
        "bank_card",
        "mobile",
        "landline",
        "passport",
        "travel_permit",
        "qq",
    }
)


@dataclass(frozen=True, slots=True)
class Personal:
    """Where a text holds personal data; never the data itself.

    ``span`` is in code points of the original text.  ``certain`` is false where form
    or surroundings prove only half of it.  ``how`` tells the form and the proof.
    """

    kind: Kind
    span: Span
    certain: bool
    how: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """What was seen, with its digits, before overlaps are settled.

    ``tail`` is what a mask may keep the end of; it stays out of every ``repr``.
    """

    kind: Kind
    start: int
    end: int
    certain: bool
    how: str
    tail: str = field(default="", repr=False)

    @property
    def personal(self) -> Personal:
        """The same, without the digits."""
        return Personal(self.kind, Span(self.start, self.end), self.certain, self.how)
