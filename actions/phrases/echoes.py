"""What is asked back and then refused: 六期？六期不行，十期."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.phrases.scan import Item
from actions.phrases.values import Amount, Day, Periods

_ECHO = re.compile("(?:块钱?|元)?(?:还|给|付|转|交)?(?:你们?)?[吗么呢啊吧]?(?:？|，)")


def with_echoes(text: str, items: list[Item]) -> list[Item]:
    """The items where a value only echoed before its refusal is refused too."""
    return [
        _refused(item)
        if _ECHO.match(text, item.span[1])
        and any(_same(item, i) for i in items[n + 1 :] if is_refused(i))
        else item
        for n, item in enumerate(items)
    ]


def is_refused(item: Item) -> bool:
    """Whether the item was rejected."""
    return item.rejected if isinstance(item, Periods) else item.role == "rejected"


def _same(first: Item, second: Item) -> bool:
    known = first.value is not None and first.value == second.value
    return known and type(first) is type(second)


def _refused(item: Item) -> Item:
    if isinstance(item, Periods):
        return replace(item, rejected=True)
    if isinstance(item, Amount | Day) and item.role in (None, "pay", "by", "monthly"):
        return replace(item, role="rejected")
    return item
