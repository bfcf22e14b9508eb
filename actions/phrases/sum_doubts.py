"""Sums that cannot be told for sure from what stands beside them."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.phrases import sum_words as words
from actions.phrases.scan import Item
from actions.phrases.values import Amount, Periods


def doubted(
    item: Amount, text: str, items: list[Item], n: int, left: str, right: str
) -> Amount:
    """分六期五百: each or in all? 手里就五百: an offer? Both are asked back."""
    if item.kind != "value" or item.role not in (None, "pay") or item.value is None:
        return item
    if _second_bound(items, n) and words.MAY_BE_MORE.search(left):
        return replace(item, kind="unsure", value=None, options=(item.value,))
    beside_plan = _plan_beside(text, items, n) or _multiplied(left, right)
    pocket = words.POCKET_LEFT.search(left) and not _given(left, right)
    if not (beside_plan or pocket):
        return item
    others = [i for i in items if isinstance(i, Amount) and i.span != item.span]
    if pocket and others and _all_refused(others):
        return replace(item, role="pay")  # 你说的1万我没有 手头就3000
    if pocket and others:
        return replace(item, role="other")
    return replace(item, kind="unsure", value=None, options=(item.value,))


def _given(left: str, right: str) -> bool:
    """Whether what is at hand is offered too: 手里三百给你, 卡里两千你们划走."""
    return bool(
        words.PAY_RIGHT.match(right)
        or words.TAKE_RIGHT.match(right)
        or words.POCKET_PAID_LEFT.search(left)
    )


def _second_bound(items: list[Item], n: int) -> bool:
    """至少五百，多的话一千: the sum before names the least."""
    before = [i for i in items[:n] if isinstance(i, Amount)]
    return bool(before) and before[-1].low is not None and before[-1].high is None


def _all_refused(sums: list[Amount]) -> bool:
    return all(i.role == "rejected" for i in sums)


def _multiplied(left: str, right: str) -> bool:
    """两个五百, 三个月1500: what is paid at once cannot be told."""
    return bool(
        words.TIMES_LEFT.search(left)
        or words.OVER_LEFT.search(left)
        or words.TIMES_RIGHT.match(right)
        or words.OVER_RIGHT.match(right)
    )


def _plan_beside(text: str, items: list[Item], n: int) -> bool:
    for k in (n - 1, n + 1):
        near = items[k] if 0 <= k < len(items) else None
        if (
            not isinstance(near, Periods)
            or near.kind == "unsure"
            or near.unit == "time"
        ):
            continue
        low, high = sorted((near.span, items[n].span))
        if re.fullmatch(
            "[， 的我就可以能还给付清完每人吧最多顶大概]*", text[low[1] : high[0]]
        ):
            return True
    return False


def split_total(text: str, items: list[Item], n: int) -> bool:
    """三千分六期: the sum is what is divided, not what is paid now."""
    following = items[n + 1] if n + 1 < len(items) else None
    if not isinstance(following, Periods):
        return False
    gap = text[items[n].span[1] : following.span[0]]
    return (
        re.fullmatch(
            "(?:块钱?|元)?(?:的?[欠账]款?|钱)?[，我想要能不以可□帮给做办]*", gap
        )
        is not None
        and text[following.span[0]] == "分"
    ) or gap == "/"
