"""Numbers of instalments: 分六期, 12个月还清, 半年, 两年, 三周, 六期或者十二期.

期 always counts instalments. A length of time does so only when the message
divides something over it (分, 还清, 每月) or says nothing else.
"""

from __future__ import annotations

import re

from actions.phrases.durations import Duration, duration_at
from actions.phrases.numerals import Numeral, numeral
from actions.phrases.values import Periods, Unit

STARTS = frozenset("分拆摊0123456789零一二三四五六七八九十廿卅两俩仨半几")
_SPLIT = re.compile("[分拆摊](?:成|为|个|到|做|期(?:还|付)?(?:个|，)?)? ?")
_QI = re.compile(" ?(?:个)?[期其](?!间|货|望|实|他|它|中|待|限|初|末|权|盼|余)")
_TIMES = re.compile("(?:次|笔|回|批|趟|份(?!子|额))(?![日月数])")
_TIMES_OFF = re.compile(
    "(?:次|笔|回|批)(?=(?:就|能|可以|把它)*+(?:还清|付清|结清|还完|给清))"
)
_TO = re.compile("(?:期|个月)?(?P<to>到|至|-|、|/|,|或者?是?|还是)")
_NOT_COUNT = re.compile(
    "(?:第|这|那|本|上|(?<![余剩])下|前|头|每|首|某|还剩|还差|逾期|欠|后面|(?<![之以然])后|已还|[分记算写交供付]了|还了|拖了)(?:了|的)?$"
)
# 还剩九期，每期六百: so many to come.
_EACH_NEXT = re.compile("[，的 ]*(?:我|就|按|还是)*(?:每个?[期月]|一个月|月供|月月)")
_WITHIN_EACH = re.compile("(?:之内|以内|内)，?(?:我|就)?每个?[月期]")
_REST_OVER = re.compile(
    "(?:后面|后头|后边|剩下?|余下|其余|尾款|余款|剩余)(?:的|款项?|部分|那些)?(?:再|就|按|用|我)*$"
)
_FIRST_SUM = re.compile("首付|首期|首笔|首款|头款|头期|头一?笔|第一笔|预付|定金")
_SPREAD_AFTER = re.compile(
    " ?(?:[期其]|个月)?(?:就|来|里|我|内)*(?:$|[，。！ 吧]|慢慢|分|摊|还(?!没|不)|付清|结清|给清)"
)
_FIRST_ONES = re.compile("(?:前|头|第|这|那|上|每|首)面?$")
_FORMER = re.compile("(?:前|头)面?[一二两三四五六七八九十0-9]+(?:期|个月)[的， ]*每")
_COUNTED_UP = re.compile("(?:的)?(?:一共|总共|加起来|合计|合起来)")
_PAUSED = re.compile("(?:停|缓|歇|等|宽限|宽|延期|推迟|延后)(?:我|个|上|一下|了)?$")
_IN_ALL = re.compile("(?:一共|总共|共)$")
_SOME_PAID = re.compile("还了|已|剩|逾期|过了|欠|第(?!一[期个笔次])|没还")
_FIRST_TO_PAY = re.compile("(?:第一[期个笔次]|首期|首笔|头一?期)[^，。]{0,6}[还给付交]")
# 先还两期 pays two that are due; 一共还六期 is a plan.
_BEHIND = re.compile("(?:头|前|后面?|后头|上|最近|这|近)(?:的)?$")
_PAYS_DUE = re.compile("(?<![共连])(?:还|交|付|补|凑|给)(?:上|掉|清|了|个|前|这)?$")
_PAID_OFF = "(?:就|给你们?|给您|帮你|内|之内|以内|里|左右|能|可以|慢慢|分批|来|我|时间|的?时间|一定|肯定|保证|绝对|全部|把它)*+(?:还清|还完|结清|付清|还掉|清掉|清账|还上|清完|搞定|弄完|弄清|搞完|搞清|还光|了结|付完|结完|全清|清(?=$|[，。！ 吧])|平掉|(?<=慢慢)地?(?:还|给|付)|分期|分摊|分着还|摊)"
_DIVIDES_AFTER = re.compile(f"(?:的|吧|这样)?{_PAID_OFF}")
_DIVIDES_BEFORE = re.compile(
    "(?:分成?|分期|分作|分为|摊|还|期数|分期数|时间|办|做|弄|申请|选|最长|最多|延长到?|拉长到?|放到|改成|每月|一个月)"
    "(?:个|成|到|为|是|按|还|清|[，:])?$"
)
# 按六个月走
_BY_LENGTH = re.compile("(?:走|分(?!钟)|还|来|做|办|给)(?!算|的)")
_INSTALMENT_WORDS = re.compile(
    "分期|分摊|第一期|首期|首笔|首付|首次|头期|头一?笔|每个?月|月供|月还|按月|(?<!十)一月(?=[0-9一二两三四五六七八九]+[百千0-9])|一个月(?=多少|几|要还|还多少)|一期|每期|期数|分成?[0-9一二三四五六七八九十半两]"
)
_FILLER = re.compile(
    "[吧呢啊呀嘛哦行可以吗的，。！？ 嗯那就想要大概我好麻烦您你帮分个成最长多能不能]|时间"
)
_ABOUT_BEFORE = re.compile(
    "(?:大概|大约|可能|估计|差不多|至少|起码|最少|超过|不到)(?:分|分成|要|得|能)?$"
)
_OF_THINGS = re.compile("的(?!$|[，。！？ 吧那话]|时间)")
_NOTHING = re.compile("")
_FITS = re.compile("(?:就)?差不多(?:了|吧|可以)*(?=$|[，。！ ])")
_ABOUT_AFTER = re.compile("(?:左右|上下|以上|以内|以下|多|差不多)")
_MARKS = "，。！？； "
_CLAUSE_END = re.compile("[，。！？； ]")
_LABEL = re.compile("(?:期数|分期数)(?:是|为|:| )*$")
_PROPOSED = re.compile(
    "(?:那|要不|就|想要?|能不能|最好)*+[^，。]{2,5}(?:可以|行|可不可以|行不行|怎么样|成不成|中不中|好不好)[吗么不呢]?"
)
_TOO_MANY = 600
_LONGEST = 120  # months
_SHORT = 40  # characters; a longer message says more than a length of time


