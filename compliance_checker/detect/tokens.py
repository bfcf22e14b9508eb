"""The ``tokens`` kind: spaCy Matcher patterns over jieba's words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from compliance_checker.detect.candidate import Hit, Situation
from compliance_checker.detect.how import how
from compliance_checker.detect.program import Clause, Context, Program, written
from compliance_checker.rulebook.expression import Stretch
from compliance_checker.rulebook.schema import Detector
from compliance_checker.rulebook.tokens import needed
from compliance_checker.text.reading import Reading
from compliance_checker.text.segment import vocabulary


def compile_tokens(detector: Detector, _: Context) -> Program:
    """A program that finds any of the detector's token patterns."""
    patterns = detector.tokens or ()
    write = written("compact")
    clauses = tuple(
        Clause((Stretch(frozenset(map(write, needed(one))) - {""}),))
        for one in patterns
    )

    @cache
    def matcher() -> Any:
        from spacy.matcher import Matcher  # a second to import, and rarely needed

        made = Matcher(vocabulary())
        made.add("tokens", [list(pattern) for pattern in patterns])
        return made

    def find(reading: Reading, _: Situation) -> Sequence[Hit]:
        view = reading.clean
        hits = []
        for span in matcher()(reading.doc, as_spans=True):
            start, end = span.start_char, span.end_char
            words_ = how(reading.utterance.text, view, start, end)
            hits.append(Hit(view.origin(start, end), "clean", words_))
        return hits

    return Program({"compact": lambda: clauses}, find)
