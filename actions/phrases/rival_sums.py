"""Several sums in one message, one of them offered: 想啥呢五千，我顶多拿八百.

As with days, a sum steps back only for a reason that is said.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from actions.phrases.clauses import hard_right, soft_left, soft_right
from actions.phrases.rival_days import OPEN
from actions.phrases.scan import Item
from actions.phrases.values import Amount, Day, Periods

_OFFERS = frozenset({None, "pay", "first"})
_SETTLED = re.compile(
    "(?:就|选|那就|算|按|定|干脆|索性|凑个?整|取整)(?:先)?(?:还|给|付|转|是|算|按|打|拿|定)?(?:你们?|您|个|它)?$"
)
_REPEATED = re.compile(
    "再?加上|外加|(?:再|又|另外?|也)(?:还|给|转|打|付|交)|(?:老婆|媳妇|老公|爱人|对象|我?[爸妈哥姐弟妹]|儿子|女儿|闺女|他|她)[^，。还出给]{0,3}(?:还|出|给|转|打)"
)
_TOTAL = re.compile(
    "(?:一共|总共|合计|加起来|合起来|凑(?:够|成|个)?|拢共|正好|刚好)[^，。]{0,6}$"
)
_DOUBT = "(?:说不[准好清]|拿不准|没想好|没定|不确定|记不清|没谱)"
_UNSETTLED = re.compile(
    f"(?:到底|究竟)[^，。]{{0,4}}多少[^，。]{{0,4}}(?:{_DOUBT}|不知道|不清楚)|[还给付]多少(?:钱)?[^，。]{{0,4}}{_DOUBT}"
    f"|(?:金额|数目|数额|具体数)[^，。]{{0,4}}{_DOUBT}"
)
_PARTS = re.compile(
    "第[一二三四五]|再(?:还|给|转|付|打)|然后|剩|另外?|分别|接着|余下|加上|外加|一共|总共|各"
)
_REFUSED = re.compile(
    "你们?要|太少|嫌|少了|印钞|你当|没意思|想(?:啥|什么|得美|多了)|做梦|没做到|没兑现|没办到|食言|开(?:什么)?玩笑|太(?!平)|哪|怎么|答应|上[次回]|之前|原来|原先|当初|先前|别想|不可能|说的|谁|什么|啥|催|要求|规定|逼|非要|狮子|抢|吓|张口|开口|以为|指望|就算|够呛|费劲|离谱|心意|卖了"
)
_BEFORE_NOW = re.compile(
    "本来|上(?:次|回|周|个?月|个?礼拜|个?星期)|之前|原来|原先|当初|先前|前面|刚才"
)
_PAYS = re.compile(
    "还|给|付|转|交|打(?!工|算)|拿|出|凑|存|汇|划|补|缴|只有|只能|顶多|最多|就|先"
)
_PAYING = re.compile("还|给|付|转|打|交|汇|存|凑|先|最多|顶多")
_NOISE = re.compile("[吧呢啊呀嘛哦行好的嗯哈呗：:、了那总行 ]|对|可以")
_THAT_IS = re.compile(
    "(?:是吧|对吧|是吗|吧|嘛|的话)?[，？ ]+(?:那|就|应该|总共|一共|金额|嗯|好|是|：|:)*"
)
# 人家借我一千五, 我爸给了五千 其中…: where the money comes from.
_LENT_LEFT = re.compile("借(?:给)?(?:了)?我(?:了)?(?:个)?$")
_HANDED_LEFT = re.compile(
    "(?:爸|妈|哥|姐|弟|妹|老婆|媳妇|老公|爱人|朋友|亲戚|儿子|女儿|闺女|叔|姨|舅)(?:借)?给了?(?:我)?$"
)
_OUT_OF = re.compile("其中|里面|里头|当中|从里|拿出|留")
_TO_YOU = re.compile("(?:还|给|转|打)(?:给)?(?:你|您)")
_AGAIN = re.compile("[，、 ]?(?:我|就)?再(?:还|给|转|付|打|交|补)(?:上|给)?(?:你们?)?")
_REACH = 14


def with_one_sum(text: str, items: list[Item]) -> list[Item]:
    """The items where sums that are not the one offered have stepped back."""
    if not any(isinstance(i, Amount) for i in items):
        return items
    items = _then_again(text, _without_sums_told(text, items))
    live = _live(items)
    if _UNSETTLED.search(text):
        return [_left_open(i) for i in items]
    if _twice(text, items):
        return [_left_open(i) for i in items]
    if len(live) < 2:
        return items
    out = {
        **_sources(text, items, live),
        **_settled(text, items, live),
        **_named(text, items, live),
        **_asked(text, items, live),
        **_refused(text, items, live),
    }
    return [_stepped(i, out.get(n)) for n, i in enumerate(items)]


def _left_open(item: Item) -> Item:
    """到底多少我也说不准: what was named before is a guess."""
    if not isinstance(item, Amount) or item.value is None or item.role not in _OFFERS:
        return item
    return replace(item, kind="unsure", value=None, options=(item.value,))


def _then_again(text: str, items: list[Item]) -> list[Item]:
    """先还500，30号再还500: the second, with its day, is the rest."""
    for n, item in enumerate(items):
        if not (isinstance(item, Amount) and item.role in _OFFERS and item.value):
            continue
        if "先" not in text[soft_left(text, item.span[0], 0) : item.span[0]]:
            continue
        if [type(i) for i in items[n + 1 :]] != [Day, Amount]:
            continue
        day, last = items[n + 1], items[n + 2]
        assert isinstance(day, Day)
        assert isinstance(last, Amount)
        own = last.role in _OFFERS and day.role in (None, "by")
        if own and _AGAIN.fullmatch(text[day.span[1] : last.span[0]]):
            later = replace(day, role="rest"), replace(last, role="rest")
            return [*items[: n + 1], *later]
    return items


def _twice(text: str, items: list[Item]) -> bool:
    """先还500，30号再还500: one sum, or the two together."""
    offers = [i for i in items if isinstance(i, Amount) and i.role in _OFFERS]
    return any(
        a.value is not None
        and a.value == b.value
        and _REPEATED.search(text, a.span[1], b.span[0])
        for a, b in pairwise(offers)
    )


def _without_sums_told(text: str, items: list[Item]) -> list[Item]:
    """The items where the parts of a total, or the total, step back.

    我弟借我两千，加上自己五百，一共两千五 offers the total; of what is paid already, or
    costs something else, the total is nobody's offer.
    """
    sums = [n for n, i in enumerate(items) if isinstance(i, Amount)]
    if len(sums) < 3 or not _adds_up(text, items, sums):
        return items
    parts = [_sum(items, n) for n in sums[:-1]]
    paid = any(i.role == "paid" for i in parts)
    spent = all(i.role not in _OFFERS for i in parts) and not _PAYING.search(text)
    out = sums[-1:] if paid or spent else sums[:-1]
    return [_stepped(i, "other" if n in out else None) for n, i in enumerate(items)]


def _adds_up(text: str, items: list[Item], sums: list[int]) -> bool:
    last = _sum(items, sums[-1])
    lead = text[max(0, last.span[0] - _REACH) : last.span[0]]
    values = [_sum(items, n).value for n in sums[:-1]]
    known = [v for v in values if v is not None]
    told = last.role in _OFFERS and len(known) == len(values)
    return bool(told and _TOTAL.search(lead) and sum(known, Decimal(0)) == last.value)


def _stepped(item: Item, role: str | None) -> Item:
    if role is None or not isinstance(item, Amount):
        return item
    return replace(item, role="rejected" if role == "rejected" else "other")


def _live(items: list[Item]) -> list[int]:
    found = [
        (n, i)
        for n, i in enumerate(items)
        if isinstance(i, Amount) and i.role in _OFFERS
    ]
    values = {i.value for _, i in found}
    return [n for n, _ in found] if len(values) > 1 or None in values else []


def _sum(items: list[Item], n: int) -> Amount:
    item = items[n]
    assert isinstance(item, Amount)
    return item


def _sources(text: str, items: list[Item], live: list[int]) -> dict[int, str]:
    """人家借我一千五，还你一千二: what was lent is not all that is paid."""
    first, last = items[live[0]], items[live[-1]]
    gap = text[first.span[1] : last.span[0]]
    lead = text[max(0, first.span[0] - 8) : first.span[0]]
    lent = _LENT_LEFT.search(lead) or (
        _HANDED_LEFT.search(lead) and _OUT_OF.search(gap)
    )
    low, high = _segment(text, items, live[-1])
    if len(live) != 2 or not lent or _REPEATED.search(gap) or "一共" in gap:
        return {}
    return {live[0]: "other"} if _TO_YOU.search(text, low, high) else {}


def _settled(text: str, items: list[Item], live: list[int]) -> dict[int, str]:
    """一千五百来，就一千五: the hedge gives way to the sum it held."""
    last = _sum(items, live[-1])
    lead = text[max(0, last.span[0] - _REACH) : last.span[0]]
    if last.kind != "value" or last.value is None or not _SETTLED.search(lead):
        return {}
    value = last.value
    return {n: "rejected" for n in live[:-1] if _holds(_sum(items, n), value)}


def _holds(item: Amount, value: Decimal) -> bool:
    if item.kind == "range":
        return (item.low or Decimal(0)) <= value and (
            item.high is None or value <= item.high
        )
    return item.kind in ("unsure", "alternatives") and value in item.options


def _named(text: str, items: list[Item], live: list[int]) -> dict[int, str]:
    """3万8，后天统统还掉: all of the sum just named, not one sum more."""
    everything = [n for n in live if _sum(items, n).named == "all"]
    sums = [n for n in live if n not in everything]
    bare = len(sums) == 1 and _sum(items, sums[0]).kind == "value"
    if bare and everything and _told_after(text, items, everything[0], sums[0]):
        return dict.fromkeys(everything, "other")
    if not (bare and everything and sums[0] < everything[0]):
        return {}
    low, high = _segment(text, items, sums[0])
    said = text[low : items[sums[0]].span[0]] + text[items[sums[0]].span[1] : high]
    return {} if _NOISE.sub("", said) else dict.fromkeys(everything, "other")


def _told_after(text: str, items: list[Item], whole: int, sum_: int) -> bool:
    """全部结清是吧，四千三百二十一块: how much all of it is."""
    between = text[items[whole].span[1] : items[sum_].span[0]]
    after = text[items[sum_].span[1] : items[sum_].span[1] + 1]
    told = sum_ == whole + 1 and _THAT_IS.fullmatch(between) is not None
    return told and (not after or after in "，。 吧嘛□对")


def _segment(text: str, items: list[Item], n: int) -> tuple[int, int]:
    """The clause of a sum, up to the sums on either side."""
    start, end = items[n].span
    floor = max((i.span[1] for i in items[:n] if isinstance(i, Amount)), default=0)
    ceiling = min(
        (i.span[0] for i in items[n + 1 :] if isinstance(i, Amount)), default=len(text)
    )
    return soft_left(text, start, floor), soft_right(text, end, ceiling)


def _asked(text: str, items: list[Item], live: list[int]) -> dict[int, str]:
    """还900？那就800: the question is answered by the last sum."""
    last = live[-1]
    if _open(text, items, live) or _sum(items, last).kind != "value":
        return {}
    if _in_question(text, items, last):
        return {}
    return {n: "rejected" for n in live[:-1] if _in_question(text, items, n)}


def _in_question(text: str, items: list[Item], n: int) -> bool:
    end = items[n].span[1]
    stop = hard_right(text, end, len(text))
    between = any(end <= i.span[0] < stop for i in items)
    return text[stop : stop + 1] == "？" and not between


def _open(text: str, items: list[Item], live: list[int]) -> bool:
    """Nothing is settled between parts of one payment or under a condition."""
    high = items[live[-1]].span[1]
    first = items[live[0]].span[0]
    days = {i.value for i in items if isinstance(i, Day) and i.role is None and i.value}
    plan = any(isinstance(i, Periods) for i in items)
    said = text[max(0, first - 8) : high + 6]
    return bool(OPEN.search(text) or _PARTS.search(said) or len(days) > 1 or plan)


def _refused(text: str, items: list[Item], live: list[int]) -> dict[int, str]:
    """二百来块没意思，我还五百: one is only talked of, the next is offered."""
    last = live[-1]
    if _open(text, items, live) or _sum(items, last).kind != "value":
        return {}
    low, high = _segment(text, items, last)
    said = text[low : items[last].span[0]] + "，" + text[items[last].span[1] : high]
    offered = _PAYS.search(said) or not _NOISE.sub("", said).strip("，")
    if not offered or _REFUSED.search(said):
        return {}
    return {n: "rejected" for n in live[:-1] if _talk(text, items, n)}


def _talk(text: str, items: list[Item], n: int) -> bool:
    low, high = _segment(text, items, n)
    said = text[low : items[n].span[0]] + "，" + text[items[n].span[1] : high]
    if _BEFORE_NOW.search(said):
        return True
    return _REFUSED.search(said) is not None and _PAYING.search(said) is None
