"""What stands around a candidate: its clause and its sentence, before and after.

Everything is read on the clean view, where ``,`` ends a clause and ``。!?;`` end a
sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from compliance_checker.detect.candidate import Candidate

CLAUSE_ENDS = ",:。!?;"
SENTENCE_ENDS = "。!?;"

_CLAUSE_END = re.compile(f"[{CLAUSE_ENDS}]")
_SENTENCE_END = re.compile(f"[{SENTENCE_ENDS}]")


@dataclass(frozen=True, slots=True)
class Around:
    """A piece of text on each side of a candidate, and the candidate's own."""

    before: str
    inside: str
    after: str

    @property
    def whole(self) -> str:
        """All three."""
        return self.before + self.inside + self.after


def clause(candidate: Candidate) -> Around:
    """The clause the candidate begins in, and the rest of the one it ends in."""
    return _around(candidate, _CLAUSE_END)


def sentence(candidate: Candidate) -> Around:
    """The sentence the candidate begins in, and the rest of the one it ends in.

    The mark that ends it is part of ``after``: a question is known by it.
    """
    return _around(candidate, _SENTENCE_END)


def _around(candidate: Candidate, ends: re.Pattern[str]) -> Around:
    text = candidate.text
    start, end = candidate.place
    begin = max((match.end() for match in ends.finditer(text, 0, start)), default=0)
    stop = ends.search(text, end)
    return Around(
        text[begin:start], text[start:end], text[end : stop.end() if stop else None]
    )


class Lead(NamedTuple):
    """What leads up to the candidate, or through a gap in it.

    Words that end at or before ``since`` belong to the candidate's own fixed words and
    decide nothing; the text ends at ``end`` of the candidate's text.
    """

    text: str
    since: int
    end: int


def leads(candidate: Candidate, ends: str = SENTENCE_ENDS) -> list[Lead]:
    """What leads up to the candidate and to each gap in it, behind the last of *ends*."""
    clean = candidate.reading.clean
    start, _ = candidate.place
    places = [(start, 0)]
    for span in candidate.hit.gaps:
        gap_start, gap_end = clean.locate(span)
        places.append((gap_end, gap_start))
    found = []
    for end, since in places:
        begin = max(clean.text.rfind(mark, 0, end) for mark in ends) + 1
        found.append(Lead(clean.text[begin:end], max(0, since - begin), end))
    return found


def gaps(candidate: Candidate) -> list[str]:
    """What fills the candidate's gaps, as far as a clause ends in them."""
    clean = candidate.reading.clean
    found = []
    for span in candidate.hit.gaps:
        start, end = clean.locate(span)
        stop = max(clean.text.rfind(mark, start, end) for mark in CLAUSE_ENDS)
        if stop >= 0:
            found.append(clean.text[start : stop + 1])
    return found
