"""The first day of a plan that repeats: 下月起每月5号, 每月3号每期620共9期."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from actions.phrases.calendars import day, last_of, month_of
from actions.phrases.scan import Item
from actions.phrases.values import Amount, Day, Periods


def with_first_days(items: list[Item], ref: date) -> list[Item]:
    """每月10号还五百，从下个月开始: the rule gets its first day."""
    rules = [i for i in items if isinstance(i, Day) and _each_month(i)]
    starts = [i for i in items if isinstance(i, Day) and _begins(i)]
    if len(rules) != 1:
        return items
    rule = rules[0]
    if not starts and _whole_plan(items):
        first = _coming(rule, ref)
        return [replace(rule, value=first) if i is rule else i for i in items]
    first = _first_day(rule, starts[0]) if len(starts) == 1 else None
    if first is None:
        return items
    begun = replace(rule, value=first, role="start")
    other = replace(starts[0], role="other")
    return [begun if i is rule else other if i is starts[0] else i for i in items]


def _each_month(item: Day) -> bool:
    return item.kind == "recurring" and item.value is None and item.role is None


def _begins(item: Day) -> bool:
    return item.kind == "range" and item.role == "start" and item.high is not None


def _whole_plan(items: list[Item]) -> bool:
    """One sum, one number of instalments, one rule: all that a plan has."""
    sums = [i for i in items if isinstance(i, Amount)]
    counts = [i for i in items if isinstance(i, Periods)]
    days = [i for i in items if isinstance(i, Day)]
    if not len(sums) == len(counts) == len(days) == 1:
        return False
    count = counts[0]
    counted = count.kind == "value" and not count.rejected and count.unit == "month"
    return counted and sums[0].role == "monthly" and sums[0].kind == "value"


def _coming(rule: Day, ref: date) -> date | None:
    """The next such day; today may be meant or not, so it is none."""
    number = re.fullmatch("monthly:([0-9]+|last)", rule.rule or "")
    if number is None:
        return None
    if number[1] == "last":
        found = last_of(ref.year, ref.month)
    else:
        offset = 0 if int(number[1]) >= ref.day else 1
        found = day(*month_of(ref, offset), int(number[1]))
    return None if found == ref else found


def _first_day(rule: Day, start: Day) -> date | None:
    number = re.fullmatch("monthly:([0-9]+)", rule.rule or "")
    if number is None or start.low is None or start.high is None:
        return None
    if (start.high - start.low).days > 31:
        return None
    return day(start.high.year, start.high.month, int(number[1]))
