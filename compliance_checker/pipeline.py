"""The order of the steps, and nothing else.

utterance → views → proposals → cues → state of the call → candidates → verified
findings → call-level checks → verdict.  ``Checker.check`` is ``open``, ``add`` for
each turn, ``close``: what is found live and what an audit finds cannot differ.
"""

from __future__ import annotations

import copy
import hashlib
import math
import time
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from compliance_checker.call import checks as call_checks
from compliance_checker.call import judging
from compliance_checker.call import state as call_state
from compliance_checker.call.checks import CHECKS, Answer, Moment
from compliance_checker.call.judging import Heavy, Judge, Scene
from compliance_checker.call.state import NO_CUES, OURS, CallState, Cues
from compliance_checker.detect.engine import Engine, compile_rulebook
from compliance_checker.detect.scan import Proposals, Scan
from compliance_checker.detect.sieve import SIDES
from compliance_checker.errors import InputError, Problem
from compliance_checker.model import (
    Call,
    CallFinding,
    Finding,
    NotChecked,
    Role,
    Utterance,
    Verdict,
)
from compliance_checker.rulebook.basis import Cited
from compliance_checker.rulebook.load import Rulebook
from compliance_checker.store import Store
from compliance_checker.text import segment
from compliance_checker.text.batch import joined
from compliance_checker.text.reading import Reading
from compliance_checker.text.restore import Restorer
from compliance_checker.text.view import View
from compliance_checker.verdict import reduced, verdict
from compliance_checker.weigh.weigher import Weigher, dense, heard_before

#: Seconds of processor time one rule may take on one utterance before it counts as
#: not checked.
BUDGET_SECONDS = 2.0

Clock = Callable[[], float]
Found = tuple[Finding | CallFinding, ...]
#: Programs of which nothing can come, and whether all that rest are among them.
Idle = tuple[frozenset[int], bool]
#: The turns before one, the nearest first, each with its row of some proposals.
Past = Callable[[], Iterable[tuple[Utterance, Proposals, int]]]
#: Whoever else speaks may move the state of the call without a word of note.
QUIET_ROLES: frozenset[Role] = frozenset({"collector", "debtor"})


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
    ) -> None:
        """The checker of *rulebook*; its tables are kept in *cache* if one is given.

        With a *restorer* rules are also looked for in disguised and misheard words.
        With a *weigher* the words around what rules find have a say as well.
        """
        segment.load()
        self.rulebook = rulebook if weigher is None else _with(rulebook, weigher.sha256)
        self.engine: Engine = compile_rulebook(rulebook)
        patience = self.engine.patience
        #: The programs that rest in the middle of an ordinary call.  What something may
        #: wait for never does: nobody would know that it was said.
        self.resting = judging.resting(self.engine) - patience.keys()
        self.scan = Scan(
            self.engine.programs,
            self.engine.sides,
            self.engine.sentences,
            resting=self.resting,
            patience=patience,
            marks=self.engine.mere_marks,
            setters=self.engine.setters,
            restorer=restorer,
            restorable=self.engine.rules_of.keys() - self.resting,
            store=Store(cache, rulebook.id.sha256, *(one.id for one in rulebook.rules)),
        )
        self.weigher = weigher
        self.budget_seconds = budget_seconds
        self.clock = clock
        #: The checks of the whole call that are made …
        self.checks = tuple(
            name
            for name, spec in rulebook.checks.items()
            if name in CHECKS and spec.enabled and not spec.needs
        )
        #: … and for every check why it is never made, if it is not.
        self.never = {
            name: NotChecked(name, spec.needs) if spec.needs else None
            for name, spec in rulebook.checks.items()
        }

        #: What was cited before, by references, day and lender.
        self.sources: dict[tuple[Any, ...], Cited] = {}
        #: What was run before, so that all its expressions are compiled.
        self.warm: set[str] = set()
        self._idle: dict[tuple[Any, ...], Idle] = {}

    def idle(
        self, header: Call, state: CallState, answers: Mapping[str, Answer]
    ) -> Idle:
        """The programs of which nothing can come as things stand."""
        key = judging.standing(header, state, answers)
        idle = self._idle.get(key)
        if idle is None:
            numbers = judging.idle(self.engine, header, state, answers)
            idle = self._idle[key] = numbers, self.resting <= numbers
        return idle

    def check(self, call: Call) -> Verdict:
        """The verdict on a whole call."""
        [judged] = self.check_all((call,))
        return judged

    def check_all(self, calls: Sequence[Call]) -> list[Verdict]:
        """The verdicts on whole calls; all their turns are scanned at once."""
        turns = [turn for call in calls for turn in call.turns]
        proposals = self.scan.propose(turns)
        rows = Rows(turns, proposals, self.heavy(proposals))
        verdicts = []
        first = 0
        for call in calls:
            run = Run(self, call)
            run.walk(rows, first, first + len(call.turns))
            verdicts.append(run.verdict())
            first += len(call.turns)
        return verdicts

    def heavy(self, proposals: Proposals) -> frozenset[int]:
        """The rows whose words may be a finding by themselves."""
        if self.weigher is None:
            return frozenset()
        said, weigher = proposals.said, self.weigher
        ours = np.flatnonzero(said.sides != SIDES["debtor"])
        heavy = set(weigher.heavy(said.batch.original, ours).tolist())
        # Signs between the letters hide what the words weigh.
        original, compact = said.batch.original, said.batch.compact
        signs = ours[
            dense(original.sizes[ours] - compact.sizes[ours], compact.sizes[ours])
        ]
        heavy.update(weigher.heavy(compact, signs).tolist())
        heavy.update(
            row
            for row, views in proposals.restored.items()
            if said.sides[row] != SIDES["debtor"]
            and weigher.heavy(
                joined([one.text for one in views]), np.arange(len(views))
            ).size
        )
        return frozenset(heavy)

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
        self._run = Run(checker, header)
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
        heavy = bool(self.checker.heavy(proposals))
        return self._run.step(Turn(utterance, proposals, 0, past, heavy))


