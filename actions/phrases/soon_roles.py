"""When a word for soon is no day: 拿到工资马上还, 打个七折我马上还."""

from __future__ import annotations

import re

from actions.phrases.days_soon import JUST, SOON
from actions.phrases.scan import Item
from actions.phrases.values import Day

# What hangs on something else is not promised for today.
_HANGS = re.compile(
    "如果|要是|假如|只要|[打]?[0-9一二三四五六七八九]+折|帮我|介绍|[减免撤](?:了|掉)|减免|[减降]到|优惠|免[了掉除]|的话|到了|到手|到账|下来|发了|卖了|以后|之后|等(?!会|下)|谁|不是说|[你他她](?:们)?(?:说|答应)"
)


def without_soon(text: str, items: list[Item]) -> list[Item]:
    """The items where a word for soon yields to any other day and to a condition."""
    days = [i for i in items if isinstance(i, Day)]
    if not any(i.rule in (JUST, SOON) for i in days):
        return items
    others = [i for i in days if i.rule not in (JUST, SOON)]
    if any(i.kind == "past" for i in others):
        items = [i for i in items if not _is(i, JUST)]
    ahead = any(i.kind != "past" for i in others)
    if ahead or _HANGS.search(text):
        return [i for i in items if not _is(i, SOON)]
    return items


def _is(item: Item, rule: str) -> bool:
    return isinstance(item, Day) and item.rule == rule
