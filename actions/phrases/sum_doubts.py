"""Sums that cannot be told for sure from what stands beside them."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.phrases import sum_words as words
from actions.phrases.scan import Item
from actions.phrases.values import Amount, Day, Periods

# 手头就68块，今天先还了吧
_THEN_PAID = re.compile(
    "(?:块钱?|元)?[，、 ]+(?:今天|今晚|现在|明天|我|就|都|全部?)*先?(?:都|全)?(?:还|给|转|打)(?:了|上|给)?(?:你们?)?(?:吧|得了|行吧|好了)(?=$|[，。！])"
)


def doubted(
    item: Amount, text: str, items: list[Item], n: int, left: str, right: str
) -> Amount:
    """分六期五百: each or in all? 手里就五百: an offer? Both are asked back."""
    if item.kind != "value" or item.role not in (None, "pay") or item.value is None:
        return item
    if _open_sum(items, n, text, left, right):
        return replace(item, kind="unsure", value=None, options=(item.value,))
    beside_plan = _plan_beside(text, items, n) or _multiplied(left, right)
    given = _given(left, right) and not _less_given(text, items, n)
    pocket = words.POCKET_LEFT.search(left) and not given
    if not (beside_plan or pocket):
        return item
    others = [i for i in items if isinstance(i, Amount) and i.span != item.span]
    if pocket and others and _all_refused(others):
        return replace(item, role="pay")  # 你说的1万我没有 手头就3000
    if pocket and others:
        return replace(item, role="other")
    return replace(item, kind="unsure", value=None, options=(item.value,))


def _open_sum(items: list[Item], n: int, text: str, left: str, right: str) -> bool:
    """A second bound, a sum still to be found or reduced, a day still to be seen."""
    if _second_bound(items, n) and words.MAY_BE_MORE.search(left):
        return True
    if words.WAITS_LEFT.search(left) and words.WAITS_RIGHT.match(right):
        return True
    if words.PAID_LEFT.search(left) and words.IF_PAID_RIGHT.match(right):
        return True
    before = items[n - 1] if n else None
    sees = isinstance(before, Day) and text[: before.span[0]].endswith(("看看", "看"))
    asked = (
        sees and text[before.span[1] : items[n].span[0]].startswith("□")
        if before
        else False
    )
    return bool(asked or words.LESS_RIGHT.match(text, items[n].span[1]))


def _given(left: str, right: str) -> bool:
    """Whether what is at hand is offered too: 手里三百给你, 卡里两千你们划走."""
    return bool(
        words.PAY_RIGHT.match(right)
        or words.TAKE_RIGHT.match(right)
        or words.POCKET_PAID_LEFT.search(left)
        or _THEN_PAID.match(right)
    )


def _less_given(text: str, items: list[Item], n: int) -> bool:
    """手里剩一千三 给你一千: what is given is named beside what there is."""
    following = items[n + 1] if n + 1 < len(items) else None
    if not isinstance(following, Amount) or following.value is None:
        return False
    gap = text[items[n].span[1] : following.span[0]]
    return (
        re.fullmatch(
            "(?:块钱?|元)?[，、 ]?(?:我|就|先|能)*(?:给|还|转|打)(?:你们?|您)?", gap
        )
        is not None
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
