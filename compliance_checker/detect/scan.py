"""What may be found in each of a batch of utterances.

Programs are looked for in layers.  In the middle of an ordinary call, with the debtor
on the line and who he is checked, many programs rest: they are looked for only where a
call stands otherwise.  Programs that wait for something said before are looked for
only after it may have been said.  What comes out does not hang on the layers, only the
time does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

import numpy as np

from compliance_checker.detect.disguise import Disguises, plain
from compliance_checker.detect.program import Program
from compliance_checker.detect.sieve import (
    OURS,
    SIDES,
    THEIRS,
    Said,
    Sieve,
    Sifted,
    ways_of,
)
from compliance_checker.model import Utterance
from compliance_checker.store import Store
from compliance_checker.text.batch import Batch
from compliance_checker.text.reading import Reading
from compliance_checker.text.restore import Restored, Restorer

#: So many turns at the beginning of a call stand otherwise than the rest of it.
OPENING = 8
#: Who asks for what rests in one turn will ask for it in the next ones.
AHEAD = 16

NOTHING: Sifted = {}


class Scan:
    """What a set of programs looks for; a program's number is its place in the set."""

    def __init__(
        self,
        programs: Sequence[Program],
        sides: Sequence[int] | None = None,
        sentences: Sequence[str] = (),
        *,
        resting: Collection[int] = (),
        patience: Mapping[int, int] | None = None,
        marks: Collection[int] = (),
        setters: Mapping[str, frozenset[int]] | None = None,
        store: Store | None = None,
        restorer: Restorer | None = None,
        restorable: Collection[int] = (),
    ) -> None:
        """Make the scan of *programs*, which read the words of *sides* (all if absent).

        *sentences* show which strings are common, *resting* are the programs that rest
        in the middle of a call.  After a program in *patience* something waits for so
        many turns; *marks* do nothing else than begin that, and *setters* says which
        programs stand for which mark.  *store* keeps the tables.
        *restorable* are looked for in what *restorer* reads back, too.
        """
        self.programs = tuple(programs)
        self.resting = frozenset(resting)
        self.patience = patience or {}
        self.marks = frozenset(marks)
        self.setters = setters or {}
        every = sides or [OURS | THEIRS] * len(programs)
        numbered = list(zip(range(len(programs)), programs, every, strict=True))
        waiting = {number for number, program, _ in numbered if program.waits}

        def sieve(part: str, numbers: Collection[int]) -> Sieve:
            chosen = (one for one in numbered if one[0] in numbers)
            return Sieve(ways_of(chosen), sentences, store=store, part=part)

        awake = set(range(len(programs))) - waiting - self.resting
        self._awake = sieve("awake", awake)
        self._resting = sieve("resting", self.resting - waiting)
        self._waiting = sieve("waiting", waiting)
        self.restorer = restorer
        self.restorable = frozenset(restorable)
        self._disguises = Disguises(numbered, store)

    @property
    def strings(self) -> list[str]:
        """All strings that are looked for in the compact view."""
        return sorted(
            {
                string
                for program in self.programs
                for clause in program.on("compact")
                for stretch in clause.stretches
                for string in stretch.strings
            }
        )

    def propose(self, utterances: Sequence[Utterance]) -> Proposals:
        """The programs that may find something in each of *utterances*."""
        return Proposals(self, utterances)


