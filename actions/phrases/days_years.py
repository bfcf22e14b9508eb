"""Parts of a year: 年底, 明年年初, 上半年, 年内, 开春."""

from __future__ import annotations

import re
from datetime import date

from actions.phrases.calendars import day
from actions.phrases.datewords import compiled, year_of
from actions.phrases.day_shapes import last_day, stretch
from actions.phrases.days_calendar import unsure
from actions.phrases.values import Day

_RELATIVE_YEAR = "(?P<y>今年|明年|来年|后年|后年|[0-9]{4}年)"
_YEAR_END = compiled(
    f"{_RELATIVE_YEAR}?的?(?:年底(?:的?最后一天)?|年末|年终(?!奖)|岁末|(?<=年)最后一天|底(?=前|之|还|[，。！？ ]|$|再|吧)|年根儿?底?)"
)
_YEAR = compiled(
    f"{_RELATIVE_YEAR}的?(?P<part>年?初|年?中(?!秋)|上半年|下半年|年?内|之内|以内)?"
)
_HALF = re.compile(
    "(?P<half>[上下]半年)|(?P<in>年内)|(?P<mid>年中)|(?P<early>年初|开年|开春)|(?P<q>季度?末|下个?季度)"
)


def year_end(text: str, start: int, ref: date) -> Day | None:
    """31 December of the year named; unsure when it is past."""
    got = _YEAR_END.match(text, start)
    if got is None:
        return None
    value = day(year_of(got["y"], ref) or ref.year, 12, 31)
    return (
        Day("value", value, got.span())
        if value and value >= ref
        else unsure(got.span())
    )


def part_of_year(text: str, start: int, ref: date) -> Day | None:
    """A stretch of a year, or its end with 内."""
    got = _HALF.match(text, start)
    if got:
        if got["in"]:
            return last_day(got.span(), day(ref.year, 12, 31))
        return unsure(got.span())
    named = _YEAR.match(text, start)
    if named is None:
        return None
    year = year_of(named["y"], ref) or ref.year
    if named["part"] and "内" in named["part"]:
        return last_day(named.span(), day(year, 12, 31))
    if not named["part"] and named["y"] == "今年":
        return None  # 今年生意不好: a topic, hardly ever a day
    return stretch(named.span(), day(year, 1, 1), day(year, 12, 31))
