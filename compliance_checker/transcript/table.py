"""A table with one turn a row → calls.  CSV and XLSX share it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from compliance_checker.errors import Problem
from compliance_checker.transcript.columns import (
    FIELD_OF,
    OF_THE_TURN,
    REQUIRED,
    value,
)
from compliance_checker.transcript.jsonl import rows as as_rows
from compliance_checker.transcript.record import call_from_value
from compliance_checker.transcript.source import Options, Read
from compliance_checker.transcript.speakers import KNOWN_HINT, role_of

#: What can be a title: a few words, no sentence and no number of a person.
_TITLE = re.compile(r"(?!.*\d{5})[\w .()（）/-]{1,12}")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table and its number in the file, from 1."""

    number: int
    cells: Sequence[str]


@dataclass(slots=True)
class _Gathered:
    """The rows of one call so far."""

    name: str
    number: int
    call: dict[str, Any]
    shared: dict[str, str]
    turns: list[dict[str, Any]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: str) -> str:
        """The row of a turn, or the first row of the call."""
        number = self.number
        if path.startswith("turns["):
            number = self.numbers[int(path[6 : path.index("]")])]
        return f"{self.name}:{number}"


def read_table(
    name: str, stem: str, lines: Iterable[Line], options: Options
) -> Iterator[Read]:
    """The calls in *lines*, of which the first is the header.

    The rows of a call stand together.  Without a call id column all rows are one call
    with the id *stem*.
    """
    rows = (line for line in lines if any(cell.strip() for cell in line.cells))
    header = next(rows, None)
    if header is None:
        yield Problem("CC503", name, "the table is empty", "give a header and rows")
        return
    fields, problems = _fields(name, header)
    if problems:
        yield from problems
        return
    call: _Gathered | None = None
    for row in rows:
        problem, cells = _cells(name, row, fields)
        if problem:
            yield problem
            continue
        call_id = cells.pop("call_id", "").strip() if "call_id" in fields else stem
        if call is None or call.call["call_id"] != call_id:
            yield from _finished(call)
            call = _begun(name, row.number, call_id, cells)
        _add(call, row.number, cells, options)
    if call is None:
        yield Problem("CC503", name, "the table holds no row", "give a row a turn")
    yield from _finished(call)


def _fields(name: str, header: Line) -> tuple[list[str], list[Problem]]:
    """The field of each column ("" for an empty header), and what is wrong."""
    where = f"{name}:{header.number}"
    fields: list[str] = []
    problems = []
    # Of a table without a header the first row is what somebody said.
    headed = any(cell.strip().lower() in FIELD_OF for cell in header.cells)
    for number, cell in enumerate(header.cells, start=1):
        title = cell.strip()
        known = title if title.startswith("meta.") else FIELD_OF.get(title.lower())
        if title and known is None:
            problems.append(_unknown(where, title, number, shown=headed))
        elif known and known in fields:
            what = f"two columns for {known}"
            problems.append(Problem("CC510", where, what, "keep one of them"))
        fields.append(known or "")
    missing = [one for one in REQUIRED if one not in fields]
    if missing:
        hint = "the first row names the columns: 通话编号, 角色, 内容, 开始, 结束"
        what = f"no column for {' and '.join(missing)}"
        problems.append(Problem("CC505", where, what, hint))
    return fields, problems


def _unknown(where: str, title: str, number: int, *, shown: bool) -> Problem:
    near = difflib.get_close_matches(title.lower(), list(FIELD_OF), 1, 0.6)
    hint = f"did you mean {near[0]}?" if near else "call your own columns meta.NAME"
    name = repr(title) if shown and _TITLE.fullmatch(title) else str(number)
    return Problem("CC504", where, f"unknown column {name}", hint)


def _cells(
    name: str, row: Line, fields: list[str]
) -> tuple[Problem | None, dict[str, str]]:
    cells = [*row.cells]
    beyond = [cell for cell in cells[len(fields) :] if cell.strip()]
    unnamed = [cell for cell, one in zip(cells, fields, strict=False) if not one]
    if beyond or any(cell.strip() for cell in unnamed):
        where = f"{name}:{row.number}"
        hint = "put text that holds the separator into double quotes"
        return Problem("CC510", where, "a cell without a column", hint), {}
    cells += [""] * (len(fields) - len(cells))
    return None, {one: cell for one, cell in zip(fields, cells, strict=False) if one}


def _begun(name: str, number: int, call_id: str, cells: Mapping[str, str]) -> _Gathered:
    shared = {
        one: cell.strip()
        for one, cell in cells.items()
        if one not in OF_THE_TURN and not one.startswith("meta.")
    }
    call: dict[str, Any] = {"call_id": call_id}
    for one, cell in shared.items():
        if cell:
            _put(call, one, value(one, cell))
    return _Gathered(name, number, call, shared)


def _put(call: dict[str, Any], path: str, one: Any) -> None:
    outer, _, inner = path.partition(".")
    if inner:
        call.setdefault(outer, {})[inner] = one
    else:
        call[outer] = one


def _add(
    call: _Gathered, number: int, cells: Mapping[str, str], options: Options
) -> None:
    """Put a row's turn into *call*; what is wrong with it goes there too."""
    where = f"{call.name}:{number}"
    role = role_of(cells["role"], options.roles)
    if role is None:
        what = "a speaker that is not known"
        call.problems.append(Problem("CC508", where, what, KNOWN_HINT))
    for one, cell in call.shared.items():
        if cells[one].strip() not in ("", cell):
            what = f"{one} differs from the first row of the call"
            call.problems.append(Problem("CC510", where, what))
    turn: dict[str, Any] = {"role": role or "unknown", "text": cells["text"]}
    for one in ("start", "end"):
        if cells.get(one, "").strip():
            turn[one] = value(one, cells[one])
    own = {
        one.removeprefix("meta."): cell
        for one, cell in cells.items()
        if one.startswith("meta.") and cell
    }
    if own:
        turn["meta"] = own
    call.turns.append(turn)
    call.numbers.append(number)


def _finished(call: _Gathered | None) -> Iterator[Read]:
    if call is None:
        return
    read = call_from_value({**call.call, "turns": call.turns}, call.place)
    if call.problems:
        yield from call.problems
        yield from read if isinstance(read, list) else ()
        return
    yield from as_rows(read, call.place(""))
