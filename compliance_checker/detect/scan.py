"""One native pass per view over many utterances: which programs are worth running.

All literals of all programs stand in one automaton a view, so the cost of the pass
hardly grows with the number of rules.  Measured on this rulebook's 2,000 literals of two
characters and more (one core, millions of characters a second, hits collected):
ahocorasick_rs 18-24 as a DFA and 15-17 as an NFA, hyperscan literals 18-24,
pyahocorasick 6-8; where many hits come out the collecting costs more than the search,
so the one that speaks of code points and needs no encoding was taken.  ``Scan.propose`` takes any number of utterances
at once: one, a call, or an archive's batch.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from compliance_checker.detect.program import Clause, Program
from compliance_checker.text.reading import Reading
from compliance_checker.text.view import ViewName

#: Stands between utterances in a pass; no scanned view but ``folded`` can hold it,
#: and no literal does.
SEPARATOR = "\n"

NOTHING: frozenset[int] = frozenset()


class Scan:
    """The automata of a set of programs; a program's number is its place in the set."""

    def __init__(self, programs: Sequence[Program]) -> None:
        owners: dict[ViewName, list[tuple[int, Clause]]] = {}
        for number, program in enumerate(programs):
            for view, clauses in program.clauses.items():
                owners.setdefault(view, []).extend(
                    (number, clause) for clause in clauses if all(clause)
                )
        self._automata = {view: _Automaton(rows) for view, rows in owners.items()}

    def propose(self, readings: Sequence[Reading]) -> list[frozenset[int]]:
        """For each utterance the programs that may find something in it."""
        found: dict[int, set[int]] = {}
        for name, automaton in self._automata.items():
            rows, texts = _texts(readings, name)
            for row, programs in automaton.scan(rows, texts):
                found.setdefault(row, set()).update(programs)
        return [
            frozenset(found[row]) if row in found else NOTHING
            for row in range(len(readings))
        ]


def _texts(readings: Sequence[Reading], name: ViewName) -> tuple[list[int], list[str]]:
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

    def __init__(self, rows: Sequence[tuple[int, Clause]]) -> None:
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