def periods_at(text: str, start: int) -> Periods | None:
    """The instalments that start here, or None."""
    if text[start] not in STARTS:
        return None
    split = _SPLIT.match(text, start)
    place = split.end() if split else start
    if split and split[0].startswith("分期") and not _digit_at(text, place):
        return None
    return _counted(text, start, place, bool(split)) or _lasting(
        text, start, place, bool(split)
    )


def _digit_at(text: str, place: int) -> bool:
    return text[place : place + 1] in STARTS and text[place : place + 1] not in (
        "分",
        "",
    )


def _counted(text: str, start: int, place: int, split: bool) -> Periods | None:
    """N期, 分N次, 分期12."""
    number = numeral(text, place)
    if number is None or number.spelt or number.high > _TOO_MANY:
        return None
    if text.startswith("分期", start) and number.high < 2:
        return None  # 不分期 一次还清
    two = _either(text, start, number)
    if two:
        return two
    unit, count = _unit(text, start, number, split)
    if unit is None:
        return None
    each = _each_to_come(text, start, unit.end())
    if not split and _COUNTED_UP.match(text, unit.end()):
        return None  # 三期一共1500: what is due
    if not (split or each) and _counts_none(text, start, number):
        return None
    return _single(text, (start, unit.end()), number, count)


def _either(text: str, start: int, number: Numeral) -> Periods | None:
    """6到12期, 6期还是12期."""
    joint = _TO.match(text, number.end)
    other = numeral(text, joint.end()) if joint else None
    if not joint or other is None or other.spelt or other.high > _TOO_MANY:
        return None
    unit = _QI.match(text, other.end)
    return _two((start, unit.end()), number, other, joint["to"]) if unit else None


