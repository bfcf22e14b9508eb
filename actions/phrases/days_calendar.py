"""Days by number: 15号, 下月15号, 12月31日, 12/31, 15、16号, 二十几号, 每月10号."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from actions.phrases.calendars import day, last_of, month_of
from actions.phrases.datewords import (
    DAY,
    DAYS,
    MONTH,
    MONTHS,
    NOT_DAY,
    REL_MONTH,
    YEAR,
    compiled,
    month_offset,
    year_of,
)
from actions.phrases.numerals import numeral
from actions.phrases.values import Day

_MARK = "(?:号头?|日(?![常子夜元本三内后以之]))"
_NEXT = "(?=$|[，。！？、；） -]|还|给|付|转|打|交|前|之|以|左右|那|再|我|就|能|可|行|吧|发|到|开|一定|准|会|要|或|和|跟|晚|早|下午|上午|中午|存)"
_REL_DAY = compiled(
    f"(?P<rel>{REL_MONTH})的?(?:那个?)?(?P<d>{DAY})(?:{_MARK}|(?<=[0-9十廿卅一二三四五六七八九]){NOT_DAY}{_NEXT})"
)
# 每月10号到15号之间
_EVERY_TO = compiled(f"(?:到|至|-){DAY}{_MARK}(?:之?间|期间)?")
_REL_TODAY = compiled(f"(?P<rel>{REL_MONTH})的?(?:今天|这一?天|同一天)")
_FULL = compiled(
    f"(?P<y>{YEAR})的?(?P<m>{MONTH})月份?的?(?P<d>{DAY})(?:{_MARK}|{NOT_DAY})"
)
_MONTH_DAY = compiled(f"(?P<m>{MONTH})月份?的?(?P<d>{DAY})(?P<mark>{_MARK})?{NOT_DAY}")
_MONTH_ROUGH = compiled(
    f"(?:(?P<rel>{REL_MONTH})|(?P<y>{YEAR})?的?(?P<m>{MONTH})月份?)的?"
)
_ROUGH = re.compile(
    "(?:(?P<tens>[12]0|[12二]?十|廿)(?:多|几|来)|[0-9十二三]+几)(?:号|日)"
)
_ISO = re.compile(
    "((?:20)?[2-4][0-9])(?:[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})[号日]?(?![0-9])"
    "|(?<=[0-9]{4})(0[1-9]|1[0-2])([0-3][0-9])(?![0-9元块]))"
)
_LONE_DIGITS = frozenset("一二两三四五六七八九")
_NUMERIC = re.compile(
    "(?P<m>[0-9]{1,2})(?P<sep>[./-])(?P<d>[0-9]{1,2})(?P<mark>[号日])?"
    "(?![0-9%元块万千百wk天期个成折年月周点]|[./-][0-9])"
)
_LIST = compiled(
    f"(?P<a>{DAY})(?:号|日)?(?P<j>、|,|;|/| |或者?是?|还是|和|跟|到|至|-)(?:{MONTH}月)?(?P<b>{DAY})(?:号|日)"
)
_TWO_TENS = re.compile("(?:十五二十五?|二十二十五|二十五三十)[号日]")
_BARE = compiled(f"(?P<d>{DAY}){_MARK}")
_OUT_OF_MONTH = re.compile(
    "(?:[0-9]{2}|[三四五六七八九]十[一二三四五六七八九]?)号(?!码)"
)
_NO_SUCH_MONTH = re.compile(
    "(?<![0-9.])(?:1[3-9]|[2-9][0-9]|00?|十[三四五六七八九]|[二三四五六七八九]十[一二三四五六七八九]?)月份?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[号日]"
)
# 发工资是15号 16号转: the wages have their own day.
WAGES_BEFORE = re.compile("(?:工资|薪|[发开]钱|[发开]支)[^，。 ]{0,3}$")
_PAY_BEFORE = re.compile("(?:还|给|付|转|¥|每月|月供|每期)个?$")
_CLOCK = re.compile("[0-9]:$")
_DOUBT_AFTER_DAYS = 120  # a day so recently past may be meant as past


def calendar_day(text: str, start: int, ref: date) -> Day | None:
    """The day by number that starts here, or None."""
    if text[start].isdigit() or text[start] in "零一二三四五六七八九十廿卅两元":
        return (
            _no_such_month(text, start)
            or _iso(text, start, ref)
            or _full(text, start, ref)
            or _rough_days(text, start, ref)
            or _listed(text, start, ref)
            or _month_day(text, start, ref)
            or _numeric(text, start, ref)
            or _bare(text, start, ref)
        )
    if text[start] in "本这当下次上每月没逢":
        return _relative(text, start, ref) or _rough_days(text, start, ref)
    if text[start] in "今明来后去":
        return _full(text, start, ref) or _rough_days(text, start, ref)
    return None


def unsure(span: tuple[int, int], *options: date | None) -> Day:
    """A day that must be asked back, with what can be offered."""
    return Day("unsure", None, span, options=tuple(o for o in options if o))


def _value(span: tuple[int, int], found: date | None) -> Day:
    return Day("value", found, span) if found else unsure(span)


def _no_such_month(text: str, start: int) -> Day | None:
    """13月5号: said of some day, but of none there is."""
    got = _NO_SUCH_MONTH.match(text, start)
    return unsure(got.span()) if got else None


def _iso(text: str, start: int, ref: date) -> Day | None:
    got = _ISO.match(text, start)
    if got is None:
        return None
    year, month, number = (int(g) for g in got.groups() if g)
    return _dated(got.span(), day(2000 + year % 100, month, number), ref)


def _full(text: str, start: int, ref: date) -> Day | None:
    got = _FULL.match(text, start)
    year = year_of(got["y"], ref) if got else None
    if got is None or year is None:
        return None
    return _dated(got.span(), day(year, MONTHS[got["m"]], DAYS[got["d"]]), ref)


def _dated(span: tuple[int, int], found: date | None, ref: date) -> Day:
    """A day with its year: past when it is past."""
    if found is not None and found < ref:
        return Day("past", found, span)
    return _value(span, found)


def _relative(text: str, start: int, ref: date) -> Day | None:
    same = _REL_TODAY.match(text, start)
    got = same or _REL_DAY.match(text, start)
    if got is None:
        return None
    number = ref.day if same else DAYS[got["d"]]
    offset = month_offset(got["rel"])
    span = _EVERY_TO.match(text, got.end())
    if offset is None and span:
        return Day("unsure", None, (start, span.end()), rule=f"monthly:{number}")
    if offset is None:
        return Day("recurring", None, got.span(), rule=f"monthly:{number}")
    found = day(*month_of(ref, offset), number)
    if found is not None and offset < 0:
        return Day("past", found, got.span())
    if found is not None and found < ref:
        return Day("unsure", None, got.span(), low=found, high=found)
    return _value(got.span(), found)


def coming(ref: date, number: int) -> date | None:
    """The coming day of that number, today included; None if that month lacks it."""
    return day(*month_of(ref, 0 if number >= ref.day else 1), number)


def _month_day(text: str, start: int, ref: date) -> Day | None:
    got = _MONTH_DAY.match(text, start)
    if got is None:
        return None
    if not got["mark"] and got["d"] in _LONE_DIGITS:
        return None  # 一月一结
    month, number = MONTHS[got["m"]], DAYS[got["d"]]
    if not got["mark"] and got["m"] == "八" and got["d"] == "十五":
        return None  # the lunar feast, see days_feasts
    return in_coming_year(got.span(), ref, month, number)


def in_coming_year(span: tuple[int, int], ref: date, month: int, number: int) -> Day:
    """A month and day without a year; unsure when it has just gone by."""
    this = day(ref.year, month, number)
    following = day(ref.year + 1, month, number)
    gone = day(ref.year - 1, month, number)
    if this and gone and (ref - gone).days <= _DOUBT_AFTER_DAYS:
        return unsure(span, this)  # 12月20号, said in January
    if this is not None and this >= ref:
        return Day("value", this, span)
    if this is None:
        return unsure(span)
    if (ref - this).days <= _DOUBT_AFTER_DAYS:
        return unsure(span, following)
    return _value(span, following)


def _numeric(text: str, start: int, ref: date) -> Day | None:
    got = _NUMERIC.match(text, start)
    if got is None or (
        (start and text[start - 1] in "0123456789.,;/-¥")
        or _CLOCK.search(text, max(0, start - 2), start)
    ):
        return None
    month, number = int(got["m"]), int(got["d"])
    if not (1 <= month <= 12 and 1 <= number <= 31) or got["d"] == "0":
        return None
    found = in_coming_year(got.span(), ref, month, number)
    options = (found.value,) if found.value else found.options
    paid_sum = _PAY_BEFORE.search(text, max(0, start - 5), start) is not None
    if got["sep"] == "." and paid_sum and not got["mark"]:
        return None if len(got["d"]) == 2 else unsure(got.span(), *options)
    steps = got["sep"] == "-" and 0 < number - month <= 3
    fraction = got["sep"] == "/" and month < number <= 5 and not got["mark"]
    if steps or fraction or paid_sum:
        return unsure(got.span(), *options)
    return found


def _listed(text: str, start: int, ref: date) -> Day | None:
    pair = _TWO_TENS.match(text, start)
    if pair:
        return unsure(pair.span())
    got = _LIST.match(text, start)
    if got is None or (got["a"] == "一" and text.startswith("就", got.end())):
        return None  # 一到15号就还
    if got["j"] == " " and WAGES_BEFORE.search(text, max(0, start - 8), start):
        return None
    first, second = coming(ref, DAYS[got["a"]]), coming(ref, DAYS[got["b"]])
    if first is None or second is None:
        return unsure(got.span(), first, second)
    if first == second and got["a"] == got["b"]:
        return Day("value", first, got.span())  # 十五号、十五号
    if got["j"] in "到至-":
        if second < first:
            second = day(*month_of(first, 1), second.day) or second
        return Day("range", None, got.span(), low=first, high=second)
    return Day("alternatives", None, got.span(), options=(first, second))


def _rough_days(text: str, start: int, ref: date) -> Day | None:
    """二十几号, 下月十几号, 十五六号: several days of one month."""
    lead = _MONTH_ROUGH.match(text, start)
    place = lead.end() if lead else start
    got = _ROUGH.match(text, place)
    if got:
        return _rough(text, (start, got.end()), lead, ref)
    number = numeral(text, place)
    if number is None or number.low == number.high or number.high > 31:
        return None
    if text[number.end : number.end + 1] not in ("号", "日"):
        return None
    return _rough(
        text, (start, number.end + 1), lead, ref, int(number.low), int(number.high)
    )


def _rough(
    text: str,
    span: tuple[int, int],
    lead: re.Match[str] | None,
    ref: date,
    low: int = 0,
    high: int = 0,
) -> Day:
    if not low:
        low = 20 if re.search("2|二|廿", text[span[0] : span[1]]) else 10
        high = low + 9
    year, month = _month_named(lead, ref, high)
    last = monthrange(year, month)[1]
    return Day(
        "range",
        None,
        span,
        low=day(year, month, min(low, last)),
        high=day(year, month, min(high, last)),
    )


def _month_named(lead: re.Match[str] | None, ref: date, number: int) -> tuple[int, int]:
    if lead is None:
        return month_of(ref, 0 if number >= ref.day else 1)
    if lead["rel"]:
        return month_of(ref, month_offset(lead["rel"]) or 0)
    month = MONTHS[lead["m"]]
    year = year_of(lead["y"], ref) or ref.year + (month < ref.month)
    return year, month


def _bare(text: str, start: int, ref: date) -> Day | None:
    got = _BARE.match(text, start)
    if got is None:
        return unsure(m.span()) if (m := _OUT_OF_MONTH.match(text, start)) else None
    if start and text[start - 1] in "0123456789十廿卅第零":
        return None
    number = DAYS[got["d"]]
    found = coming(ref, number)
    later = [day(*month_of(ref, n), number) for n in (1, 2)]
    if found is None:
        return unsure(got.span(), next((d for d in later if d), None))
    return Day("value", found, got.span())


def whole_month(year: int, month: int) -> tuple[date | None, date | None]:
    """First and last day of a month."""
    return day(year, month, 1), last_of(year, month)
