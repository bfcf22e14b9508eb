"""A sum that was paid on a day behind us: 前天已经结了第3期1250块, 710块 上周四给过了."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from actions.phrases.day_roles import behind
from actions.phrases.scan import Item
from actions.phrases.values import Amount, Day

_DONE = re.compile(
    "(?<!没)(?<!没有)(?<!不)(?:还|支?付|转|交(?!代)|打(?!工)|缴|存|汇|给|结清?|划|扣)(?:给你们?|过去|进去|清|完|掉|上)*(?:了|过(?!来|年|节))(?!电话|短信|吗|再|就|说)"
    "|(?:转|打|汇|存)(?:过去|进去)(?=[0-9一二两三四五六七八九])"
)
# Something is offered besides, or the payment is another matter.
_MORE = re.compile(
    "再|先|这次|这回|今天|明天|现在|只能|只有|最多|顶多|想|准备|打算|剩|下次|下[个周月]|等|如果|要是|说|答应|借|花|还差|欠(?!了?$)|工资|凑|退|收到|手里|手头"
)
_ALONE = re.compile("[，、 ]?")


def with_paid_sums(text: str, items: list[Item], ref: date) -> list[Item]:
    """The items where the one sum of a payment made, and its day, are paid."""
    sums = [n for n, i in enumerate(items) if isinstance(i, Amount)]
    days = [n for n, i in enumerate(items) if isinstance(i, Day)]
    if len(sums) != 1 or not days:
        return items
    item = items[sums[0]]
    assert isinstance(item, Amount)
    if item.role == "paid":
        return _day_before(text, items, sums[0], ref)
    behind_us = all(
        isinstance(i, Day) and i.kind == "past" for i in (items[n] for n in days)
    )
    offered = item.role in (None, "pay") and item.kind == "value"
    if not (behind_us and offered and _DONE.search(text)) or _MORE.search(text):
        return items
    return [
        replace(item, role="paid") if n == sums[0] else i for n, i in enumerate(items)
    ]


def _day_before(text: str, items: list[Item], n: int, ref: date) -> list[Item]:
    """2月28号，1100，我付过了: the day beside the sum is behind us."""
    before = items[n - 1] if n else None
    if not isinstance(before, Day) or before.role is not None:
        return items
    gap = text[before.span[1] : items[n].span[0]]
    if before.kind not in ("value", "unsure") or not _ALONE.fullmatch(gap):
        return items
    return [behind(text, before, ref) if i is before else i for i in items]
