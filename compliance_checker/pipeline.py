"""The order of the steps, and nothing else.

utterance → views → proposals → cues → state of the call → candidates → verified
findings → call-level checks → verdict.  ``Checker.check`` is ``open``, ``add`` for
each turn, ``close``: what is found live and what an audit finds cannot differ.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from compliance_checker.call import judging
from compliance_checker.call import state as call_state
from compliance_checker.call.checks import CHECKS, Answer, Moment
from compliance_checker.call.judging import Judge, Scene
from compliance_checker.call.state import NO_CUES, OURS, CallState
from compliance_checker.detect.engine import Engine, compile_rulebook
from compliance_checker.errors import InputError, Problem
from compliance_checker.model import (
    Call,
    CallFinding,
    Finding,
    NotChecked,
    Utterance,
    Verdict,
)
from compliance_checker.rulebook.load import Rulebook
from compliance_checker.text import segment
from compliance_checker.text.reading import Reading
from compliance_checker.verdict import reduced, verdict

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
    ) -> None:
        segment.load()
        self.rulebook = rulebook
        self.engine: Engine = compile_rulebook(rulebook)
        self.budget_seconds = budget_seconds
        self.clock = clock

    def check(self, call: Call) -> Verdict:
        """The verdict on a whole call; the scan is made over all turns at once."""
        watch = self.open(replace(call, turns=()))
        readings = [Reading(utterance) for utterance in call.turns]
        for reading, proposed in zip(
            readings, self.engine.scan.propose(readings), strict=True
        ):
            watch.take(reading, proposed)
        return watch.close()

    def open(self, header: Call) -> Watch:
        """Begin a call; what *header* has of turns is added at once."""
        watch = Watch(self, replace(header, turns=()))
        for utterance in header.turns:
            watch.add(utterance)
        return watch


@dataclass(frozen=True, slots=True)
class _Turn:
    """One utterance, the state it met, and what came of it."""

    reading: Reading
    proposed: frozenset[int]
    before: CallState
    after: CallState
    findings: tuple[Finding, ...]
    #: What call-level checks answered here …
    answers: Mapping[str, Answer]
    #: … and up to here.
    answered: Mapping[str, Answer]
    #: Rule → why it could not be run here.
    failures: Mapping[str, str]
    #: Rule → the fact it could not do without here.
    skipped: Mapping[str, str]


class Watch:
    """A call that is being judged while it runs.  For one thread at a time."""

    def __init__(self, checker: Checker, header: Call) -> None:
        self.checker = checker
        self.header = header
        self._judge = Judge(
            checker.rulebook,
            checker.engine,
            header,
            checker.budget_seconds,
            checker.clock,
        )
        self._turns: list[_Turn] = []
        self._closed = False

    # -- the three moves -------------------------------------------------------------

    def add(self, utterance: Utterance) -> tuple[Finding | CallFinding, ...]:
        """The findings that *utterance* causes; call-level ones may lie earlier.

        Raises:
            InputError: If the call is closed or the turn was given before.
        """
        reading = Reading(utterance)
        [proposed] = self.checker.engine.scan.propose([reading])
        return self.take(reading, proposed)

    def replace(self, utterance: Utterance) -> tuple[Finding | CallFinding, ...]:
        """Put a corrected text in place of a turn given before.

        What follows it is judged again.  Out comes what is now found and was not
        found before the correction.

        Raises:
            InputError: If the call is closed or has no such turn.
        """
        places = [turn.reading.utterance.index for turn in self._turns]
        if self._closed or utterance.index not in places:
            raise _refused(self.header, utterance.index, "there is no such open turn")
        at = places.index(utterance.index)
        before = set(self._all_findings())
        later = self._turns[at + 1 :]
        del self._turns[at:]
        self.add(utterance)
        for turn in later:
            self.take(turn.reading, turn.proposed)
        return tuple(one for one in self._all_findings() if one not in before)

    def close(self) -> Verdict:
        """The verdict.  The call takes no further turns."""
        self._closed = True
        state = self._state
        answers = dict(self._answers)
        moment = Moment(self.header, state, state, None, NO_CUES)
        answers |= self._ask(moment, answers)
        failures: dict[str, str] = {}
        skipped: dict[str, str] = {}
        for turn in self._turns:
            failures |= turn.failures
            skipped |= turn.skipped
        judged = any(
            turn.reading.utterance.role in (*OURS, "unknown")
            and turn.reading.view("compact").text
            for turn in self._turns
        )
        return verdict(
            self.header,
            self.checker.rulebook.id,
            [finding for turn in self._turns for finding in turn.findings],
            list(self._call_findings(answers)),
            list(self._not_checked(answers, skipped | failures, judged=judged)),
            failed=bool(failures),
            judged=judged,
        )

    def take(
        self, reading: Reading, proposed: frozenset[int]
    ) -> tuple[Finding | CallFinding, ...]:
        """``add`` for an utterance that was scanned with others; *proposed* says what.

        Raises:
            InputError: If the call is closed or the turn was given before.
        """
        utterance = reading.utterance
        if self._closed:
            raise _refused(self.header, utterance.index, "the call is closed")
        if self._turns and utterance.index <= self._turns[-1].reading.utterance.index:
            raise _refused(self.header, utterance.index, "turns must come in order")
        turn = self._judged(reading, proposed)
        answers = {
            name: answer for name, answer in turn.answers.items() if answer.detail
        }
        self._turns.append(turn)
        return (*turn.findings, *self._call_findings(answers))

    # -- one utterance ---------------------------------------------------------------

    def _judged(self, reading: Reading, proposed: frozenset[int]) -> _Turn:
        utterance, before = reading.utterance, self._state
        failures: dict[str, str] = {}
        # The cues first: what the utterance does to the call decides what it may say.
        meets = call_state.situation(before, utterance, NO_CUES)
        cues = NO_CUES
        if proposed or before.pending:
            scene = Scene(reading, meets, proposed, failures)
            cues = judging.cues(self._judge, scene, awaited=bool(before.pending))
        met = call_state.entered(before, utterance, cues)
        now = call_state.situation(met, utterance, cues)
        skipped: dict[str, str] = {}
        awake = proposed | self.checker.engine.awake(now) if met.last else proposed
        findings: tuple[Finding, ...] = ()
        if awake:
            scene = Scene(reading, now, awake, failures, skipped)
            findings = reduced(judging.findings(self._judge, scene))
        after = call_state.left(met, utterance, cues)
        moment = Moment(self.header, met, after, utterance, cues)
        earlier = self._answers
        answers = self._ask(moment, earlier)
        answered = {**earlier, **answers} if answers else earlier
        return _Turn(
            reading,
            proposed,
            before,
            after,
            findings,
            answers,
            answered,
            failures,
            skipped,
        )

    # -- the call --------------------------------------------------------------------

    @property
    def _state(self) -> CallState:
        return self._turns[-1].after if self._turns else call_state.begin(self.header)

    @property
    def _answers(self) -> Mapping[str, Answer]:
        return self._turns[-1].answered if self._turns else {}

    def _ask(self, moment: Moment, answered: Mapping[str, Answer]) -> dict[str, Answer]:
        answers = {}
        for name, spec in self.checker.rulebook.checks.items():
            if name in CHECKS and spec.enabled and not spec.needs:
                answer = None if name in answered else CHECKS[name](moment)
                if answer is not None:
                    answers[name] = answer
        return answers

    def _call_findings(self, answers: Mapping[str, Answer]) -> Iterator[CallFinding]:
        checks = self.checker.rulebook.checks
        for name in checks:
            answer = answers.get(name)
            if answer is not None and answer.detail:
                yield CallFinding(
                    check=name,
                    severity=answer.severity or checks[name].severity,
                    status=answer.status,
                    turn=answer.turn,
                    detail=answer.detail,
                    basis=self._judge.cited(checks[name].basis).basis,
                )

    def _not_checked(
        self,
        answers: Mapping[str, Answer],
        rules: Mapping[str, str],
        *,
        judged: bool,
    ) -> Iterator[NotChecked]:
        if not judged:
            yield NotChecked("*", "nothing said by collector or bot")
        for name, spec in self.checker.rulebook.checks.items():
            answer = answers.get(name)
            if spec.needs:
                yield NotChecked(name, spec.needs)
            elif answer is not None and answer.why:
                yield NotChecked(name, answer.why)
        for name in sorted(rules):
            yield NotChecked(name, rules[name])

    def _all_findings(self) -> Sequence[Finding | CallFinding]:
        return (
            *(finding for turn in self._turns for finding in turn.findings),
            *self._call_findings(self._answers),
        )


def _refused(header: Call, index: int, what: str) -> InputError:
    where = f"{header.call_id}, turn {index}"
    return InputError([Problem("CC301", where, what, "see docs/formats.md")])
