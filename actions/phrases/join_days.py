"""Two days that stand side by side and are one: 12月5号或6号, 下周的周五, 15号发工资."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from actions.phrases.calendars import day
from actions.phrases.datewords import DAYS
from actions.phrases.days_calendar import WAGES_BEFORE, unsure
from actions.phrases.join_gaps import choice, either
from actions.phrases.values import Day

_AND = re.compile("[和跟]")
_TO = re.compile("到|至|-|号到")
_INTO = re.compile("[的，、 吧那就呢嘛在之]{0,3}")
_PAYDAY = re.compile(
    "[，的 ]?(?:左右|前后|那天|才|就|一般|都|能|可以|会|公司|厂里|我们?|单位){0,3}"
)
_WEEKDAY = re.compile("周|星期|礼拜")
_THAT_IS = re.compile("[，、 ]?(?:也|那)?就是")
_OPEN = frozenset(("value", "unsure"))


def joined_days(text: str, last: Day, item: Day, gap: str) -> Day | None:
    """The one day, range or choice the two make; None when they are two."""
    span = (last.span[0], item.span[1])
    if item.kind == "event" and last.kind in ("value", "unsure", "recurring"):
        return _payday(text, last, item, gap)
    if last.kind == "past" and _same_past(text, last, item) and not gap:
        return replace(last, span=span)
    named = _inside(text, last, item, gap) or _month_end(text, last, item, gap)
    if named:
        return replace(
            item, kind="value", value=named, span=span, low=None, high=None, options=()
        )
    if last.kind == "recurring" or item.kind == "recurring":
        return _with_rule(text, last, item, gap)
    if _said_again(text, last, item, gap):
        return replace(last, span=span)
    if last.value is None or item.value is None:
        steps = _TO.fullmatch(gap) and last.kind in _OPEN and item.kind in _OPEN
        return unsure(span) if steps else _more_options(text, last, item, gap, span)
    return _of_two(text, last, item, gap)


def _said_again(text: str, last: Day, item: Day, gap: str) -> bool:
    """10月1号国庆那天, 12月31号前一天就是30号: the same day in other words."""
    if last.kind == "unsure" and last.options:
        return not gap and last.options[0] in (item.value, *item.options)
    if item.value is None:
        return False
    number = _number_in(text[slice(*item.span)])
    named = _THAT_IS.fullmatch(gap) is not None
    return named and last.value is not None and number == last.value.day


def _with_rule(text: str, last: Day, item: Day, gap: str) -> Day | None:
    """从下个月开始每月15号; 每月10号或者15号."""
    span = (last.span[0], item.span[1])
    if last.kind == "range" and last.role == "start":
        return _first_of(last, item, gap, span)
    if item.value and _choice(text, gap, span[1]):
        rule = last.rule if gap else None  # 每月1号15号: twice a month
        return Day("unsure", None, span, options=(item.value,), rule=rule)
    return None


def _choice(text: str, gap: str, end: int) -> bool:
    return choice(text, _AND.sub("或", gap), end)


def _of_two(text: str, last: Day, item: Day, gap: str) -> Day | None:
    """Two days by name: one said twice, a stretch, or a choice."""
    assert last.value is not None
    span = (last.span[0], item.span[1])
    second = _carried(text, last, item)
    if _eve_of(text, last, item, gap):
        return replace(item, span=span)
    if _TO.fullmatch(gap) and second > last.value:
        return Day("range", None, span, low=last.value, high=second)
    if _TO.fullmatch(gap) and _WEEKDAY.match(text, last.span[0]):
        return unsure(span)  # 礼拜一到礼拜三, said on a Tuesday
    if last.value == second and len(gap) <= 1:
        return replace(item, span=span, role=item.role or last.role)
    if not gap.strip() and WAGES_BEFORE.search(text, 0, last.span[0]):
        return None
    if last.value == second and choice(text, gap, span[1]):
        return replace(item, span=span, role=item.role or last.role)
    if _choice(text, gap, span[1]) or either(text, span[0], gap):
        return Day("alternatives", None, span, options=(last.value, second))
    return None


def _eve_of(text: str, last: Day, item: Day, gap: str) -> bool:
    """年底12月31号前一天: the eve of the day just named."""
    eve = text[slice(*item.span)].endswith("前一天") and not gap.strip("，")
    return bool(eve and last.value and item.value == last.value - timedelta(days=1))


def _same_past(text: str, last: Day, item: Day) -> bool:
    """昨天平安夜, 昨天星期五, 上周五12号: the day behind us is named again."""
    if last.value is None:
        return False
    number = _number_in(text[slice(*item.span)])
    week = _WEEKDAY.match(text, item.span[0]) and item.value
    if week and item.value and item.value.isoweekday() == last.value.isoweekday():
        return True
    year = item.options and 350 <= (item.options[0] - last.value).days <= 390
    return number == last.value.day or (item.kind == "unsure" and bool(year))


def _month_end(text: str, last: Day, item: Day, gap: str) -> date | None:
    """月底29号, 年底31号: the number says which of the last days."""
    number = _number_in(text[slice(*item.span)])
    end = text[slice(*last.span)].endswith("底")
    if not end or gap.strip("，") or last.value is None or number is None:
        return None
    return last.value.replace(day=number) if 25 <= number <= last.value.day else None


def _more_options(
    text: str, last: Day, item: Day, gap: str, span: tuple[int, int]
) -> Day | None:
    if last.kind == "alternatives" and item.value in last.options and not gap.strip():
        return replace(item, span=span)  # 小年腊月二十三
    if last.kind == "alternatives" and item.value and choice(text, gap, span[1]):
        return replace(last, span=span, options=(*last.options, item.value))
    return None


def _number_in(words: str) -> int | None:
    """The day number of a bare 15号; None for any longer phrase."""
    got = re.fullmatch(
        "([0-9]{1,2}|[一二三四五六七八九十廿卅]{1,3})(?:号|日)(?:之?前|以前|左右|那天|当天)?",
        words,
    )
    return DAYS.get(got[1]) if got else None


def _carried(text: str, last: Day, item: Day) -> date:
    """12月5号或6号: the second day is of the first one's month."""
    first, second = last.value, item.value
    assert first is not None
    assert second is not None
    number = _number_in(text[slice(*item.span)])
    named = _number_in(text[slice(*last.span)]) is None and re.search(
        "月", text[slice(*last.span)]
    )
    moved = day(first.year, first.month, number) if number and named else None
    return moved if moved and moved > first else second


