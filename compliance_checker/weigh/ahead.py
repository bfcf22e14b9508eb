"""What the words of many turns tell before any rule is tried on them.

Most rules that may find something in lawful talk would find nothing that stands: the
words around it weigh too little, whatever the rules say.  Such rules are not tried.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from compliance_checker.detect.engine import Engine
from compliance_checker.detect.scan import Proposals
from compliance_checker.detect.sieve import SIDES
from compliance_checker.text.batch import joined
from compliance_checker.weigh.weigher import Weigher, dense

Array = np.ndarray[Any, Any]

#: Rule → what it adds to the odds at most.
Gains = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is known of some rows of proposals."""

    #: The rows whose words may be a finding by themselves.
    heavy: frozenset[int]
    #: Row → what its words add to the odds of any rule at most; infinite where nobody
    #: can tell (float64).
    most: Array


class Ahead:
    """Tells which rules need not be tried.  Safe to share between threads."""

    def __init__(self, weigher: Weigher, engine: Engine) -> None:
        """For the programs of *engine* of which the rules are known to *weigher*."""
        self._weigher = weigher
        known = weigher.mixture.rules
        self._gains: dict[int, Gains] = {}
        for number, places in engine.rules_of.items():
            rules = [engine.rules[at].detection.name for at in places]
            if number not in engine.cues_of and all(rule in known for rule in rules):
                gains = tuple((rule, max(0.0, known[rule])) for rule in rules)
                self._gains[number] = gains
        #: The programs that need not be tried on a hopeless row.
        self.learned: frozenset[int] = frozenset(self._gains)

    def hopeless(self, most: float, programs: Iterable[int]) -> bool:
        """Whether no rule of *programs* can find anything that stands.

        *most* is what the ``Outlook`` says of the row.
        """
        lacking = self._weigher.lines.review - most
        if lacking <= 0:
            return False
        more = self._weigher.mixture.more
        tried: set[str] = set()
        for number in programs:
            for rule, gain in self._gains.get(number, ()):
                if rule not in tried:
                    tried.add(rule)
                    lacking -= gain
                    if 1 < len(tried) <= 1 + len(more):
                        lacking -= max(0.0, more[len(tried) - 2])
            if lacking <= 0:
                return False
        return True

    def rests(self, most: float, programs: Iterable[int]) -> Collection[int]:
        """The programs that need not be tried on a row that may hold *programs*."""
        return self.learned if self.hopeless(most, programs) else ()

    def look(self, proposals: Proposals, heard: Callable[[int], str]) -> Outlook:
        """What the words of all rows tell; *heard* is what was said before a row."""
        said, weigher = proposals.said, self._weigher
        original, compact = said.batch.original, said.batch.compact
        ours = np.flatnonzero(said.sides != SIDES["debtor"])
        most = np.full(len(original), math.inf)
        before = joined([heard(row) for row in ours.tolist()])
        heavy, most[ours] = weigher.outlook(original, before, ours)
        rows = set(ours[heavy].tolist())
        # Signs between the letters hide what the words weigh.
        signs = ours[
            dense(original.sizes[ours] - compact.sizes[ours], compact.sizes[ours])
        ]
        rows.update(weigher.heavy(compact, signs).tolist())
        most[signs] = math.inf
        for row, views in proposals.restored.items():
            most[row] = math.inf
            if said.sides[row] != SIDES["debtor"]:
                texts = joined([one.text for one in views])
                if weigher.heavy(texts, np.arange(len(views))).size:
                    rows.add(row)
        return Outlook(frozenset(rows), most)
