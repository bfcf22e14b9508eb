"""Festivals and lunar days: 中秋, 春节前, 年前, 腊月二十, 农历八月十五, 大年初三."""

from __future__ import annotations

import re
from datetime import date, timedelta

from actions.phrases.calendars import (
    LUNAR_FEASTS,
    SOLAR_FEASTS,
    TERM_FEASTS,
    next_feast,
    next_lunar,
    plus_days,
)
from actions.phrases.datewords import DAY, DAYS, REL_MONTH, compiled
from actions.phrases.days_calendar import in_coming_year, unsure
from actions.phrases.values import Day

_LUNAR_MONTHS = {"正": 1, "冬": 11, "腊": 12, "元": 1} | {
    c: i for i, c in enumerate("一二三四五六七八九十", 1)
} | {"十一": 11, "十二": 12} | {str(i): i for i in range(1, 13)}  # fmt: skip
_LUNAR_DAY = f"(?P<d>初[一二三四五六七八九十]|{DAY})(?:号|日)?(?![0-9百千万块%期个天]|元(?!宵|旦))"
_CALLED = compiled(
    "(?:农历|阴历|旧历|老历)的?(?:的)?(?P<m>十[一二]|1[0-2]|[正冬腊一二三四五六七八九十1-9])月的?",
    _LUNAR_DAY,
)
_LUNAR_ONLY = compiled("(?P<m>[正冬腊])月的?", _LUNAR_DAY)
_BY_FIRST = compiled(
    "(?P<m>十[一二]|[一二三四五六七八九十]|[0-9]{1,2})月(?P<d>初[一二三四五六七八九十])"
)
# Days known by their lunar number; the solar one may be meant as well.
_BY_HEART = re.compile(
    "(?P<m>八)月(?P<d>十五)(?![0-9号日]|[的，]?中秋)|(?P<n>二月二|五月五|七月七|九月九)(?![0-9号日十百千万块期成个]|[的，]?龙抬头)"
)
_NEW_YEAR = re.compile(
    "(?:大年|大(?=初)|(?<![0-9一二两三四五六七八九十半几])年)(?P<d>三十(?![一二三四五六七八九期])|初[一二三四五六七八九十])|除夕(?:夜|那晚)?|大年夜"
)
_FIRST_DAYS = re.compile("(?<![年月])初[一二三四五六七八九十](?!中|步|次|级|期)")
_ROUGH = re.compile(
    "(?:农历|阴历|旧历|老历)(?:年底|年末|的?[0-9一二三四五六七八九十廿]+)|(?:(?:农历|阴历)?[正冬腊]月(?:里|初|底|中|十几|二十几|二十来|间)?)"
)
_NTH = compiled(REL_MONTH, "的?初[一二三四五六七八九十]")
# 十一 alone is a number or a month; these words make it the National Day.
_TEN_ONE = re.compile(
    "(?<![0-9零一二三四五六七八九十初月])十一(?:(?P<that>那天|当天|当晚)|(?:长假|黄金周|小长假|假期|放假|期间))"
)
_LITTLE_YEAR = re.compile("小年(?!轻)")
_BEFORE_YEAR = re.compile(
    "(?:过年(?:之前|以前|前)|(?<![去今明后一两三四五六七八九十百多几半0-9])年前|年关(?:之前|前)?|春节(?:之前|以前|前(?!后)))"
)
_AFTER_YEAR = re.compile(
    "(?:过完年|过了年|过年(?:之后|以后|后)|(?<![去今明一两三四五六七八九十百多几半0-9成])年后|春节(?:之后|以后|过后|后)|过完?(?:春)?节|节后)"
)
_AT_YEAR = re.compile(
    "(?P<feast>春节)(?P<that>那天|当天)?|过年(?!的?(?:红包|压岁|礼|钱|费|回家|东西|年货))(?:期间|那会儿?|的时候|那天)?"
)
_NAMES = "|".join([*LUNAR_FEASTS, *SOLAR_FEASTS, *TERM_FEASTS])
# A feast may be named twice: 五一劳动节, 二月二龙抬头.
_ALSO = (
    "(?:(?P<also>五一(?:国际)?的?(?=劳动)|六一(?:国际)?的?(?=儿童)|八一(?=建军)|三八(?:国际)?(?=妇女)|七一(?=建党)"
    "|十一(?:的)?(?=国庆)|二月二[的，]?(?=龙抬头)|(?:农历)?八月十五[的，]?(?=中秋)))?"
)
_FEAST = re.compile(
    f"{_ALSO}(?P<name>{_NAMES})(?P<jie>节)?(?P<spell>期间|假期|放假|长假|小长假|黄金周|前后|左右|档)?(?P<that>那天|当天|当晚|晚上)?"
    "(?P<eve>的?前一天|头一天)?(?P<before>之前|以前|前(?!后|面))?"
)
# These last for days, so the bare name is no day.
_LONG_FEASTS = frozenset(("国庆", "五一", "劳动", "春节"))
_FIRST = frozenset(
    "农阴旧老正冬腊元一二三四五六七八九十初123456789大年除小过春节下本这当次上每没月"
    + _NAMES.replace("|", "")
)
_LOOK_BACK = (20, 120, 290, 350)
_NEW_YEAR_NEAR = 25  # days; in this time no other month begins with such a day
_FAR = 300  # days; a festival just gone by may be meant as past
# 618 is more often a sum.
_SHOPPING = re.compile("节|大促|活动|买|购物|年中|期间|之?前(?!后)|以前|那阵|过后|结束")
# Without 节 these are ordinary words.
_NEEDS_JIE = frozenset(("情人", "妇女", "劳动", "青年", "儿童", "建党", "建军", "教师"))


