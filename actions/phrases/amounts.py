"""Sums of money at a place in the text: 五百块, 13万2, 三块五, 八百来块, 3到5千.

A number is money when it names a unit (块, ¥), a hundred or more in words, or
stands where a sum stands; what counts people, days or kilometres is none.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from actions.phrases.decoys import COUNTED
from actions.phrases.numerals import HAN, ZERO, Numeral, numeral
from actions.phrases.values import Amount, AmountKind

_PREFIX = re.compile("(?:¥|rmb|cny|人民币) ?")
_CURRENCY = re.compile(
    " ?(?:块大洋|块钱|元钱|元人民币|人民币|元整|元正|块整|大洋|大元|块(?!儿)|元(?!旦|宵|月)|rmb|cny|yuan|蚊"
    "|快钱|快(?=$|，|。|吧|行|可|每|一个月|分))"
)
_COIN = re.compile(
    "(?P<n>[0-9一二两三四五六七八九]{1,2})(?P<u>毛|角|分(?!期|之|[0-9一二两三四五六七八九十]))钱?"
)
_CLOSE = "(?=$|[，。！？；、 吧行没的也都呢啊])"
_COINS = re.compile(
    "(?P<zero>零)?(?:(?P<jiao>[0-9一二两三四五六七八九])(?:毛|角|(?P<bare>(?![0-9零一二两三四五六七八九十百千万个块元号月期天点年成毛角分wk斤碗包盒瓶张件杯顿箱袋吨只平颗份公次人]|[一两][斤碗包盒瓶张件杯顿箱袋吨只平颗份公次天个])))"
    "(?:零?(?P<fen>[0-9一二三四五六七八九])(?:分(?!期)|(?![0-9零一二三四五六七八九十百千万多来几点个号月日天年期周]|[一两][次笔下会定])))?"
    "|(?P<cent>[0-9一二三四五六七八九])分(?!期))?[整正]?"
)
_JOIN = re.compile(
    " ?(?:块钱?|元)?(?P<to>到|至|-|、|/|或者?)(?=[0-9一二两三四五六七八九十])"
)
_MORE = re.compile(
    "好几|多(?!少|了|则|的|一[分毛块])(?:一?点)?|来(?![还付月年周着])|余(?!下|款|额)|几"
)
_VAGUE = re.compile(
    "(?P<tens>千儿?八百|百儿?八十|万儿?八千)|(?P<about>[百千万](?:把|来|十来?)(?=块|元|$|，|。|吧|左))"
    "|(?P<over>[上过][百千万](?=块|元|吧|$|，|。|的))|(?P<some>[小大好]几[十百千万]+)"
    "|(?P<short>[百千万][一二三四五六七八九](?=块|元|$|，|。|吧|行))|(?P<coin>块把钱|块儿八毛)|(?P<under>小[一二两三四五六七八九]?[百千万](?=块|元|钱|吧|$|，|。| |的))"
)
_ENDS = re.compile("$|[，。！？ 吧算好得行嘛呗]")
_AFTER = re.compile(
    " ?(?:(?P<about>左右|上下|出头|冒头|冒尖|挂零|有余|前后|多(?!少|则|的话|长|久|了|的|一|没|真|也|余)|附近|差不多)|(?P<low>以上|往上|起步|打底|\\+(?![0-9¥])|起(?![来码诉]))"
    "|(?P<high>以下|以内|之内|往下|不到))"
)
# 一干五百 may be 1500 misspelt.
_AFTER_SLIP = re.compile("[0-9一二两三四五六七八九][干于仟]$")
_VERBS = "[能会可以还付给转先就出拿凑打交要是有个我你您]{0,5}$"
_BEFORE = re.compile(
    "(?:(?P<about>大概|大约|约摸|差不多|将近|接近|估计|或许|也许|估摸着?|(?<!最)近|(?<![赶尽很最更太])快|(?<![大节预制合签])约)"
    f"|(?P<low>至少|少说[也点]?|打底|保底|少则|少的话|起码|最少|最低|不低于|不少于|不止|(?<!不)超过|多于)|(?P<high>不超过|不高于|不到|低于|少于|不足)|(?P<may>(?<!不)可能|有时候?)){_VERBS}"
)
_PAY = re.compile(
    "(?:还|给|付|转|交|打|出|拿|凑|缴|存|划|[就只仅还]剩|剩下?)(?:个|你们?|您|进去|过去)?$"
)
_ONE_BEFORE = re.compile("(?<![0-9./月期-])[1-9] $")
_THREE = re.compile("[0-9]{3}(?![0-9])")
_SCALE = {"百": 100, "千": 1000, "万": 10**4, "k": 1000, "w": 10**4, "十": 10}


class Found(NamedTuple):
    """What stands at a place; ``amount`` is None for a number that is no money."""

    amount: Amount | None
    end: int


def amount_at(text: str, start: int) -> Found | None:
    """The sum that starts at ``start``; None where no number starts."""
    vague = _vague(text, start)
    if vague:
        return vague
    prefix = _PREFIX.match(text, start)
    number = numeral(text, prefix.end() if prefix else start)
    if number is None:
        return None
    if text[number.end : number.end + 1] == ";" or _after_comma(text, start):
        return _broken(text, start, number)
    return _range(text, start, number) or _single(text, start, number, bool(prefix))


def plain(value: Decimal) -> Decimal:
    """The value without needless decimals; sums above 10^12 stay as they are."""
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()


def _made(
    kind: AmountKind, start: int, end: int, low: Decimal | None, high: Decimal | None
) -> Found:
    """An amount that is not sure, with its bounds or the sum to offer."""
    low = None if low is None else plain(low)
    high = None if high is None else plain(high)
    options: tuple[Decimal, ...] = ()
    if kind == "unsure" and low is not None and low == high:
        options, low, high = (low,), None, None
    return Found(
        Amount(kind, None, (start, end), low=low, high=high, options=options), end
    )


def _vague(text: str, start: int) -> Found | None:
    got = _VAGUE.match(text, start)
    if got is None:
        return None
    word, kind = got[0], got.lastgroup
    end = _unit_end(text, got.end())
    scale = Decimal(_SCALE.get(word[0], 1))
    if kind == "tens":
        return _made("range", start, end, scale * 8 / 10, scale)
    if kind == "over":
        return _made("range", start, end, Decimal(_SCALE[word[1]]), None)
    if kind == "under":
        number = numeral(
            "一" + word[1:] if len(word) == 2 else word, int(len(word) > 2)
        )
        value = number.low if number else None
        return _made("unsure", start, end, value, value)
    if kind == "short":
        number = numeral("一" + word, 0)
        value = number.low if number else None
        return _made("unsure", start, end, value, value)
    if kind == "about":
        return _made("unsure", start, end, scale, scale)
    return _made("unsure", start, end, None, None)


def _unit_end(text: str, end: int) -> int:
    currency = _CURRENCY.match(text, end)
    return currency.end() if currency else end


def _after_comma(text: str, start: int) -> bool:
    """After 15， or, with a space where a comma may be meant, 1 500."""
    if text.startswith(" ", start - 1) and _THREE.match(text, start):
        return _ONE_BEFORE.search(text, max(0, start - 3), start) is not None
    return start > 1 and text[start - 1] in ",;." and "0" <= text[start - 2] <= "9"


def _broken(text: str, start: int, number: Numeral) -> Found | None:
    """15，500 may be 15500 or two numbers; only a question can tell."""
    following = numeral(text, number.end + 1) if number.end < len(text) else None
    end = _unit_end(text, following.end if following else number.end)
    if following is None:
        return _made("unsure", start, end, number.low, number.high)
    joined = number.low * 1000 + following.low
    options = (plain(following.low), plain(joined))[not following.low :]
    return Found(Amount("unsure", None, (start, end), options=options), end)


def _range(text: str, start: int, number: Numeral) -> Found | None:
    """500到1000, 三到五百, 1、2千; None when the two are no such pair."""
    joint = _JOIN.match(text, number.end)
    other = numeral(text, joint.end()) if joint else None
    if joint is None or other is None or not (number.exact and other.exact):
        return None
    low, high = number.low, other.high
    lent = low < 10 and other.big and not number.big and joint[0] == joint["to"]
    if joint["to"] not in "到至-" and not lent:
        return None
    end = _unit_end(text, other.end)
    money = end > other.end or other.big or (low >= 100 and high >= 100)
    if not money or (end == other.end and COUNTED.match(text, end)):
        return None
    if lent:
        low *= 10 ** (len(str(int(high))) - 1)
    return _made("range" if low < high else "unsure", start, end, low, high)


def _single(text: str, start: int, number: Numeral, marked: bool) -> Found | None:
    coin = None if number.big else _coin(text, start, number)
    if coin:
        return coin
    number = _of_units(text, number)
    more = _MORE.match(text, number.end)
    if more and (number.big or number.low >= 10) and not _goes_by(text, start, more):
        return _more(text, start, number, more.end(), marked)
    unit_end = _unit_end(text, number.end)
    if unit_end == number.end and not marked:
        return _bare(text, start, number)
    number, end = _with_coins(text, number, unit_end)
    return _hedged(text, start, end, number, number.low)


def _goes_by(text: str, start: int, more: re.Match[str]) -> bool:
    """就按一千五来吧: 来 is the verb."""
    by = text.endswith(("按", "照", "按照"), 0, start)
    return more[0] == "来" and by and _ENDS.match(text, more.end()) is not None


def _coin(text: str, start: int, number: Numeral) -> Found | None:
    """五毛, 3角; cents alone are too often something else to be sure of."""
    got = _COIN.match(text, start)
    if got is None or got.end("n") != number.end:
        return None
    if got["u"] == "分":
        return Found(None, got.end())
    value = number.low / 10
    return Found(Amount("value", plain(value), (start, got.end())), got.end())


def _of_units(text: str, number: Numeral) -> Numeral:
    """两个w, 三个万: the counted unit belongs to the number."""
    got = re.compile("个?([kw万千])(?![a-z])").match(text, number.end)
    if got is None or not got[0].startswith("个"):
        return number
    scale = _SCALE[got[1]]
    return Numeral(
        got.end(), number.low * scale, number.high * scale, number.sure, True
    )


def _more(
    text: str, start: int, number: Numeral, end: int, marked: bool
) -> Found | None:
    """五百多, 八百来块, 十来万: from the number up to its next step."""
    scale = Decimal(_SCALE.get(text[end : end + 1], 1))
    end += scale > 1
    unit_end = _unit_end(text, end)
    money = number.big or scale > 1 or unit_end > end or marked or number.low >= 100
    if not money or (unit_end == end and COUNTED.match(text, end)):
        return Found(None, end)
    low = plain(number.low * scale)
    zeros = len(str(low)) - len(str(low).rstrip("0")) if low == int(low) else 0
    return _made("range", start, unit_end, low, low + 10**zeros)


def _with_coins(text: str, number: Numeral, end: int) -> tuple[Numeral, int]:
    """The sum with its 毛 and 分: 三块五, 一百二十块零五毛."""
    coins = _COINS.match(text, end)
    if coins is None or not coins[0] or text[end - 1] not in "块元钱快":
        return number, end
    small = [coins["jiao"], coins["fen"] or coins["cent"]]
    tenths, cents = (
        Decimal(HAN.get(c, 0) if c in HAN else int(c)) if c else ZERO for c in small
    )
    value = number.low + tenths / 10 + cents / 100
    # 一百块零五 may mean five tenths or five hundredths.
    sure = number.exact and not (coins["zero"] and coins["bare"] is not None)
    return Numeral(coins.end(), value, value, sure, number.big), coins.end()


def _bare(text: str, start: int, number: Numeral) -> Found | None:
    """A number without 块: money when it is large enough and counts nothing."""
    end = number.end
    if number.big and not number.sure:
        return _made("unsure", start, end, number.low, number.low)
    if number.spelt or COUNTED.match(text, end) or _glued(text, start, end):
        return Found(None, end)
    if re.compile("月(?![底初中末尾供还])").match(text, end):
        return Found(None, end)
    if text[start] == "0" and text[start + 1 : start + 2] != ".":
        return Found(None, end)
    if number.big or (number.arabic and number.low >= 100):
        long = number.arabic and not number.big and number.low >= 10**5
        odd = long and number.low % 100 != 0
        if odd or -int(number.low.as_tuple().exponent) > 2:
            return _made("unsure", start, end, number.low, number.low)
        return _hedged(text, start, end, number, number.low)
    return _small(text, start, number)


def _glued(text: str, start: int, end: int) -> bool:
    """Part of a code or model name: a2000, 3000mah, 12-34."""
    left, right = text[start - 1 : start], text[end : end + 1]
    return bool(
        re.match("[a-z_#@第$]", left)
        or re.match("[a-z_@]", right)
        or (left in "-:." and start > 1 and text[start - 2] in "0123456789")
    )


def _small(text: str, start: int, number: Numeral) -> Found | None:
    """还50 is a sum; 还15 may be a day and 15 alone may be anything."""
    end = number.end
    if not _PAY.search(text, max(0, start - 5), start) or number.low < 10:
        return Found(None, end)
    if number.exact and number.low > 31 and number.low == int(number.low):
        return _hedged(text, start, end, number, number.low)
    return _made("unsure", start, end, number.low, number.high)


def _hedged(text: str, start: int, end: int, number: Numeral, value: Decimal) -> Found:
    """The sum as said: exact, or bounded by 左右, 至少, 不到."""
    if number.low != number.high:
        return _made("range", start, end, number.low, number.high)
    after = _AFTER.match(text, end)
    before = _BEFORE.search(text, max(0, start - 10), start)
    hedge = (after and after.lastgroup) or (before and before.lastgroup)
    end = after.end() if after else end
    if hedge == "low":
        return _made("range", start, end, value, None)
    if hedge == "high":
        return _made("range", start, end, None, value)
    if hedge or not number.sure or _AFTER_SLIP.search(text, max(0, start - 2), start):
        return _made("unsure", start, end, value, value)
    return Found(Amount("value", plain(value), (start, end)), end)
