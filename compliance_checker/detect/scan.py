"""Which programs are worth running on which utterances, whatever view they read.

The compact view, which nearly every program reads, is sifted for all utterances at once
(``detect.sieve``).  The few programs that ask for another view are looked for by an
automaton a view, in the texts of that view.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from compliance_checker.detect.program import Program
from compliance_checker.detect.sieve import OURS, SIDES, THEIRS, Sieve, Sifted, Wanted
from compliance_checker.model import Utterance
from compliance_checker.text.reading import Reading
from compliance_checker.text.view import ViewName

#: Stands between utterances in a pass; no scanned view but ``folded`` can hold it,
#: and no literal does.
SEPARATOR = "\n"

Sets = tuple[frozenset[str], ...]


class Proposals:
    """What may be found in each of a batch of utterances."""

    __slots__ = ("_programs", "_readings", "_utterances", "found", "sifted")

    def __init__(
        self,
        programs: Sequence[Program],
        utterances: Sequence[Utterance],
        found: Mapping[int, Sequence[int]],
        sifted: Sifted,
        readings: dict[int, Reading],
    ) -> None:
        #: Utterance → programs whose strings stand in it, where there are any.
        self.found = found
        self._programs = programs
        self._utterances = utterances
        self.sifted = sifted
        self._readings = readings

    def likely(self, row: int, but: Collection[int]) -> list[int]:
        """The programs that may find something in *row*, without those in *but*."""
        numbers = [one for one in self.found.get(row, ()) if one not in but]
        if not numbers:
            return numbers
        texts = self.texts(row)
        return [one for one in numbers if self._programs[one].possible(texts)]

    def waiting(self, row: int) -> frozenset[int]:
        """The programs that may find something in *row* if their mark is set."""
        return self.sifted.waiting(row)

    def texts(self, row: int) -> tuple[str, ...]:
        """The compact views of *row*."""
        return self.sifted.texts(row)

    def reading(self, row: int) -> Reading:
        """The reading of *row*; made when it is first asked for."""
        reading = self._readings.get(row)
        if reading is None:
            reading = self._readings[row] = Reading(self._utterances[row])
        return reading


class Scan:
    """What a set of programs looks for; a program's number is its place in the set."""

    def __init__(
        self,
        programs: Sequence[Program],
        sides: Sequence[int] | None = None,
        sentences: Sequence[str] = (),
    ) -> None:
        """Make the scan of *programs*, which read the words of *sides* (all if absent).

        *sentences* show which strings are common; nothing else hangs on them.
        """
        self.programs = tuple(programs)
        every = sides or [OURS | THEIRS] * len(programs)
        self._sieve = Sieve(
            (
                Wanted(number, program.clauses.get("compact", ()), side, program.waits)
                for number, (program, side) in enumerate(
                    zip(programs, every, strict=True)
                )
            ),
            sentences,
        )
        self._automata = _automata(programs)

    @property
    def strings(self) -> list[str]:
        """All strings that are looked for in the compact view."""
        return sorted(
            {
                string
                for program in self.programs
                for clause in program.clauses.get("compact", ())
                for stretch in clause
                for string in stretch.strings
            }
        )

    def propose(self, utterances: Sequence[Utterance]) -> Proposals:
        """The programs that may find something in each of *utterances*."""
        sifted = self._sieve.sift(
            [one.text for one in utterances], [SIDES[one.role] for one in utterances]
        )
        found: dict[int, Sequence[int]] = {**sifted.proposed}
        readings: dict[int, Reading] = {}
        if self._automata:
            readings = {row: Reading(one) for row, one in enumerate(utterances)}
        for name, automaton in self._automata.items():
            rows, view_texts = _texts(readings.values(), name)
            for row, more in automaton.scan(rows, view_texts):
                found[row] = sorted({*found.get(row, ()), *more})
        return Proposals(self.programs, utterances, found, sifted, readings)


def _automata(programs: Sequence[Program]) -> dict[ViewName, _Automaton]:
    owners: dict[ViewName, list[tuple[int, Sets]]] = {}
    for number, program in enumerate(programs):
        for view, clauses in program.clauses.items():
            if view != "compact" and not program.waits:
                owners.setdefault(view, []).extend(
                    (number, tuple(one.strings for one in clause))
                    for clause in clauses
                    if clause and all(one.strings for one in clause)
                )
    return {view: _Automaton(rows) for view, rows in owners.items()}


def _texts(readings: Iterable[Reading], name: ViewName) -> tuple[list[int], list[str]]:
    """The texts of a view, and for each whose utterance it reads."""
    rows: list[int] = []
    texts: list[str] = []
    for row, reading in enumerate(readings):
        for view in reading.views(name):
            rows.append(row)
            texts.append(view.text)
    return rows, texts


class _Automaton:
    """The literals of one view, and the clauses they help to meet.

    Each set of a clause is a bit; what an utterance holds is the sum of the bits of its
    literals, and a clause is met where all its bits are there.
    """

    def __init__(self, rows: Sequence[tuple[int, Sets]]) -> None:
        bits: dict[frozenset[str], int] = {}
        masks: dict[str, int] = {}
        #: First bit of a clause → (all its bits, program) of each such clause.
        self._clauses: dict[int, list[tuple[int, int]]] = {}
        self._firsts = 0
        for number, clause in rows:
            for strings in clause:
                if strings not in bits:
                    bits[strings] = 1 << len(bits)
                    for literal in strings:
                        masks[literal] = masks.get(literal, 0) | bits[strings]
            need = sum({bits[strings] for strings in clause})
            first = bits[clause[0]]
            self._firsts |= first
            self._clauses.setdefault(first, []).append((need, number))
        literals = sorted(masks)
        self._masks = [masks[literal] for literal in literals]
        self._automaton = AhoCorasick(
            literals,
            matchkind=MatchKind.Standard,
            store_patterns=False,
            implementation=Implementation.DFA,
        )

    def scan(
        self, rows: Sequence[int], texts: Sequence[str]
    ) -> Iterator[tuple[int, list[int]]]:
        """``(row, programs)`` for every row in which a clause is met."""
        matches = self._automaton.find_matches_as_indexes(
            SEPARATOR.join(texts), overlapping=True
        )
        if not matches:
            return
        begins = list(accumulate((len(text) + 1 for text in texts), initial=0))
        held: dict[int, int] = {}
        for literal, start, _ in matches:
            row = rows[bisect_right(begins, start) - 1]
            held[row] = held.get(row, 0) | self._masks[literal]
        for row, bits in held.items():
            programs = self._met(bits)
            if programs:
                yield row, programs

    def _met(self, held: int) -> list[int]:
        programs = []
        firsts = held & self._firsts
        while firsts:
            first = firsts & -firsts
            firsts ^= first
            programs += [
                number for need, number in self._clauses[first] if held & need == need
            ]
        return programs
