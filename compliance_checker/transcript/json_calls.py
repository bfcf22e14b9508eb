"""One JSON document: a call, or a list of calls, laid out over many lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from compliance_checker.errors import Problem
from compliance_checker.transcript.jsonl import read_value
from compliance_checker.transcript.record import value_from_json
from compliance_checker.transcript.source import (
    Options,
    Read,
    Source,
    decode,
    read_bytes,
)

_BETWEEN = re.compile(r"[\s,]*")


def read_json(source: Source, options: Options) -> Iterator[Read]:
    """The calls of *source*, each with the line it begins on."""
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
    elif isinstance(value, list):
        if not value:
            yield Problem("CC503", source.name, "the list holds no call")
        for line, one in zip(_starts(text), value, strict=False):
            yield from read_value(one, f"{source.name}:{line}", options)
    else:
        yield from read_value(value, f"{source.name}:1", options)


def _starts(text: str) -> Iterator[int]:
    """The line on which each element of the list in *text* begins; valid JSON only."""
    scan = json.JSONDecoder().raw_decode
    at = text.index("[") + 1
    line, counted = 1, 0
    while True:
        separator = _BETWEEN.match(text, at)
        at = separator.end() if separator else at
        if text[at : at + 1] in ("]", ""):
            return
        line += text.count("\n", counted, at)
        counted = at
        yield line
        _, at = scan(text, at)
