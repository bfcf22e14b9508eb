"""Days at a distance (半个月后, 三天内, 过两天) and days of events (发工资那天)."""

from __future__ import annotations

import re
from datetime import date

from actions.phrases.calendars import plus_days
from actions.phrases.day_shapes import last_day, stretch
from actions.phrases.days_calendar import unsure
from actions.phrases.durations import LENGTH_STARTS, Duration, duration_at, moved
from actions.phrases.values import Day

_AHEAD = re.compile(
    "(?P<full>(?<=[，。 ])满(?=一个月|半个月|[0-9一二两三四五六七八九十]+天))|(?P<pass>(?<![超经通难不说])再?过|再有)(?:个|上)?|(?P<wait>再?(?:等|缓|宽限|宽|容)(?:我|一下|个)?|再?给(?:我|个|一)|晚|迟|延期?|延后|推迟|推后|顺延|延长|展期|多给)(?:个|我|上)?"
)
# 缓我一个月，满一个月我还: the month asked for, from today.
_WAITED = re.compile("(?:缓|宽限|宽|容|等|停)(?:我|一下|个|了)*[^，。]{1,4}[，。 ]$")
_SIDE = re.compile(
    "(?:左右)?(?:的?(?:时间|期限))?(?:(?P<after>(?:之后|以后|过后|后)的(?:今天|这一?天|同一天)|之后|以后|过后|后(?![天面来续悔果])|开外)|(?P<within>之内|以内|内(?![容部])|里(?=就?(?:还|付|结|给|肯定|一定|保证))))(?P<about>左右)?"
)
_AGO = re.compile("前(?=我?就?已?经?(?:还|转|打|付|交|存|汇|给)(?:了|的|过))")
_EACH_MONTH = re.compile("，?(?:我|就|给你们?)?(?:每个?[月期]|月月)")
_ABOUT = re.compile("左右|上下|差不多")
_PAY_WORD = (
    "(?:发|开|领|拿|出|关|结|补发)(?:了|完|到|下|下来)*+(?:工资|工钱|薪水?|饷|支(?!持|付|太|大|多|高|也|压)|资(?!料|金)|粮|(?<=发)钱|(?<=发了)钱)"
    "|(?:工资|工钱|薪水)(?:一|都)?(?:发|开|到|到账|到手|下来|结|打|进账)(?:了|下来|过来|账)*+"
    "|工资[日天]|发薪日|开工资|开资日|发钱(?:那天|了|后|以后))(?!到现在|以来|到今天"
)
_BONUS_WORD = "(?:发|拿|领|等)(?:了|到|下来)*+(?:年终奖|奖金|提成|绩效|补贴|季度奖|分红)|分红|(?:年终奖|奖金|提成|绩效)(?:发|到|下来|到账|到手)(?:了|下来|账)*+"
_INCOME_WORD = (
    "(?:工程款|货款|尾款|工地|拆迁款|赔偿款?|补偿款?|公积金|报销|退税|粮食款|卖粮款|回款|保险|医保|社保|赔款)(?:一|都|能)?(?:结|下来|到|到账|回来|发|报|批|赔|报销|取)(?:了|下来|账|出来)*+"
    "|(?:结|收|拿|要|讨)(?:了|到|回|完|回来)*+(?:工程款|货款|尾款|账款|材料款)"
    "|(?:卖|收)(?:了|完)(?:粮食?|苞米|玉米|麦子|棉花|果子|猪|羊|房子?|车|菜|货)"
)
_EVENT = re.compile(
    f"(?P<lead>(?:下个?月|这个?月|本月|每个?月)?(?:我们?|公司|单位|厂里|厂子|老板|厂)?(?:等|就等|等着)?(?:到|我|下次|下回)?)"
    f"(?:(?P<salary>{_PAY_WORD})|(?P<bonus>{_BONUS_WORD})|(?P<income>{_INCOME_WORD}))"
    "(?P<that>的?(?:那天|当天|那日|日子?|时候|那会儿?))?"
)
_EVENT_AFTER = re.compile("(?:之后|以后|过后|后)?的?(?=[0-9一二三四五六七八九十两半])")
_LONGEST = 120  # months; 一百年以后 is no day
_WIDE = 7  # 几天 and the like say nothing one could offer
_EVENT_STARTS = frozenset(
    "下这本每月我公单厂老等就到发开领拿出关结补工薪年奖提绩分货尾拆赔报退粮卖回保医社收"
)


