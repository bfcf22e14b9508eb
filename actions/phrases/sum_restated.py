"""One sum said twice: 每月四百 对四百; 月供两千以内 就按两千 每月两千."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.phrases import sum_words as words
from actions.phrases.scan import Item
from actions.phrases.sum_words import INCOME_LEFT, MONTH
from actions.phrases.values import Amount, Day, Periods

_EACH_MONTH = re.compile(MONTH)
_LEFT = re.compile("剩下?$")
_GIVEN = re.compile("(?:块钱?|元)?[，、 ]?(?:都|全|就)?(?:给|还|转|打)(?:你|您)")
_ARRIVES = re.compile("(?:[，。 ]|到账|到手|下来|取出来|退下来)$")
_SETTLED = re.compile("就|定|那|按|对")


def restated(text: str, items: list[Item]) -> list[Item]:
    """The items where a monthly sum said again, or settled, counts once."""
    sums = [i for i in items if isinstance(i, Amount)]
    monthly = {i.value for i in sums if i.role == "monthly" and i.kind == "value"}
    if len(sums) < 2 or len(monthly) != 1 or any(isinstance(i, Day) for i in items):
        return items
    value = monthly.pop()
    return [_once(text, i, value, sums) if isinstance(i, Amount) else i for i in items]


def _once(text: str, item: Amount, value: object, sums: list[Amount]) -> Amount:
    if item.kind == "value" and item.value == value and item.role in (None, "pay"):
        return replace(item, role="monthly")
    later = next((i for i in sums if i.span > item.span and i.value == value), None)
    if item.role != "monthly" or item.kind == "value" or later is None:
        return item
    settled = _SETTLED.search(text, item.span[1], later.span[0])
    return replace(item, role="rejected") if settled else item


def _left_over(text: str, items: list[Item], sums: list[int]) -> bool:
    """每月房贷三千，工资四千五，还剩八百给你们."""
    start, end = items[sums[-1]].span
    left = text[max(0, start - 4) : start]
    return _LEFT.search(left) is not None and _GIVEN.match(text, end) is not None


def of_all_named(text: str, items: list[Item]) -> list[Item]:
    """押金退了两千 周四退 全给你们: money from elsewhere, all of it offered."""
    sums = [n for n, i in enumerate(items) if isinstance(i, Amount)]
    if len(sums) != 2 or words.NOT_WHOLLY.search(text):
        return items
    money, whole = (items[n] for n in sums)
    assert isinstance(money, Amount)
    assert isinstance(whole, Amount)
    start, end = whole.span
    said = (
        whole.named == "all"
        and words.WHOLLY.match(text, start)
        and _ARRIVES.search(text, 0, start)
        and words.WHOLLY_RIGHT.match(text, end)
    )
    if not said or money.role not in ("other", None) or money.kind != "value":
        return items
    roles = {sums[0]: replace(money, role="pay"), sums[1]: replace(whole, role="other")}
    return [roles.get(n, i) for n, i in enumerate(items)]


def from_income(text: str, items: list[Item]) -> list[Item]:
    """每个月到手三千，还你六百: what is offered out of monthly wages is for each month."""
    sums = [n for n, i in enumerate(items) if isinstance(i, Amount)]
    days = any(isinstance(i, Day) and i.kind not in ("recurring",) for i in items)
    plan = any(isinstance(i, Periods) and i.kind == "value" for i in items)
    if len(sums) < 2 or (days and not plan):
        return items
    earned, offered = items[sums[0]], items[sums[-1]]
    assert isinstance(earned, Amount)
    assert isinstance(offered, Amount)
    between = [items[n] for n in sums[1:-1]]
    if any(isinstance(i, Amount) and i.role != "other" for i in between):
        return items
    lead = text[: earned.span[0]]
    every = _EACH_MONTH.search(lead)
    monthly = every and (INCOME_LEFT.search(lead) or _left_over(text, items, sums))
    gap = text[earned.span[1] : offered.span[0]]
    if (
        not monthly
        or earned.role != "other"
        or offered.role not in (None, "pay", "owed")
    ):
        return items
    if "先" in gap or "这" in gap or "次" in gap or offered.kind != "value":
        return items
    monthly_sum = replace(offered, role="monthly")
    return [monthly_sum if n == sums[-1] else i for n, i in enumerate(items)]