def feast_day(text: str, start: int, ref: date) -> Day | None:
    """The festival or lunar day named here, or None."""
    if text[start] not in _FIRST:
        return None
    return (
        _lunar(text, start, ref)
        or _new_year(text, start, ref)
        or _feast(text, start, ref)
    )


def last_feast(text: str, start: int, ref: date) -> date | None:
    """The last such feast or lunar day, today included: 元旦那天就转了."""
    for back in _LOOK_BACK:
        found = feast_day(text, start, ref - timedelta(days=back))
        if found is not None and found.value is not None and found.value <= ref:
            return found.value
    return None


def _lunar_number(word: str) -> int:
    return DAYS[word[1:]] if word[0] == "初" else DAYS[word]


def _lunar(text: str, start: int, ref: date) -> Day | None:
    got = (
        _CALLED.match(text, start)
        or _LUNAR_ONLY.match(text, start)
        or _BY_FIRST.match(text, start)
    )
    if got:
        month = _LUNAR_MONTHS.get(got["m"])
        found = next_lunar(ref, month, _lunar_number(got["d"])) if month else None
        return Day("value", found, got.span()) if found else unsure(got.span())
    named = _NTH.match(text, start)
    if named:
        return unsure(named.span())
    feast = _BY_HEART.match(text, start)
    if feast:
        month = DAYS[feast[0][0]]
        number = 15 if feast["d"] else month
        solar = in_coming_year(feast.span(), ref, month, number).value
        options = tuple(d for d in (next_lunar(ref, month, number), solar) if d)
        return Day("alternatives", None, feast.span(), options=options)
    first = _FIRST_DAYS.match(text, start)
    if first:
        return _first_days(first, ref)
    rough = _ROUGH.match(text, start)
    return unsure(rough.span()) if rough else None


def _first_days(got: re.Match[str], ref: date) -> Day:
    """初六 said in the weeks around the New Year is one day, else it is asked back."""
    coming = next_lunar(ref, 1, _lunar_number(got[0]))
    if coming is None or (coming - ref).days > _NEW_YEAR_NEAR:
        return unsure(got.span())
    return Day("value", coming, got.span())


def _new_year(text: str, start: int, ref: date) -> Day | None:
    """Days around the Spring Festival; before and after it are no single day."""
    feast = next_lunar(ref, 1, 1)
    before = _BEFORE_YEAR.match(text, start)
    if before:
        eve = plus_days(feast, -1) if feast else None
        return Day("range", None, before.span(), low=ref, high=eve, role="by")
    after = _AFTER_YEAR.match(text, start)
    if after:
        feast = _feast_after(after[0], ref)
        low = plus_days(feast, 1) if feast else None
        return Day("range", None, after.span(), low=low)
    got = _NEW_YEAR.match(text, start)
    if got:
        return _around_new_year(got, ref)
    return _little_or_at(text, start, ref, feast)


def _little_or_at(text: str, start: int, ref: date, feast: date | None) -> Day | None:
    """小年 has two days; 春节 without a day of its own is no single day."""
    little = _LITTLE_YEAR.match(text, start)
    if little:
        both = (next_lunar(ref, 12, 23), next_lunar(ref, 12, 24))
        return Day(
            "alternatives", None, little.span(), options=tuple(d for d in both if d)
        )
    at = _AT_YEAR.match(text, start)
    if at is None:
        return None
    return (
        Day("value", feast, at.span())
        if at["that"] and feast
        else unsure(at.span(), feast)
    )


def _feast_after(words: str, ref: date) -> date | None:
    """The New Year whose end is spoken of; 节后 may be after any feast."""
    if "年" not in words and "春" not in words:
        return None
    return next_lunar(ref - timedelta(days=_NEW_YEAR_NEAR), 1, 1)


def _around_new_year(got: re.Match[str], ref: date) -> Day:
    word = got["d"]
    if word and word[0] == "初":
        found = next_lunar(ref, 1, _lunar_number(word))
    else:
        found = next_lunar(ref, 13, 0)
    return Day("value", found, got.span()) if found else unsure(got.span())


def _feast(text: str, start: int, ref: date) -> Day | None:
    ten = _TEN_ONE.match(text, start)
    if ten:
        found = next_feast(ref, "国庆")
        sure = ten["that"] and found
        return Day("value", found, ten.span()) if sure else unsure(ten.span(), found)
    got = _FEAST.match(text, start)
    if got is None or (got["name"] in _NEEDS_JIE and not got["jie"]):
        return None
    name = got["name"]
    if name in ("五一", "六一") and _in_number(text, got):
        return None
    if name == "618" and not (got["that"] or _SHOPPING.match(text, got.end("name"))):
        return None
    found = next_feast(ref, name)
    long = name in _LONG_FEASTS and not got["jie"] and not got["that"]
    if found is not None and got["eve"]:
        return Day("value", plus_days(found, -1), got.span())
    if found is not None and got["before"]:
        return Day(
            "range", None, got.span(), low=ref, high=plus_days(found, -1), role="by"
        )
    if found is None or got["spell"] or long or (found - ref).days > _FAR:
        return unsure(got.span(), found)
    return Day("value", found, got.span())


def _in_number(text: str, got: re.Match[str]) -> bool:
    """五一 inside 五一零零 or 二五一."""
    around = (
        text[max(0, got.start() - 1) : got.start()]
        + text[got.end("name") : got.end("name") + 1]
    )
    return any(c in "零一二三四五六七八九十百千0123456789个" for c in around)
