"""Lengths of time: 三天, 两周, 半个月, 一年半, 三五天, 十天半个月."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from actions.phrases.calendars import plus_days, plus_months
from actions.phrases.numerals import STARTS, Numeral, numeral

Length = Literal["day", "week", "month", "hour", "workday"]


@dataclass(frozen=True, slots=True)
class Duration:
    """``low`` to ``high`` units and some days; ``sure`` when it is one length."""

    end: int
    unit: Length
    low: int
    high: int
    days: int = 0
    sure: bool = True

    @property
    def exact(self) -> bool:
        """True for one definite length."""
        return self.sure and self.low == self.high


# Every length begins with a numeral or one of the words below.
LENGTH_STARTS = STARTS | frozenset("半俩仨十大小个")
_FIXED = re.compile(
    "(?P<fortnight>半个?月|半拉月)|(?P<halfyear>半年)|(?P<twomonths>俩月)|(?P<threemonths>仨月)"
    "|(?P<tenfifteen>十天半个?月|十天八天|三天五天)|(?P<vague>大半年|小半年|半个多月|大半个?月|小半个?月|半年多)"
    "|(?P<monthor>个把月|个把号头)|(?P<weekor>个把(?:星期|礼拜|周))"
)
_FIXED_VALUES: dict[str, tuple[Length, int, int, int, bool]] = {
    "fortnight": ("month", 0, 0, 15, True),
    "halfyear": ("month", 6, 6, 0, True),
    "twomonths": ("month", 2, 2, 0, True),
    "threemonths": ("month", 3, 3, 0, True),
    "tenfifteen": ("day", 5, 15, 0, False),
    "vague": ("month", 0, 12, 0, False),
    "monthor": ("month", 1, 2, 0, False),
    "weekor": ("week", 1, 2, 0, False),
}
_UNIT = re.compile(
    " ?(?P<more>多|来|几)?(?:"
    "(?P<month>[个各](?P<mhalf>半)?(?P<mmore>多)?(?:月(?![供初])|号头))"
    "|(?P<week>[个各]?(?P<wmore>多)?(?:星期|礼拜)(?![一二三四五六日天末])"
    "|周(?![一二三四五六日天末年岁])|周(?=[一二三四五六七八九][百千]))"
    "|(?P<workday>个?工作日)|(?P<hour>个?小时)"
    "|(?P<day>天(?!天)|日(?=之?内|以内|之?后|以后))"
    "|(?P<year>年(?![底前末初终关货会])(?P<yhalf>半)?(?P<ymore>多)?)"
    "|(?P<quarter>个?季度))"
)
_TO = re.compile("到|至|-|、|/|或者?|,")
_LENGTHS: tuple[Length, ...] = ("month", "week", "workday", "hour", "day")
_LIMIT = 1200  # more units than this is not a time anybody names


def duration_at(text: str, start: int) -> Duration | None:
    """The length of time that starts here, or None."""
    fixed = _FIXED.match(text, start)
    if fixed and fixed.lastgroup:
        unit, low, high, days, sure = _FIXED_VALUES[fixed.lastgroup]
        return Duration(fixed.end(), unit, low, high, days, sure)
    number = numeral(text, start)
    if number is None or number.spelt or number.high > _LIMIT:
        return None
    number = _pair(text, number)
    unit_found = _UNIT.match(text, number.end)
    if unit_found is None or number.low != int(number.low):
        return None
    return _with_months(text, _counted(number, unit_found), unit_found)


def _with_months(text: str, years: Duration, found: re.Match[str]) -> Duration:
    """一年零三个月: fifteen months."""
    if not found["year"] or found["yhalf"] or not years.exact:
        return years
    rest = numeral(text, years.end + text.startswith("零", years.end))
    unit = _UNIT.match(text, rest.end) if rest else None
    if rest is None or unit is None or not unit["month"] or not rest.exact:
        return years
    if rest.low >= 12:  # 一年十二个月: said twice
        same = int(rest.low) == years.low
        return Duration(unit.end(), "month", years.low, years.high, sure=same)
    months = years.low + int(rest.low)
    return Duration(unit.end(), "month", months, months)


def _pair(text: str, first: Numeral) -> Numeral:
    """两到三天: both bounds in one numeral."""
    joint = _TO.match(text, first.end)
    second = numeral(text, joint.end()) if joint else None
    if second is None or second.high > _LIMIT or not second.exact:
        return first
    low, high = sorted((first.low, second.high))
    return Numeral(second.end, low, high, sure=False)


def _counted(number: Numeral, found: re.Match[str]) -> Duration:
    low, high = int(number.low), int(number.high)
    unit: Length = "day"
    for name in _LENGTHS:
        if found[name]:
            unit = name
    if found["year"] or found["quarter"]:
        unit, scale = "month", 12 if found["year"] else 3
        low, high = low * scale + 6 * bool(found["yhalf"]), high * scale
        high += 6 * bool(found["yhalf"])
    more = found["more"] or found["mmore"] or found["wmore"] or found["ymore"]
    days = 15 if found["mhalf"] else 0
    sure = number.sure and not more
    return Duration(found.end(), unit, low, high, days, sure)


def moved(ref: date, duration: Duration) -> tuple[date | None, date | None]:
    """The first and last day the length may lead to from ``ref``."""
    return _moved(ref, duration, duration.low), _moved(ref, duration, duration.high)


def _moved(ref: date, duration: Duration, count: int) -> date | None:
    if duration.unit == "hour":
        return plus_days(ref, count // 24)
    if duration.unit == "month":
        later = plus_months(ref, count)
        return None if later is None else plus_days(later, duration.days)
    return plus_days(ref, count * (7 if duration.unit == "week" else 1) + duration.days)
