"""How a call was talked: interruptions, overlap, speed, silence, one-sided talk.

Measures of service, made of the times of turns; no source forbids any of them, so they
stand in reports and never among findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from compliance_checker.call.state import OURS
from compliance_checker.model import Call, Utterance

THEIRS = frozenset({"debtor", "third_party"})

#: Who begins so many seconds before the other has ended breaks in …
BREAKS_IN = 0.5
#: … unless it is no more than a sign of listening (嗯, 好的).
SHORTEST_INTERRUPTION = 3
#: Below so many seconds of talk shares and speed say nothing.
FEWEST_SECONDS = 20.0

#: From and to, in seconds into the call.
Stretch = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Tempo:
    """The measures of one call; ``None`` where there is too little of it."""

    #: Of all talk, how much is ours, from 0 to 1.
    our_share: float | None
    #: Characters a minute while we talk, signs not counted.
    speed: float | None
    #: How often we broke in on the other side.
    interruptions: int
    #: Seconds in which both sides talked.
    overlap: float
    #: The longest time in which nobody did, and the longest in which only we did.
    silence: float
    monologue: float


def tempo(call: Call) -> Tempo | None:
    """The measures of *call*; ``None`` unless every turn has its times."""
    turns = sorted(call.turns, key=lambda one: (one.start or 0.0, one.index))
    timed = all(one.start is not None and one.end is not None for one in turns)
    if not timed or not any(one.role in OURS for one in turns):
        return None
    ours = _merged(_stretch(one) for one in turns if one.role in OURS)
    theirs = _merged(_stretch(one) for one in turns if one.role in THEIRS)
    ours_total, theirs_total = _total(ours), _total(theirs)
    enough = ours_total + theirs_total >= FEWEST_SECONDS
    return Tempo(
        our_share=ours_total / (ours_total + theirs_total) if enough else None,
        speed=_speed(turns),
        interruptions=_interruptions(turns),
        overlap=_overlap(ours, theirs),
        silence=_silence(_merged(_stretch(one) for one in turns)),
        monologue=_monologue(turns),
    )


def _stretch(turn: Utterance) -> Stretch:
    return turn.start or 0.0, turn.end or 0.0


def _merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The same time without overlaps, in order."""
    merged: list[Stretch] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return merged


def _total(stretches: Iterable[Stretch]) -> float:
    return sum(end - start for start, end in stretches)


def _overlap(ours: Sequence[Stretch], theirs: Sequence[Stretch]) -> float:
    """Seconds that lie in both; each list is in order and without overlaps."""
    total, one, other = 0.0, 0, 0
    while one < len(ours) and other < len(theirs):
        start = max(ours[one][0], theirs[other][0])
        end = min(ours[one][1], theirs[other][1])
        total += max(0.0, end - start)
        if ours[one][1] < theirs[other][1]:
            one += 1
        else:
            other += 1
    return total


def _silence(talk: Sequence[Stretch]) -> float:
    gaps = (after[0] - before[1] for before, after in pairwise(talk))
    return max(gaps, default=0.0)


def _letters(turn: Utterance) -> int:
    return sum(one.isalnum() for one in turn.text)


def _speed(turns: Iterable[Utterance]) -> float | None:
    ours = [one for one in turns if one.role in OURS]
    seconds = sum(end - start for start, end in map(_stretch, ours))
    if seconds < FEWEST_SECONDS:
        return None
    return 60 * sum(map(_letters, ours)) / seconds


def _interruptions(turns: Iterable[Utterance]) -> int:
    """Turns of ours that begin while the other side is well in the middle of one."""
    count, their_end = 0, 0.0
    for turn in turns:
        start, end = _stretch(turn)
        if turn.role in THEIRS:
            their_end = max(their_end, end)
        elif turn.role in OURS and _letters(turn) >= SHORTEST_INTERRUPTION:
            count += start <= their_end - BREAKS_IN
    return count


def _monologue(turns: Iterable[Utterance]) -> float:
    return max((end - start for start, end in _runs(turns)), default=0.0)


def _runs(turns: Iterable[Utterance]) -> Iterator[Stretch]:
    """Our turns with none of theirs between, each run from first to last."""
    run: Stretch | None = None
    for turn in turns:
        start, end = _stretch(turn)
        if turn.role in OURS:
            run = (run[0], max(run[1], end)) if run else (start, end)
        elif turn.role in THEIRS and run:
            yield run
            run = None
    if run:
        yield run
