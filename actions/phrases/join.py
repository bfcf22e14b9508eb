"""Neighbours that are one thing: 500或者800, 12月5号或6号, 下周的周五, 15号发工资."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from actions.phrases.calendars import day
from actions.phrases.count_roles import refused_before
from actions.phrases.datewords import DAYS
from actions.phrases.days_calendar import WAGES_BEFORE
from actions.phrases.scan import Item
from actions.phrases.sum_words import PLUS
from actions.phrases.values import Amount, Day, Periods

_SAME_SUM = re.compile("[的那个是款额就大概]{0,3}")
_AND = re.compile("[和跟]")
_OR = re.compile(
    "[，、/ ]?(?:或者?是?|或是|还是|要么(?:就|是|还)?|、|/)(?:还|给|分|先还|在|是|就|拿)?|/| ?"
)
_TO = re.compile("到|至|-|号到")
_INTO = re.compile("[的，、 吧那就呢嘛在之]{0,3}")
_PAYDAY = re.compile(
    "[，的 ]?(?:左右|前后|那天|才|就|一般|都|能|可以|会|公司|厂里|我们?|单位){0,3}"
)
_DENIED = re.compile("(?:不是|不要|别说|没说)(?:还|给)?$")
_SETTLES = re.compile("吧|算了|得了|好了")


def join(text: str, items: list[Item]) -> list[Item]:
    """The items with neighbours of one meaning made one."""
    joined: list[Item] = []
    for item in items:
        last = joined[-1] if joined else None
        gap = text[last.span[1] : item.span[0]] if last else ""
        both = _both(text, last, item, gap) if last else None
        if both is None:
            joined.append(item)
        else:
            joined[-1] = both
    return joined


def _both(text: str, last: Item, item: Item, gap: str) -> Item | None:
    if isinstance(last, Amount) and isinstance(item, Amount):
        return _sums(text, last, item, gap)
    if isinstance(last, Day) and isinstance(item, Day):
        return _days(text, last, item, gap)
    if isinstance(last, Periods) and isinstance(item, Periods):
        return _counts(text, last, item, gap)
    return None


def _either(text: str, start: int, gap: str) -> bool:
    """不是明天就是后天."""
    return (
        text.endswith("不是", 0, start) and re.fullmatch("[，]?就是?", gap) is not None
    )


def _or(text: str, gap: str, end: int) -> bool:
    """Whether the gap offers a choice; 还是…吧 takes the first back instead."""
    settled = "还是" in gap and _SETTLES.match(text[end : end + 4])
    return _OR.fullmatch(gap) is not None and not settled


def _sums(text: str, last: Amount, item: Amount, gap: str) -> Amount | None:
    span = (last.span[0], item.span[1])
    if last.named == "minimum" and item.value is not None and _SAME_SUM.fullmatch(gap):
        return replace(item, span=span)
    if item.named == "minimum" and last.value is not None and _SAME_SUM.fullmatch(gap):
        return replace(last, span=span)
    if PLUS.fullmatch(gap) and last.value is not None and item.value is not None:
        return Amount("unsure", None, span, options=(last.value + item.value,))
    if (last.value is None and not last.options) or item.value is None:
        return None
    if not (_or(text, gap, item.span[1]) or _either(text, last.span[0], gap)):
        return None
    if _DENIED.search(text, max(0, last.span[0] - 4), last.span[0]) and not gap.strip():
        return None  # 不是五百 五千
    if last.value == item.value:
        return replace(item, span=span)
    options = (last.value,) if last.value is not None else last.options
    return Amount("alternatives", None, span, options=(*options, item.value))


def _counts(text: str, last: Periods, item: Periods, gap: str) -> Periods | None:
    if not last.value or not item.value or not _or(text, gap, item.span[1]):
        return None
    if refused_before(text, last.span[0]):
        return None  # 别分12期 分6期
    span = (last.span[0], item.span[1])
    if last.value == item.value:
        return replace(item, span=span)
    return Periods("alternatives", None, span, options=(last.value, item.value))


def _days(text: str, last: Day, item: Day, gap: str) -> Day | None:
    span = (last.span[0], item.span[1])
    if item.kind == "event" and last.kind in ("value", "unsure", "recurring"):
        return _payday(text, last, item, gap)
    inside = _inside(text, last, item, gap)
    if inside:
        return replace(
            item, kind="value", value=inside, span=span, low=None, high=None, options=()
        )
    if last.kind == "range" and last.role == "start" and item.kind == "recurring":
        return _first_of(last, item, gap, span)
    if (
        last.kind == "recurring"
        and item.value
        and _or(text, _AND.sub("或", gap), span[1])
    ):
        return Day("unsure", None, span, options=(item.value,))
    if last.value is None or item.value is None:
        return _more_options(text, last, item, gap, span)
    second = _carried(text, last, item)
    if _month_end(text, last, item, gap):
        return replace(item, value=last.value.replace(day=second.day), span=span)
    if _TO.fullmatch(gap) and second > last.value:
        return Day("range", None, span, low=last.value, high=second)
    if last.value == second and len(gap) <= 1:
        return replace(item, span=span, role=item.role or last.role)
    if not gap.strip() and WAGES_BEFORE.search(text, 0, last.span[0]):
        return None
    if last.value == second and _or(text, gap, span[1]):
        return replace(item, span=span, role=item.role or last.role)
    if _or(text, _AND.sub("或", gap), span[1]) or _either(text, span[0], gap):
        return Day("alternatives", None, span, options=(last.value, second))
    return None


def _month_end(text: str, last: Day, item: Day, gap: str) -> bool:
    """月底29号: the number says which of the last days."""
    number = _number_in(text[slice(*item.span)])
    end = text[slice(*last.span)].endswith("底")
    return (
        end
        and not gap.strip("，")
        and last.value is not None
        and 25 <= (number or 0) <= last.value.day
    )


def _more_options(
    text: str, last: Day, item: Day, gap: str, span: tuple[int, int]
) -> Day | None:
    if last.kind == "alternatives" and item.value and _or(text, gap, span[1]):
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
    if last.kind == "value" and item.rule in ("salary", "income") and not after:
        return Day("value", known, span, rule=item.rule)  # see paydays
    return Day("unsure", None, span, options=(known,), rule=item.rule)
