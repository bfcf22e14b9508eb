"""A rulebook, compiled: what to scan for, and what to run where the scan points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from compliance_checker.detect.kinds import compile_detector
from compliance_checker.detect.pattern import compile_patterns
from compliance_checker.detect.program import Context, Program
from compliance_checker.detect.rule import (
    UNSCANNED,
    Detection,
    Numbered,
    compile_exceptions,
)
from compliance_checker.detect.sequence import compile_part, judged_with
from compliance_checker.detect.sieve import sides_of
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
    """All detections of a rulebook, over numbered programs."""

    programs: tuple[Program, ...] = field(repr=False)
    #: Program → whose words it reads, as ``detect.sieve`` has it.
    sides: tuple[int, ...] = field(repr=False)
    #: What is said in the examples of all rules: how people talk on such calls.
    sentences: tuple[str, ...] = field(repr=False)
    cues: tuple[Ready, ...]
    rules: tuple[Ready, ...]
    #: Cues that are looked for only where an answer is awaited, without a scan.
    answers: tuple[Ready, ...]
    #: Program → the cues and the rules that wake when it is proposed.
    cues_of: Mapping[int, tuple[int, ...]] = field(repr=False)
    rules_of: Mapping[int, tuple[int, ...]] = field(repr=False)
    #: Cue → the programs that run after it: (number, within so many turns).
    waiting: Mapping[str, tuple[tuple[int, int], ...]] = field(repr=False)

    #: Category → the rule that reports words which weigh enough by themselves.
    by_weight: Mapping[str, Ready] = field(repr=False)

    #: The cues that do nothing else than let something wait for what follows.
    marks: Mapping[str, Ready] = field(repr=False)

    @property
    def patience(self) -> dict[int, int]:
        """Program → for how many turns after it something waits."""
        patience = {
            mark: max(within for _, within in waiting)
            for mark, waiting in self.waiting.items()
        }
        return {
            number: patience[ready.detection.name]
            for ready in self.cues
            if ready.detection.name in patience
            for number in ready.detection.triggers
        }

    @property
    def answer_names(self) -> frozenset[str]:
        """The cues that mean something only where an answer is awaited."""
        return frozenset(ready.detection.name for ready in self.answers)

    @property
    def setters(self) -> dict[str, frozenset[int]]:
        """Mark → the programs of which one is proposed where it is set.

        What is not scanned for is left out: it may be set anywhere.
        """
        return {
            ready.detection.name: ready.detection.triggers
            for ready in self.cues
            if ready.detection.name in self.waiting and ready.detection.triggers
        }

    @property
    def mere_marks(self) -> frozenset[int]:
        """The programs that only set a mark."""
        return frozenset(
            number
            for ready in self.marks.values()
            for number in ready.detection.triggers
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
        programs=tuple(build.programs),
        sides=tuple(build.sides),
        sentences=tuple(_sentences(rulebook)),
        cues=tuple(build.cues),
        answers=tuple(build.answers),
        rules=tuple(build.rules),
        cues_of=_waking(build.cues),
        rules_of=_waking(build.rules),
        waiting=_waiting(build.programs),
        by_weight={
            ready.rule.category: ready
            for ready in build.rules
            if ready.rule and any(one.weighed for one in ready.rule.detect.any)
        },
        marks={
            ready.detection.name: ready
            for ready in build.cues
            if ready.detection.name in build.marks
        },
    )


def _sentences(rulebook: Rulebook) -> list[str]:
    return [
        one
        for rule in rulebook.rules
        for one in (*rule.examples.match, *rule.examples.no_match)
        if isinstance(one, str)
    ]


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
        #: Program → whose words it reads, as ``detect.sieve`` has it.
        self.sides: list[int] = []
        self.cues: list[Ready] = []
        self.answers: list[Ready] = []
        self.rules: list[Ready] = []
        self.cue_programs: dict[str, Program] = {}
        #: The cues that are the first part of a sequence.
        self.marks: set[str] = set()

    def _number(self, program: Program, sides: int) -> Numbered:
        self.programs.append(program)
        self.sides.append(sides)
        return Numbered(len(self.programs) - 1, program)

    def _numbers(self, program: Program, sides: int) -> list[Numbered]:
        """A program that any of its parts can stand for."""
        return [self._number(one, sides) for one in program.parts or (program,)]

    def cue(self, name: str, cue: Cue) -> None:
        program = compile_patterns(cue.patterns, cue.views, Context(self.terms))
        self.cue_programs[name] = program
        detection = Detection(
            name=name,
            speaker=frozenset(cue.speaker),
            any=(
                (Numbered(UNSCANNED, program),)
                if cue.answer
                else tuple(self._numbers(program, sides_of(cue.speaker)))
            ),
            exceptions=compile_exceptions(cue.except_, self.terms),
        )
        cues = self.answers if cue.answer else self.cues
        cues.append(Ready(detection, cue.unless))

    def rule(self, rule: Rule) -> None:
        speaker = judged_with(rule.speaker)
        # An unknown speaker may be the collector: the rule is tried on him too.
        sides = sides_of(speaker)
        compiled = {
            group: [
                self._detector(rule, f"{group}{at}", detector)
                for at, detector in enumerate(getattr(rule.detect, group))
            ]
            for group in ("any", "all", "none")
        }
        groups = {
            group: tuple(Numbered(UNSCANNED, one) for one in programs)
            for group, programs in compiled.items()
        }
        if compiled["any"]:
            groups["any"] = tuple(
                numbered
                for one in compiled["any"]
                for numbered in self._numbers(one, sides)
            )
        else:
            rarest = max(compiled["all"], key=lambda one: one.rarity)
            others = tuple(one for one in compiled["all"] if one is not rarest)
            groups["all"] = tuple(
                self._number(replace(one, also=others), sides)
                if one is rarest
                else Numbered(UNSCANNED, one)
                for one in compiled["all"]
            )
        detection = Detection(
            name=rule.id,
            speaker=speaker,
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
            name=mark,
            speaker=judged_with(part.roles),
            any=tuple(self._numbers(program, sides_of(part.roles))),
        )
        self.cues.append(Ready(detection))
        self.marks.add(mark)
