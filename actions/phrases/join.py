"""Neighbours that are one thing: 500或者800, 12月5号或6号, 下周的周五, 15号发工资."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.phrases.count_roles import refused_before
from actions.phrases.join_days import joined_days
from actions.phrases.join_gaps import choice, either
from actions.phrases.scan import Item
from actions.phrases.sum_words import PLUS
from actions.phrases.values import Amount, Day, Periods

_SAME_SUM = re.compile(
    "[的那个是款额就大概]{0,3}|的?(?:我)?(?:知道|看了|查了|记得|看到)(?:好像|应该)?[就才]?是"
)
_IS = re.compile(
    "[，、 ]?(?:的话|嘛|吧|呢)?(?:那|也|不)?(?:就|正好|刚好)?(?:是|等于)|，?(?:算下来|差不多|合着?)(?:就|是)*|，?(?:一共|总共|合计)(?:就|是)*"
)
_CLOSED = re.compile("[，。 吧嘛]|$")
# 一千一千地还: so much at a time.
_BIT_BY_BIT = re.compile("地|的?还")
_DENIED = re.compile("(?:不是|不要|别说|没说)(?:还|给)?$")


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
        return joined_days(text, last, item, gap)
    if isinstance(last, Periods) and isinstance(item, Periods):
        return _counts(text, last, item, gap)
    return None


def _sums(text: str, last: Amount, item: Amount, gap: str) -> Amount | None:
    span = (last.span[0], item.span[1])
    if last.named == "minimum" and item.value is not None and _SAME_SUM.fullmatch(gap):
        return replace(item, span=span)
    if item.named == "minimum" and last.value is not None and _SAME_SUM.fullmatch(gap):
        return replace(last, span=span)
    if last.share and item.value is not None and _share_told(text, item, gap):
        return replace(item, span=span)
    if item.share and last.value is not None and _IS.fullmatch(gap):
        return replace(last, span=span)
    if PLUS.fullmatch(gap) and last.value is not None and item.value is not None:
        return Amount("unsure", None, span, options=(last.value + item.value,))
    if (last.value is None and not last.options) or item.value is None:
        return None
    if not (choice(text, gap, item.span[1]) or either(text, last.span[0], gap)):
        return None
    if _DENIED.search(text, max(0, last.span[0] - 4), last.span[0]) and not gap.strip():
        return None  # 不是五百 五千
    if last.value == item.value:
        again = not gap and _BIT_BY_BIT.match(text, item.span[1])
        return replace(item, span=span, role="each" if again else item.role)
    options = (last.value,) if last.value is not None else last.options
    return Amount("alternatives", None, span, options=(*options, item.value))


def _share_told(text: str, item: Amount, gap: str) -> bool:
    """一半就是两千六; 三成，1800 where nothing is said of the sum."""
    told = not gap.strip("，、 ") and _CLOSED.match(text, item.span[1])
    return _IS.fullmatch(gap) is not None or bool(told)


def _counts(text: str, last: Periods, item: Periods, gap: str) -> Periods | None:
    if not last.value or not item.value or not choice(text, gap, item.span[1]):
        return None
    if refused_before(text, last.span[0]):
        return None  # 别分12期 分6期
    span = (last.span[0], item.span[1])
    if last.value == item.value:
        return replace(item, span=span)
    return Periods("alternatives", None, span, options=(last.value, item.value))
