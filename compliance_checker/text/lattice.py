"""What the characters of a text may stand for: sounds, letters, parts, signs.

A *cell* is one character of the text, or a few that may be one: a typed syllable, a
split character, a character that was doubled.  Every way to read a cell is written as
a sound; where the cell also says which character is meant, the reading names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from compliance_checker.text import segment, sound
from compliance_checker.text.tables import tables

Kind = Literal["written", "letters", "shape", "stop"]

#: The longest syllable that is typed: zhuang, shuang, chuang.
LONGEST_SYLLABLE = 6
#: The longest split character, in characters.
LONGEST_SPLIT = 3
#: Parts that are a word more often than this in jieba's corpus (门口) hide nothing.
ORDINARY = 50
#: Digits, and the characters they are read aloud as.
DIGITS = dict(zip("0123456789", "零一二三四五六七八九", strict=True))
#: Tone numbers behind a typed syllable: bao4.
TONES = frozenset("12345")
_LETTER = re.compile("[a-z]")


@dataclass(frozen=True, slots=True)
class Cell:
    """Characters ``[start, end)`` of a text, read as the characters *meant*.

    ``codes`` are the sounds of one meant character each; ``meant`` is empty where only
    the sound is known.
    """

    start: int
    end: int
    kind: Kind
    codes: tuple[frozenset[str], ...] = ()
    meant: str = ""


def cells(text: str, at: int) -> Iterator[Cell]:
    """Every cell that begins at *at*."""
    character = text[at]
    if _LETTER.match(character):
        yield from _typed(text, at)
        return
    code = sound.syllable_table().get(ord(character))
    if code:
        own = frozenset({code})
        yield Cell(at, at + 1, "written", (own,), character)
    yield from _shapes(text, at)


def _typed(text: str, at: int) -> Iterator[Cell]:
    for end in range(at + 2, min(len(text), at + LONGEST_SYLLABLE) + 1):
        if not _LETTER.match(text[end - 1]):
            return
        code = sound.typed_code(text[at:end])
        if code:
            yield Cell(at, end, "letters", (frozenset({code}),))
            if text[end : end + 1] in TONES and text[end + 1 : end + 2] not in DIGITS:
                yield Cell(at, end + 1, "letters", (frozenset({code}),))


def _shapes(text: str, at: int) -> Iterator[Cell]:
    facts = tables()
    for end in range(at + 1, min(len(text), at + LONGEST_SPLIT) + 1):
        seen = text[at:end]
        found = (facts.shapes[seen],) if seen in facts.shapes else ()
        found = (*found, *facts.splits.get(seen, ()))
        if not found or (end > at + 1 and segment.frequency(seen) > ORDINARY):
            continue
        for meant in dict.fromkeys(found):
            codes = tuple(sound.readings(one) for one in meant)
            if all(codes):
                yield Cell(at, end, "shape", codes, meant)
