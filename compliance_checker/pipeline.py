"""The order of the steps, and nothing else.

utterance → views → proposals → cues → state of the call → candidates → verified
findings → call-level checks → verdict.  ``Checker.check`` is ``open``, ``add`` for
each turn, ``close``: what is found live and what an audit finds cannot differ.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from compliance_checker.call import checks as call_checks
from compliance_checker.call import judging
from compliance_checker.call import state as call_state
from compliance_checker.call.checks import CHECKS, Answer, Moment
from compliance_checker.call.judging import Judge, Scene
from compliance_checker.call.state import NO_CUES, OURS, CallState, Cues
from compliance_checker.detect.engine import Engine, compile_rulebook
from compliance_checker.detect.scan import Proposals
from compliance_checker.errors import InputError, Problem
from compliance_checker.model import (
    Call,
    CallFinding,
    Finding,
    NotChecked,
    Utterance,
    Verdict,
)
from compliance_checker.rulebook.basis import Cited
from compliance_checker.rulebook.load import Rulebook
from compliance_checker.text import segment
from compliance_checker.verdict import reduced, verdict

#: Seconds of processor time one rule may take on one utterance before it counts as
#: not checked.
BUDGET_SECONDS = 2.0

Clock = Callable[[], float]
Found = tuple[Finding | CallFinding, ...]


class Checker:
    """Judges calls by one rulebook.  Safe to share between threads."""

    def __init__(
        self,
        rulebook: Rulebook,
        *,
        budget_seconds: float = BUDGET_SECONDS,
        clock: Clock = time.thread_time,
    ) -> None:
        segment.load()
        self.rulebook = rulebook
        self.engine: Engine = compile_rulebook(rulebook)
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
        self._idle: dict[tuple[Any, ...], frozenset[int]] = {}

    def idle(
        self, header: Call, state: CallState, answers: Mapping[str, Answer]
    ) -> frozenset[int]:
        """The programs of which nothing can come as things stand."""
        key = judging.standing(header, state, answers)
        idle = self._idle.get(key)
        if idle is None:
            idle = judging.idle(self.engine, header, state, answers)
            self._idle[key] = idle
        return idle

    def check(self, call: Call) -> Verdict:
        """The verdict on a whole call."""
        [judged] = self.check_all((call,))
        return judged

    def check_all(self, calls: Sequence[Call]) -> list[Verdict]:
        """The verdicts on whole calls; all their turns are scanned at once."""
        turns = [turn for call in calls for turn in call.turns]
        proposals = self.engine.scan.propose(turns)
        verdicts = []
        row = 0
        for call in calls:
            run = Run(self, call)
            for turn in call.turns:
                run.step(turn, proposals, row)
                row += 1
            verdicts.append(run.verdict())
        return verdicts

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
        return self._take(utterance, self.checker.engine.scan.propose([utterance]))

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
        self._turns.append((utterance, proposals, copy.copy(self._run)))
        return self._run.step(utterance, proposals, 0)


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
        )
        self._state = call_state.begin(header)
        self._findings: tuple[Finding, ...] = ()
        #: What call-level checks answered so far.
        self._answers: Mapping[str, Answer] = {}
        #: The programs of which nothing can come as things stand.
        self._idle = checker.idle(header, self._state, self._answers)
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

    def step(self, utterance: Utterance, proposals: Proposals, row: int) -> Found:
        """What *utterance* brings; it is *row* of *proposals*."""
        role = utterance.role
        if not self._judged and (role in OURS or role == "unknown"):
            self._judged = bool(proposals.texts(row)[0])
        state = self._state
        moves = call_state.moves(state, role)
        numbers = (
            proposals.likely(row, () if moves else self._idle)
            if row in proposals.found
            else ()
        )
        if (
            numbers
            or moves
            or (self._eager and (role in OURS or state.turns < 2))
            or (state.pending and role not in OURS)
            or self._is_late(utterance)
            or (utterance.index <= self._alert and self._awaited(proposals, row))
        ):
            return self._loud(utterance, proposals, row, numbers)
        self._quiet += 1
        self._quiet_ours += role in OURS
        return ()

    def _awaited(self, proposals: Proposals, row: int) -> bool:
        return bool(proposals.waiting(row))

    def _is_late(self, utterance: Utterance) -> bool:
        at = utterance.end or utterance.start
        return at is not None and at >= self._late

    def _loud(
        self,
        utterance: Utterance,
        proposals: Proposals,
        row: int,
        numbers: Sequence[int],
    ) -> Found:
        before = self.state
        failures: dict[str, str] = {}
        cues = NO_CUES
        # The cues first: what the utterance does to the call decides what it may say.
        if numbers or before.pending:
            meets = call_state.situation(before, utterance, NO_CUES)
            scene = Scene(proposals, row, meets, numbers, failures)
            cues = judging.cues(self._judge, scene, awaited=bool(before.pending))
        met = call_state.entered(before, utterance, cues)
        awake = numbers
        if utterance.index <= self._alert:
            now = call_state.situation(met, utterance, cues)
            awake = [*numbers, *(self._engine.awake(now) & proposals.waiting(row))]
        findings: tuple[Finding, ...] = ()
        if awake:
            now = call_state.situation(met, utterance, cues)
            skipped = dict(self._skipped)
            scene = Scene(proposals, row, now, awake, failures, skipped)
            findings = reduced(judging.findings(self._judge, scene))
            self._skipped = skipped
        if failures:
            self._failures = {**self._failures, **failures}
        if findings:
            self._findings += findings
        self._state = after = call_state.left(met, utterance, cues)
        if cues:
            self._alert = max(
                self._alert, utterance.index + self._engine.patience(cues)
            )
        answers = self._asked(met, after, utterance, cues)
        self._idle = self._checker.idle(self._header, after, self._answers)
        return (*findings, *self._call_findings(answers))

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


def _refused(header: Call, index: int, what: str) -> InputError:
    where = f"{header.call_id}, turn {index}"
    return InputError([Problem("CC301", where, what, "see docs/formats.md")])
