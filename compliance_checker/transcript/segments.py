"""Segments of a recording, as subtitles and ASR engines give them → one call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from compliance_checker.errors import Problem
from compliance_checker.transcript.jsonl import rows
from compliance_checker.transcript.record import call_from_value
from compliance_checker.transcript.source import Options, Read
from compliance_checker.transcript.speakers import role_of


@dataclass(frozen=True, slots=True)
class Segment:
    """What one speaker said; *place* says where it stands in the file.

    ``start`` and ``end`` are seconds; an empty speaker is one that was not told apart.
    """

    speaker: str
    start: float | None
    end: float | None
    text: str
    place: str


def read_segments(
    call_id: str, where: str, segments: Iterable[Segment], options: Options
) -> Iterator[Read]:
    """The call of *segments* in their order; empty ones are left out.

    Who a speaker is is never guessed: a wrong guess would judge the debtor's words.
    """
    segments = [one for one in segments if one.text.strip()]
    roles = {one.speaker: role_of(one.speaker, options.roles) for one in segments}
    missing = [speaker for speaker, role in roles.items() if role is None]
    if missing:
        yield _unmapped(where, missing)
        return
    turns = [_turn(one, roles[one.speaker]) for one in segments]

    def place(path: str) -> str:
        if path.startswith("turns["):
            return segments[int(path[6 : path.index("]")])].place
        return where

    value = {"call_id": call_id, "turns": turns}
    yield from rows(call_from_value(value, place), where)


def _turn(segment: Segment, role: Any) -> dict[str, Any]:
    turn: dict[str, Any] = {"role": role, "text": segment.text.strip()}
    if segment.start is not None:
        turn["start"] = segment.start
    if segment.end is not None:
        turn["end"] = segment.end
    return turn


def _unmapped(where: str, speakers: list[str]) -> Problem:
    # Numbers and codes are shown; a name may be a person's.
    shown = [one for one in speakers if one.isascii() and one]
    what = "speakers without a role"
    if shown:
        what += f": {', '.join(sorted(shown)[:8])}"
    example = ",".join(
        f"{one}={role}"
        for one, role in zip(sorted(shown), ("collector", "debtor"), strict=False)
    )
    hint = f"say who is who: --map {example or '*=collector'}"
    return Problem("CC508", where, what, hint)
