"""A call that is being judged: what it has come to, and what was found in it so far."""

from __future__ import annotations

import math
from collections.abc import (
    Callable,
    Collection,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from compliance_checker.call import checks as call_checks
from compliance_checker.call import judging
from compliance_checker.call import state as call_state
from compliance_checker.call.checks import CHECKS, Answer, Moment
from compliance_checker.call.judging import Heavy, Judge, Scene, Silence
from compliance_checker.call.state import NO_CUES, OURS, CallState, Cues
from compliance_checker.detect.engine import Engine
from compliance_checker.model import (
    Call,
    CallFinding,
    Finding,
    NotChecked,
    Utterance,
    Verdict,
)
from compliance_checker.rows import Past, Rows, Turn
from compliance_checker.rulebook.basis import Cited
from compliance_checker.rulebook.load import Rulebook
from compliance_checker.text.reading import Reading
from compliance_checker.text.view import View
from compliance_checker.verdict import reduced, verdict
from compliance_checker.weigh.ahead import Ahead
from compliance_checker.weigh.hearer import Hearer, Listener
from compliance_checker.weigh.weigher import Weigher, dense

Found = tuple[Finding | CallFinding, ...]


class Idle(NamedTuple):
    """The programs of which nothing can come as a call stands."""

    programs: frozenset[int]
    #: The same with all programs whose rules the weights know.
    hopeless: frozenset[int]
    #: Whether all programs that rest in an ordinary call are among them.
    all_resting: bool
    #: The cues of which nothing can come.
    cues: frozenset[str]


@dataclass(frozen=True, slots=True)
class Bench:
    """What all calls are judged with.  Safe to share between threads."""

    rulebook: Rulebook
    engine: Engine
    #: What rests in the middle of an ordinary call.
    resting: Silence
    weigher: Weigher | None
    #: Tells which rules need not be tried, where there is a weigher.
    ahead: Ahead | None
    #: Hears cues by all words, where there is a hearer.
    listener: Listener | None
    #: What one rule may take on one utterance, in seconds by ``clock``.
    budget_seconds: float
    clock: Callable[[], float]
    #: The checks of the whole call that are made …
    checks: tuple[str, ...]
    #: … and for every check why it is never made, if it is not.
    never: Mapping[str, NotChecked | None]
    #: What was cited before, by references, day and lender.
    sources: dict[tuple[Any, ...], Cited] = field(default_factory=dict)
    #: What was run before, so that all its expressions are compiled.
    warm: set[str] = field(default_factory=set)
    _idle: dict[tuple[Any, ...], Idle] = field(default_factory=dict)

    def idle(
        self, header: Call, state: CallState, answers: Mapping[str, Answer]
    ) -> Idle:
        """The programs of which nothing can come as things stand."""
        key = judging.standing(header, state, answers)
        idle = self._idle.get(key)
        if idle is None:
            silence = judging.idle(self.engine, header, state, answers)
            learned = self.ahead.learned if self.ahead else frozenset()
            idle = self._idle[key] = Idle(
                silence.programs,
                silence.programs | learned,
                self.resting.programs <= silence.programs,
                silence.cues,
            )
        return idle


def bench_of(
    rulebook: Rulebook,
    engine: Engine,
    weigher: Weigher | None,
    hearer: Hearer | None,
    budget_seconds: float,
    clock: Callable[[], float],
) -> Bench:
    """What all calls are judged with by *rulebook*, of which *engine* was made."""
    resting = judging.resting(engine)
    return Bench(
        rulebook=rulebook,
        engine=engine,
        # What something may wait for never rests: nobody would know it was said.
        resting=resting._replace(programs=resting.programs - engine.patience.keys()),
        weigher=weigher,
        ahead=Ahead(weigher, engine) if weigher else None,
        listener=Listener(hearer, engine) if hearer else None,
        budget_seconds=budget_seconds,
        clock=clock,
        checks=tuple(
            name
            for name, spec in rulebook.checks.items()
            if name in CHECKS and spec.enabled and not spec.needs
        ),
        never={
            name: NotChecked(name, spec.needs) if spec.needs else None
            for name, spec in rulebook.checks.items()
        },
    )


class Run:
    """What a call has come to, and what was found in it so far.

    A turn in which nobody says anything of note, and which moves nothing, is only
    counted: most turns are such.  Nothing inside is changed in place, so that a shallow
    copy is the run as it was.
    """

    __slots__ = (
        "_alert",
        "_answers",
        "_bench",
        "_eager",
        "_failures",
        "_findings",
        "_header",
        "_idle",
        "_judged",
        "_late",
        "_quiet",
        "_quiet_ours",
        "_skipped",
        "_state",
        "judge",
    )

    def __init__(self, bench: Bench, header: Call) -> None:
        self._bench = bench
        self._header = header
        self.judge = Judge(
            bench.rulebook,
            bench.engine,
            header,
            bench.budget_seconds,
            bench.clock,
            bench.sources,
            bench.warm,
        )
        self._state = call_state.begin(header)
        self._findings: tuple[Finding, ...] = ()
        #: What call-level checks answered so far.
        self._answers: Mapping[str, Answer] = {}
        #: The programs of which nothing can come as things stand.
        self._idle = bench.idle(header, self._state, self._answers)
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
        """Take the turns of a whole call, which are *rows* from *first* to *end*."""
        turns = rows.turns
        late = self._late != math.inf and any(map(self._is_late, turns[first:end]))
        row = first
        while row < end:
            if self._idle.all_resting and not (
                self._eager or self._state.pending or late
            ):
                stop = rows.stop(row, end)
                if stop > row:
                    self._pass(rows, row, stop)
                    row = stop
                    continue
            self.step(rows.turn(row))
            row += 1

    def _pass(self, rows: Rows, start: int, end: int) -> None:
        """Count turns in which nothing is said that matters."""
        self._judged = self._judged or rows.judged(start, end)
        self._quiet += end - start
        self._quiet_ours += rows.ours(start, end)

    def step(self, turn: Turn) -> Found:
        """What *turn* brings."""
        utterance, proposals, row, past, heavy, _, leaning = turn
        role = utterance.role
        if not self._judged and (role in OURS or role == "unknown"):
            self._judged = not proposals.blank(row)
        state = self._state
        moves = call_state.moves(state, role)
        all_awake = moves or not self._idle.all_resting
        watched = utterance.index <= self._alert or row in proposals.watched
        rests = self._rests(
            turn, proposals.candidates(row, waiting=watched, resting=all_awake)
        )
        idle = rests if moves else self._idle.hopeless if rests else self._idle.programs
        numbers = proposals.awake(row, idle)
        if all_awake:
            numbers += proposals.resting(row, idle)
        waiting = proposals.waiting(row, rests) if watched else ()
        # What something waits for is looked up before anybody gets up.
        marks = self._marks(waiting, utterance.index, past) if waiting else state.last
        woken = self._woken(waiting, marks, utterance.index) if waiting else []
        # Fewer are left than were looked at, and perhaps too few.
        if not rests and (rests := self._rests(turn, (*numbers, *woken))):
            numbers = [one for one in numbers if one not in rests]
            woken = [one for one in woken if one not in rests]
        patience = proposals.patience(row)
        if patience:
            self._alert = max(self._alert, utterance.index + patience)
        heard = set(judging.present(self._engine, leaning, awaited=bool(state.pending)))
        if (
            numbers
            or woken
            or heard.difference(() if moves else self._idle.cues)
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

    def _rests(self, turn: Turn, programs: Iterable[int]) -> Collection[int]:
        """Those of *programs* of which no finding would stand, and more like them."""
        ahead = self._bench.ahead
        return ahead.rests(turn.most, programs) if ahead else ()

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
        utterance, proposals, row, _, heavy, _, leaning = turn
        before = self.state
        failures: dict[str, str] = {}
        cues = NO_CUES
        # The cues first: what the utterance does to the call decides what it may say.
        if numbers or before.pending or judging.PRESENT in leaning.values():
            meets = call_state.situation(before, utterance, NO_CUES)
            scene = Scene(proposals, row, meets, numbers, failures, leaning=leaning)
            cues = judging.cues(self.judge, scene, awaited=bool(before.pending))
        met = call_state.entered(before, utterance, cues)
        findings: tuple[Finding, ...] = ()
        awake = [*numbers, *woken]
        if awake or heavy:
            now = call_state.situation(met, utterance, cues, marks)
            skipped = dict(self._skipped)
            scene = Scene(proposals, row, now, awake, failures, skipped)
            findings = reduced(judging.findings(self.judge, scene))
            findings = self._weighed(turn, scene, findings)
            self._skipped = skipped
        if failures:
            self._failures = {**self._failures, **failures}
        if findings:
            self._findings += findings
        self._state = after = call_state.left(met, utterance, cues)
        answers = self._asked(met, after, utterance, cues)
        self._idle = self._bench.idle(self._header, after, self._answers)
        return (*findings, *self._call_findings(answers))

    def _weighed(
        self, turn: Turn, scene: Scene, findings: tuple[Finding, ...]
    ) -> tuple[Finding, ...]:
        """The *findings* as all words of the turn together leave them."""
        weigher = self._bench.weigher
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
        found = judging.by_weight(self.judge, scene, ready.rule, heavy)
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
                if judging.marked(self.judge, mark, turn, proposals, row):
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
            self._bench.rulebook.id,
            self._findings,
            tuple(self._call_findings(answers)),
            tuple(self._not_checked(answers)),
            policy=self._bench.rulebook.policy,
            failed=bool(self._failures),
            judged=self._judged,
        )

    @property
    def _engine(self) -> Engine:
        return self._bench.engine

    def _ask(self, moment: Moment) -> dict[str, Answer]:
        known = self._answers
        answers = {}
        for name in self._bench.checks:
            if name not in known:
                answer = CHECKS[name](moment)
                if answer is not None:
                    answers[name] = answer
        return answers

    def _call_findings(self, answers: Mapping[str, Answer]) -> Iterator[CallFinding]:
        checks = self._bench.rulebook.checks
        for name in self._bench.checks:
            answer = answers.get(name)
            if answer is not None and answer.detail:
                cited = self.judge.cited(checks[name].basis)
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
        for name, never in self._bench.never.items():
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