def _unit(
    text: str, start: int, number: Numeral, split: bool
) -> tuple[re.Match[str] | None, Unit]:
    """What is counted: months by 期 or by a bare 分12, plain times by 次."""
    months = _QI.match(text, number.end)
    if months:
        return months, "month"
    times = (_TIMES if split else _TIMES_OFF).match(text, number.end)
    if times is None and _spoken_after_split(text, start, number, split):
        return _NOTHING.match(text, number.end), "month"
    return times, "time"


def _counts_none(text: str, start: int, number: Numeral) -> bool:
    """这期, 还剩三期, 一期三百: no number of instalments to come."""
    named = _NOT_COUNT.search(text, max(0, start - 4), start) is not None
    if named and _after_first(text, start, number.end):
        return False
    if _IN_ALL.search(text, max(0, start - 3), start):
        paid = _SOME_PAID.search(text) and not _FIRST_TO_PAY.search(text)
        return not _INSTALMENT_WORDS.search(text) or bool(paid)
    due = _PAYS_DUE.search(text, max(0, start - 6), start) is not None
    return named or (due and "每" not in text[:start]) or number.high == 1


def _after_first(text: str, start: int, end: int) -> bool:
    """首付两万 尾款24个月, 头一笔五千，后面12个月慢慢还: the rest is spread so."""
    return bool(
        _REST_OVER.search(text, max(0, start - 8), start)
        and _FIRST_SUM.search(text, 0, start)
        and _SPREAD_AFTER.match(text, end)
    )


def _each_to_come(text: str, start: int, end: int) -> bool:
    """后面九期每期六百: so many are to come, but not after 前三期."""
    if _EACH_NEXT.match(text, end) is None or _FORMER.search(text, 0, start):
        return False
    return _FIRST_ONES.search(text, max(0, start - 2), start) is None


def _spoken_after_split(text: str, start: int, number: Numeral, split: bool) -> bool:
    """分期12, 分十二吧: the number alone, where nothing else can follow."""
    if start and text[start - 1] in "一二三四五六七八九十0123456789":
        return False  # 一分二
    named = split and text.startswith("分期", start)
    named = named or _LABEL.search(text, max(0, start - 6), start) is not None
    ends = re.compile("$|[，。！？ 吧行可每；;]").match(text, number.end)
    return bool((named or split) and ends and number.low >= 2 and not number.big)


def _two(span: tuple[int, int], first: Numeral, second: Numeral, joint: str) -> Periods:
    low, high = int(first.low), int(second.high)
    if joint in "到至-":
        return Periods("range", None, span, low=min(low, high), high=max(low, high))
    return Periods("alternatives", None, span, options=(low, high))


def _single(text: str, span: tuple[int, int], number: Numeral, unit: Unit) -> Periods:
    low, high = int(number.low), int(number.high)
    if low != high:
        return Periods("range", None, span, low=low, high=high, unit=unit)
    about = _ABOUT_BEFORE.search(text, max(0, span[0] - 8), span[0])
    after = _ABOUT_AFTER.match(text, span[1])
    if after and _FITS.match(text, span[1]) and text.startswith("分", span[0]):
        after = None  # 分15期差不多: that would do
    doubt = about or after or not number.sure or low == 0
    if doubt or number.low != low:
        return Periods("unsure", None, span, options=(low,), unit=unit)
    return Periods("value", low, span, unit=unit)


