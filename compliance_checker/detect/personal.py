"""``personal``: words count only beside personal data of the kinds a detector names.

A number alone says nothing about right or wrong, so it is never scanned for: the words
wake the program as they always do, and only where they stand the detectors of
``compliance_checker.personal`` look for what was read out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from compliance_checker.detect.candidate import Hit, Situation
from compliance_checker.detect.program import Expression, Program
from compliance_checker.model import Span
from compliance_checker.personal.find import SOME_DIGITS
from compliance_checker.personal.find import find as find_personal
from compliance_checker.personal.values import NUMBERS, Kind, Personal
from compliance_checker.text.reading import Reading

#: So many characters may lie between the words and the data, and no sentence end.
NEAR = 12
_STOP = re.compile(r"[。！？!?；;\n]")

#: Why a person must judge data of which form and surroundings prove only half.
UNCERTAIN = "the personal data is not certain"


#: What must be there for any number of a person, whatever view it is read in.
_DIGITS = Program({}, lambda *_: (), expression=Expression(SOME_DIGITS))


def beside(program: Program, kinds: Collection[Kind]) -> Program:
    """*program*, for those of its hits that have data of *kinds* beside them.

    A hit reaches over words and data; what lies between counts as a gap.
    """

    def find(reading: Reading, situation: Situation) -> Sequence[Hit]:
        hits = program.find(reading, situation)
        if not hits:
            return ()
        text = reading.utterance.text
        data = [one for one in find_personal(text) if one.kind in kinds]
        return [
            _joined(text, hit, one) for hit in hits for one in _near(text, hit, data)
        ]

    parts = tuple(beside(part, kinds) for part in program.parts)
    # 请报一下您的身份证后四位 has the words: a look for digits spares the rest.
    digits = (_DIGITS,) if NUMBERS.issuperset(kinds) else ()
    return replace(program, find=find, parts=parts, also=(*program.also, *digits))


def _near(text: str, hit: Hit, data: Sequence[Personal]) -> Sequence[Personal]:
    """The nearest of *data* to *hit*, if any is near enough."""
    found = [
        (between.end - between.start, one.span, one)
        for one in data
        if (between := _between(hit.span, one.span)) is not None
        and not _STOP.search(text, between.start, between.end)
    ]
    return [min(found, key=lambda row: row[:2])[2]] if found else ()


def _between(words: Span, data: Span) -> Span | None:
    """What lies between them, nothing if they touch; ``None`` if it is too much."""
    first, second = sorted((words, data))
    gap = Span(min(first.end, second.start), second.start)
    return gap if gap.end - gap.start <= NEAR else None


def _joined(text: str, hit: Hit, one: Personal) -> Hit:
    gap = _between(hit.span, one.span)
    assert gap is not None
    span = Span(min(hit.span.start, one.span.start), max(hit.span.end, one.span.end))
    return replace(
        hit,
        span=span,
        how=f"{hit.words(text)}, personal data: {one.kind}",
        gaps=(*hit.gaps, gap) if gap.end > gap.start else hit.gaps,
        review=hit.review or ("" if one.certain else UNCERTAIN),
    )
