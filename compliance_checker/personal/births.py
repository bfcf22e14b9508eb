"""IDs whose date of birth is said as a date: 110105，1949年12月31号，002X."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compliance_checker.personal import cues, proofs
from compliance_checker.personal.runs import BETWEEN, DIGITS, SAID
from compliance_checker.personal.values import Sighting

_GAP = f"[{BETWEEN}]{{0,4}}"
_DIGIT = f"[{DIGITS}]"
_DAYS = f"([{DIGITS}十]{{1,3}})"
_BORN = re.compile(
    f"(?<![{DIGITS}])({_DIGIT}(?:{_GAP}{_DIGIT}){{5}}){_GAP}({_DIGIT}(?:{_GAP}{_DIGIT}){{3}}){_GAP}年"
    f"(?:出?生)?{_GAP}{_DAYS}{_GAP}月(?:份)?{_GAP}{_DAYS}{_GAP}[日号]?{_GAP}"
    f"({_DIGIT}(?:{_GAP}{_DIGIT}){{2}}){_GAP}({_DIGIT}|x|叉|[艾爱埃]克[斯丝]|ex)"
    f"(?![{DIGITS}a-z])"
)


def spoken_births(flat: str) -> Iterator[Sighting]:
    """The IDs of a flat text that have their date in words."""
    if "年" not in flat or "月" not in flat:
        return
    for match in _BORN.finditer(flat):
        digits = _digits(match)
        if digits is None or not proofs.resident_id_shaped(digits):
            continue
        proved = proofs.check_digit(digits[:17]) == digits[17]
        if not proved and not cues.identity_named(flat, match.start()):
            continue  # a number and a date side by side
        proof = "check digit holds" if proved else "named, check digit fails"
        yield Sighting(
            "resident_id", *match.span(), proved, f"date in words, {proof}", digits
        )


def _digits(match: re.Match[str]) -> str | None:
    region, year, month, day, serial, check = match.groups()
    parts = [_read(region), _read(year), _small(month), _small(day), _read(serial)]
    last = _read(check) or "x"
    whole = "".join(parts) + last
    return whole if len(whole) == 18 else None


def _read(said: str) -> str:
    return "".join(SAID[sign] for sign in said if sign in DIGITS)


def _small(said: str) -> str:
    """A month or a day in two digits: 三, 03, 十二, 二十一."""
    if "十" not in said:
        return _read(said).zfill(2)
    tens, _, ones = said.partition("十")
    return (_read(tens) or "1") + (_read(ones) or "0")