def _lasting(text: str, start: int, place: int, split: bool) -> Periods | None:
    """A length of time that instalments are spread over."""
    length = duration_at(text, place)
    if length is None or length.unit in ("hour", "workday"):
        return None
    if length.unit == "month" and length.low > _LONGEST:
        return None  # 88年的: a year, not a length
    end = length.end
    each = _each_to_come(text, start, end)
    if not (split or each) and _behind(text, start, end):
        return _rest_spread(text, start, length)
    if _due_or_paused(text, start, end, split):
        return None
    after = _divides_after(text, start, end)
    if not split and not _spread(text, start, length, after):
        return None
    sure = split or after or length.low > 1 or not _alone(text, start, end)
    within = _WITHIN_EACH.match(text, end) is not None
    sure = sure and (within or _says_so(text, end))
    return _of_length(text, (start, end), length, sure)


def _divides_after(text: str, start: int, end: int) -> bool:
    """半年还清; 按六个月走."""
    by = _BY_LENGTH.match(text, end) and text.endswith("按", 0, start)
    return bool(_DIVIDES_AFTER.match(text, end) or by)


def _spread(text: str, start: int, length: Duration, after: bool) -> bool:
    """Whether instalments are spread over the length: not 三个月的房租."""
    end = length.end
    if length.unit == "day" or (_OF_THINGS.match(text, end) and not after):
        return False
    # A month is also how people count pay: one alone divides nothing.
    if length.unit == "month" and length.low == length.high == 1:
        return False
    before = _DIVIDES_BEFORE.search(text, max(0, start - 8), start)
    beside = after or before or _alone(text, start, end)
    return bool(beside or _spread_elsewhere(text, start, end))


def _rest_spread(text: str, start: int, length: Duration) -> Periods | None:
    if length.unit != "month" or not _after_first(text, start, length.end):
        return None
    return _of_length(text, (start, length.end), length, sure=True)


def _behind(text: str, start: int, end: int) -> bool:
    """还清半年了, 头半年."""
    behind = _BEHIND.search(text, max(0, start - 4), start)
    return text.startswith("了", end) or behind is not None


def _due_or_paused(text: str, start: int, end: int, split: bool) -> bool:
    """还两个月的 pays what is due for two months; 先停三个月 pays nothing."""
    due = _PAYS_DUE.search(text, max(0, start - 6), start)
    paused = _PAUSED.search(text, max(0, start - 4), start)
    return bool((text.startswith("的", end) and due) or (paused and not split))


def _alone(text: str, start: int, end: int) -> bool:
    """Nothing else is said, or the clause only proposes it: 两年可以吗."""
    if len(text) < _SHORT and not _FILLER.sub("", text[:start] + text[end:]):
        return True
    stop = _CLAUSE_END.search(text, end)
    low = max(text.rfind(mark, max(0, start - _SHORT), start) for mark in _MARKS) + 1
    return (
        _PROPOSED.fullmatch(text, low, stop.start() if stop else len(text)) is not None
    )


def _spread_elsewhere(text: str, start: int, end: int) -> bool:
    rest = text[:start] + "，" + text[end:]
    return _INSTALMENT_WORDS.search(rest) is not None


def _says_so(text: str, end: int) -> bool:
    """六个月内还清 is a deadline; the number of instalments is left open."""
    return (
        re.compile("内|之内|以内|左右|上下|后|之后|以后|前|之前").match(text, end)
        is None
    )


def _of_length(
    text: str, span: tuple[int, int], length: Duration, sure: bool
) -> Periods | None:
    unit: Unit = (
        "week" if length.unit == "week" else "day" if length.unit == "day" else "month"
    )
    if length.unit == "month" and length.days:
        return None  # 半个月: a day, if anything
    if length.low != length.high:
        return Periods("range", None, span, low=length.low, high=length.high, unit=unit)
    about = _ABOUT_BEFORE.search(text, max(0, span[0] - 8), span[0])
    if not (sure and length.sure) or about:
        return Periods("unsure", None, span, options=(length.low,), unit=unit)
    return Periods("value", length.low, span, unit=unit)
