"""The few programs that ask for another view than the compact one.

What sounds like a phrase is looked for in the sounds of all compact texts at once.
What is written with split or look-alike characters is looked for in the texts that
hold any such; few do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from compliance_checker.detect.program import Clause, Program
from compliance_checker.detect.sieve import Said, Sieve, Sifted
from compliance_checker.rulebook.expression import Stretch
from compliance_checker.store import Store
from compliance_checker.text import kernels
from compliance_checker.text.batch import ANY_CODE, Batch, Texts, joined
from compliance_checker.text.reading import Reading
from compliance_checker.text.shape import mend
from compliance_checker.text.sound import syllable_table
from compliance_checker.text.tables import tables
from compliance_checker.text.view import ViewName

Array = np.ndarray[Any, Any]
Readings = Callable[[int], Reading]


class Disguises:
    """All strings of the views beside the compact one, by view."""

    def __init__(
        self, programs: Sequence[tuple[int, Program, int]], store: Store | None
    ) -> None:
        self._sieves: dict[ViewName, Sieve] = {}
        views = {view for _, one, _ in programs for view in one.clauses}
        for view in sorted(views - {"compact"}):
            ways = (
                (number, Clause(clause.stretches[:1]), side)
                for number, program, side in programs
                for clause in program.on(view)
                if clause.stretches and not program.waits
            )
            self._sieves[view] = Sieve(ways, store=store, part=view)

    def add(
        self, found: dict[int, Sifted], said: Said, texts: Texts, readings: Readings
    ) -> None:
        """Put what other views propose beside what was *found*, row by row.

        *texts* are the utterances as they were sent.
        """
        for view, sieve in self._sieves.items():
            if view == "sound":
                sounds = _sounds(said.batch, readings)
            else:
                rows = _disguised(said.batch, texts) if view == "shape" else None
                sounds = _read(view, rows, len(said.batch), readings)
            more = sieve.sift(sounds, said.sides, np.arange(len(said.batch)))
            for row, programs in more.items():
                known = found.setdefault(row, {})
                for number in programs:
                    known.setdefault(number, False)


class _Read:
    """Texts of a view in the form of a batch of compact texts."""

    def __init__(self, texts: Texts, odd: Mapping[int, tuple[str, ...]]) -> None:
        self.compact = texts
        self.squeezed = Texts(texts.codes[:0], np.zeros_like(texts.ends))
        self.odd = odd

    def __len__(self) -> int:
        return len(self.compact)


def plain(texts: Sequence[str]) -> _Read:
    """Texts that are compact already, to sift."""
    return _Read(joined(texts), {})


def _read(
    view: ViewName, rows: Iterable[int] | None, size: int, readings: Readings
) -> _Read:
    """The view of *rows* (of all if absent), read one by one."""
    chosen = range(size) if rows is None else rows
    odd = {row: tuple(one.text for one in readings(row).views(view)) for row in chosen}
    return _Read(joined([""] * size), odd)


def _sounds(batch: Batch, readings: Readings) -> _Read:
    """How everything sounds; what has Latin letters in it is read one by one."""
    compact = batch.compact
    latin = kernels.rows_with(compact.codes, compact.ends, _letters())
    rows = {*np.flatnonzero(latin).tolist(), *batch.odd}
    odd = {row: tuple(one.text for one in readings(row).views("sound")) for row in rows}
    return _Read(Texts(_syllables()[compact.codes], compact.ends), odd)


def _disguised(batch: Batch, texts: Texts) -> list[int]:
    """The rows whose shape view may read otherwise than the compact one."""
    signs = kernels.rows_with(texts.codes, texts.ends, _signs())
    every = np.arange(len(batch))
    sides = np.ones(len(batch), np.uint8)
    split = _split().sift(batch, sides, every)
    return sorted({*np.flatnonzero(signs).tolist(), *split})


@cache
def _split() -> Sieve:
    """Looks for the parts of characters, side by side."""
    parts = frozenset(seen for seen in tables().shapes if len(seen) > 1)
    return Sieve([(0, Clause((Stretch(parts),)), 1)])


@cache
def _signs() -> Array:
    return _flags(mend.characters)


@cache
def _letters() -> Array:
    return _flags(map(ord, "abcdefghijklmnopqrstuvwxyz"))


def _flags(codes: Iterable[int]) -> Array:
    table = np.zeros(ANY_CODE, np.bool_)
    table[list(codes)] = True
    return table


@cache
def _syllables() -> Array:
    table = np.arange(ANY_CODE, dtype=np.uint32)
    for code, new in syllable_table().items():
        table[code] = ord(new)
    return table
