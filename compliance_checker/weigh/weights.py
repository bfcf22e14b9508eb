"""What every piece of an utterance weighs.

A piece is a run of up to three characters, or two characters with a few between them.
What it weighs was learned from labelled sentences of our own (``weigh.train``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from compliance_checker.text.batch import Texts, character_table, joined
from compliance_checker.text.kernels import DOT, ODD, STOP
from compliance_checker.weigh import kernels

Array = np.ndarray[Any, Any]

#: The salts that keep apart the pieces of what is said, its pairs, what was heard before.
SAID, PAIRS, HEARD = 0, 1, 2
#: A long turn is weighed in windows of so many characters, each so far from the last.
WINDOW, STRIDE = 80, 40
#: Only so much is read of what the other side said before.
HEARD_MOST = 60


@cache
def plain_table() -> Array:
    """Code point → the one it counts as; 0 is no part of a word.

    Both ways to say "you" are one: manners must not weigh.
    """
    table = character_table().copy()
    table[(table == ODD) | (table == STOP) | (table == DOT)] = 0
    table[ord("您")] = ord("你")
    return table


def normal(text: str) -> tuple[Array, Array]:
    """The code points of *text* that count, and where each stands (shape ``(n,)``)."""
    said, places = kernels.normal(joined([text]).codes, plain_table())
    return said, places


@dataclass(frozen=True, slots=True)
class Weights:
    """Pieces and what they weigh.

    ``matrix`` has a row a piece and a column a category; its first column says whether
    anything is wrong at all.
    """

    #: The names of all pieces (uint64), how rare each is, and what it weighs (int8).
    names: Array
    rarity: Array
    matrix: Array
    #: Column → what one unit of the matrix is worth, and what is there without a word.
    unit: Array
    start: Array
    categories: tuple[str, ...]
    #: Where to find a name (see ``kernels.slots``), and the first column by itself.
    places: Array = field(init=False, repr=False)
    first: Array = field(init=False, repr=False)

    def __post_init__(self) -> None:
        bits = max(4, (2 * len(self.names)).bit_length())
        object.__setattr__(self, "places", kernels.slots(self.names, bits))
        object.__setattr__(self, "first", np.ascontiguousarray(self.matrix[:, :1]))

    def of(self, *pieces_of: Array) -> Array:
        """Column → what an utterance of these ``blocks`` of pieces weighs (float64)."""
        weight: Array = self.start.copy()
        for pieces in pieces_of:
            numbers = kernels.known(pieces, self.names, self.places)
            total, length = kernels.summed(numbers, self.matrix, self.rarity)
            if length:
                weight += total * self.unit / length
        return weight

    def by_column(self, texts: Texts) -> Array:
        """The most a window weighs by each column (float64, a row a text)."""
        weights: Array = kernels.most_by_column(
            texts.codes,
            texts.ends,
            plain_table(),
            self.names,
            self.places,
            self.matrix,
            self.rarity,
            self.unit,
            self.start,
            WINDOW,
            STRIDE,
        )
        return weights

    @property
    def _column(self) -> tuple[Array, Array, Array, Array, int, int]:
        """What the kernels read of the first column, window by window."""
        return self.names, self.places, self.first, self.rarity, WINDOW, STRIDE

    def windows(self, said: Array) -> Array:
        """Window of *said* → what its words weigh, whatever was heard (float64)."""
        weights: Array = kernels.windows(said, *self._column)
        return weights * float(self.unit[0]) + float(self.start[0])

    def outlook(
        self, said: Texts, heard: Texts, rows: Array, wrong: float, best: float
    ) -> tuple[Array, Array]:
        """Two weights for each of *rows* of *said* (float64).

        The most a window weighs whatever was heard, and the most that *wrong* times
        its first weight and *best* times its heaviest category come to after *heard*,
        which has a text for each of *rows*.
        """
        alone, both = kernels.outlook(
            said.codes,
            said.ends,
            heard.codes,
            heard.ends,
            rows,
            plain_table(),
            self.names,
            self.places,
            self.matrix,
            self.rarity,
            self.unit,
            self.start,
            WINDOW,
            STRIDE,
            wrong,
            best,
        )
        return alone, both


def blocks(said: Array, heard: Array) -> tuple[Array, Array, Array]:
    """The names of the pieces of what was said, of its pairs, of what was heard."""
    return (
        kernels.runs(said, SAID),
        kernels.pairs(said, PAIRS),
        kernels.runs(heard, HEARD),
    )
