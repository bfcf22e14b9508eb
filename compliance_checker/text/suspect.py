"""Which of many texts may hide a word, at the speed of machine code.

Ordinary words explain ordinary writing.  A text is suspect where a stretch sounds like
a wanted word, or is one with two characters swapped, and the whole text is likelier
with the word than as it is written; or where letters, signs, parts of characters or
digits stand that such a word can be written in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from compliance_checker.text import hearing, marking, sound
from compliance_checker.text.guess import SHORTEST
from compliance_checker.text.lore import HIGH_OTHER, LEAST, lore_of
from compliance_checker.text.marking import Lore

Array = np.ndarray[Any, Any]

#: By so much a text must be likelier with a further word, where one is hidden already.
ALSO = 2.0
#: No more guesses are looked at in one text.
MOST_GUESSES = 400


class Suspects:
    """Finds the texts that may hide one of *words*.

    *words* come with the logarithm of their probability; *plain* are further words of
    ordinary talk, *pairs* its neighbouring characters.
    """

    def __init__(
        self,
        words: Mapping[str, float],
        often: Mapping[str, int],
        plain: Mapping[str, float],
        pairs: Iterable[str],
    ) -> None:
        self.words = _sought(words)
        self.lore = lore_of(self.words, words, often, plain, set(pairs))

    @classmethod
    def of(cls, words: Iterable[str], lore: Lore) -> Suspects:
        """The same from a *lore* that was made for *words* before."""
        made = cls.__new__(cls)
        made.words = _sought(words)
        made.lore = lore
        return made

    def among(self, texts: Sequence[str]) -> list[int]:
        """The places in *texts* of those that are suspect, in order."""
        whole = "".join(texts).encode("utf-32-le", "surrogatepass")
        ends = np.zeros(len(texts) + 1, np.int64)
        np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)), out=ends[1:])
        found = hearing.suspected(
            np.frombuffer(whole, np.uint32), ends, LEAST, self.lore
        )
        return [int(row) for row in np.flatnonzero(found)]

    def listen(self, text: str) -> tuple[Array, Array, Array, Array, Array]:
        """What ``hearing.listened`` tells of a text of the view ``signs``."""
        whole = text.encode("utf-32-le", "surrogatepass")
        codes = self.lore.table[np.frombuffer(whole, np.uint32)]
        codes[codes == marking.DROPPED] = HIGH_OTHER
        return hearing.listened(codes, ALSO, MOST_GUESSES, self.lore)


def _sought(words: Iterable[str]) -> list[str]:
    return sorted(
        word
        for word in words
        if SHORTEST <= len(word) <= hearing.LONGEST_WORD and _has_sound(word)
    )


def _has_sound(word: str) -> bool:
    """Whether every character of *word* has a sound."""
    return all(ord(one) in sound.syllable_table() for one in word)