class Turn(NamedTuple):
    """An utterance, where it stands among *proposals*, and what came before it."""

    utterance: Utterance
    proposals: Proposals
    row: int
    past: Past
    #: Whether its words may be a finding by themselves.
    heavy: bool

    @property
    def heard(self) -> str:
        """What the other side said just before."""
        return heard_before(before for before, _, _ in self.past())


class Rows:
    """The turns of many calls, one after the other, and in which of them to stop."""

    def __init__(
        self,
        turns: Sequence[Utterance],
        proposals: Proposals,
        heavy: frozenset[int] = frozenset(),
    ) -> None:
        self.turns = turns
        self.proposals = proposals
        #: The rows whose words may be a finding by themselves.
        self.heavy = heavy
        stops = {*proposals.speaking(), *heavy}
        stops.update(
            row for row, turn in enumerate(turns) if turn.role not in QUIET_ROLES
        )
        self._stops = sorted(stops)
        said = proposals.said
        self._ours = np.concatenate(([0], np.cumsum(said.sides == SIDES["collector"])))
        judged = (said.sides != SIDES["debtor"]) & ~said.batch.empty()
        self._judged = np.concatenate(([0], np.cumsum(judged)))

    def stop(self, row: int, end: int) -> int:
        """The first row from *row* on, before *end*, that must be looked at."""
        at = bisect_left(self._stops, row)
        return min(self._stops[at], end) if at < len(self._stops) else end

    def ours(self, start: int, end: int) -> int:
        """How many of the rows are spoken by us."""
        return int(self._ours[end] - self._ours[start])

    def judged(self, start: int, end: int) -> bool:
        """Whether anything is said in the rows that is judged at all."""
        return bool(self._judged[end] != self._judged[start])

    def turn(self, first: int, row: int) -> Turn:
        """The turn of *row* in the call that begins at *first*."""
        past = self._past(first, row)
        return Turn(self.turns[row], self.proposals, row, past, row in self.heavy)

    def _past(self, first: int, row: int) -> Past:
        turns, proposals = self.turns, self.proposals

        def back() -> Iterator[tuple[Utterance, Proposals, int]]:
            for at in range(row - 1, first - 1, -1):
                yield turns[at], proposals, at

        return back


