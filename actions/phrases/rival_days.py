"""Several days in one message, one of them meant: 15号不行 15号我在医院，18号还.

A day steps back only where something says why (asked and denied, another matter
happens then, said of the present, named again) and one other day is plainly offered.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise

from actions.phrases.clauses import soft_left, soft_right
from actions.phrases.day_roles import DENIED_RIGHT
from actions.phrases.scan import Item
from actions.phrases.values import Amount, Day, DayRole

_OWN = frozenset({None, "by", "start"})
# Where a choice or a condition is left open nothing is settled.
OPEN = re.compile(
    "或者?|要么|要不(?!是)|不行的话|不行就|实在不行|看情况|说不准|说不定|都行|都可以|都有?可能|也行|也可以|也成|也有可能|万一|如果|要是|假如|看哪|哪个|再看|最快"
)
PAYS = re.compile(
    "还(?!没|有|不|是|在|要|得|早|差|欠|以为|行|想|能|会)|还(?:得|要|能|会|想)?(?=还)|给(?!娃|孩子|我|他|她|老|爸|妈|家|人|媳妇|儿子|女儿|闺女|学校|医院)|付|转(?!院|学|移|机|眼|车)|交(?!警|通|流|代|学|房|租|电|水|社|保|物|作业|班|接)|打(?!工|针|电|算|官|官|架|扰|麻|猎|听)|存|汇|划|缴|凑|补|清|结(?!婚|果|束|业)|扣|弄|搞|处理|解决|办(?!公|证|婚|酒)|钱|款|账|到位|分期|俾|畀|兑现|安排"
)
_FILLER = re.compile(
    "[吧呢啊呀嘛哦行好可以吗的呗哈嗯那就我你您们也都在于是到要想能会定了这个么中成咱俺先再：:、□？]|没?问题|大概|大约|可能|估计|差不多|也许|肯定|一定|保证|应该|日期|时间|晚上|早上|上午|下午|中午|之?前|当天|左右|谢谢|干脆|索性|最后|最迟|最晚|说定|准时|还是"
)
_ASKED = re.compile("[，。 ]*(?:？|(?:行不行?|中不中?|行吗|可以吗|好吗)(?=[，。？ ]))")
_NOW = re.compile("(?:就|都|才|已经|也|是|就是|刚)*+")
_TODAY = re.compile("今[天儿日]?.*(?:号|日|周.|星期.|礼拜.|初.)")
_STATES = re.compile("(?:都|才|已经|刚)?(?:了|啦|嘛|啊|吧|呀|哈)*(?=[，。！ ]|$)")
_STRUCK = re.compile("了(?:是吧|对吧|吧|啊|呀|嘛|哈|都)*(?=[，。！？ ])")
_SAME = re.compile(
    "(?:[，。、 ]|也|那|对|嗯|哦|啊|即|的那个?|其实|应该)*+就?是(?:个)?$"
)
_SETTLED = re.compile("(?:就|选|定|那|按|还是|干脆|索性)(?:是|在|到)?$")
_STRONG = re.compile(
    "还(?!没|有|不|是|在|要|得|早|差|欠|想)|给(?=你|您)|付|转|打(?=给|过|[0-9一二两三四五六七八九])|存|汇|划|缴"
)
_VERB = re.compile("[还给付]")
_OPEN_AGAIN = re.compile(
    "[，。？！ ](?:哦|呃|额|唉|哎|不过|但是?|也|可能|好像|算了|我|还是|还得?|要|得|先|再){0,3}"
    "(?:不一定|看情况|说不[准好定]|没准儿?|不[确肯]定|没谱|再?想想|再?看看?(?=$|[，。吧 ])|再?考虑|再?商量|再?说吧?(?=$|[，。 ]))(?!多少|金额|钱)"
)
_REACH = 12
_Step = Callable[[str, list[Item], list[int]], dict[int, DayRole]]


def with_one_day(text: str, items: list[Item]) -> list[Item]:
    """The items where days that are not the one meant have stepped back."""
    items = _taken_back(text, items)
    if sum(isinstance(i, Day) for i in items) < 2:
        return items
    for step in (_namings, _questions, _backgrounds):
        items = _after(step, text, items)
    return items


def _taken_back(text: str, items: list[Item]) -> list[Item]:
    """明天还，哦不一定，看情况: the days named before are open again."""
    days = [i for i in items if isinstance(i, Day) and i.role in _OWN and i.value]
    back = _OPEN_AGAIN.search(text, days[-1].span[1]) if days else None
    if back is None:
        return items
    return [
        replace(i, kind="unsure", value=None, options=(i.value,), role=None)
        if any(i is d for d in days) and isinstance(i, Day) and i.value
        else i
        for i in items
    ]


def with_presents(text: str, items: list[Item]) -> list[Item]:
    """The items where what day it is now is no offer."""
    if sum(isinstance(i, Day) for i in items) < 2:
        return items
    return _after(_presents, text, items)


def _after(step: _Step, text: str, items: list[Item]) -> list[Item]:
    live = _live(items)
    if len(live) < 2:
        return items
    roles = step(text, items, live)
    return [
        replace(i, role=roles[n]) if n in roles and isinstance(i, Day) else i
        for n, i in enumerate(items)
    ]


def _live(items: list[Item]) -> list[int]:
    """Where days are offered, if they are not all one."""
    found = [
        (n, i)
        for n, i in enumerate(items)
        if isinstance(i, Day) and i.role in _OWN and i.kind != "recurring"
    ]
    values = {i.value if i.kind == "value" else None for _, i in found}
    return [n for n, _ in found] if len(values) > 1 or None in values else []


def _day(items: list[Item], n: int) -> Day:
    item = items[n]
    assert isinstance(item, Day)
    return item


def _pays(text: str, items: list[Item], n: int) -> bool:
    low, high = _segment(text, items, n)
    inside = any(isinstance(i, Amount) and low <= i.span[0] < high for i in items)
    return inside or PAYS.search(text, low, high) is not None


def _presents(text: str, items: list[Item], live: list[int]) -> dict[int, DayRole]:
    """今天周五，下周一还: what day it is, and then the day offered."""
    for n in live[:-1]:
        day = _day(items, n)
        named = _TODAY.fullmatch(text[slice(*day.span)])
        if named and _STATES.match(text, day.span[1]) and not _pays(text, items, n):
            return {n: "other"}
    for a, b in pairwise(live):
        first, second = _day(items, a), _day(items, b)
        words = text[slice(*first.span)]
        gap = text[first.span[1] : second.span[0]]
        if not words.startswith(("今", "明")) or not _NOW.fullmatch(gap):
            continue
        if not _STATES.match(text, second.span[1]):
            continue
        if first.value in (second.value, *second.options):
            later = any(n > b and _day(items, n).kind == "value" for n in live)
            idle = later or not PAYS.search(text)  # 今天都周六了, and no more
            return {a: "other", b: "other"} if idle else {b: "other"}
    return {n: "other" for n in live[:-1] if _struck(text, items, n)}


def _struck(text: str, items: list[Item], n: int) -> bool:
    """16号了是吧: what day it is by now."""
    return bool(_STRUCK.match(text, items[n].span[1]) and not _pays(text, items, n))


def _namings(text: str, items: list[Item], live: list[int]) -> dict[int, DayRole]:
    """明后天，就后天; 10号之后的周三，就是13号: the later word names one of the earlier."""
    out: dict[int, DayRole] = {}
    for k, n in enumerate(live):
        sure = _day(items, n)
        if k == 0 or sure.kind != "value" or sure.value is None:
            continue
        lead = text[max(0, sure.span[0] - _REACH) : sure.span[0]]
        same, settled = _SAME.search(lead), _SETTLED.search(lead)
        for m in live[:k]:
            earlier = _day(items, m)
            gap = text[earlier.span[1] : sure.span[0]]
            beside = m == n - 1 and not _FILLER.sub("", gap).strip("， 。")
            cued = settled and earlier.kind in ("alternatives", "range", "unsure")
            narrowed = earlier.kind == "range" and (
                _only_day(text, items, n) or not _strong(text, items, m)
            )
            near = len(gap) <= _REACH * 2 and not OPEN.search(gap)
            if (
                near
                and (same or cued or beside or narrowed)
                and _holds(earlier, sure.value)
            ):
                out[m] = "other"
    return out


def _strong(text: str, items: list[Item], n: int) -> bool:
    """Whether the clause of a day has a verb of paying or a sum."""
    low, high = _segment(text, items, n)
    inside = any(isinstance(i, Amount) and low <= i.span[0] < high for i in items)
    return inside or _STRONG.search(text, low, high) is not None


def _only_day(text: str, items: list[Item], n: int) -> bool:
    """这周给六百，周六: a clause that is nothing but the day."""
    low, high = _segment(text, items, n)
    start, end = items[n].span
    said = text[low:start] + text[end:high]
    return not _FILLER.sub("", said) and not any(
        isinstance(i, Amount) and i.span[0] > end for i in items
    )


def _holds(day: Day, value: date) -> bool:
    """Whether a day that is not sure may be that one."""
    if day.kind == "range":
        return (day.low is None or day.low <= value) and (
            day.high is None or value <= day.high
        )
    return value in day.options


def _segment(text: str, items: list[Item], n: int) -> tuple[int, int]:
    """The clause of a day, up to the days on either side."""
    start, end = items[n].span
    floor = max((i.span[1] for i in items[:n] if isinstance(i, Day)), default=0)
    ceiling = min(
        (i.span[0] for i in items[n + 1 :] if isinstance(i, Day)), default=len(text)
    )
    return soft_left(text, start, floor), soft_right(text, end, ceiling)


def _questions(text: str, items: list[Item], live: list[int]) -> dict[int, DayRole]:
    """周五之前？来不及，周日转: asked or named, then denied or answered otherwise."""
    out: dict[int, DayRole] = {}
    if OPEN.search(text):
        return out
    last = live[-1]
    if _day(items, last).kind != "value" or _asked(text, items, last):
        return out
    for n in live[:-1]:
        end = _segment(text, items, n)[1]
        said = text[items[n].span[1] : end]
        after = re.compile("[，。！？ ]+").match(text, end)
        denied = (
            after is not None
            and not _FILLER.sub("", _VERB.sub("", said))
            and ("？" in after[0] or items[n + 1].span[0] > after.end())
            and (
                "？" in after[0]
                or DENIED_RIGHT.match(text, after.end(), items[n + 1].span[0])
            )
        )
        if denied:
            out[n] = "rejected"
    return out


def _asked(text: str, items: list[Item], n: int) -> bool:
    return _ASKED.match(text, _segment(text, items, n)[1]) is not None


def _backgrounds(text: str, items: list[Item], live: list[int]) -> dict[int, DayRole]:
    """15号我在医院，18号还: nothing is paid on the day other things are said of."""
    if OPEN.search(text):
        return {}
    sure = any(_strong(text, items, n) and _day(items, n).value for n in live)
    verbs = _STRONG if sure else PAYS
    aside = [n for n in live if _background(text, items, n, verbs)]
    meant = [_day(items, n) for n in live if n not in aside]
    values = {d.value if d.kind == "value" else None for d in meant}
    if not aside or len(values) != 1 or None in values:
        return {}
    return dict.fromkeys(aside, "other")


def _background(text: str, items: list[Item], n: int, verbs: re.Pattern[str]) -> bool:
    low, high = _segment(text, items, n)
    inside = [i for i in items if low <= i.span[0] and i.span[1] <= high]
    if any(isinstance(i, Amount) for i in inside):
        return False
    said = text[low : items[n].span[0]] + "，" + text[items[n].span[1] : high]
    left = _FILLER.sub("", said).strip("， 。")
    return len(left) >= 1 and verbs.search(said) is None
