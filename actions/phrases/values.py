"""The values a message can hold. All are frozen; spans are in the original text.

Only ``kind == "value"`` may be acted on. Every other kind means: show what was
understood (range, options, share, rule) and ask.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

AmountKind = Literal["value", "range", "alternatives", "share", "named", "unsure"]
AmountRole = Literal[
    "pay",  # offered now or on the day named
    "monthly",  # offered every month or instalment
    "each",  # offered every day or week
    "down",  # a first sum before instalments
    "first",  # a first sum, the rest later
    "rest",  # what is left after the first sum
    "rejected",  # refused, or taken back
    "paid",  # said to be paid already
    "owed",  # debt, bill, interest, credit line
    "other",  # wages, rent and the like: nobody's offer
]
Named = Literal["all", "minimum", "rest", "principal"]
DayKind = Literal[
    "value", "range", "alternatives", "recurring", "event", "unsure", "past"
]
DayRole = Literal[
    "by",  # a deadline: on that day at the latest
    "start",  # the first day of a plan
    "rest",  # the day of what is left after the first sum
    "rejected",  # refused, or taken back
    "paid",  # when something was paid
    "due",  # the lender's own day: due, bill, deduction
    "other",  # a birthday, a court day and the like
]
PeriodsKind = Literal["value", "range", "alternatives", "unsure"]
Unit = Literal["month", "week", "day", "time"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum in yuan, or a share or name of one.

    ``options`` are the readings to offer when the sum is not sure; ``share`` is
    a part of the debt (0.5 is half); ``named`` is set for kind "named".
    """

    kind: AmountKind
    value: Decimal | None
    span: Span
    text: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    options: tuple[Decimal, ...] = ()
    share: Decimal | None = None
    role: AmountRole | None = None
    named: Named | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day, or what stands for one.

    ``rule`` is "monthly:10", "monthly:last", "weekly:5" (Monday is 1), "daily"
    for kind "recurring" and "salary", "salary+3", "bonus" for kind "event";
    "soon" is today said as 马上 or 下午, "just" the day of 刚还了.
    A recurring day has the first such day as ``value`` when that was said.
    """

    kind: DayKind
    value: date | None
    span: Span
    text: str = ""
    low: date | None = None
    high: date | None = None
    options: tuple[date, ...] = ()
    rule: str | None = None
    role: DayRole | None = None


@dataclass(frozen=True, slots=True)
class Periods:
    """A number of instalments: months, weeks, days or plain times."""

    kind: PeriodsKind
    value: int | None
    span: Span
    text: str = ""
    low: int | None = None
    high: int | None = None
    options: tuple[int, ...] = ()
    unit: Unit = "month"
    rejected: bool = False


_OFFERS = frozenset({None, "pay", "first"})
_OWN_DAYS = frozenset({None, "by", "start"})


def _one_sum(amounts: list[Amount]) -> Decimal | None:
    values = {a.value if a.kind == "value" else None for a in amounts}
    return values.pop() if len(values) == 1 else None


@dataclass(frozen=True, slots=True)
class Phrases:
    """All that one message says about sums, days and periods, in text order."""

    amounts: tuple[Amount, ...] = ()
    days: tuple[Day, ...] = ()
    periods: tuple[Periods, ...] = ()
    last4: str | None = None
    corrected: bool = False

    def _sum_of(self, *roles: AmountRole | None) -> Decimal | None:
        return _one_sum([a for a in self.amounts if a.role in roles])

    @property
    def amount(self) -> Decimal | None:
        """The one sum offered now, in yuan; None when there is none or a doubt."""
        offers = [a for a in self.amounts if a.role in _OFFERS]
        days = [d for d in self.days if d.role in _OWN_DAYS]
        if len(offers) > 1 and len({d.value for d in days}) > 1:
            return None  # 15号500，30号500: which of them?
        return _one_sum(offers)

    @property
    def monthly(self) -> Decimal | None:
        """The one sum offered per month, in yuan."""
        return self._sum_of("monthly")

    @property
    def down(self) -> Decimal | None:
        """The one first sum before instalments, in yuan."""
        return self._sum_of("down")

    @property
    def paid(self) -> Decimal | None:
        """The one sum said to be paid already, in yuan."""
        return self._sum_of("paid")

    @property
    def day(self) -> date | None:
        """The one day offered; a deadline counts as its last day."""
        offered = [
            d for d in self.days if d.role in _OWN_DAYS and d.kind != "recurring"
        ]
        values = {d.value if d.kind == "value" else None for d in offered}
        return values.pop() if len(values) == 1 else None

    @property
    def paid_day(self) -> date | None:
        """The one day behind us on which a sum was paid; None without the sum."""
        if self.paid is None:
            return None
        behind = {d.value for d in self.days if d.kind == "past" and d.role == "paid"}
        return behind.pop() if len(behind) == 1 else None

    @property
    def first_day(self) -> date | None:
        """The first day of a plan with a repeating day: 下月起每月5号."""
        first = {d.value for d in self.days if d.kind == "recurring" and d.value}
        return first.pop() if self.recurring and len(first) == 1 else None

    @property
    def recurring(self) -> str | None:
        """The one rule of a repeating day, such as "monthly:10"."""
        rules = {
            d.rule
            for d in self.days
            if d.kind == "recurring" and d.role in (None, "start")
        }
        return rules.pop() if len(rules) == 1 else None

    @property
    def periods_value(self) -> int | None:
        """The one number of instalments, by the month or as plain times."""
        live = [p for p in self.periods if not p.rejected]
        values = {
            p.value if p.kind == "value" and p.unit in ("month", "time") else None
            for p in live
        }
        return values.pop() if len(values) == 1 else None
