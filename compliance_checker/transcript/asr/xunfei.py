"""讯飞 语音转写: the lattice of version 2, and the sentences of version 1.

Version 2 writes JSON inside of JSON: ``content.orderResult`` is text that holds a
lattice, whose ``json_1best`` is text again.  Times are milliseconds, ``rl`` the speaker.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from compliance_checker.errors import Problem
from compliance_checker.transcript.asr.document import (
    NotThisFormat,
    get,
    items,
    number,
    reader,
    speaker,
    text_of,
)
from compliance_checker.transcript.record import value_from_json
from compliance_checker.transcript.segments import Segment

MILLI = 1000.0


def segments(value: Any) -> Iterator[Segment]:
    """The sentences, in order."""
    if isinstance(value, dict) and "content" in value:
        value = _inner(get(value, "content.orderResult"), "content.orderResult")
    elif isinstance(value, dict) and "data" in value:
        value = _inner(value["data"], "data")
    if isinstance(value, list) and value:
        yield from _sentences(value)
    else:
        yield from _lattice(value)


def _sentences(value: list[Any]) -> Iterator[Segment]:
    for index, one in enumerate(value):
        place = f"data[{index}]"
        text = text_of(one, "onebest", place)
        start, end = number(one.get("bg"), MILLI), number(one.get("ed"), MILLI)
        yield Segment(speaker(one, "speaker"), start, end, text, place)


def _lattice(value: Any) -> Iterator[Segment]:
    for index, one in enumerate(items(value, "lattice")):
        place = f"lattice[{index}]"
        best = _inner(get(one, "json_1best"), f"{place}.json_1best")
        said = get(best, "st")
        start, end = number(get(said, "bg"), MILLI), number(get(said, "ed"), MILLI)
        yield Segment(speaker(said, "rl"), start, end, _words(said), place)


def _words(said: Any) -> str:
    words = []
    for part in items(said, "rt"):
        for slot in items(part, "ws"):
            best, *_ = items(slot, "cw") or [{}]
            # "g" marks a paragraph, it is no word.
            if isinstance(best, dict) and best.get("wp") != "g":
                words.append(text_of(best, "w", "cw"))
    return "".join(words)


def _inner(value: Any, name: str) -> Any:
    """JSON that is written as text inside of JSON, or given as it is."""
    if not isinstance(value, str):
        return value
    decoded = value_from_json(value.encode("utf-8", "replace"), name)
    if isinstance(decoded, Problem):
        raise NotThisFormat(f"{name}: {decoded.what}")
    return decoded


read_xunfei = reader(segments, "讯飞")
