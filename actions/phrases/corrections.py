"""Taking back what was just said: 不对 是1500, 不是15号是25号, 改成每月300."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from actions.phrases.echoes import is_refused
from actions.phrases.scan import Item
from actions.phrases.values import Amount, Day, Periods

_CUE = re.compile(
    "不对(?!称|劲)|错了|[说打写输记搞弄]错|说[早晚多少]了|(?<=[，。 ])不(?=[，。 ]|$)|改(?=$|每|一个月)|口误|手误|更正|纠正|改成|改为|改到|改在|换成|换到|哦不|噢不|喔不|啊不|呃不|额不|嗯不|不不+|应该是|算了|不，是|而是|不是"
    "|(?<=[，。 ])还是(?=.{1,12}(?:吧|算了|得了|好了|稳))"
)
# 13号挪到17号, 月供一千九降到一千二; a debt that is to fall is asked for, not offered.
_SHIFTED = re.compile(
    "(?:挪|延|拖|推|移|顺延|推迟|提前|延后|延期|延长|改期|调整?|降低?|减少?|缩短?|拉长|增加)(?:到|成|至)$"
)
_OPENING = re.compile(
    "(?:[，。 ]|哦|噢|啊|呃|额|嗯|那个|等等|等下|等一下)*+(?:不对(?!称|劲)|说错|打错|写错|错了|更正|口误|不是(?=[0-9一二两三四五六七八九].{1,8}是)|不不+|我说错|刚才说错|刚打错)"
)
_CLOSING = re.compile(
    "[，。 ]*(?:啊|哦|噢)?(?:不对(?!吗)|[说打写输记搞弄]错|错了|口误)"
)
_DENIED_FIRST = re.compile("不是|不要|别|不用|并非")
# 刚才说两千 现在看只能一千五: what was promised before, and what holds now.
_EARLIER = re.compile(
    "(?:刚刚?才?|之前|先前|以前|上次|原来|本来|原先|一?开始|前面|当初|那天)(?:我|俺)?(?:是|跟你)?(?:说|答应|讲|报|约|定|承诺)(?:的|好|了|是|过|要|还|给|每个?月)*$"
)
_NOW = re.compile(
    "现在|今天|只能|只有|只够|最多|顶多|改|变|但|可是|不过|要?不|重新|还是|才"
)
# 1500，刚才打成5100了: what was typed, not what was meant.
_MISTYPED = re.compile("(?:[打写说输记发看点按]|[弄搞]|错)(?:错)?成(?:了|是)?$")
_THEN = re.compile("(?:的|，| |啊|吧|那天|哈|块|元|钱|了|呀)*+(?:而)?(?:应该|要)?是")


def with_corrections(text: str, items: list[Item]) -> tuple[list[Item], bool]:
    """The items with what was taken back marked so, and whether anything was."""
    corrected = _OPENING.match(text) is not None and bool(items)
    result = list(items)
    for kind in (Amount, Day, Periods):
        places = [n for n, i in enumerate(items) if isinstance(i, kind)]
        for first, second in pairwise(places):
            if _stays(text, result, first, second):
                result[first] = _rejected(result[first])
            elif _takes_back(text, result, first, second):
                earlier = _said_earlier(text, result[first])
                _replace(result, first, second, earlier=earlier)
                corrected = True
    for n, item in enumerate(items):
        if _MISTYPED.search(text, max(0, item.span[0] - 6), item.span[0]):
            result[n] = _rejected(item)
            corrected = True
    last = items[-1] if items else None
    if last is not None and _CLOSING.match(text, last.span[1]):
        result[-1] = _rejected(result[-1])
        corrected = True
    return result, corrected


def _rejected(item: Item) -> Item:
    if isinstance(item, Periods):
        return replace(item, rejected=True)
    return replace(item, role="rejected")


def _takes_back(text: str, items: list[Item], first: int, second: int) -> bool:
    old, new = items[first], items[second]
    gap = text[old.span[1] : new.span[0]]
    lead = text[max(0, old.span[0] - 4) : old.span[0]]
    if _DENIED_FIRST.search(lead) and _THEN.match(gap):
        return True
    if _said_earlier(text, old) and _NOW.search(gap):
        return True
    if _SHIFTED.search(gap):
        return _shifts(items, first, second)
    if gap.endswith("不是") or gap.endswith("不要"):
        return False  # 是500不是800: what follows is denied
    cue = _CUE.search(
        gap + text[new.span[0] : new.span[1] + 2] if "还是" in gap else gap
    )
    if cue is None or cue.start() > len(gap):
        return False
    if cue[0] == "应该是" and "value" not in (old.kind, new.kind):
        return False
    if isinstance(old, Day) and old.kind == "event":
        return False
    between = old.span[1] + cue.end()
    # The cue must speak of this pair: nothing of another kind is taken back.
    nearer = [i for i in items if between <= i.span[0] < new.span[0]]
    same = [i for i in nearer if type(i) is type(old)]
    return not same and (not nearer or _all_restated(items, old, nearer))


def _said_earlier(text: str, item: Item) -> bool:
    return _EARLIER.search(text, max(0, item.span[0] - 14), item.span[0]) is not None


def _stays(text: str, items: list[Item], first: int, second: int) -> bool:
    """15号推到20号不行: neither day is offered."""
    old, new = items[first], items[second]
    gap = text[old.span[1] : new.span[0]]
    return isinstance(old, Day) and is_refused(new) and bool(_SHIFTED.search(gap))


def _shifts(items: list[Item], first: int, second: int) -> bool:
    """Whether one is moved to the other: days, counts and monthly sums are."""
    old, new = items[first], items[second]
    if is_refused(new) or second != first + 1:
        return False
    return not isinstance(old, Amount) or old.role == "monthly"


def _all_restated(items: list[Item], old: Item, nearer: list[Item]) -> bool:
    """15号还500，不对，25号还800: each kind after the cue has one before it."""
    before = [i for i in items if i.span[0] < nearer[0].span[0]]
    return all(any(type(b) is type(i) for b in before) for i in nearer) and bool(old)


def _replace(items: list[Item], first: int, second: int, *, earlier: bool) -> None:
    """Reject the old one; the new one takes its role when it has none itself."""
    old, new = items[first], items[second]
    if isinstance(old, Amount) and isinstance(new, Amount):
        if old.role == "owed" and new.role is None and earlier:
            old = replace(old, role=None)  # 本来说一千，现在只有六百
        reduced = new.role == "other" and old.role == "monthly"  # 月供2000降到1500
        if (new.role in (None, "pay", "rejected") or reduced) and old.role not in (
            None,
            "rejected",
        ):
            items[second] = replace(new, role=old.role)
        elif new.role == "rejected":
            items[second] = replace(new, role=None)
    elif isinstance(new, Day) and new.role == "rejected":
        items[second] = replace(new, role=None)
    elif isinstance(new, Periods):
        items[second] = replace(new, rejected=False)
    items[first] = _rejected(old)
