"""One plain form of a message, with the way back to the original offsets.

Width, case, traditional characters, formal numerals and the spaces speech
recognition leaves are folded, so that the grammar sees one spelling.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from actions.phrases.typos import mended
from actions.phrases.values import Span

# fmt: off
_TRADITIONAL = (
    "個箇各兩萬塊錢還週禮後這過幾點發資餘沒應該對錯轉賬帳張臘農曆歷節國慶陽陰歲時間"
    "內會開糧筆總來遲從雙號圓給證碼麼實額費據頭拋讓結錄寬閏漲湊貳叁參壹肆伍陸陆柒捌玖拾佰仟"
)
_PLAIN = (
    "个个各两万块钱还周礼后这过几点发资余没应该对错转账账张腊农历历节国庆阳阴岁时间"
    "内会开粮笔总来迟从双号元给证码么实额费据头抛让结录宽闰涨凑二三三一四五六六七八九十百千"
)
# fmt: on
_SAME = {
    "〇": "零",
    "○": "零",
    "￥": "¥",
    "，": "，",
    ",": "，",
    "．": ".",
    "；": "；",
    ";": "；",
    "？": "？",
    "?": "？",
    "!": "！",
    "！": "！",
    "：": ":",
    "～": "-",
    "~": "-",
    "—": "-",
    "–": "-",
    "―": "-",
    "〜": "-",
    "－": "-",
    "−": "-",
    "…": "，",
    "\n": "。",
    "\r": "。",
    "／": "/",
    "\t": " ",
    "\u3000": " ",
    "\u00a0": " ",
    "｡": "。",
    "､": "、",
    "贰": "二",
    "叄": "三",
    "兩": "两",
    "圆": "元",
    "週": "周",
}  # fmt: skip
_TABLE = str.maketrans(
    {chr(c): chr(c - 0xFEE0).lower() for c in range(0xFF01, 0xFF5F)}
    | {chr(c): chr(c + 32) for c in range(ord("A"), ord("Z") + 1)}
    | dict(zip(_TRADITIONAL, _PLAIN, strict=True))
    | _SAME
)
_DROPPED = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\ufe0f\u20e3\u00ad]")
_BETWEEN_DIGITS = re.compile("(?<=[0-9])，(?=[0-9])")
# One group of thousands, where the comma may as well part two numbers.
# A comma after the day of a date parts two numbers: 3月12，380块.
_DATE_END = re.compile("(?:(?<![每个])月|(?<![0-9])[0-9]{1,2}[./-])[0-9]{1,2}$")
_GROUP_OF_ZERO = re.compile("，0[0-9]{2}(?![0-9])")
_TWO_NUMBERS = re.compile("，[0-9]{1,2}(?![0-9])")
_LONG_BEFORE = re.compile("[0-9]{3}$")
# 每月15,500: the 15th, or fifteen thousand?
_MAY_BE_DAY = re.compile("[每个]月[123][0-9]$")
# 3，680.00元: one sum, where nothing stands before it.
_CENTS = re.compile("，[0-9]{3}\\.[0-9]{2}(?: ?[元块]|$|[， ])")
_FIRST_DIGIT = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]*[0-9]")
_ONE_GROUP = re.compile("(?<![0-9，])([0-9]{1,3})，([0-9]{3})(?![0-9，])")
_NUMERAL = frozenset("0123456789零一二两三四五六七八九十百千万亿几廿卅幺俩.")
_DIGITS = frozenset("0123456789")
_UNITS = frozenset("十百千万亿kw")
_MEASURES = frozenset("块元号日期月个天周点年星礼多来左毛角")
# After these a space parts clauses: 还不起的 250可以.
# A measure that begins a word of its own measures nothing: 3000 日期, 就一千 多一分没有.
_WORD = re.compile(
    "日期|号码|月[底初中末]|年[底前后关]|天天|周(?=[一二三四五六日末])|星期[一二三四五六日天]|礼拜[一二三四五六日天]"
    "|来着|多[一的了没少也真]|元[宵旦]"
)
_MONTH = re.compile("(?<![0-9])(?:1[0-2]|[1-9])$")
_ENDS = frozenset("的了吧啊呢吗嘛呀哈哦噢行起来够钱对错")
_LEADS = frozenset("每下上本这个周期拜初第分大还给付")
# Digits said or typed one by one: 2 2 1 X, 三 八 零 六.
_SPELT = re.compile(
    r"(?<![0-9a-z.])[0-9](?:[ \u3000][0-9x]){2,}(?![0-9a-z.]| [0-9])"
    r"|(?<![0-9a-z.])[0-9零一二三四五六七八九幺](?: [0-9零一二三四五六七八九幺x叉]){2,}(?![0-9a-z.]| ?[0-9十百千万])"
    # 2 千 5, with nothing after it that the last digit could count.
    r"|(?<![0-9a-z.])[0-9一二两三四五六七八九](?: [百千万kw](?: ?[0-9一二三四五六七八九])?)+(?! ?[0-9.号日月期点个天周年次笔百千万])"
)


@dataclass(frozen=True, slots=True)
class Folded:
    """The plain text; ``at[i]`` is where its i-th character stood originally."""

    text: str
    at: tuple[int, ...] | None
    original: str

    def source(self, span: Span) -> Span:
        """The span in the original text."""
        if self.at is None or span[0] >= span[1]:
            return span
        return self.at[span[0]], self.at[span[1] - 1] + 1


def fold(text: str) -> Folded:
    """The folded text. Same length as the original unless something is dropped."""
    plain = mended(text.translate(_TABLE))
    if "，" in plain:
        doubtful = _doubtful(plain, text)
        plain = _BETWEEN_DIGITS.sub(lambda m: _mark(m, doubtful, text), plain)
    if not _DROPPED.search(plain):
        return Folded(plain, None, text)
    kept = _kept(plain)
    return Folded("".join(c for c, _ in kept), tuple(i for _, i in kept), text)


def _doubtful(plain: str, original: str) -> frozenset[int]:
    """Commas that may group thousands or part two numbers: 15，500 and 500,800."""
    return frozenset(
        m.end(1)
        for m in _ONE_GROUP.finditer(plain)
        if not _DATE_END.search(plain, max(0, m.end(1) - 6), m.end(1))
        and (
            (len(m[1]) < 3 or m[2] == "000") == _parts(original, m.end(1))
            or _MAY_BE_DAY.search(plain, max(0, m.end(1) - 4), m.end(1))
        )
    )


def _parts(original: str, i: int) -> bool:
    """Whether this comma parts clauses rather than groups digits of its width."""
    return original[i] != "," and original[i - 1] in _DIGITS


def _mark(found: re.Match[str], doubtful: frozenset[int], original: str) -> str:
    """The comma as a mark between clauses, a doubt, or part of a number."""
    at = found.start()
    if _GROUP_OF_ZERO.match(found.string, at) and (
        original[at] == "," or not found.string.startswith("000", at + 1)
    ):
        return ","  # 每月1,050
    if _CENTS.match(found.string, at) and _FIRST_DIGIT.fullmatch(found.string, 0, at):
        return ","  # 3，680.00元
    if _TWO_NUMBERS.match(found.string, at) and _LONG_BEFORE.search(
        found.string, max(0, at - 4), at
    ):
        return "，"  # 1200,28号
    if _DATE_END.search(found.string, max(0, at - 6), at):
        return "，"
    return ";" if at in doubtful else _comma(original, at)


def _comma(original: str, i: int) -> str:
    return "，" if _parts(original, i) else ","


def _kept(plain: str) -> list[tuple[str, int]]:
    spelt = [m.span() for m in _SPELT.finditer(plain)]
    loose = _spaced_out(plain)
    kept: list[tuple[str, int]] = []
    for i, char in enumerate(plain):
        if not _DROPPED.match(char):
            kept.append((char, i))
        elif char.isspace() and not any(a < i < b for a, b in spelt):
            last = kept[-1][0] if kept else " "
            apart = not loose and _own_word(plain, i)
            if last != " " and (
                apart or not _joined(last, plain[i + 1 : i + 2], loose)
            ):
                kept.append((" ", i))
    return kept


def _spaced_out(plain: str) -> bool:
    """Speech recognition may put a space after every character."""
    words = ["".join(c for c in w if not _DROPPED.match(c)) for w in plain.split()]
    return len(words) > 3 and sum(len(w) == 1 for w in words) > 0.7 * len(words)


def _own_word(plain: str, i: int) -> bool:
    """Whether a word of its own follows the space at ``i``; 12 月底 is one word."""
    month = plain.startswith("月", i + 1) and _MONTH.search(plain, max(0, i - 3), i)
    return not month and _WORD.match(plain, i + 1) is not None


def _joined(left: str, right: str, loose: bool) -> bool:
    """Whether a space between two characters is noise."""
    if right in _DIGITS and "a" <= left <= "z":
        return False  # ok 25号
    if not right or right in _UNITS:
        return left in _NUMERAL
    if left in _NUMERAL and right in _NUMERAL:
        return loose and not (left in _DIGITS and right in _DIGITS)
    if left in _NUMERAL:
        return loose or right in _MEASURES
    if right in _NUMERAL:
        parts = left in _ENDS and not loose
        return (right in _DIGITS and not parts) or loose or left in _LEADS
    return loose
