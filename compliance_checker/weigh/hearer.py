"""What somebody says that moves a call, heard by all its words together.

A pattern hears the wordings it names; people name themselves, refuse, or tell of an
illness in many more.  What all words of a turn weigh decides with the patterns: enough
weight is a cue without a pattern, and too little is none in spite of one.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np

from compliance_checker.call.judging import ABSENT, PRESENT, Leaning
from compliance_checker.detect.engine import Engine
from compliance_checker.detect.scan import Proposals
from compliance_checker.detect.sieve import sides_of
from compliance_checker.weigh.weights import Weights

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Hearer:
    """Cues and from which weight on they are there.  Safe to share between threads."""

    #: A column a cue; the first column is no cue.
    weights: Weights
    #: Cue → so much weight is one (float64) …
    present: Array
    #: … and with less there is none, whatever patterns find (float64).
    absent: Array
    #: Of the file it was kept in.
    sha256: str = ""

    @property
    def cues(self) -> tuple[str, ...]:
        """The cues that are weighed, in the order of the columns."""
        return self.weights.categories


class Listener:
    """Listens for the cues of an engine.  Safe to share between threads."""

    def __init__(self, hearer: Hearer, engine: Engine) -> None:
        """*hearer* tells what words weigh, *engine* who may say what."""
        self._hearer = hearer
        speakers = {
            ready.detection.name: sides_of(ready.detection.speaker)
            for ready in (*engine.cues, *engine.answers)
        }
        sides = [speakers.get(cue, 0) for cue in hearer.cues]
        self._sides = np.array(sides, np.uint8)

    def listen(self, proposals: Proposals) -> Heard:
        """What the words of all rows of *proposals* say, heard of those who may."""
        said, hearer = proposals.said, self._hearer
        weights = hearer.weights.by_column(said.batch.original)[:, 1:]
        leaning = np.zeros(weights.shape, np.int8)
        leaning[weights < hearer.absent] = ABSENT
        leaning[weights >= hearer.present] = PRESENT
        leaning[(said.sides[:, None] & self._sides[None, :]) == 0] = ABSENT
        return Heard(hearer.cues, leaning)


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard in some rows."""

    cues: tuple[str, ...]
    #: Row × cue → ``PRESENT``, ``ABSENT``, or 0: the patterns decide (int8).
    leaning: Array

    def rows(self, but: Collection[str]) -> list[int]:
        """The rows in which a cue is heard that is none of *but*."""
        columns = [at for at, cue in enumerate(self.cues) if cue not in but]
        there = (self.leaning[:, columns] == PRESENT).any(axis=1)
        rows: list[int] = np.flatnonzero(there).tolist()
        return rows

    def of(self, row: int) -> Leaning:
        """Cue → how the words of *row* lean."""
        return dict(zip(self.cues, self.leaning[row].tolist(), strict=True))
