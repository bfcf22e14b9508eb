"""Plain text: 坐席：… / 客户：… ; one call, or several parted by ``# id`` lines.

Without any ``# id`` line a blank line parts calls, unless every turn stands between
blank lines: then the file is one call, written with space between its lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from compliance_checker.errors import Problem
from compliance_checker.transcript.columns import seconds
from compliance_checker.transcript.jsonl import rows
from compliance_checker.transcript.record import call_from_value
from compliance_checker.transcript.source import (
    Options,
    Read,
    Source,
    decode,
    empty,
    read_bytes,
)
from compliance_checker.transcript.speakers import KNOWN_HINT, role_of

_ID = re.compile(r"#+\s*(.*?)\s*\Z")
_TIME = r"(?P<t{0}>\d{{1,3}}:\d{{2}}(?::\d{{2}})?(?:[.,]\d{{1,6}})?)"
#: A time in brackets or bare, a short name, a colon that begins no ``//`` of an address.
_SPOKEN = re.compile(
    rf"[\[（(【]?\s*(?:{_TIME.format(0)}(?:\s*(?:-->|[-~—]+)\s*{_TIME.format(1)})?)?"
    r"\s*[\]）)】]?\s*(?P<name>[^\s：:，。！？、,!?\d][^：:，。！？、,!?]{0,29}?)\s*[：:](?!//)"
    r"\s*(?P<text>.*)\Z"
)


@dataclass(slots=True)
class _Block:
    """The lines of one call so far."""

    call_id: str
    number: int
    turns: list[dict[str, Any]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)


def read_text(source: Source, options: Options) -> Iterator[Read]:
    """The calls of *source*; a line without a speaker goes on with the one before."""
    content = read_bytes(source)
    if isinstance(content, Problem):
        yield content
        return
    text = decode(source, content)
    if isinstance(text, Problem):
        yield text
        return
    lines = list(enumerate(re.split(r"\r\n|\r|\n", text), start=1))
    problems: list[Problem] = []
    blocks = [*_blocks(source, lines, options, problems)]
    yield from problems
    if not blocks:
        yield empty(source)
    for block in blocks:
        if not any(_within(block, problem) for problem in problems):
            yield from _call(source, block)


def _within(block: _Block, problem: Problem) -> bool:
    last = block.numbers[-1] if block.numbers else block.number
    return block.number <= int(problem.where.rpartition(":")[2]) <= last


def _blocks(
    source: Source,
    lines: list[tuple[int, str]],
    options: Options,
    problems: list[Problem],
) -> Iterator[_Block]:
    named = any(line.startswith("#") for _, line in lines)
    parts = list(_by_id(lines) if named else _by_blank(source, lines))
    for call_id, part in parts:
        block = _Block(call_id, part[0][0])
        for number, line in part:
            problem = _take(block, f"{source.name}:{number}", number, line, options)
            if problem:
                problems.append(problem)
                # The block reaches to its last line, so that the problem is in it.
                block.numbers.append(number)
        yield block


def _by_id(
    lines: list[tuple[int, str]],
) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    call_id = ""
    part: list[tuple[int, str]] = []
    for number, line in lines:
        if match := _ID.match(line) if line.startswith("#") else None:
            if part:
                yield call_id, part
            call_id, part = match[1], [(number, "")]
        elif line.strip():
            part.append((number, line))
    yield call_id, part


def _by_blank(
    source: Source, lines: list[tuple[int, str]]
) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    parts: list[list[tuple[int, str]]] = [[]]
    for number, line in lines:
        if line.strip():
            parts[-1].append((number, line))
        elif parts[-1]:
            parts.append([])
    parts = [part for part in parts if part]
    if parts and all(len(part) == 1 for part in parts):
        parts = [[line for part in parts for line in part]]
    for index, part in enumerate(parts, start=1):
        yield (source.stem if len(parts) == 1 else f"{source.stem}-{index}"), part


def _take(
    block: _Block, where: str, number: int, line: str, options: Options
) -> Problem | None:
    """Put *line* into *block*, or say why not."""
    line = line.strip()
    if not line:
        return None
    match = _SPOKEN.match(line)
    if match is None:
        if not block.turns:
            return Problem("CC508", where, "no speaker before the text", KNOWN_HINT)
        block.turns[-1]["text"] += f"\n{line}"
        return None
    role = role_of(match["name"], options.roles)
    if role is None:
        return Problem("CC508", where, "a speaker that is not known", KNOWN_HINT)
    turn: dict[str, Any] = {"role": role, "text": match["text"]}
    for name, group in (("start", "t0"), ("end", "t1")):
        if match[group]:
            turn[name] = seconds(match[group])
    block.turns.append(turn)
    block.numbers.append(number)
    return None


def _call(source: Source, block: _Block) -> Iterator[Read]:
    def place(path: str) -> str:
        number = block.number
        if path.startswith("turns["):
            number = block.numbers[int(path[6 : path.index("]")])]
        return f"{source.name}:{number}"

    value = {"call_id": block.call_id, "turns": block.turns}
    yield from rows(call_from_value(value, place), place(""))
