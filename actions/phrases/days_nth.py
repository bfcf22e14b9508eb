"""The n-th weekday of a month: 下个月第一个周五, 12月最后一个星期天."""

from __future__ import annotations

import re
from datetime import date, timedelta

from actions.phrases.calendars import day, last_of, month_of
from actions.phrases.datewords import (
    MONTH,
    MONTHS,
    REL_MONTH,
    compiled,
    month_offset,
)
from actions.phrases.days_calendar import unsure
from actions.phrases.values import Day

_NTH = compiled(
    f"(?:(?P<rel>{REL_MONTH})|(?P<m>{MONTH})月份?)?的?(?:(?P<last>最后)一?|第(?P<n>[一二三四五1-5])|(?P<first>头)一?)个"
    "(?:周|星期|礼拜)(?P<d>[一二三四五六日天末])"
)
NTH_STARTS = frozenset("第最头本这当下次上每没逢0123456789一二三四五六七八九十元")
_NUMBERS = {c: i for i, c in enumerate("一二三四五六", 1)} | {"日": 7, "天": 7, "末": 7}


def nth_day(text: str, start: int, ref: date) -> Day | None:
    """The day named here; unsure without its month or when it is past."""
    got = _NTH.match(text, start)
    if got is None:
        return None
    month = _month(got, ref)
    found = month and _nth(*month, got)
    if not found or found < ref:
        return unsure(got.span())
    return Day("value", found, got.span())


def _month(got: re.Match[str], ref: date) -> tuple[int, int] | None:
    if got["m"]:
        month = MONTHS[got["m"]]
        return ref.year + (month < ref.month), month
    offset = month_offset(got["rel"]) if got["rel"] else None
    return None if offset is None else month_of(ref, offset)


def _nth(year: int, month: int, got: re.Match[str]) -> date | None:
    """That weekday of the month; None for a fifth one that it lacks."""
    number = _NUMBERS[got["d"]]
    last, first = last_of(year, month), day(year, month, 1)
    if last is None or first is None:
        return None
    if got["last"]:
        return last - timedelta(days=(last.isoweekday() - number) % 7)
    count = 1 if got["first"] else _NUMBERS.get(got["n"]) or int(got["n"])
    offset = (number - first.isoweekday()) % 7 + 7 * (count - 1)
    return day(year, month, 1 + offset)
