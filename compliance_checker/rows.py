"""The turns of many calls behind one another, and in which of them to stop."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from compliance_checker.call.judging import UNWEIGHED, Leaning
from compliance_checker.detect.scan import Proposals
from compliance_checker.detect.sieve import SIDES
from compliance_checker.model import Call, Role, Utterance
from compliance_checker.weigh.ahead import Ahead, Outlook
from compliance_checker.weigh.hearer import Heard
from compliance_checker.weigh.weigher import heard_before

#: The turns before one, the nearest first, each with its row of some proposals.
Past = Callable[[], Iterable[tuple[Utterance, Proposals, int]]]
#: Whoever else speaks may move the state of the call without a word of note.
QUIET_ROLES: frozenset[Role] = frozenset({"collector", "debtor"})


class Turn(NamedTuple):
    """An utterance, where it stands among *proposals*, and what came before it."""

    utterance: Utterance
    proposals: Proposals
    row: int
    past: Past
    #: Whether its words may be a finding by themselves.
    heavy: bool = False
    #: What its words add at most to the odds of a rule; infinite if nobody can tell.
    most: float = math.inf
    #: How its words lean on cues.
    leaning: Leaning = UNWEIGHED

    @property
    def heard(self) -> str:
        """What the other side said just before."""
        return heard_before(before for before, _, _ in self.past())


class Rows:
    """The turns of many calls, one after the other, and in which of them to stop."""

    def __init__(
        self,
        calls: Sequence[Call],
        proposals: Proposals,
        ahead: Ahead | None = None,
        heard: Heard | None = None,
        resting_cues: Collection[str] = (),
    ) -> None:
        """The turns of *calls*, of which *proposals* were made in the same order.

        *ahead* tells which rules need not be tried, *heard* which cues the words are;
        *resting_cues* matter to nobody in the middle of an ordinary call.
        """
        self.turns = [turn for call in calls for turn in call.turns]
        self.proposals = proposals
        sizes = [len(call.turns) for call in calls]
        #: The first row of each call, and at the end one more than the last of all.
        self.firsts = [0, *accumulate(sizes)]
        self._first_of = np.repeat(self.firsts[:-1], sizes).tolist()
        self._outlook = ahead.look(proposals, self._said_before) if ahead else None
        self._heard = heard
        stops = self._stopping(ahead)
        stops.update(heard.rows(resting_cues) if heard else ())
        self._stops = sorted(stops)
        said = proposals.said
        self._ours = np.concatenate(([0], np.cumsum(said.sides == SIDES["collector"])))
        judged = (said.sides != SIDES["debtor"]) & ~said.batch.empty()
        self._judged = np.concatenate(([0], np.cumsum(judged)))

    def _stopping(self, ahead: Ahead | None) -> set[int]:
        """The rows that must be looked at."""
        outlook = self._outlook
        stops = {
            row for row, turn in enumerate(self.turns) if turn.role not in QUIET_ROLES
        }
        if ahead is None or outlook is None:
            return stops.union(self.proposals.speaking())
        proposals, most = self.proposals, outlook.most

        def rests(row: int) -> Collection[int]:
            waiting = row in proposals.watched
            return ahead.rests(most[row], proposals.candidates(row, waiting=waiting))

        return stops.union(outlook.heavy, proposals.speaking(rests))

    def stop(self, row: int, end: int) -> int:
        """The first row from *row* on, before *end*, that must be looked at."""
        at = bisect_left(self._stops, row)
        return min(self._stops[at], end) if at < len(self._stops) else end

    def ours(self, start: int, end: int) -> int:
        """How many of the rows are spoken by us."""
        return int(self._ours[end] - self._ours[start])

    def judged(self, start: int, end: int) -> bool:
        """Whether anything is said in the rows that is judged at all."""
        return bool(self._judged[end] != self._judged[start])

    def turn(self, row: int) -> Turn:
        """The turn of *row*."""
        turn = Turn(self.turns[row], self.proposals, row, self._past(row))
        return foreseen(turn, self._outlook, self._heard)

    def _said_before(self, row: int) -> str:
        """What the other side said just before *row*."""
        return heard_before(self.turns[at] for at in self._back(row))

    def _back(self, row: int) -> range:
        return range(row - 1, self._first_of[row] - 1, -1)

    def _past(self, row: int) -> Past:
        turns, proposals = self.turns, self.proposals

        def back() -> Iterator[tuple[Utterance, Proposals, int]]:
            for at in self._back(row):
                yield turns[at], proposals, at

        return back


def foreseen(turn: Turn, outlook: Outlook | None, heard: Heard | None) -> Turn:
    """The *turn* with what its words tell before anything is verified."""
    row = turn.row
    if heard:
        turn = turn._replace(leaning=heard.of(row))
    if outlook is None:
        return turn
    return turn._replace(heavy=row in outlook.heavy, most=float(outlook.most[row]))
