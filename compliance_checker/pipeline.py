"""The order of the steps, and nothing else.

utterance → views → proposals → cues → state of the call → candidates → verified
findings → call-level checks → verdict.  ``Checker.check`` is ``open``, ``add`` for
each turn, ``close``: what is found live and what an audit finds cannot differ.
"""

from __future__ import annotations

import copy
import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from compliance_checker.call.state import CallState
from compliance_checker.detect.engine import Engine, compile_rulebook
from compliance_checker.detect.scan import Proposals, Scan
from compliance_checker.errors import InputError, Problem
from compliance_checker.model import Call, Utterance, Verdict
from compliance_checker.rows import Rows, Turn, foreseen
from compliance_checker.rulebook.load import Rulebook
from compliance_checker.run import Bench, Found, Run, bench_of
from compliance_checker.store import Store
from compliance_checker.text import segment
from compliance_checker.text.restore import Restorer
from compliance_checker.weigh.hearer import Heard, Hearer
from compliance_checker.weigh.weigher import Weigher

#: Seconds of processor time one rule may take on one utterance before it counts as
#: not checked.
BUDGET_SECONDS = 2.0

Clock = Callable[[], float]


class Checker:
    """Judges calls by one rulebook.  Safe to share between threads."""

    def __init__(
        self,
        rulebook: Rulebook,
        *,
        budget_seconds: float = BUDGET_SECONDS,
        clock: Clock = time.thread_time,
        cache: Path | None = None,
        restorer: Restorer | None = None,
        weigher: Weigher | None = None,
        hearer: Hearer | None = None,
    ) -> None:
        """The checker of *rulebook*; its tables are kept in *cache* if one is given.

        With a *restorer* rules are also looked for in disguised and misheard words.
        With a *weigher* the words around what rules find have a say as well; with a
        *hearer* all words of a turn say what moves the call.
        """
        segment.load()
        kept = [one.sha256 for one in (weigher, hearer) if one is not None]
        self.rulebook = _with(rulebook, kept) if kept else rulebook
        self.engine: Engine = compile_rulebook(rulebook)
        self.bench: Bench = bench_of(
            self.rulebook, self.engine, weigher, hearer, budget_seconds, clock
        )
        resting = self.bench.resting
        self.scan = Scan(
            self.engine.programs,
            self.engine.sides,
            self.engine.sentences,
            resting=resting.programs,
            patience=self.engine.patience,
            marks=self.engine.mere_marks,
            setters=self.engine.setters,
            restorer=restorer,
            restorable=self.engine.rules_of.keys() - resting.programs,
            store=Store(cache, rulebook.id.sha256, *(one.id for one in rulebook.rules)),
        )

    def check(self, call: Call) -> Verdict:
        """The verdict on a whole call."""
        [judged] = self.check_all((call,))
        return judged

    def check_all(self, calls: Sequence[Call]) -> list[Verdict]:
        """The verdicts on whole calls; all their turns are scanned at once."""
        proposals = self.scan.propose([turn for call in calls for turn in call.turns])
        bench = self.bench
        rows = Rows(
            calls, proposals, bench.ahead, self.heard(proposals), bench.resting.cues
        )
        verdicts = []
        for call, first in zip(calls, rows.firsts, strict=False):
            run = Run(bench, call)
            run.walk(rows, first, first + len(call.turns))
            verdicts.append(run.verdict())
        return verdicts

    def heard(self, proposals: Proposals) -> Heard | None:
        """The cues that the words of all rows are, where there is a hearer."""
        listener = self.bench.listener
        return listener.listen(proposals) if listener else None

    def open(self, header: Call) -> Watch:
        """Begin a call; what *header* has of turns is added at once."""
        watch = Watch(self, replace(header, turns=()))
        for utterance in header.turns:
            watch.add(utterance)
        return watch


class Watch:
    """A call that is being judged while it runs.  For one thread at a time."""

    def __init__(self, checker: Checker, header: Call) -> None:
        self.checker = checker
        self.header = header
        self._run = Run(checker.bench, header)
        #: Each turn, what the scan made of it, and the run it met.
        self._turns: list[tuple[Utterance, Proposals, Run]] = []
        self._closed = False

    def add(self, utterance: Utterance) -> Found:
        """The findings that *utterance* causes; call-level ones may lie earlier.

        Raises:
            InputError: If the call is closed or the turn was given before.
        """
        if self._closed:
            raise _refused(self.header, utterance.index, "the call is closed")
        if self._turns and utterance.index <= self._turns[-1][0].index:
            raise _refused(self.header, utterance.index, "turns must come in order")
        return self._take(utterance, self.checker.scan.propose([utterance]))

    def replace(self, utterance: Utterance) -> Found:
        """Put a corrected text in place of a turn given before.

        What follows it is judged again.  Out comes what is now found and was not
        found before the correction.

        Raises:
            InputError: If the call is closed or has no such turn.
        """
        places = [turn[0].index for turn in self._turns]
        if self._closed or utterance.index not in places:
            raise _refused(self.header, utterance.index, "there is no such open turn")
        at = places.index(utterance.index)
        before = set(self._run.found())
        later = self._turns[at + 1 :]
        self._run = self._turns[at][2]
        del self._turns[at:]
        self.add(utterance)
        for turn, proposals, _ in later:
            self._take(turn, proposals)
        return tuple(one for one in self._run.found() if one not in before)

    @property
    def state(self) -> CallState:
        """What the call has come to."""
        return self._run.state

    def close(self) -> Verdict:
        """The verdict.  The call takes no further turns."""
        self._closed = True
        return self._run.verdict()

    def _take(self, utterance: Utterance, proposals: Proposals) -> Found:
        before = tuple(self._turns)

        def past() -> Iterator[tuple[Utterance, Proposals, int]]:
            for turn, proposed, _ in reversed(before):
                yield turn, proposed, 0

        self._turns.append((utterance, proposals, copy.copy(self._run)))
        turn = Turn(utterance, proposals, 0, past)
        ahead = self.checker.bench.ahead
        outlook = ahead.look(proposals, lambda _: turn.heard) if ahead else None
        return self._run.step(foreseen(turn, outlook, self.checker.heard(proposals)))


def _with(rulebook: Rulebook, weights: Sequence[str]) -> Rulebook:
    """The rulebook, named after itself and the *weights* (SHA-256) that have a say."""
    every = " ".join((rulebook.id.sha256, *weights))
    sha256 = hashlib.sha256(every.encode()).hexdigest()
    return replace(rulebook, id=replace(rulebook.id, sha256=sha256))


def _refused(header: Call, index: int, what: str) -> InputError:
    where = f"{header.call_id}, turn {index}"
    return InputError([Problem("CC301", where, what, "see docs/formats.md")])
