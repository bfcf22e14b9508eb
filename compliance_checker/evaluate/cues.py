"""Turns labelled with the cues they hold, and what the checker hears in them.

A row is one turn: ``{"cue": "recording_notice", "is": true, "text": "…"}``; ``is`` false
is a near-miss.  The cue ``greeting`` stands for everything that shows that a call begins.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from compliance_checker.call import judging
from compliance_checker.call.state import INTRODUCTIONS, OURS
from compliance_checker.detect.candidate import Situation
from compliance_checker.detect.sieve import SIDES
from compliance_checker.model import Call, Role, Utterance
from compliance_checker.pipeline import Checker
from compliance_checker.run import Run

#: What shows that a call begins.
OPENING = frozenset({"greeting", "asks_caller"}) | INTRODUCTIONS


class CueRow(NamedTuple):
    """A labelled turn."""

    cue: str
    holds: bool
    text: str


def rows(path: Path) -> Iterator[CueRow]:
    """The labelled turns of a file (JSON Lines)."""
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        yield CueRow(row["cue"], row["is"], row["text"])


def sides(checker: Checker) -> dict[str, int]:
    """Cue → the sides that say it (bits of ``detect.sieve``)."""
    engine = checker.engine
    found: dict[str, int] = {}
    for ready in (*engine.cues, *engine.answers):
        found[ready.detection.name] = 0
        for role in ready.detection.speaker - {"unknown"}:
            found[ready.detection.name] |= SIDES[role]
    return found


def heard(checker: Checker, text: str, role: Role) -> frozenset[str]:
    """The cues heard in *text* said by *role*, as if every answer were awaited."""
    proposals = checker.scan.propose([Utterance(0, role, text)])
    heard_ = checker.heard(proposals)
    scene = judging.Scene(
        proposals,
        0,
        Situation(0, role),
        proposals.awake(0) + proposals.resting(0),
        {},
        leaning=heard_.of(0) if heard_ else judging.UNWEIGHED,
    )
    judge = Run(checker.bench, Call("-", ())).judge
    found = judging.cues(judge, scene, awaited=True)
    return frozenset(name for name in list(found) if found.get(name))


def said(checker: Checker, row: CueRow) -> frozenset[str]:
    """The cues heard in the turn of *row*, said by whoever says such things."""
    speakers = next(
        ready.detection.speaker
        for ready in (*checker.engine.cues, *checker.engine.answers)
        if ready.detection.name == row.cue
    )
    roles = [
        role
        for role in ("collector", "bot", "debtor", "third_party")
        if role in speakers
    ]
    ours = [role for role in roles if role in OURS][-1:]
    theirs = [role for role in roles if role not in OURS][-1:]
    return frozenset().union(
        *(heard(checker, row.text, role) for role in ours + theirs)
    )


def holds(checker: Checker, row: CueRow) -> bool:
    """Whether the cue of *row* is heard in it."""
    found = said(checker, row)
    return bool(found & OPENING) if row.cue == "greeting" else row.cue in found
