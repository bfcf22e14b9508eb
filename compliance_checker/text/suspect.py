"""Which of many texts may hide a word: a pass over arrays of code points.

A text is suspect where two neighbours sound like two neighbours of a wanted word and
are no pair of ordinary writing, where they are such a pair the other way round, or
where letters, signs or parts of characters stand that a word can be written in.  Many
texts cost little more than the few array operations; what is suspect is then read
closely by ``text.restore``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compliance_checker.text import segment, sound
from compliance_checker.text.lattice import DIGITS
from compliance_checker.text.tables import tables

#: Code points above are never part of a pair.
PLANE = 0x10000
#: A pair of characters inside words as common as this in jieba's corpus is ordinary.
COMMON = 300
#: Bits of the hash of a pair; a false hit costs one close reading, no more.
BITS = 22

Codes = NDArray[np.int64]
Marks = NDArray[np.bool_]
_STOP = ord("。")


class Suspects:
    """Finds the texts that may hide one of *words*; *ordinary* pairs hide nothing.

    *words* come with the logarithm of their probability, and ``slack`` is what writing
    one by its sound costs at least.
    """

    def __init__(
        self, words: Mapping[str, float], ordinary: Iterable[str], slack: float
    ) -> None:
        numbers = {
            code: at
            for at, code in enumerate(sorted(set(sound.syllable_table().values())), 1)
        }
        self._size = len(numbers) + 1
        self._sounds = _sounds(numbers)
        self._likely = np.full(self._size * self._size, -np.inf, np.float32)
        self._triples = np.zeros(1 << BITS, np.bool_)
        for word, prior in words.items():
            for codes in sound.spellings(word):
                # A rare reading of a character may be nobody's first.
                if all(code in numbers for code in codes):
                    self._take([numbers[code] for code in codes], prior - slack)
        self._plain = _plain()
        inner = {word[at : at + 2] for word in words for at in range(len(word) - 1)}
        known = inner | tables().pairs | set(ordinary) | segment.inner_pairs(COMMON)
        self._known = _hashed(known)
        parts = {*tables().splits, *tables().shapes}
        self._split = _hashed(seen[:2] for seen in parts if len(seen) > 1)
        self._swapped = _hashed({pair[::-1] for pair in inner} - known)
        self._inner = _hashed(inner)
        self._odd = _odd()

    def _take(self, codes: Sequence[int], prior: float) -> None:
        if len(codes) == 2:
            at = codes[0] * self._size + codes[1]
            self._likely[at] = max(self._likely[at], prior)
        for one, two, three in zip(codes, codes[1:], codes[2:], strict=False):
            self._triples[_hash(one * self._size + two, three)] = True

    def among(self, texts: Sequence[str]) -> list[int]:
        """The places in *texts* of those that are suspect, in order."""
        points = np.frombuffer(
            "\n".join(texts).encode("utf-32-le", "replace"), np.uint32
        ).astype(np.int64)
        points[points >= PLANE] = PLANE - 1
        marks = self._odd[points]
        if len(points) > 1:
            marks[:-1] |= self._pairs(points)
        if len(points) > 2:
            marks[1:-1] |= (points[1:-1] == _STOP) & self._inner[
                _hash(points[:-2], points[2:])
            ]
        if not marks.any():
            return []
        ends = np.cumsum([len(text) + 1 for text in texts])
        return [
            int(row)
            for row in np.unique(np.searchsorted(ends, np.nonzero(marks)[0], "right"))
        ]

    def _pairs(self, points: Codes) -> NDArray[np.bool_]:
        one, other = points[:-1], points[1:]
        hashes = _hash(one, other)
        known = self._known[hashes]
        sounds = self._sounds[points]
        pairs = sounds[:-1] * self._size + sounds[1:]
        plain = self._plain[points]
        likely = self._likely[pairs] > plain[:-1] + plain[1:]
        found: Marks = (likely & ~known) | self._swapped[hashes] | self._split[hashes]
        if len(points) > 2:
            triples = self._triples[_hash(pairs[:-1], sounds[2:])]
            found[:-1] |= triples & ~(known[:-1] & known[1:])
        return found


def _sounds(numbers: Mapping[str, int]) -> Codes:
    """For each code point the number of its sound; 0 for none."""
    sounds = np.zeros(PLANE, np.int64)
    for point, code in sound.syllable_table().items():
        sounds[point] = numbers[code]
    for digit, character in DIGITS.items():
        sounds[ord(digit)] = sounds[ord(character)]
    for point, new in tables().fold.items():
        if point < PLANE and len(new) == 1 and ord(new) < PLANE:
            sounds[point] = sounds[ord(new)]
    return sounds


def _plain() -> NDArray[np.float32]:
    """For each code point the logarithm of its probability as a word."""
    total = math.log(segment.corpus_size())
    plain = np.full(PLANE, -total, np.float32)
    for point in sound.syllable_table():
        plain[point] = math.log(max(1, segment.frequency(chr(point)))) - total
    for point, new in tables().fold.items():
        if point < PLANE and len(new) == 1 and ord(new) < PLANE:
            plain[point] = plain[ord(new)]
    return plain


def _hash(one: Any, other: Any) -> Any:
    """The hash of two numbers, or of two arrays of numbers."""
    return (one * 40503 + other * 9973) & ((1 << BITS) - 1)


def _hashed(pairs: Iterable[str]) -> NDArray[np.bool_]:
    held = np.zeros(1 << BITS, np.bool_)
    points = np.array(
        [
            (ord(pair[0]), ord(pair[1]))
            for pair in pairs
            if ord(pair[0]) < PLANE and ord(pair[1]) < PLANE
        ],
        np.int64,
    ).reshape(-1, 2)
    held[_hash(points[:, 0], points[:, 1])] = True
    return held


def _odd() -> NDArray[np.bool_]:
    """Code points that are suspect alone: letters, and signs for a character."""
    odd = np.zeros(PLANE, np.bool_)
    for point in range(ord("a"), ord("z") + 1):
        odd[point] = True
    for point, new in tables().fold.items():
        if point < PLANE and any("a" <= one <= "z" for one in new):
            odd[point] = True
    for seen in tables().shapes:
        if len(seen) == 1 and ord(seen) < PLANE:
            odd[ord(seen)] = True
    odd[PLANE - 1] = True  # all of the higher planes: emoji live there
    return odd
