"""JSON Lines: one call a line, read as a stream."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from compliance_checker.errors import Problem
from compliance_checker.model import Call
from compliance_checker.transcript.record import (
    Place,
    call_from_json,
    call_from_value,
    call_notes,
    value_from_json,
)
from compliance_checker.transcript.source import (
    NOTHING,
    Options,
    Read,
    Row,
    Source,
    empty,
)

#: No call is longer (bytes); what is longer is no JSON Lines.
LONGEST_LINE = 1 << 26


def read_jsonl(source: Source, options: Options) -> Iterator[Read]:
    """The calls of *source* in order; blank lines are skipped."""
    found = False
    with source.open() as stream:
        for number, line in lines(stream):
            where = f"{source.name}:{number}"
            if line is None:
                found = True
                hint = "put each call on a line of its own"
                what = f"a line longer than {LONGEST_LINE} bytes"
                yield Problem("CC511", where, what, hint)
            elif line.strip():
                found = True
                # A string that is cut off would else seem to hold a line break.
                yield from read_line(line.rstrip(), where, options)
    if not found:
        yield empty(source)


def lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Each line with its number from 1; ``None`` for one that is too long."""
    number = 0
    while line := stream.readline(LONGEST_LINE):
        number += 1
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if len(line) < LONGEST_LINE or line.endswith(b"\n"):
            yield number, line
            continue
        while (rest := stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
            pass
        yield number, None


def read_line(line: bytes, where: str, options: Options) -> Iterator[Read]:
    """The call on one *line*, or its problems."""
    if not options.extra:
        yield from rows(call_from_json(line, where), where)
        return
    value = value_from_json(line, where)
    if isinstance(value, Problem):
        yield value
        return
    yield from read_value(value, where, options)


def read_value(value: Any, where: str, options: Options) -> Iterator[Read]:
    """The call in a decoded *value*; the extra fields go beside it."""
    extra = {}
    if isinstance(value, dict):
        extra = {name: value.pop(name) for name in options.extra if name in value}
    place: Place = lambda _: where  # noqa: E731 - shorter than a named function
    yield from rows(call_from_value(value, place), where, extra)


def rows(
    call: Call | list[Problem], where: str, extra: dict[str, Any] | None = None
) -> Iterator[Read]:
    """A call as a row, or its problems."""
    if isinstance(call, Call):
        yield Row(call, where, call_notes(call), extra or NOTHING)
    else:
        yield from call
