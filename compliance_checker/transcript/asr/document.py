"""What all recognisers' documents have in common: JSON, fields, times."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from compliance_checker.errors import Problem
from compliance_checker.transcript.record import value_from_json
from compliance_checker.transcript.segments import Segment, read_segments
from compliance_checker.transcript.source import (
    Options,
    Read,
    Reader,
    Source,
    decode,
    read_bytes,
)


class NotThisFormat(ValueError):
    """The document lacks what its format always has; the text says what."""


#: A document → its segments, in order.
Segments = Callable[[Any], Iterator[Segment]]


def reader(segments: Segments, format_name: str) -> Reader:
    """A reader for a format whose documents *segments* understands."""

    def read(source: Source, options: Options) -> Iterator[Read]:
        content = read_bytes(source)
        if isinstance(content, Problem):
            yield content
            return
        text = decode(source, content)
        if isinstance(text, Problem):
            yield text
            return
        value = value_from_json(text.encode(), source.name)
        if isinstance(value, Problem):
            yield value
            return
        yield from _read(source, value, options)

    def _read(source: Source, value: Any, options: Options) -> Iterator[Read]:
        try:
            found = list(segments(value))
        except NotThisFormat as error:
            what = f"not a {format_name} result: {error}"
            hint = "name another format with --format"
            yield Problem("CC510", source.name, what, hint)
            return
        yield from read_segments(source.stem, source.name, found, options)

    return read


def get(value: Any, path: str) -> Any:
    """What stands under the dotted *path*.

    Raises:
        NotThisFormat: If a step is missing.
    """
    for name in path.split("."):
        if not isinstance(value, dict) or name not in value:
            raise NotThisFormat(f"no {path}")
        value = value[name]
    return value


def items(value: Any, path: str) -> list[Any]:
    """The list under *path*.

    Raises:
        NotThisFormat: If there is none.
    """
    found = get(value, path)
    if not isinstance(found, list):
        raise NotThisFormat(f"{path} is no list")
    return found


def text_of(value: Any, name: str, place: str) -> str:
    """The text of a segment.

    Raises:
        NotThisFormat: If it is missing or no text.
    """
    found = value.get(name) if isinstance(value, dict) else None
    if not isinstance(found, str):
        raise NotThisFormat(f"{place} has no {name}")
    return found


def number(value: Any, scale: float = 1.0) -> float | None:
    """A time in seconds; numbers written as text do as well; ``None`` for no number."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        seconds = float(value) / scale
    except (ValueError, OverflowError):
        return None
    return seconds if 0 <= seconds < float("inf") else None


def speaker(value: Any, *names: str) -> str:
    """The first of *names* that is given, as text; else nobody in particular."""
    for name in names:
        found = value.get(name) if isinstance(value, dict) else None
        if isinstance(found, str | int) and not isinstance(found, bool):
            return str(found)
    return ""
