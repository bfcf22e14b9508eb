"""Spoken and typed numerals: 两千五, 13万2, 1.5w, 三四百, 八百来, 百八十.

A numeral is a pair of bounds; it is exact when they are equal and it is sure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from actions.phrases.place_values import PlaceValues

ZERO = Decimal(0)
HAN = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "两": 2, "俩": 2, "仨": 3, "幺": 1,
}  # fmt: skip
_UNITS = {
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "亿": 10**8,
    "k": 1000,
    "w": 10**4,
}
_TENS = {"廿": 20, "卅": 30}
_ARABIC = re.compile(
    r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
)
_MANY = frozenset("几数")
STARTS = frozenset("0123456789十廿卅几数") | frozenset(HAN)
# A digit before one of these counts them: 五百|六期, 两千|五号.
_MEASURE = re.compile(
    "[个各](?:半|多)?(?:月|星期|礼拜|工作日|号头)|[期号日次]|天(?!天)|月(?![供还付])"
    "|[笔回]|年(?![底前末初后终关])|(?:周|星期|礼拜)(?![一二三四五六日天末1-7])"
)
# 两千五月底: the end of May, or 2500 at the end of the month.
_MONTH_PART = re.compile("月[底末初中尾头]")
_WORD_OF_ONE = re.compile("一(?:会|定|下|直|起|旦|般|边|共|次|笔|些|并)")
_LONGEST = 12  # digits; more is an identifier, not a sum


@dataclass(frozen=True, slots=True)
class Numeral:
    """Where it ends, its bounds, and how it was written.

    ``big`` means that it names a unit of a hundred or more, so it can be a sum
    without 块. ``spelt`` holds the digits when they were read one by one.
    """

    end: int
    low: Decimal
    high: Decimal
    sure: bool = True
    big: bool = False
    arabic: bool = False
    spelt: str = ""

    @property
    def exact(self) -> bool:
        """True when it says one number."""
        return self.sure and self.low == self.high


class _Token(NamedTuple):
    kind: str  # n arabic, d digit, z zero, v vague, u unit, t 廿 or 卅
    value: Decimal
    start: int
    end: int


@lru_cache(maxsize=128)
def numeral(text: str, start: int) -> Numeral | None:
    """The numeral that starts at ``start``, or None.

    Several grammars ask for the same place, hence the small cache.
    """
    if start >= len(text) or text[start] not in STARTS:
        return None
    tokens = _tokens(text, start)
    if not tokens or (tokens[0].kind == "u" and tokens[0].value > 10):
        return None
    spelt = _spelt(text, tokens)
    if spelt:
        return spelt
    got = _read(text, tokens)
    if got is None or not got.sure or not _MEASURE.match(text, got.end):
        return got
    return _split(text, tokens, got)


def _tokens(text: str, start: int) -> list[_Token]:
    tokens: list[_Token] = []
    i = start
    while i < len(text) and len(tokens) < 24:
        token = _token(text, i)
        if token is None:
            break
        if token.kind == "n" and tokens and not _can_follow(tokens):
            break
        tokens.append(token)
        i = token.end
    return tokens


def _can_follow(tokens: list[_Token]) -> bool:
    """Whether arabic digits may go on after these: 1万5, 1万零5."""
    last = tokens[-1].kind
    return last == "u" or (last == "z" and len(tokens) > 1 and tokens[-2].kind == "u")


def _token(text: str, i: int) -> _Token | None:
    char = text[i]
    if "0" <= char <= "9":
        found = _ARABIC.match(text, i)
        if found is None or found.end() - i > _LONGEST:
            return None
        return _Token("n", Decimal(found[0].replace(",", "")), i, found.end())
    if char in HAN:
        kind = "z" if char == "零" else "d"
        return _Token(kind, Decimal(HAN[char]), i, i + 1)
    if char in _UNITS:
        latin_goes_on = char in "kw" and re.match("[a-z]", text[i + 1 : i + 2])
        return None if latin_goes_on else _Token("u", Decimal(_UNITS[char]), i, i + 1)
    if char in _TENS:
        return _Token("t", Decimal(_TENS[char]), i, i + 1)
    return _Token("v", ZERO, i, i + 1) if char in _MANY else None


def _spelt(text: str, tokens: list[_Token]) -> Numeral | None:
    """Digits read one by one: 三八零六, 二零二五."""
    run = 0
    while run < len(tokens) and tokens[run].kind in "dz":
        run += 1
    follows_unit = run < len(tokens) and tokens[run].kind == "u"
    if run < 2 or follows_unit or (run == 2 and _rising(tokens[0], tokens[1])):
        return None
    end = tokens[run - 1].end
    digits = "".join(str(HAN[c]) for c in text[tokens[0].start : end])
    value = Decimal(digits)
    return Numeral(end, value, value, sure=False, spelt=digits)


def _rising(a: _Token, b: _Token) -> bool:
    """Two digits that mean "a or b": 三四, 三五."""
    return a.kind == b.kind == "d" and 0 < b.value - a.value <= 2


def _read(text: str, tokens: list[_Token]) -> Numeral | None:
    total, i = PlaceValues(), 0
    while i < len(tokens):
        taken = _step(text, tokens, i, total)
        if taken == 0:
            break
        i += taken
        total.end = tokens[i - 1].end
        if tokens[i - 1].kind != "u" and tokens[i - 1].kind not in "zt":
            break
    if i == 0:
        return None
    used = tokens[:i]
    if used[-1].kind == "z" and i > 1:
        used, total.end = used[:-1], used[-2].end
    return Numeral(
        total.end,
        total.low + total.part_low,
        total.high + total.part_high,
        sure=total.sure,
        big=any(t.kind == "u" and t.value >= 100 for t in used),
        arabic=used[0].kind == "n",
    )


def _step(text: str, tokens: list[_Token], i: int, total: PlaceValues) -> int:
    """Take one atom with its unit from ``tokens[i:]``; how many were taken."""
    token = tokens[i]
    if token.kind == "z":
        total.zero = True
        return 1
    if token.kind == "t":
        return int(
            total.floor > 10
            and total.add(token.value / 10, token.value / 10, Decimal(10))
        )
    if token.kind == "u":
        return _bare_unit(token, total)
    low, high, width = _atom(tokens, i)
    after = tokens[i + width] if i + width < len(tokens) else None
    if after is not None and after.kind == "u":
        return width + 1 if total.add(low, high, after.value) else 0
    return _tail(text, tokens[i : i + width], total, (low, high))


def _bare_unit(token: _Token, total: PlaceValues) -> int:
    if token.value >= 10**4 and (total.part_low or total.part_high):
        return int(total.add(ZERO, ZERO, token.value))
    if token.value == 10 and total.floor > 10:
        return int(total.add(Decimal(1), Decimal(1), token.value))
    return 0


def _atom(tokens: list[_Token], i: int) -> tuple[Decimal, Decimal, int]:
    """Bounds of a digit, a pair or 几, and how many tokens it takes."""
    token = tokens[i]
    if token.kind == "v":
        return Decimal(1), Decimal(9), 1
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if token.kind == "d" and following is not None and _rising(token, following):
        return token.value, following.value, 2
    return token.value, token.value, 1


def _tail(
    text: str, atom: list[_Token], total: PlaceValues, bounds: tuple[Decimal, Decimal]
) -> int:
    token, end = atom[0], atom[-1].end
    after_unit = bool(total.last)
    if after_unit and "." in str(total.low + total.part_low):
        total.sure = False  # 1.2万5
    if total.last and _WORD_OF_ONE.match(text, token.start):
        return 0  # 五百一定还, 两万一会儿三万
    if total.last and text[token.start] in "两俩仨":
        return 0  # 五百两笔
    if total.last >= 100 and not total.zero:
        if _MONTH_PART.match(text, end):
            total.sure = False
        elif _MEASURE.match(text, end) and end - token.start < 3:
            return 0
        if token.kind == "n":
            _arabic_tail(token, total)
            return 1
    elif after_unit and not total.zero and token.kind == "n":
        return 0
    total.tail(*bounds)
    return len(atom)


def _arabic_tail(token: _Token, total: PlaceValues) -> None:
    """1万5 is 15000 and 2千500 is 2500; 1万50 could be either."""
    width = token.end - token.start
    places = len(str(int(total.last))) - 1
    whole = "." not in str(token.value)
    if whole and width == 1:
        total.tail(token.value, token.value)
        return
    total.zero = True
    total.sure &= whole and (width == places or (places == 4 and width == 3))
    total.tail(token.value, token.value)


def _split(text: str, tokens: list[_Token], whole: Numeral) -> Numeral:
    """五百十二期 is 五百 and 十二期; where two cuts are possible it is not sure."""
    if not whole.big or whole.arabic or whole.high < 200:
        return whole
    ends = [t.end for t in tokens]
    used = tokens[: ends.index(whole.end) + 1] if whole.end in ends else tokens
    heads = [h for h in (_read(text, used[:i]) for i in _cuts(used)) if h and h.big]
    if not heads:
        return whole
    if len(heads) == 1 and used[-1].value != 10:
        return heads[0]
    return Numeral(whole.end, whole.low, whole.high, sure=False, big=True)


def _cuts(tokens: list[_Token]) -> list[int]:
    """Where a sum may end and a count begin: after a unit, before a digit or 十."""
    return [
        i
        for i in range(1, len(tokens))
        if tokens[i - 1].kind == "u"
        and not (tokens[i - 1].value == 10 and tokens[i - 2].kind == "u")
        and (tokens[i].kind in "dt" or tokens[i].value == 10)
    ]
