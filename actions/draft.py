"""Everything the debtor has offered so far, whichever form it is used for.

A value given once is kept here and is never asked for again; a later one takes its
place.  Money is in fen, days are local dates.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from actions.casebook.models import Account


@dataclass(frozen=True, slots=True)
class Draft:
    """Values said, and doubtful ones with the readings to offer."""

    amount: int | None = None
    #: all | minimum | principal: a sum that only the account can tell.
    named: str | None = None
    share: str | None = None
    #: The sum was given as the first part of more.
    first: bool = False
    amounts: tuple[int, ...] = ()
    day: date | None = None
    #: The day was given as the last one (…之前).
    by: bool = False
    days: tuple[date, ...] = ()
    #: A day was meant that only the debtor knows (发工资那天).
    event: bool = False
    periods: int | None = None
    periods_options: tuple[int, ...] = ()
    monthly: int | None = None
    monthly_options: tuple[int, ...] = ()
    down: int | None = None
    down_day: date | None = None
    start: date | None = None
    weekly: bool = False
    #: The second part of a payment in two: its sum and its day.
    later: int | None = None
    later_day: date | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing has been said."""
        return self == Draft()

    @property
    def plan_like(self) -> bool:
        """Whether it speaks of instalments."""
        sure = self.periods is not None or self.monthly is not None
        return sure or bool(self.periods_options or self.monthly_options)

    @property
    def sum_said(self) -> bool:
        """Whether a sum to pay was said, sure or not."""
        return self.amount is not None or bool(self.named or self.share or self.amounts)

    @property
    def day_said(self) -> bool:
        """Whether a day was said, sure or not."""
        return self.day is not None or bool(self.days) or self.event

    def with_newer(self, newer: Draft) -> Draft:
        """The draft with what *newer* says in place of what it said before."""
        merged = self
        if newer.sum_said:
            merged = replace(
                merged,
                later=newer.later,
                later_day=newer.later_day,
                amount=newer.amount,
                named=newer.named,
                share=newer.share,
                first=newer.first,
                amounts=newer.amounts,
            )
        if newer.day_said:
            merged = replace(
                merged, day=newer.day, by=newer.by, days=newer.days, event=newer.event
            )
        if newer.plan_like:
            merged = _new_plan(merged, newer)
        for name in ("down", "down_day", "start"):
            value = getattr(newer, name)
            if value is not None:
                merged = replace(merged, **{name: value})
        return replace(merged, weekly=newer.weekly)

    def only_promise(self) -> Draft:
        """What a promise is made of, the values of a plan being let go."""
        names = ("periods", "periods_options", "monthly", "down", "down_day", "start")
        return replace(self.without((*names, "monthly")), weekly=False)

    def without(self, names: tuple[str, ...]) -> Draft:
        """The draft with these values unsaid, doubtful readings of them too."""
        kept = self.as_json()
        doubtful = {"amount": "amounts", "day": "days", "monthly": "monthly_options"}
        for name in names:
            kept.pop(name, None)
            kept.pop(doubtful.get(name, name), None)
        return Draft.from_json(kept)

    def as_json(self) -> dict[str, Any]:
        """Only what was said, in JSON's own types."""
        kept = {}
        for entry in fields(self):
            value = getattr(self, entry.name)
            if value is not None and value is not False and value != ():
                kept[entry.name] = _plain(value)
        return kept

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Draft:
        """The draft kept by :meth:`as_json`."""
        values = dict(kept)
        for name in ("day", "down_day", "later_day", "start"):
            if name in values:
                values[name] = date.fromisoformat(values[name])
        if "days" in values:
            values["days"] = tuple(date.fromisoformat(d) for d in values["days"])
        for name in ("amounts", "periods_options", "monthly_options"):
            values[name] = tuple(values.get(name) or ())
        return cls(**values)


def _new_plan(merged: Draft, newer: Draft) -> Draft:
    """The plan's size, said anew: what was computed from the old one goes."""
    return replace(
        merged,
        periods=newer.periods,
        periods_options=newer.periods_options,
        monthly=newer.monthly,
        monthly_options=newer.monthly_options,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def sum_of(draft: Draft, account: Account) -> int | None:
    """The fen the draft offers, names and shares reckoned on the account."""
    if draft.amount is not None:
        return draft.amount
    if draft.named == "all":
        return account.overdue_fen
    if draft.named == "minimum":
        return account.min_payment_fen
    if draft.named == "principal":
        return account.principal_fen
    if draft.share is not None:
        part = Decimal(account.overdue_fen) * Decimal(draft.share)
        return int(part.to_integral_value())
    return None
