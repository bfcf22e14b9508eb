"""A rule, ready to run on utterances that the scan proposes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from compliance_checker.detect.candidate import Candidate, Hit, Situation
from compliance_checker.detect.program import Expression, Program, search, written
from compliance_checker.model import Role, Span
from compliance_checker.rulebook.expression import regex, ways
from compliance_checker.rulebook.pattern import parse
from compliance_checker.text.reading import Reading

#: The number of a program that is not scanned for: it runs where others have hits.
UNSCANNED = -1


@dataclass(frozen=True, slots=True)
class Numbered:
    """A program and its number in the scan."""

    number: int
    program: Program


@dataclass(frozen=True, slots=True)
class Detection:
    """What a rule or a cue looks for: any of, all of, none of, and exceptions.

    Only what must be there wakes it: ``any``, or where there is no ``any`` the rarest of
    ``all``.  The rest is looked for where that is found.
    """

    name: str
    speaker: frozenset[Role]
    any: tuple[Numbered, ...]
    all: tuple[Numbered, ...] = ()
    none: tuple[Numbered, ...] = ()
    exceptions: Expression | None = None
    #: The scanned programs of ``any`` by their numbers, and the others.
    scanned: Mapping[int, Program] = field(init=False, repr=False)
    #: Programs without a proposal of which the detection finds nothing.
    triggers: frozenset[int] = field(init=False, repr=False)
    unscanned: tuple[Program, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        scanned = {
            one.number: one.program for one in self.any if one.number != UNSCANNED
        }
        unscanned = tuple(one.program for one in self.any if one.number == UNSCANNED)
        object.__setattr__(self, "scanned", scanned)
        object.__setattr__(self, "unscanned", unscanned)
        triggers = frozenset(one.number for one in self.any or self.all)
        object.__setattr__(self, "triggers", triggers - {UNSCANNED})

    def possible(self, texts: Sequence[str]) -> bool:
        """Whether ``any`` can find something in an utterance with these views."""
        return any(one.program.possible(texts) for one in self.any)

    def found_by_scan(self, proposed: Collection[int]) -> bool:
        """Whether a program is proposed of which the scan has seen that it matches."""
        return not (self.all or self.none) and any(
            number in self.scanned and self.scanned[number].expression is not None
            for number in proposed
        )

    def find(
        self, reading: Reading, situation: Situation, proposed: Collection[int]
    ) -> Iterator[Candidate]:
        """The places that fit, in the order of the text, none inside an exception.

        They may overlap: which of them to report is decided when all are judged.
        """
        hits = self._hits(reading, situation, proposed)
        if not hits:
            return
        spared = self._spared(reading)
        for hit in sorted(hits, key=_longest_first):
            if not any(span.covers(hit.span) for span in spared):
                yield Candidate(self.name, hit, reading)

    def _hits(
        self, reading: Reading, situation: Situation, proposed: Collection[int]
    ) -> Sequence[Hit]:
        def find(one: Numbered) -> Sequence[Hit]:
            if one.number != UNSCANNED and one.number not in proposed:
                return ()
            return one.program.find(reading, situation)

        if self.any:
            awake = sorted(number for number in proposed if number in self.scanned)
            programs = [self.scanned[number] for number in awake]
            hits: Sequence[Hit] = [
                hit
                for program in (*programs, *self.unscanned)
                for hit in program.find(reading, situation)
            ]
            if not hits or not all(find(one) for one in self.all):
                return ()
        else:
            # What was scanned for first: without it the others need not run.
            for one in sorted(self.all, key=lambda one: one.number == UNSCANNED):
                if not find(one):
                    return ()
            hits = find(self.all[0])
        return () if any(find(one) for one in self.none) else hits

    def _spared(self, reading: Reading) -> list[Span]:
        if self.exceptions is None:
            return []
        return [hit.span for hit in search({"compact": self.exceptions}, reading)]


def compile_exceptions(
    patterns: Sequence[str], lexicons: Mapping[str, tuple[str, ...]]
) -> Expression | None:
    """One expression for the spans in which a hit is no hit."""
    if not patterns:
        return None
    write = written("compact")
    # A gap at the end of an exception is there to cover: take all of it.
    return Expression(
        *(
            regex(way, write).replace("}?)", "})")
            for pattern in patterns
            for way in ways(parse(pattern, lexicons))
        )
    )


def _longest_first(hit: Hit) -> tuple[int, int]:
    """In the order of the text; of hits that begin together the longest first."""
    return hit.span.start, -hit.span.end