def span_day(text: str, start: int, ref: date) -> Day | None:
    """The day at a distance from today that starts here, or None."""
    ahead = _AHEAD.match(text, start)
    if ahead is None and text[start] not in LENGTH_STARTS:
        return None
    length = duration_at(text, ahead.end() if ahead else start)
    if length is None or (length.unit == "month" and length.low > _LONGEST):
        return None
    if _AGO.match(text, length.end):
        return _ago(ref, start, length)
    side = _SIDE.match(text, length.end)
    if side:
        return _beside(text, start, ref, length, side)
    return None if ahead is None else _led(text, start, ref, length, ahead)


def _beside(
    text: str, start: int, ref: date, length: Duration, side: re.Match[str]
) -> Day | None:
    """三天内, 半个月后."""
    if side["within"] and _EACH_MONTH.match(text, side.end()):
        return None  # 三个月内每月八百: so many instalments
    if side["within"]:
        return _within(ref, (start, side.end()), length, bool(side["about"]))
    about = bool(side["about"]) or text.startswith("左右", length.end)
    return _after(ref, (start, side.end()), length, about)


def _led(
    text: str, start: int, ref: date, length: Duration, ahead: re.Match[str]
) -> Day:
    """过三天, 再等半个月, 满一个月."""
    end = length.end
    if ahead["full"]:
        waited = _WAITED.search(text, 0, start) is not None
        return _after(ref, (start, end), length, about=not waited)
    if ahead["wait"] or _idiom(text, ahead, length):
        return _offered(
            ref, (start, end), length, exact=not _idiom(text, ahead, length)
        )
    return _after(ref, (start, end), length, bool(_ABOUT.match(text, end)))


def _ago(ref: date, start: int, length: Duration) -> Day:
    """三天前打的: a day behind."""
    days = {"day": 1, "week": 7}.get(length.unit)
    known = days is not None and length.exact
    value = plus_days(ref, -length.low * days) if known and days else None
    return Day("past", value, (start, length.end + 1))


def _idiom(text: str, ahead: re.Match[str], length: Duration) -> bool:
    """过两天 means soon, not in two days."""
    words = text[ahead.end() : length.end]
    return words[0] in "两俩" and words.endswith(("天", "日"))


def _after(ref: date, span: tuple[int, int], length: Duration, about: bool) -> Day:
    low, high = moved(ref, length)
    if length.unit in ("hour", "workday") or (
        not length.sure and length.low == length.high
    ):
        return unsure(span, low if length.unit == "hour" else None)
    if length.high - length.low > _WIDE:
        return unsure(span)
    if not length.exact:
        return stretch(span, low, high)
    if about or low is None:
        return unsure(span, low)
    return Day("value", low, span)


def _within(ref: date, span: tuple[int, int], length: Duration, about: bool) -> Day:
    """三天内: a deadline. Hours count as days only when they make whole ones."""
    low, high = moved(ref, length)
    whole = length.unit != "hour" or length.low % 24 == 0
    if not length.exact or about or length.unit == "workday" or not whole:
        return Day("range", None, span, low=low, high=high, role="by")
    return last_day(span, low)


def _offered(ref: date, span: tuple[int, int], length: Duration, *, exact: bool) -> Day:
    """宽限三天, 再等半个月: from today or from the due day, so it is asked back."""
    low, _ = moved(ref, length)
    known = exact and length.exact and length.unit in ("day", "week", "month")
    return unsure(span, low if known else None)


def event_day(text: str, start: int, ref: date) -> Day | None:  # noqa: ARG001
    """A day that hangs on an event: pay day, a bonus, other money coming in."""
    if text[start] not in _EVENT_STARTS:
        return None
    got = _EVENT.match(text, start)
    if got is None:
        return None
    rule = "salary" if got["salary"] else "bonus" if got["bonus"] else "income"
    end = got.end()
    gap = _EVENT_AFTER.match(text, end)
    length = duration_at(text, gap.end()) if gap else None
    if gap and length and length.exact and length.unit in ("day", "week"):
        steps = length.low * (7 if length.unit == "week" else 1)
        rule, end = f"{rule}+{steps}", length.end
    every = got["lead"].startswith("每")
    kind = "recurring" if every else "event"
    return Day(
        "recurring" if kind == "recurring" else "event", None, (start, end), rule=rule
    )


def lone_length(text: str, start: int, ref: date) -> Day | None:
    """The reading of a bare 三天 or 半个月: after so long, or within it."""
    length = duration_at(text, start)
    if length is None or length.unit not in ("day", "week", "month"):
        return None
    if length.unit == "month" and length.low != 0:
        return None
    low, high = moved(ref, length)
    if length.exact:
        return unsure((start, length.end), low)
    return stretch((start, length.end), low, high)