class Run:
    """What a call has come to, and what was found in it so far.

    A turn in which nobody says anything of note, and which moves nothing, is only
    counted: most turns are such.  Nothing inside is changed in place, so that a shallow
    copy is the run as it was.
    """

    __slots__ = (
        "_alert",
        "_answers",
        "_checker",
        "_eager",
        "_failures",
        "_findings",
        "_header",
        "_idle",
        "_judge",
        "_judged",
        "_late",
        "_quiet",
        "_quiet_ours",
        "_resting",
        "_skipped",
        "_state",
    )

    def __init__(self, checker: Checker, header: Call) -> None:
        self._checker = checker
        self._header = header
        self._judge = Judge(
            checker.rulebook,
            checker.engine,
            header,
            checker.budget_seconds,
            checker.clock,
            checker.sources,
            checker.warm,
        )
        self._state = call_state.begin(header)
        self._findings: tuple[Finding, ...] = ()
        #: What call-level checks answered so far.
        self._answers: Mapping[str, Answer] = {}
        #: The programs of which nothing can come as things stand.
        self._idle, self._resting = checker.idle(header, self._state, self._answers)
        #: Rule → why it could not be run; rule → the fact it could not do without.
        self._failures: Mapping[str, str] = {}
        self._skipped: Mapping[str, str] = {}
        #: Whether anything was said that is judged at all.
        self._judged = False
        #: Turns (of them ours) that the state does not count yet.
        self._quiet = 0
        self._quiet_ours = 0
        #: Whether the duties at the beginning of the call are still open.
        self._eager = True
        #: The last turn up to which something waits for what may be said.
        self._alert = -1
        #: Seconds into the call from which on it is too late in the day.
        self._late = call_checks.late_after(header)

    # -- one turn --------------------------------------------------------------------

    def walk(self, rows: Rows, first: int, end: int) -> None:
        """Take the turns of a whole call, which are rows *first* to *end*."""
        turns = rows.turns
        late = self._late != math.inf and any(map(self._is_late, turns[first:end]))
        row = first
        while row < end:
            if self._resting and not (self._eager or self._state.pending or late):
                stop = rows.stop(row, end)
                if stop > row:
                    self._pass(rows, row, stop)
                    row = stop
                    continue
            self.step(rows.turn(first, row))
            row += 1

    def _pass(self, rows: Rows, start: int, end: int) -> None:
        """Count turns in which nothing is said that matters."""
        self._judged = self._judged or rows.judged(start, end)
        self._quiet += end - start
        self._quiet_ours += rows.ours(start, end)

    def step(self, turn: Turn) -> Found:
        """What *turn* brings."""
        utterance, proposals, row, past, heavy = turn
        role = utterance.role
        if not self._judged and (role in OURS or role == "unknown"):
            self._judged = not proposals.blank(row)
        state = self._state
        moves = call_state.moves(state, role)
        idle = () if moves else self._idle
        numbers = proposals.awake(row, idle)
        if moves or not self._resting:
            numbers += proposals.resting(row, idle)
        watched = utterance.index <= self._alert or row in proposals.watched
        waiting = proposals.waiting(row) if watched else ()
        # What something waits for is looked up before anybody gets up.
        marks = self._marks(waiting, utterance.index, past) if waiting else state.last
        woken = self._woken(waiting, marks, utterance.index) if waiting else ()
        patience = proposals.patience(row)
        if patience:
            self._alert = max(self._alert, utterance.index + patience)
        if (
            numbers
            or woken
            or moves
            or heavy
            or (self._eager and (role in OURS or state.turns < 2))
            or (state.pending and role not in OURS)
            or self._is_late(utterance)
        ):
            return self._loud(turn, numbers, woken, marks)
        self._quiet += 1
        self._quiet_ours += role in OURS
        return ()

    def _is_late(self, utterance: Utterance) -> bool:
        at = utterance.end or utterance.start
        return at is not None and at >= self._late

    def _loud(
        self,
        turn: Turn,
        numbers: Sequence[int],
        woken: Sequence[int],
        marks: Mapping[str, int],
    ) -> Found:
        utterance, proposals, row, _, heavy = turn
        before = self.state
        failures: dict[str, str] = {}
        cues = NO_CUES
        # The cues first: what the utterance does to the call decides what it may say.
        if numbers or before.pending:
            meets = call_state.situation(before, utterance, NO_CUES)
            scene = Scene(proposals, row, meets, numbers, failures)
            cues = judging.cues(self._judge, scene, awaited=bool(before.pending))
        met = call_state.entered(before, utterance, cues)
        findings: tuple[Finding, ...] = ()
        awake = [*numbers, *woken]
        if awake or heavy:
            now = call_state.situation(met, utterance, cues, marks)
            skipped = dict(self._skipped)
            scene = Scene(proposals, row, now, awake, failures, skipped)
            findings = reduced(judging.findings(self._judge, scene))
            findings = self._weighed(turn, scene, findings)
            self._skipped = skipped
        if failures:
            self._failures = {**self._failures, **failures}
        if findings:
            self._findings += findings
        self._state = after = call_state.left(met, utterance, cues)
        answers = self._asked(met, after, utterance, cues)
        self._idle, self._resting = self._checker.idle(
            self._header, after, self._answers
        )
        return (*findings, *self._call_findings(answers))

    def _weighed(
        self, turn: Turn, scene: Scene, findings: tuple[Finding, ...]
    ) -> tuple[Finding, ...]:
        """The *findings* as all words of the turn together leave them."""
        weigher = self._checker.weigher
        if weigher is None or not (findings or turn.heavy):
            return findings
        text, heard = turn.utterance.text, turn.heard
        judged = weigher.judged(findings, text, heard, hidden(scene.reading))
        stands = judged.stands
        for one, heavy in judged.meant.items():
            found = self._by_weight(scene, heavy, stands)
            if found:
                stands = (*(other for other in stands if other is not one), *found)
        if turn.heavy and all(one.status != "violation" for one in stands):
            stands += self._alone(weigher, scene, heard)
        return reduced(dict.fromkeys(stands))

    def _alone(self, weigher: Weigher, scene: Scene, heard: str) -> tuple[Finding, ...]:
        """What all words are by themselves, as written or as they were hidden."""
        text = scene.reading.utterance.text
        heavy = weigher.alone(text, heard)
        if heavy:
            return self._by_weight(scene, heavy)
        for view in hidden(scene.reading):
            heavy = weigher.alone(view.text, heard, view)
            if heavy:
                start, end = view.locate(heavy.span)
                note = view.how(start, end)
                note = "symbols removed" if note is None else note
                if note:
                    return self._by_weight(scene, replace(heavy, how=note))
        return ()

    def _by_weight(
        self, scene: Scene, heavy: Heavy, among: tuple[Finding, ...] = ()
    ) -> tuple[Finding, ...]:
        """What *heavy* words are: one of the findings they are *among*, or a new one."""
        there = tuple(one for one in among if one.category == heavy.category)
        ready = self._engine.by_weight.get(heavy.category)
        if there or ready is None or ready.rule is None:
            return there
        found = judging.by_weight(self._judge, scene, ready.rule, heavy)
        return tuple(found)

    def _marks(
        self, waiting: Sequence[int], index: int, past: Past
    ) -> Mapping[str, int]:
        """What stood last in which turn, with the marks that something waits for."""
        last = self._state.last
        programs, marks = self._engine.programs, self._engine.marks
        wanted: dict[str, int] = {}
        for number in waiting:
            mark = programs[number].mark
            if mark in marks:
                wanted[mark] = max(wanted.get(mark, 0), programs[number].within)
        found = {}
        for mark, within in wanted.items():
            for turn, proposals, row in past():
                if index - turn.index > within:
                    break
                if judging.marked(self._judge, mark, turn, proposals, row):
                    found[mark] = turn.index
                    break
        return {**last, **found} if found else last

    def _woken(
        self, waiting: Sequence[int], last: Mapping[str, int], index: int
    ) -> list[int]:
        """Those of *waiting* whose mark was set not long before."""
        programs = self._engine.programs
        return [
            number
            for number in waiting
            if programs[number].mark in last
            and index - last[programs[number].mark] <= programs[number].within
        ]

    def _asked(
        self,
        met: CallState,
        after: CallState,
        utterance: Utterance,
        cues: Cues,
    ) -> Mapping[str, Answer]:
        """What checks answer after this turn, as far as there is something to tell."""
        if not (cues or self._eager or self._is_late(utterance)):
            return {}
        answers = self._ask(Moment(self._header, met, after, utterance, cues))
        if answers:
            self._answers = {**self._answers, **answers}
        self._eager = after.turns < 2 or call_checks.open_duties(after, self._answers)
        return {name: answer for name, answer in answers.items() if answer.detail}

    # -- the call --------------------------------------------------------------------

    @property
    def state(self) -> CallState:
        """What the call has come to, all turns counted."""
        if self._quiet:
            self._state = call_state.passed(self._state, self._quiet, self._quiet_ours)
            self._quiet = self._quiet_ours = 0
        return self._state

    def found(self) -> Found:
        """Everything found so far."""
        return (*self._findings, *self._call_findings(self._answers))

    def verdict(self) -> Verdict:
        """The verdict if the call ends here."""
        state = self.state
        moment = Moment(self._header, state, state, None, NO_CUES)
        answers = {**self._answers, **self._ask(moment)}
        return verdict(
            self._header,
            self._checker.rulebook.id,
            self._findings,
            tuple(self._call_findings(answers)),
            tuple(self._not_checked(answers)),
            policy=self._checker.rulebook.policy,
            failed=bool(self._failures),
            judged=self._judged,
        )

    @property
    def _engine(self) -> Engine:
        return self._checker.engine

    def _ask(self, moment: Moment) -> dict[str, Answer]:
        known = self._answers
        answers = {}
        for name in self._checker.checks:
            if name not in known:
                answer = CHECKS[name](moment)
                if answer is not None:
                    answers[name] = answer
        return answers

    def _call_findings(self, answers: Mapping[str, Answer]) -> Iterator[CallFinding]:
        checks = self._checker.rulebook.checks
        for name in self._checker.checks:
            answer = answers.get(name)
            if answer is not None and answer.detail:
                cited = self._judge.cited(checks[name].basis)
                yield CallFinding(
                    check=name,
                    severity=answer.severity or checks[name].severity,
                    status="needs_review" if cited.unbound else answer.status,
                    turn=answer.turn,
                    detail=answer.detail,
                    basis=cited.basis,
                )

    def _not_checked(self, answers: Mapping[str, Answer]) -> Iterable[NotChecked]:
        if not self._judged:
            yield NotChecked("*", "nothing said by collector or bot")
        for name, never in self._checker.never.items():
            if never is not None:
                yield never
            else:
                answer = answers.get(name)
                if answer is not None and answer.why:
                    yield NotChecked(name, answer.why)
        if self._failures or self._skipped:
            rules = {**self._skipped, **self._failures}
            for name in sorted(rules):
                yield NotChecked(name, rules[name])


def hidden(reading: Reading) -> list[View]:
    """The readings of an utterance that is written to hide what it says."""
    compact = reading.view("compact")
    signs = len(reading.utterance.text) - len(compact.text)
    signs_hide = signs and dense(signs, len(compact.text))
    return [*([compact] if signs_hide else []), *reading.restored]


def _with(rulebook: Rulebook, weights: str) -> Rulebook:
    """The rulebook, named after itself and the *weights* (SHA-256) that have a say."""
    both = hashlib.sha256(f"{rulebook.id.sha256} {weights}".encode()).hexdigest()
    return replace(rulebook, id=replace(rulebook.id, sha256=both))


def _refused(header: Call, index: int, what: str) -> InputError:
    where = f"{header.call_id}, turn {index}"
    return InputError([Problem("CC301", where, what, "see docs/formats.md")])
