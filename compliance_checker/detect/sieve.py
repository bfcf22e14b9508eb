"""Which programs are worth running on which utterances, for any number at once.

The strings and patterns of many programs are looked for in one pass over the compact
texts (``detect.kernels``).  The cost follows the suspicious text: of ordinary service
talk most utterances leave here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from compliance_checker.detect.program import Program
from compliance_checker.detect.trie import Tables, Way, tables
from compliance_checker.model import Role
from compliance_checker.store import Store
from compliance_checker.text.batch import Batch, Texts, joined

Array = np.ndarray[Any, Any]

#: Who speaks, as bits.  Nobody knows of an unknown speaker: he may be either.
OURS, THEIRS = 1, 2
SIDES: Mapping[Role, int] = {
    "collector": OURS,
    "bot": OURS,
    "debtor": THEIRS,
    "third_party": THEIRS,
    "unknown": OURS | THEIRS,
}


def sides_of(roles: Iterable[Role]) -> int:
    """The sides whose words count where those of *roles* do.

    The words of an unknown speaker are looked at for either side.
    """
    sides = 0
    for role in roles:
        if role != "unknown":
            sides |= SIDES[role]
    return sides or OURS | THEIRS


class Views(Protocol):
    """Texts to sift: each row once or twice, and the odd ones by themselves."""

    @property
    def compact(self) -> Texts:
        """A text a row; empty where it is odd."""

    @property
    def squeezed(self) -> Texts:
        """A second reading, where there is one."""

    @property
    def odd(self) -> Mapping[int, tuple[str, ...]]:
        """Row → its texts."""


@dataclass(frozen=True, slots=True)
class Said:
    """Utterances ready to be sifted: their views, and who speaks (bits of sides)."""

    batch: Batch
    sides: Array


#: Program → whether it is sure that it finds something.
Sifted = dict[int, bool]


class Sieve:
    """Some programs, and the search for what they need."""

    def __init__(
        self,
        wanted: Iterable[Way],
        examples: Sequence[str] = (),
        *,
        store: Store | None = None,
        part: str = "",
    ) -> None:
        """The sieve for *wanted*; *store* keeps what it is made of under *part*.

        *wanted* is not asked for what the store has.
        """
        kept = store.read(part) if store else None
        if kept is not None:
            self._tables = Tables(tuple(kept[1:]), kept[0])
            return
        self._tables = tables(wanted, examples)
        if store:
            store.write(part, [self._tables.programs, *self._tables.arrays])

    def sift(self, views: Views, sides: Array, rows: Array) -> dict[int, Sifted]:
        """Row → what may be found there, for those of *rows* that have any.

        *sides* says who speaks in each row of *views*, as bits (``SIDES``).  *rows* are in order and without repeats.
        """
        found: dict[int, Sifted] = {}
        self._add(found, *self._passes(views, sides, rows))
        odd = [row for row in rows.tolist() if row in views.odd] if views.odd else []
        self._add_odd(found, views, sides, odd)
        return found

    def _passes(
        self, views: Views, sides: Array, rows: Array
    ) -> tuple[Array, Array, Array]:
        passes = [self._tables.sift(views.compact, rows, sides)]
        changed = rows[views.squeezed.sizes[rows] > 0]
        if changed.size:
            passes.append(self._tables.sift(views.squeezed, changed, sides))
        first, ways, sure = (np.concatenate(one) for one in zip(*passes, strict=True))
        return first, self._tables.programs[ways], sure

    @staticmethod
    def _add(
        found: dict[int, Sifted], rows: Array, programs: Array, sure: Array
    ) -> None:
        for row, program, certain in zip(
            rows.tolist(), programs.tolist(), sure.tolist(), strict=True
        ):
            known = found.get(row)
            if known is None:
                found[row] = {program: certain}
            elif certain or program not in known:
                known[program] = certain

    def _add_odd(
        self,
        found: dict[int, Sifted],
        views: Views,
        sides: Array,
        odd: Sequence[int],
    ) -> None:
        for row in odd:
            for view in views.odd[row]:
                rows, ways, sure = self._tables.sift(
                    joined([view]), np.zeros(1, np.int64), sides[row : row + 1]
                )
                programs = self._tables.programs[ways]
                self._add(found, np.full(rows.size, row), programs, sure)


def ways_of(programs: Iterable[tuple[int, Program, int]]) -> Iterator[Way]:
    """What the compact view must hold for each ``(number, program, sides)``."""
    for number, program, sides in programs:
        for clause in program.on("compact"):
            yield number, clause, sides
