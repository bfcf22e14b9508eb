"""Calendar arithmetic: months, weeks, the lunar year and its festivals.

Every function returns None where the day does not exist or lies outside the
calendars (lunar tables hold 1900 to 2100); nothing here raises.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from borax.calendars.lunardate import LunarDate, TermUtils

# Lunar (month, day) of festivals; 除夕 is the eve of the first.
LUNAR_FEASTS = {
    "元宵": (1, 15), "龙抬头": (2, 2), "端午": (5, 5), "七夕": (7, 7), "中元": (7, 15),
    "中秋": (8, 15), "重阳": (9, 9), "腊八": (12, 8),
}  # fmt: skip
SOLAR_FEASTS = {
    "元旦": (1, 1), "情人": (2, 14), "妇女": (3, 8), "劳动": (5, 1), "五一": (5, 1),
    "青年": (5, 4), "儿童": (6, 1), "六一": (6, 1), "建党": (7, 1), "建军": (8, 1),
    "618": (6, 18), "教师": (9, 10), "国庆": (10, 1), "双十一": (11, 11), "双11": (11, 11),
    "双十二": (12, 12), "双12": (12, 12), "平安夜": (12, 24), "圣诞": (12, 25),
}  # fmt: skip
TERM_FEASTS = ("清明", "冬至")


def day(year: int, month: int, number: int) -> date | None:
    """The day, or None where the calendar has none (30 February)."""
    try:
        return date(year, month, number)
    except (ValueError, OverflowError):
        return None


def plus_days(ref: date, days: int) -> date | None:
    """``ref`` moved by days."""
    try:
        return ref + timedelta(days=days)
    except (ValueError, OverflowError):
        return None


def plus_months(ref: date, months: int) -> date | None:
    """The same day months later, or the last day of a shorter month."""
    year, month = divmod(ref.year * 12 + ref.month - 1 + months, 12)
    return _within(year, month + 1, ref.day)


def month_of(ref: date, months: int) -> tuple[int, int]:
    """(year, month) of the month so many months away."""
    year, month = divmod(ref.year * 12 + ref.month - 1 + months, 12)
    return year, month + 1


def _within(year: int, month: int, number: int) -> date | None:
    if not 1 <= year <= 9999:
        return None
    return date(year, month, min(number, monthrange(year, month)[1]))


def last_of(year: int, month: int) -> date | None:
    """The last day of a month."""
    return _within(year, month, 31)


def weekday(ref: date, number: int, weeks: int) -> date | None:
    """Day ``number`` (1 is Monday) of the week so many weeks from this one."""
    return plus_days(ref, number - ref.isoweekday() + 7 * weeks)


@lru_cache(maxsize=512)
def lunar(year: int, month: int, number: int) -> date | None:
    """The solar day of a lunar one."""
    try:
        found = LunarDate(year, month, number, 0).to_solar_date()
    except (ValueError, OverflowError, IndexError):
        return None
    return date(found.year, found.month, found.day)


def lunar_year(ref: date) -> int:
    """The lunar year a day belongs to."""
    new_year = lunar(ref.year, 1, 1)
    return ref.year - 1 if new_year is not None and ref < new_year else ref.year


def next_lunar(ref: date, month: int, number: int) -> date | None:
    """The first such lunar day that is not past; 除夕 is month 13, day 0."""
    year = lunar_year(ref)
    for candidate in (year, year + 1):
        found = (
            new_years_eve(candidate) if month == 13 else lunar(candidate, month, number)
        )
        if found is None or found >= ref:
            return found
    return None


def new_years_eve(year: int) -> date | None:
    """The last day of a lunar year."""
    first = lunar(year + 1, 1, 1)
    return None if first is None else plus_days(first, -1)


@lru_cache(maxsize=64)
def _term(year: int, name: str) -> date | None:
    try:
        found = TermUtils.day_start_from_term(year, name)
    except (ValueError, OverflowError, IndexError, KeyError):
        return None
    return date(found.year, found.month, found.day)


def next_feast(ref: date, name: str) -> date | None:
    """The coming festival of that name, today included."""
    if name in LUNAR_FEASTS:
        return next_lunar(ref, *LUNAR_FEASTS[name])
    for year in (ref.year, ref.year + 1):
        found = (
            _term(year, name) if name in TERM_FEASTS else day(year, *SOLAR_FEASTS[name])
        )
        if found is not None and found >= ref:
            return found
    return None
