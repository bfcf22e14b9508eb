"""Which numbers of instalments are refused: 12期太短了, 别分12期."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.phrases.clauses import soft_left
from actions.phrases.scan import Item
from actions.phrases.values import Amount, Periods, Span

_REFUSED_LEFT = re.compile(
    "(?:别|不要|不想|不能|不是|不|不用|没法|不愿意?)(?:再|给我|选|办|做|要|用)?(?:分成?)?$"
)
_REFUSED_RIGHT = re.compile(
    "(?:的话|的|话|我|这|那|真的?|实在|还是|也|都|有点儿?|有些|的)*+(?:不行(?!吗|么|的话)|太短|太长|太赶|太急|太少|太多|太久|太紧|压力|[短长多少久]了|还不[起了清完上]|不够(?!吗)|不要|不合适|不太行|难|吃力|够呛|(?:每月|每期|每个月)?还是[^，。]{0,2}(?:高|贵|多)|都?(?:已经)?(?:补|还|付|交|缴|结)(?:上|清|完|掉)*+了|[还转付打交存]的)"
)


_EACH = re.compile("[，的 ]*(?:的话)?，?(?:每[期个]?月?|一个月|月供)(?:要|得|还)*")
_SETTLES = re.compile("(?:选|定|那?就|还是|按|要|来)(?:分|做|办|是)?$")


_LEFT = re.compile("(?:剩下?|余下|后面)(?:的)?$")
_IN_ALL = re.compile("(?:总共|一共|合计|共)(?:是|分)?$")
_HEARSAY_LEFT = re.compile(
    "(?:听说|据说|听人说|听[^，。]{1,4}说|别人|人家|网上|有人|广告|同事|朋友)(?:都|说|讲|写)?[^，。]{0,6}$"
)
_COST_RIGHT = re.compile(
    "(?:的话|呢)?[的， ]?(?:每个?[期月])?(?:总共|一共|要|得|收|有)?(?:利息|手续费|费用|费率|服务费|利率)(?:是|要|得|一共|总共|大概)?(?:多少|几|怎么|咋|高|贵)"
)


def refused_before(text: str, start: int) -> bool:
    """Whether the words before a number of instalments refuse it."""
    return _REFUSED_LEFT.search(text, max(0, start - 8), start) is not None


def with_refusals(text: str, items: list[Item]) -> list[Item]:
    """The items with refused instalments marked."""
    return [
        _marked(text, items, n) if isinstance(i, Periods) else i
        for n, i in enumerate(items)
    ]


def _marked(text: str, items: list[Item], n: int) -> Item:
    item = items[n]
    assert isinstance(item, Periods)
    refused = (
        _refused(text, item.span)
        or _sum_refused(text, items, n)
        or _settled(text, items, n)
        or _left_of_all(text, items, n)
    )
    if refused:
        return replace(item, rejected=True)
    if item.value is not None and _only_asked(text, item.span):
        return replace(item, kind="unsure", value=None, options=(item.value,))
    return item


def _only_asked(text: str, span: Span) -> bool:
    """听说可以分36期, 12期利息多少: heard of or asked about, not chosen."""
    start, end = span
    low = soft_left(text, start, 0)
    heard = _HEARSAY_LEFT.search(text, low, start) is not None
    return heard or _COST_RIGHT.match(text, end) is not None


def _left_of_all(text: str, items: list[Item], n: int) -> bool:
    """剩三期每期1800，总共四期: the whole is named after what is left."""
    item = items[n]
    assert isinstance(item, Periods)
    if not _LEFT.search(text, max(0, item.span[0] - 6), item.span[0]):
        return False
    return any(
        isinstance(i, Periods)
        and (i.value or 0) > (item.value or 0)
        and _IN_ALL.search(text, max(0, i.span[0] - 4), i.span[0])
        for i in items[n + 1 :]
    )


def _sum_refused(text: str, items: list[Item], n: int) -> bool:
    """12期每期一千我还不起，分24期: with its sum the plan is refused."""
    following = items[n + 1] if n + 1 < len(items) else None
    if not isinstance(following, Amount) or following.role != "rejected":
        return False
    gap = text[items[n].span[1] : following.span[0]]
    return _EACH.fullmatch(gap) is not None and _elsewise(items[n + 2 :])


def _elsewise(items: list[Item]) -> bool:
    """Another number is named, or no other sum: 12期每期一千太多，每期八百 keeps 12."""
    named = any(isinstance(i, Periods) for i in items)
    return named or not any(isinstance(i, Amount) for i in items)


def _settled(text: str, items: list[Item], n: int) -> bool:
    """6期还是12期，我选12期: the choice is made."""
    choice = items[n]
    if not isinstance(choice, Periods) or choice.kind not in ("alternatives", "range"):
        return False
    return any(
        isinstance(i, Periods)
        and i.kind == "value"
        and _SETTLES.search(text, 0, i.span[0]) is not None
        and _holds(choice, i.value)
        for i in items[n + 1 :]
    )


def _holds(choice: Periods, value: int | None) -> bool:
    if choice.kind == "alternatives":
        return value in choice.options
    bounds = choice.low, value, choice.high
    return None not in bounds and bounds == tuple(sorted(n or 0 for n in bounds))


def _refused(text: str, span: Span) -> bool:
    return bool(refused_before(text, span[0]) or _REFUSED_RIGHT.match(text, span[1]))
