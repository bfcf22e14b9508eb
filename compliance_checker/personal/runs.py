"""Digits that may belong together, however they are written or said.

A run is a stretch of digits with at most a few pauses between them.  How strong each
pause is decides later where a number may begin and end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from compliance_checker.personal.flat import HIDDEN
from compliance_checker.text.noise import FILLERS

#: How strong the break before a digit is.  A change of script breaks a little.
SAME, SCRIPT, LIGHT, DOT, COMMA, STOP, EDGE = range(7)

#: What is written or said for each digit: on the telephone (洞, 拐, 勾), in money
#: (贰), and what speech recognition makes of 幺 (妖, 腰).
SAID = {
    **dict.fromkeys("0零〇洞", "0"), **dict.fromkeys("1一壹幺妖腰夭吆", "1"),
    **dict.fromkeys("2二贰两", "2"), **dict.fromkeys("3三叁", "3"),
    **dict.fromkeys("4四肆", "4"), **dict.fromkeys("5五伍", "5"),
    **dict.fromkeys("6六陆", "6"), **dict.fromkeys("7七柒拐", "7"),
    **dict.fromkeys("8八捌", "8"), **dict.fromkeys("9九玖勾", "9"),
    "o": "0", "l": "1",
}  # fmt: skip

#: The characters that read as a digit, for use inside ``[]``.
DIGITS = "".join(sign for sign in SAID if sign not in "ol")

#: What may stand between two digits of a number, four at most.
BETWEEN = re.escape(f" -.,。·()_{HIDDEN}{FILLERS}额")

# A Chinese digit that is part of an everyday word is no digit: 一下, 万一, 第三, 周五.
_WORD = "(?<![第周万唯统之])"
_UNIT = (
    "(?:[0-9]"
    rf"|{_WORD}一(?![下个直起定样天次共般些点边声遍会位家同种切块旦笔期])"
    rf"|{_WORD}两(?![个位天次块边年家笔期种])"
    rf"|{_WORD}[{DIGITS.translate(dict.fromkeys(map(ord, '0123456789一两')))}])"
)
# A pause between two digits, with what people say in it.
_PAUSE = rf"[{BETWEEN}]{{0,4}}+(?:(?:然后|后面是?|接着|再来)[{BETWEEN}]{{0,3}}+)?+"
# Four zeros said as 四个零.
_MANY = rf"[2-6二两三四五六]个[{DIGITS}]"
# Letters that look like digits count between digits only.
_ALIKE = "[ol]{1,4}+(?=[0-9])"
_RUN = re.compile(rf"{_UNIT}(?:{_PAUSE}(?:{_MANY}|{_UNIT})|{_ALIKE})*+", re.DOTALL)
_PART = re.compile(rf"{_MANY}|[{DIGITS}ol]")
# The letter at the end of an ID, written or said, with what people say before it.
_CROSS = re.compile(
    rf"[{BETWEEN}]{{0,4}}+(?:最后)?(?:一个|是个?)?(?:大写)?的?(?:字母)?"
    r"(x|叉|[艾爱埃]克[斯丝]|ex)(?![a-z0-9])"
)
_MASKED_TAIL = 4


@dataclass(frozen=True, slots=True)
class Run:
    """Digits in order; ``starts`` and ``ends`` are theirs in the text.

    ``breaks[i]`` is how strong the break before digit *i* is; there is one more for
    the end.  ``spoken[i]`` tells whether digit *i* is a Chinese character.
    """

    digits: str = field(repr=False)
    starts: list[int]
    ends: list[int]
    breaks: list[int]
    spoken: list[bool]
    #: Digits at the front that an earlier mask left.
    closed: int = 0


def runs(flat: str, least: int = 5) -> Iterator[Run]:
    """The runs of at least *least* digits in a flat text, in order."""
    for match in _RUN.finditer(flat):
        start, end = match.span()
        if end - start < least or (end - start > 64 and match.group().isdigit()):
            continue  # too short, or no number a person has
        run = _run(flat, start, end)
        if len(run.digits) >= least:
            yield run


def _run(flat: str, start: int, end: int) -> Run:
    run = Run("", [], [], [], [], _closed(flat, start, end))
    digits: list[str] = []
    done = start
    for part in _PART.finditer(flat, start, end):
        read = _read(part.group())
        spoken = not flat[part.end() - 1].isascii()
        for at, digit in enumerate(read):
            broken = SAME if at else _strength(flat[done : part.start()])
            if broken == SAME and run.spoken and run.spoken[-1] is not spoken:
                broken = SCRIPT
            run.breaks.append(broken)
            run.spoken.append(spoken)
            run.starts.append(part.start())
            run.ends.append(part.end())
            digits.append(digit)
        done = part.end()
    run.breaks[0] = EDGE
    _cross(flat, run, digits)
    run.breaks.append(EDGE)
    return Run(
        "".join(digits), run.starts, run.ends, run.breaks, run.spoken, run.closed
    )


def _read(part: str) -> str:
    """The digits of one part: a digit, or 三个零."""
    digit = SAID[part[-1]]
    return digit * int(SAID[part[0]]) if len(part) > 1 else digit


def _cross(flat: str, run: Run, digits: list[str]) -> None:
    """Add the letter that may end an ID."""
    if len(digits) < 17:
        return
    cross = _CROSS.match(flat, run.ends[-1])
    if cross is None:
        return
    run.breaks.append(_strength(flat[run.ends[-1] : cross.start(1)]))
    run.spoken.append(cross.group(1) != "x")
    run.starts.append(cross.start(1))
    run.ends.append(cross.end())
    digits.append("x")


def _strength(between: str) -> int:
    if not between.strip(HIDDEN):
        return SAME
    if "。" in between:
        return STOP
    if any(sign in ",然后接再" for sign in between):
        return COMMA
    return DOT if "." in between else LIGHT


def _closed(flat: str, start: int, end: int) -> int:
    """How many digits at the front are the tail of a mask (``***0427``)."""
    if flat[max(0, start - 2) : start] != "**":
        return 0
    size = 0
    while start + size < end and flat[start + size] in SAID:
        size += 1
    return size if size <= _MASKED_TAIL else 0
