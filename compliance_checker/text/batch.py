"""Many utterances as arrays of code points, and their compact views.

What the recipes of ``text.recipes`` say of one text, machine code does for all texts at
once; a property test holds that the two agree.  The few texts that have something only
the recipe can judge (``odd``) are read by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from compliance_checker.text import kernels, noise
from compliance_checker.text.recipes import recipe

Array = np.ndarray[Any, Any]

#: One more than the last code point.
CODES = 0x110000
#: A table that may be asked for any 21 bits.
ANY_CODE = 1 << 21


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts one behind the other, as code points; text ``i`` ends at ``ends[i + 1]``."""

    codes: Array
    ends: Array

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self.ends) - 1

    def __getitem__(self, row: int) -> str:
        """One of them as a string."""
        part = self.codes[self.ends[row] : self.ends[row + 1]]
        return part.tobytes().decode("utf-32-le", "surrogatepass")

    @property
    def sizes(self) -> Array:
        """How many characters each has."""
        return np.diff(self.ends)


def joined(texts: Sequence[str]) -> Texts:
    """All *texts* as one array of code points."""
    whole = "".join(texts).encode("utf-32-le", "surrogatepass")
    ends = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)), out=ends[1:])
    return Texts(np.frombuffer(whole, np.uint32), ends)


class Batch:
    """The compact and the squeezed view of many utterances."""

    __slots__ = ("_odd", "compact", "original", "squeezed")

    def __init__(self, texts: Sequence[str]) -> None:
        #: The texts as they were sent.
        self.original = original = joined(texts)
        table, facts = _characters()
        codes, ends, odd = kernels.compacted(
            original.codes, original.ends, table, facts
        )
        #: Empty where the text is odd …
        self.compact = Texts(codes, ends)
        #: … or, in the squeezed view, where it does not differ.
        self.squeezed = Texts(*kernels.squeezed(codes, ends, facts, *_fillers()))
        self._odd = {row: by_recipe(texts[row]) for row in np.flatnonzero(odd).tolist()}

    def __len__(self) -> int:
        """How many utterances there are."""
        return len(self.compact)

    @property
    def odd(self) -> dict[int, tuple[str, ...]]:
        """Row → views, of the texts that the arrays leave out."""
        return self._odd

    def views(self, row: int) -> tuple[str, ...]:
        """The compact view of *row*, and the squeezed one where it differs."""
        odd = self._odd.get(row)
        if odd is not None:
            return odd
        squeezed = self.squeezed[row]
        compact = self.compact[row]
        return (compact, squeezed) if squeezed else (compact,)

    def empty(self) -> Array:
        """Row → whether nothing is left of it in the compact view (bool)."""
        blank: Array = self.compact.sizes == 0
        for row, views in self._odd.items():
            blank[row] = not views[0]
        return blank


def by_recipe(text: str) -> tuple[str, ...]:
    """What ``Batch.views`` tells, made by the recipes."""
    compact = recipe("compact").text(text)
    squeezed = recipe("squeezed").text(text)
    # An empty text holds nothing that could be found.
    return (compact,) if squeezed in {"", compact} else (compact, squeezed)


@cache
def _characters() -> tuple[Array, Array]:
    """What each code point becomes in the compact view, and the facts about it."""
    table = np.arange(CODES, dtype=np.uint32)
    for code, new in recipe("compact").table.items():
        if len(new) > 1 or new == "+":
            table[code] = kernels.ODD
        else:
            table[code] = ord(new) if new else kernels.DROPPED
    # A NUL is noise in every view; were it not, it could not stand for "dropped".
    table[0] = kernels.DROPPED
    facts = np.zeros(ANY_CODE, np.uint8)
    for first, last in noise.HAN_RANGES:
        facts[first : last + 1] |= kernels.HAN
    for characters, bit in (
        ("0123456789" + noise.HAN_DIGITS, kernels.DIGIT),
        (noise.HAN_DIGITS, kernels.HAN_DIGIT),
        (noise.LAWFUL_DOUBLES, kernels.TWICE),
        (noise.ANSWERS, kernels.ANSWER),
        ({word[0] for word in (*noise.FILLER_WORDS, noise.FILLER_UNIT)}, kernels.UNIT),
    ):
        for character in characters:
            facts[ord(character)] |= bit
    return table, facts


@cache
def _fillers() -> tuple[Array, Array, Array]:
    words = np.array([ord(c) for word in noise.FILLER_WORDS for c in word], np.uint32)
    sizes = np.array([len(word) for word in noise.FILLER_WORDS], np.int64)
    parts = noise.FILLER_UNIT + noise.UNIT_AFTER + "\0" + noise.UNIT_BEFORE
    return words, sizes, np.array([ord(c) for c in parts], np.uint32)


def character_table() -> Array:
    """Code point → what it becomes in the compact view; see ``kernels.compacted``."""
    return _characters()[0]
