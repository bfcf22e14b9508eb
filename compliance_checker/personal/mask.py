"""Texts with the personal data in them made unreadable."""

from __future__ import annotations

from compliance_checker.personal.find import sightings
from compliance_checker.personal.values import NUMBERS, Sighting

STAR = "*"
#: No more digits than this ever stay.
MOST_KEPT = 4
#: What is taken away may bring to light what stood in its shadow; this many times.
_ROUNDS = 8
#: So many stars stand before what is kept: a second mask knows its own tails by them.
_FEWEST_STARS = 2


def mask(text: str, *, keep: int = MOST_KEPT) -> str:
    """*text* with stars for its personal data, all else as it was, where it was.

    The length stays, so that the offsets of a finding hold in the masked text too.  Of
    a number at most its last *keep* digits stay, fewer of a short one; they are
    written 0-9 however they were said.  What ``find`` is not certain of is masked too.
    Masking twice changes nothing more.

    Raises:
        ValueError: If *keep* is not 0 to 4.

    >>> mask("我电话幺三八零零幺三八零零零，15号还")
    '我电话*******8000，15号还'
    """
    if not 0 <= keep <= MOST_KEPT:
        raise ValueError(f"keep is 0 to {MOST_KEPT}, not {keep}")
    for _ in range(_ROUNDS):
        found = sightings(text)
        if not found:
            break
        text = _masked(text, found, keep)
    return text


def _masked(text: str, found: list[Sighting], keep: int) -> str:
    parts: list[str] = []
    done = 0
    for one in found:
        parts += text[done : one.start], _stars(one, keep)
        done = one.end
    return "".join([*parts, text[done:]])


def _stars(one: Sighting, keep: int) -> str:
    length = one.end - one.start
    if one.kind not in NUMBERS:
        return STAR * length
    size = len(one.tail)
    # 三个零 is three digits of three characters, 6个零 six: what is kept must have room.
    kept = max(0, min(keep, size // 2 - 1, length - _FEWEST_STARS))
    return STAR * (length - kept) + one.tail[size - kept :]
