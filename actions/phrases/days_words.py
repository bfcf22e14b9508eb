"""Days by word: 明天, 下周三, 周末, 月底, 下月初, 年底, 下个月, 这两天."""

from __future__ import annotations

import re
from datetime import date

from actions.phrases.calendars import day, month_of, plus_days, weekday
from actions.phrases.datewords import (
    MONTH,
    MONTHS,
    REL_MONTH,
    YEAR,
    compiled,
    month_offset,
    year_of,
)
from actions.phrases.day_shapes import last_day, stretch
from actions.phrases.days_calendar import unsure, whole_month
from actions.phrases.days_years import part_of_year, year_end
from actions.phrases.values import Day

_WORD = re.compile(
    "(?P<someday>改明儿?个?(?!天|日))|(?P<both>今明两?天?|明后两?天|明天后天|今天明天)"
    "|(?P<w>大后[天儿日]|外后天|后(?:天|儿个?|日)|今(?:天|日|晚|儿个?|个|早|夜|朝)|明(?:天|日|晚|儿个?|个(?!月|年)|早|朝)|听[日朝晚]|"
    "大前天|前天|昨(?:天|日|晚|儿个?|个|夜))"
    "|(?P<now>(?:现在|这)就(?=还|转|付|打|给|去|充|交|存))"
    "|(?P<past>前(?:几|两|些)天|前(?:一)?阵子?|前段时间)"
    "|(?P<vague>(?:再?[过等缓]|晚|迟|宽限|容我|给我)(?:我|个|上)?(?:几|两|一两|两三|三两|些|点)(?:天|日子|时间)"
    "|[这近](?:一?两|几|一二)[天日]|最近几天|[过等](?:一?阵子?|一?段时间|些时候)|改[天日](?!到)|过后再|缓一?缓)"
)
_COUNT_END = re.compile(
    "(?<![百千万周期拜])(?<![0-9]{2})[一二两三四五六七八九十几0-9半]$"
)
_OFFSETS = {"今": 0, "明": 1, "听": 1, "昨": -1}
_NOUN = "(?:周|星期|礼拜)"
_REL_WEEK = "(?P<rel>本|这一?个?|下下一?个?|下一?个?|上上一?个?|上一?个?|每一?个?|逢)"
_NO_NUMBER = "(?![0-9十百千万块元点.年岁%])"
_WEEKDAY = compiled(
    f"{_REL_WEEK}?{_NOUN}(?P<d>[一二三四五六日天末](?![十百千万块元])|[1-7]{_NO_NUMBER})"
    f"(?P<d2>[二三四五六日](?=$|，|。|吧|还|都|之|前|左|我|行|可))?"
)
_WEEK = compiled(f"{_REL_WEEK}{_NOUN}(?P<part>初|中|头上|以内|之内|内|里)?(?!期)")
_WEEKDAYS = {c: i for i, c in enumerate("一二三四五六日", 1)} | {"天": 7, "末": 7} | {
    str(i): i for i in range(1, 8)
}  # fmt: skip
_PARTS = "底最后一天|最[后末](?:的)?(?:一|那一?)[天日]|末一天|底|末|尾|初(?![一二三四五六七八九十])|头(?!寸)|中旬|上旬|下旬|中(?!国|秋)"
_MONTH_PART = compiled(
    f"(?:(?P<rel>{REL_MONTH})|(?P<y>{YEAR})?的?(?P<m>{MONTH})月份?)(?:的)?月?(?P<part>{_PARTS})"
)
_ENDS = re.compile("底|末|尾|最")
_BARE_PART = re.compile(
    "月(?P<part>底最后一天|底|末|尾|初(?![一二三四五六七八九十])|头|中旬?)|(?P<third>[上中下]旬)"
)
_MONTH = compiled(
    f"(?:(?P<rel>{REL_MONTH})|(?P<y>{YEAR})?(?P<m>{MONTH})月(?:份)?)(?P<in>之内|以内|内|里)?"
)
_SUM_NEXT = re.compile(
    "(?:最多|顶多|能|可以)?(?:还|给|交|付|供)?(?:你们?|恁|个)?[0-9一二两三四五六七八九十]|[一半]"
)
_THIRDS = {
    "上旬": (1, 10),
    "中旬": (11, 20),
    "下旬": (21, 31),
    "初": (1, 10),
    "头": (1, 10),
    "中": (11, 20),
}


# What a month, a part of one or a part of a year may begin with.
_MONTH_OR_YEAR = frozenset(
    "0123456789零一二三四五六七八九十元本这当下次上每没月逢今明来后去年岁最季开中"
)


def word_day(text: str, start: int, ref: date) -> Day | None:
    """The day, or stretch of days, that a word names here; None for no word."""
    char = text[start]
    if char in "现今明听昨大外后前再过等缓晚迟宽容给这近最改":
        found = _word(text, start, ref)
        if found:
            return found
    if char in "本这下上每逢周星礼":
        found = _weekday(text, start, ref) or _week(text, start, ref)
        if found:
            return found
    if char not in _MONTH_OR_YEAR:
        return None
    return (
        _month_part(text, start, ref)
        or year_end(text, start, ref)
        or _month(text, start, ref)
        or part_of_year(text, start, ref)
    )