def _inside(text: str, last: Day, item: Day, gap: str) -> date | None:
    """下个月，15号 and 下周的周五: a day inside the stretch just named."""
    if last.kind != "range" or not (last.low and last.high) or not _INTO.fullmatch(gap):
        return None
    words = text[slice(*item.span)]
    number = _number_in(words)
    length = (last.high - last.low).days
    if number and length < 31 and "月" in text[slice(*last.span)]:
        return day(last.high.year, last.high.month, number)
    week = re.match("(?:周|星期|礼拜)", words)
    if week and item.value and length < 7 and last.role is None:
        monday = last.high - timedelta(days=last.high.isoweekday() - 1)
        return monday + timedelta(days=item.value.isoweekday() - 1)
    return None


def _first_of(last: Day, item: Day, gap: str, span: tuple[int, int]) -> Day | None:
    """从下个月开始每月15号: the rule with its first day."""
    number = re.fullmatch("monthly:([0-9]+)", item.rule or "")
    if not number or not last.low or len(gap) > 2:
        return None
    first = day(last.low.year, last.low.month, int(number[1]))
    return replace(item, value=first, span=span, role="start")


def _payday(text: str, last: Day, item: Day, gap: str) -> Day | None:
    """15号发工资: one day; whether it is offered is for the roles to say."""
    if not _PAYDAY.fullmatch(gap):
        return None
    span = (last.span[0], item.span[1])
    known = last.value or (last.options[0] if last.options else None)
    if known is None or last.kind == "recurring":
        return replace(item, span=span)
    after = text[slice(*item.span)].endswith("后")
    if last.kind == "value" and item.rule in ("salary", "income", "bonus"):
        rule = "salary" if item.rule == "salary" else "income"
        if not after:
            return Day("value", known, span, rule=rule)  # see paydays
    return Day("unsure", None, span, options=(known,), rule=item.rule)