class Proposals:
    """What may be found in each of a batch of utterances."""

    def __init__(self, scan: Scan, utterances: Sequence[Utterance]) -> None:
        self._scan = scan
        self._utterances = utterances
        self._said = Said(
            Batch([one.text for one in utterances]),
            np.array([SIDES[one.role] for one in utterances], np.uint8),
        )
        rows = np.arange(len(utterances))
        self._readings: dict[int, Reading] = {}
        self._restored: dict[int, tuple[Restored, ...]] = {}
        #: Row → programs, by layer; what nobody asked for yet is not there.
        self._awake = scan._awake.sift(self._said.batch, self._said.sides, rows)
        scan._disguises.add(
            self._awake, self._said, self._said.batch.original, self.reading
        )
        self._restored = self._read_back()
        self._readings.clear()  # those made on the way lack what was read back
        opening = [at for at, one in enumerate(utterances) if one.index < OPENING]
        self._resting = _Layer(scan._resting, self._said, opening)
        #: Rows on which something waits for what may have been said before.
        self.watched = self._watched()
        self._waiting = _Layer(scan._waiting, self._said, sorted(self.watched))
        self._likely: dict[tuple[int, int], bool] = {}

    @property
    def restored(self) -> Mapping[int, tuple[Restored, ...]]:
        """Row → its readings with hidden words written out."""
        return self._restored

    def _read_back(self) -> dict[int, tuple[Restored, ...]]:
        """Row → readings with hidden words written out; adds what stands in them."""
        restorer = self._scan.restorer
        if restorer is None:
            return {}
        texts = [one.text for one in self._utterances]
        restored = {
            row: readings
            for row in restorer.suspects.among(texts)
            if (readings := restorer.restore(texts[row]))
        }
        rows = [row for row, readings in restored.items() for _ in readings]
        if rows:
            read = plain(
                [one.text for readings in restored.values() for one in readings]
            )
            found = self._scan._awake.sift(
                read, self._said.sides[rows], np.arange(len(rows))
            )
            for at, programs in found.items():
                known = self._awake.setdefault(rows[at], {})
                for number in self._scan.restorable.intersection(programs):
                    known.setdefault(number, False)
                if not known:
                    del self._awake[rows[at]]
        return restored

    def _watched(self) -> set[int]:
        """The rows behind a row that may hold a mark, of the same batch."""
        watched: set[int] = set()
        patience = self._scan.patience
        if patience:
            for row, programs in self._awake.items():
                waits = max((patience.get(one, 0) for one in programs), default=0)
                watched.update(range(row + 1, row + 1 + waits))
        return {row for row in watched if row < len(self._utterances)}

    # -- a row -----------------------------------------------------------------------

    def candidates(
        self, row: int, *, waiting: bool, resting: bool = False
    ) -> Iterator[int]:
        """The programs that may find something in *row*; some are told twice.

        Those that wait for a mark and those that rest are told only where asked for.
        """
        yield from self._awake.get(row, NOTHING)
        if waiting:
            yield from self._waiting.at(row)
        if resting:
            yield from self._resting.at(row)

    def speaking(
        self, rests: Callable[[int], Collection[int]] = lambda _: ()
    ) -> Iterator[int]:
        """The rows in which a program that is no mere mark may find something.

        *rests* tells the programs that need not be tried on a row.
        """
        for row in self._awake:
            if self.awake(row, rests(row)):
                yield row
        for row in self.watched:
            if self._may_wake(row, rests(row)):
                yield row

    def _may_wake(self, row: int, but: Collection[int]) -> bool:
        """Whether a program that waits in *row* may have had its mark set before it."""
        setters = self._scan.setters
        for number in self.waiting(row, but):
            program = self._scan.programs[number]
            wanted = setters.get(program.mark)
            if wanted is None:
                return True
            for earlier in range(max(0, row - program.within), row):
                if not wanted.isdisjoint(self._awake.get(earlier, NOTHING)):
                    return True
        return False

    def awake(self, row: int, but: Collection[int] = ()) -> list[int]:
        """The programs that may find something in *row*, without those that rest.

        Those in *but*, and those that only set a mark, are left out.
        """
        found = self._awake.get(row)
        if found is None:
            return []
        marks = self._scan.marks
        return [one for one in self._told(row, found, but) if one not in marks]

    def resting(self, row: int, but: Collection[int] = ()) -> list[int]:
        """The programs that rest in the middle of a call and may find something."""
        return self._told(row, self._resting.at(row), but)

    def waiting(self, row: int, but: Collection[int] = ()) -> list[int]:
        """The programs that may find something in *row* if their mark is set."""
        return self._told(row, self._waiting.at(row), but)

    def marked(self, row: int) -> list[int]:
        """The programs that may set a mark in *row*."""
        found = self._awake.get(row, NOTHING)
        marks = self._scan.marks
        return [one for one in found if one in marks and self.likely(row, one)]

    def patience(self, row: int) -> int:
        """For how many turns after *row* something waits for what it may hold."""
        patience = self._scan.patience
        return max(
            (patience.get(one, 0) for one in self._awake.get(row, NOTHING)), default=0
        )

    def blank(self, row: int) -> bool:
        """Whether nothing is said in *row*."""
        return not self.texts(row)[0]

    def texts(self, row: int) -> tuple[str, ...]:
        """The compact views of *row*."""
        return self._said.batch.views(row)

    def reading(self, row: int) -> Reading:
        """The reading of *row*; made when it is first asked for."""
        reading = self._readings.get(row)
        if reading is None:
            restored = self._restored.get(row, ())
            reading = self._readings[row] = Reading(self._utterances[row], restored)
        return reading

    def likely(self, row: int, program: int) -> bool:
        """Whether *program*'s own expressions match in *row*."""
        key = (row, program)
        likely = self._likely.get(key)
        if likely is None:
            texts = self.texts(row)
            if row in self._restored and program in self._scan.restorable:
                texts += tuple(one.text for one in self._restored[row])
            likely = self._scan.programs[program].possible(texts)
            self._likely[key] = likely
        return likely

    def _told(self, row: int, found: Sifted, but: Collection[int]) -> list[int]:
        programs = self._scan.programs
        return sorted(
            one
            for one, sure in found.items()
            if one not in but
            and ((sure and not programs[one].also) or self.likely(row, one))
        )

    @property
    def said(self) -> Said:
        """The utterances as the scan reads them."""
        return self._said


class _Layer:
    """What one sieve finds, row by row, looked for a few rows ahead of who asks."""

    def __init__(self, sieve: Sieve, said: Said, first: Sequence[int]) -> None:
        self._sieve = sieve
        self._said = said
        self._known = np.zeros(len(said.batch), np.bool_)
        self._found: dict[int, Sifted] = {}
        if first:
            self._look(np.array(first))

    def at(self, row: int) -> Sifted:
        if not self._known[row]:
            rows = np.arange(row, min(row + AHEAD, len(self._known)))
            self._look(rows[~self._known[rows]])
        return self._found.get(row, NOTHING)

    def _look(self, rows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
        self._known[rows] = True
        self._found.update(self._sieve.sift(self._said.batch, self._said.sides, rows))