def _word(text: str, start: int, ref: date) -> Day | None:
    got = _WORD.match(text, start)
    if got is None:
        return None
    span = got.span()
    if got.lastgroup == "both":
        first = plus_days(ref, 1 if got[0][1] == "后" or got[0].startswith("明") else 0)
        second = plus_days(first, 1) if first else None
        options = tuple(d for d in (first, second) if d)
        return Day("alternatives", None, span, options=options)
    if got.lastgroup in ("vague", "someday"):
        return unsure(span)
    if got.lastgroup == "now":
        return Day("value", ref, span)
    if got.lastgroup == "past":
        return Day("past", None, span)
    value = plus_days(ref, _offset(got[0]))
    if value is None:
        return unsure(span)
    return Day("past" if value < ref else "value", value, span)


def _offset(word: str) -> int:
    big = word[0] in "大外"
    core = word[1:] if big else word
    if core[0] == "后":
        return 3 if big else 2
    if core[0] == "前":
        return -3 if big else -2
    return _OFFSETS[core[0]]


def _weeks(rel: str) -> int:
    return rel.count("下") - rel.count("上")


def _weekday(text: str, start: int, ref: date) -> Day | None:
    got = _WEEKDAY.match(text, start)
    if got is None or (not got["rel"] and _counted_week(text, start)):
        return None
    number, rel = _WEEKDAYS[got["d"]], got["rel"]
    if rel and rel[0] in "每逢":
        return Day("recurring", None, got.span(), rule=f"weekly:{number}")
    if got["d2"]:
        days = (
            weekday(ref, n, _weeks(rel or "")) for n in (number, _WEEKDAYS[got["d2"]])
        )
        return Day(
            "alternatives", None, got.span(), options=tuple(d for d in days if d)
        )
    value = weekday(ref, number, _weeks(rel or ""))
    following = weekday(ref, number, 1)
    if value is None or text.endswith("隔", 0, start):
        return unsure(got.span())
    return _of_week(got.span(), ref, rel, (value, following))


def _counted_week(text: str, start: int) -> bool:
    """一周五: so many weeks, unless the digit ends a sum (两千五星期五)."""
    before = text[max(0, start - 3) : start]
    return _COUNT_END.search(before) is not None


def _of_week(
    span: tuple[int, int], ref: date, rel: str | None, days: tuple[date, date | None]
) -> Day:
    value, following = days
    if rel and rel[0] == "上":
        return Day("past", value, span)
    if rel is None and value == ref:
        return unsure(span, value, following)
    if value >= ref:
        return Day("value", value, span)
    if rel is None:
        return Day("value", following, span) if following else unsure(span)
    return unsure(span, following)


def _week(text: str, start: int, ref: date) -> Day | None:
    got = _WEEK.match(text, start)
    if got is None:
        return None
    rel, part = got["rel"], got["part"] or ""
    if rel[0] in "每逢":
        return None
    first, last = (weekday(ref, n, _weeks(rel)) for n in (1, 7))
    if rel[0] == "上":
        return Day("past", None, got.span(), low=first, high=last)
    if "内" in part:
        return last_day(got.span(), last)
    if first is not None and first < ref:
        first = ref
    return stretch(got.span(), first, last)


def _month_part(text: str, start: int, ref: date) -> Day | None:
    got = _MONTH_PART.match(text, start)
    if got is None:
        return _bare_part(text, start, ref)
    if got["rel"]:
        offset = month_offset(got["rel"])
        if offset is None:
            return _every(got.span(), got["part"])
        year, month = month_of(ref, offset)
    else:
        month = MONTHS[got["m"]]
        year = year_of(got["y"], ref) or ref.year + (month < ref.month)
    return _part(got.span(), year, month, got["part"], ref)


def _every(span: tuple[int, int], part: str) -> Day:
    if _ENDS.match(part):
        return Day("recurring", None, span, rule="monthly:last")
    return unsure(span)


def _bare_part(text: str, start: int, ref: date) -> Day | None:
    got = _BARE_PART.match(text, start)
    if got is None:
        return None
    part = got["part"] or got["third"]
    offset = 0
    if part in _THIRDS and ref.day > _THIRDS[part][0]:
        offset = 1
    after_digit = start > 0 and text[start - 1] in "一二三四五六七八九十"
    found = _part(got.span(), *month_of(ref, offset), part, ref)
    if after_digit and found.kind == "value":
        return unsure(got.span(), found.value)
    return found


def _part(span: tuple[int, int], year: int, month: int, part: str, ref: date) -> Day:
    first, last = whole_month(year, month)
    if last is not None and last < ref:
        return Day("past", None, span, low=first, high=last)
    if _ENDS.match(part):
        return Day("value", last, span) if last else unsure(span)
    low, high = _THIRDS[part]
    return stretch(span, day(year, month, low), day(year, month, high) or last)


def _month(text: str, start: int, ref: date) -> Day | None:
    """下个月, 12月份: some day of a month, or by its end with 内."""
    got = _MONTH.match(text, start)
    if got is None:
        return None
    if got["rel"]:
        offset = month_offset(got["rel"])
        if offset is None:
            return None
        year, month = month_of(ref, offset)
    else:
        if start and text[start - 1] in "0123456789十个第":
            return None
        if got["m"] == "一" and _SUM_NEXT.match(text, got.end()):
            return None  # 一月五百: a sum a month
        month = MONTHS[got["m"]]
        year = year_of(got["y"], ref) or ref.year + (month < ref.month)
    first, last = whole_month(year, month)
    if last is not None and last < ref:
        return Day("past", None, got.span(), low=first, high=last)
    if got["in"] and "内" in got["in"]:
        return last_day(got.span(), last)
    return stretch(got.span(), max(first, ref) if first else None, last)
