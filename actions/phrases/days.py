"""The day at a place in the text, with what stands around it: 之前, 左右, 最迟."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from actions.phrases.calendars import plus_days
from actions.phrases.days_calendar import calendar_day, unsure
from actions.phrases.days_feasts import feast_day
from actions.phrases.days_nth import NTH_STARTS, nth_day
from actions.phrases.days_soon import soon_day
from actions.phrases.days_spans import event_day, span_day
from actions.phrases.days_words import word_day
from actions.phrases.values import Day

STARTS = frozenset(
    "0123456789零一二三四五六七八九十廿卅两俩仨半几个"
    "第最头今明后大外昨前听来去下上本这当次每没逢周星礼月年正冬腊农阴旧老初除小春元端中七重国五六"
    "现清双圣平劳妇情青儿建教龙过再等缓宽容给晚迟延推顺展多改近最季开节"
    "满刚立马待稍傍发领拿出关结补工薪奖提绩分货尾拆赔报退粮卖回保医社收我公单厂就到"
)
_PART_OF_DAY = (
    "(?:的?(?:那天|当天|这天|那日|当日|那一天))?(?:凌晨|早上|一早|早晨|上午|中午|午后|下午|傍晚|晚上|晚|夜里|白天|一大早)?"
    "(?:[0-9一二三四五六七八九十]{1,3}[点时](?:半|钟|整|[0-9]{1,2}分?)?|下班|[0-9]{1,2}:[0-9]{2})?"
)
_SIDE = re.compile(
    f"{_PART_OF_DAY}(?:"
    "(?P<eve>的?(?:前|头)一天)|(?P<next>的?(?:第二天|次日|转天|隔天|后一天))|(?P<before>之前|以前|前(?![天面后台几两段阵期首])|之内|以内|内(?![容部])|截止)"
    "|(?P<after>之后|以后|过后|后(?![天面台来续悔果期备])|往后)"
    "|(?P<about>的?[那前后][几两三]天|那样子?|那阵子?|左右|前后|上下|附近|差不多)"
    "|(?P<start>开始|起(?![码来])))?"
)
_BEFORE = re.compile(
    "(?:(?P<about>大概|大约|估计|差不多|或许|也许|可能|约摸|约(?<!预约)(?!到|在|好|定))|(?P<by>最迟|最晚|不晚于|不迟于|不超过|截止到?|至迟)"
    "|(?P<may>(?:慢|晚|快|早|顺利|不?顺|来得及|来不及|赶得上|赶不上|迟|运气好|不行)一?点?的?话)|(?P<early>最早|最快|起码|至少)|(?P<from>从|自|打(?=$))|(?P<past>(?<![超经通难不])过[了完]?))(?:要|得|是|到|在|也|就|能|会|等|我|也要|也得|还|还款){0,3}$"
)


_PAYS_THEN = re.compile(
    "[，、 ]?(?:我)?(?:才|就)?能?(?:还|给|转|付|打)(?:你们?)?[0-9一二两三四五六七八九]"
)


def day_at(text: str, start: int, ref: date) -> Day | None:
    """The day that starts here, or None. The span covers 之前, 左右 and the like."""
    if text[start] not in STARTS:
        return None
    found = (
        (nth_day(text, start, ref) if text[start] in NTH_STARTS else None)
        or span_day(text, start, ref)
        or calendar_day(text, start, ref)
        or feast_day(text, start, ref)
        or event_day(text, start, ref)
        or word_day(text, start, ref)
        or soon_day(text, start, ref)
    )
    return None if found is None else _beside(text, found)


def _beside(text: str, found: Day) -> Day:
    start, end = found.span
    side = _SIDE.match(text, end)
    end = side.end() if side else end
    if end != found.span[1]:
        found = replace(found, span=(start, end))
    if found.kind == "recurring" and side and side["about"]:
        return replace(found, kind="unsure")
    if found.kind in ("past", "event", "recurring"):
        return found
    found = _after(found, side.lastgroup if side else None)
    hedge = _BEFORE.search(text, max(0, start - 8), start)
    if hedge and hedge["early"] and _PAYS_THEN.match(text, end):
        return found  # 最快也要后天 还一万: on that day
    return _hedged(found, hedge.lastgroup) if hedge else found


def _after(found: Day, side: str | None) -> Day:
    if side == "eve":
        eve = plus_days(found.value, -1) if found.value else None
        return replace(found, value=eve) if eve else unsure(found.span)
    if side == "next":
        base = found.value or (found.options[0] if len(found.options) == 1 else None)
        following = plus_days(base, 1) if base else None
        if following is None:
            return unsure(found.span)
        return Day("value", following, found.span)
    if side == "before":
        return _before(found)
    if side == "after":
        last = (
            found.value or found.high or (found.options[-1] if found.options else None)
        )
        low = plus_days(last, 1) if last else None
        return replace(found, kind="range", value=None, low=low, high=None, options=())
    if side == "about" and found.value:
        return unsure(found.span, found.value)
    if side == "start":
        return replace(found, role="start")
    return found


def _before(found: Day) -> Day:
    """A day is its own deadline; before a stretch means before it begins."""
    if found.kind == "range" and found.low:
        eve = plus_days(found.low, -1)
        return replace(found, low=None, high=eve, role="by")
    return replace(found, role="by")


def _hedged(found: Day, hedge: str | None) -> Day:
    if hedge in ("about", "may") and found.value:
        return unsure(found.span, found.value)
    if hedge == "past":
        return _after(found, "after")
    if hedge == "early" and found.value:
        return replace(found, kind="range", value=None, low=found.value)
    if hedge == "by" and found.role is None:
        return replace(found, role="by")
    if hedge == "from" and found.role is None:
        return replace(found, role="start")
    return found
