"""A rulebook, compiled: what to scan for, and what to run where the scan points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from compliance_checker.detect.candidate import Situation
from compliance_checker.detect.kinds import compile_detector
from compliance_checker.detect.pattern import compile_patterns
from compliance_checker.detect.program import Context, Program
from compliance_checker.detect.rule import (
    UNSCANNED,
    Detection,
    Numbered,
    compile_exceptions,
)
from compliance_checker.detect.scan import Scan
from compliance_checker.detect.sequence import compile_part
from compliance_checker.model import Role
from compliance_checker.rulebook.load import Rulebook
from compliance_checker.rulebook.schema import Cue, Detector, Part, Rule


@dataclass(frozen=True, slots=True)
class Ready:
    """A rule or a cue with its detection; cues carry no rule."""

    detection: Detection
    unless: tuple[str, ...] = ()
    rule: Rule | None = None


@dataclass(frozen=True)
class Engine:
    """All detections of a rulebook over one scan."""

    scan: Scan
    cues: tuple[Ready, ...]
    rules: tuple[Ready, ...]
    #: Cues that are looked for only where an answer is awaited, without a scan.
    answers: tuple[Ready, ...]
    #: Program → the cues and the rules that wake when it is proposed.
    cues_of: Mapping[int, tuple[int, ...]] = field(repr=False)
    rules_of: Mapping[int, tuple[int, ...]] = field(repr=False)
    #: Cue → the programs that run after it: (number, within so many turns).
    waiting: Mapping[str, tuple[tuple[int, int], ...]] = field(repr=False)

    def awake(self, situation: Situation) -> frozenset[int]:
        """The programs that wait for something said not long before."""
        return frozenset(
            number
            for mark, before in situation.last.items()
            for number, within in self.waiting.get(mark, ())
            if situation.index - before <= within
        )


def compile_rulebook(rulebook: Rulebook) -> Engine:
    """The engine of a rulebook; deprecated rules stay readable but do not run."""
    build = _Build(rulebook)
    for name, cue in rulebook.cues.items():
        build.cue(name, cue)
    for rule in rulebook.rules:
        if rule.status != "deprecated":
            build.rule(rule)
    return Engine(
        scan=Scan(build.programs),
        cues=tuple(build.cues),
        answers=tuple(build.answers),
        rules=tuple(build.rules),
        cues_of=_waking(build.cues),
        rules_of=_waking(build.rules),
        waiting=_waiting(build.programs),
    )


def _waiting(programs: Iterable[Program]) -> dict[str, tuple[tuple[int, int], ...]]:
    waiting: dict[str, tuple[tuple[int, int], ...]] = {}
    for number, program in enumerate(programs):
        if program.mark:
            earlier = waiting.get(program.mark, ())
            waiting[program.mark] = (*earlier, (number, program.within))
    return waiting


def _waking(detections: Iterable[Ready]) -> dict[int, tuple[int, ...]]:
    waking: dict[int, tuple[int, ...]] = {}
    for at, ready in enumerate(detections):
        for number in ready.detection.triggers:
            waking[number] = (*waking.get(number, ()), at)
    return waking


class _Build:
    """Numbers programs as they are compiled."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.terms = rulebook.terms
        self.programs: list[Program] = []
        self.cues: list[Ready] = []
        self.answers: list[Ready] = []
        self.rules: list[Ready] = []
        self.cue_programs: dict[str, Program] = {}

    def _number(self, program: Program) -> Numbered:
        self.programs.append(program)
        return Numbered(len(self.programs) - 1, program)

    def cue(self, name: str, cue: Cue) -> None:
        program = compile_patterns(cue.patterns, cue.views, Context(self.terms))
        self.cue_programs[name] = program
        detection = Detection(
            name=name,
            speaker=frozenset(cue.speaker),
            any=(
                Numbered(UNSCANNED, program) if cue.answer else self._number(program),
            ),
            exceptions=compile_exceptions(cue.except_, self.terms),
        )
        cues = self.answers if cue.answer else self.cues
        cues.append(Ready(detection, cue.unless))

    def rule(self, rule: Rule) -> None:
        compiled = {
            group: [
                self._detector(rule, f"{group}{at}", detector)
                for at, detector in enumerate(getattr(rule.detect, group))
            ]
            for group in ("any", "all", "none")
        }
        wakes = compiled["any"] or [max(compiled["all"], key=lambda one: one.rarity)]
        groups = {
            group: tuple(
                self._number(one) if one in wakes else Numbered(UNSCANNED, one)
                for one in programs
            )
            for group, programs in compiled.items()
        }
        speaker: set[Role] = set(rule.speaker)
        if "collector" in speaker:
            speaker.add("bot")
        detection = Detection(
            name=rule.id,
            speaker=frozenset(speaker),
            exceptions=compile_exceptions(rule.except_, self.terms),
            **groups,
        )
        self.rules.append(Ready(detection, rule.unless, rule))

    def _detector(self, rule: Rule, place: str, detector: Detector) -> Program:
        mark = f"{rule.id}:{place}"
        if detector.sequence and not detector.sequence.first.said:
            self._first_part(mark, detector.sequence.first)
        return compile_detector(detector, Context(self.terms, self.cue_programs, mark))

    def _first_part(self, mark: str, part: Part) -> None:
        program = compile_part(part, Context(self.terms))
        detection = Detection(
            name=mark, speaker=frozenset(part.roles), any=(self._number(program),)
        )
        self.cues.append(Ready(detection))
