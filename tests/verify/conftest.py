"""``candidate``: a place in a sentence, as a detector would hand it to a verifier."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from compliance_checker.detect.candidate import Candidate, Hit, Situation
from compliance_checker.detect.pattern import compile_patterns
from compliance_checker.detect.program import Context
from compliance_checker.model import Span, Utterance
from compliance_checker.text.reading import Reading

Make = Callable[[str, str], Candidate]


@pytest.fixture
def candidate() -> Make:
    def make(text: str, evidence: str) -> Candidate:
        """The place of *evidence* in *text*."""
        start = text.index(evidence)
        reading = Reading(Utterance(index=0, role="collector", text=text))
        hit = Hit(Span(start, start + len(evidence)), "compact", "as written")
        return Candidate("T", hit, reading)

    return make


@pytest.fixture
def matched() -> Make:
    def make(text: str, pattern: str) -> Candidate:
        """The first place where *pattern* matches *text*, with its gaps."""
        reading = Reading(Utterance(index=0, role="collector", text=text))
        program = compile_patterns((pattern,), ("compact",), Context({}))
        [hit, *_] = program.find(reading, Situation(index=0, role="collector"))
        return Candidate("T", hit, reading)

    return make
