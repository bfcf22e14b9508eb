"""A dial log (CSV or JSON Lines) → the attempts in it.

Needed are ``debtor_id``, ``at`` and ``connected``; numbers are only compared, never shown.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from compliance_checker.call.dials import Dial, DialLog, dial_log
from compliance_checker.errors import InputError, Problem
from compliance_checker.model import CALLEES
from compliance_checker.transcript import columns
from compliance_checker.transcript.csv_table import delimiter, text_of
from compliance_checker.transcript.record import value_from_json
from compliance_checker.transcript.source import file_source, not_utf8, read_bytes

#: Field → the headers that name it, besides the field's own name.
HEADERS: Mapping[str, tuple[str, ...]] = {
    "debtor_id": ("客户编号", "债务人编号"),
    "at": ("拨打时间", "呼叫时间", "通话时间"),
    "connected": ("是否接通", "接通"),
    "seconds": ("通话时长", "通话秒数", "时长"),
    "number": ("号码", "被叫号码", "电话"),
    "call_id": ("通话编号", "录音编号"),
    "callee": ("联系对象", "接听人"),
}
FIELD_OF = {name: one for one, names in HEADERS.items() for name in (one, *names)}
NEEDED = ("debtor_id", "at", "connected")


class _Record(Struct, forbid_unknown_fields=True):
    debtor_id: str
    at: str
    connected: bool
    seconds: float | None = None
    number: str | None = None
    call_id: str | None = None
    callee: str = "debtor"


def read_dial_log(path: Path) -> DialLog:
    """The log at *path*.

    Raises:
        InputError: If it cannot be read; all problems are listed.
    """
    dials: list[Dial] = []
    problems: list[Problem] = []
    for one in _rows(path):
        if isinstance(one, Dial):
            dials.append(one)
        else:
            problems.append(one)
    if problems:
        raise InputError(problems)
    return dial_log(dials)


def _rows(path: Path) -> Iterator[Dial | Problem]:
    if not path.is_file():
        yield Problem("CC509", str(path), "no such file", "check the path")
        return
    content = read_bytes(file_source(path))
    if isinstance(content, Problem):
        yield content
        return
    text = text_of(content)
    if text is None:
        yield not_utf8(str(path))
    elif text.lstrip().startswith("{"):
        yield from _json_lines(str(path), text)
    else:
        yield from _table(str(path), text)


def _json_lines(name: str, text: str) -> Iterator[Dial | Problem]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            where = f"{name}:{number}"
            value = value_from_json(line.encode(), where)
            yield value if isinstance(value, Problem) else _dial(value, where)


def _table(name: str, text: str) -> Iterator[Dial | Problem]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text))
    header = [cell.strip() for cell in next(reader)]
    fields = [FIELD_OF.get(title.lower(), title) for title in header]
    strange = [at for at, title in enumerate(fields, start=1) if title not in HEADERS]
    for at in strange:
        # By its place: a table without a header begins with somebody's number.
        hint = f"known fields: {', '.join(HEADERS)}"
        yield Problem("CC504", f"{name}:1", f"unknown column {at}", hint)
    for missing in (one for one in NEEDED if one not in fields):
        hint = f"call it {missing} or {HEADERS[missing][0]}"
        yield Problem("CC505", f"{name}:1", f"no column for {missing}", hint)
    if strange or not set(NEEDED) <= set(fields):
        return
    number = reader.line_num + 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            row = {
                field: _cell(field, cell)
                for field, cell in zip(fields, cells, strict=False)
                if cell.strip()
            }
            yield _dial(row, f"{name}:{number}")
        number = reader.line_num + 1


def _cell(field: str, cell: str) -> Any:
    if field == "at":
        return columns.moment(cell.strip())
    if field == "connected":
        return columns.truth(cell)
    if field == "seconds":
        return columns.seconds(cell)
    return columns.value(field, cell)


def _dial(value: Any, where: str) -> Dial | Problem:
    try:
        one = msgspec.convert(value, _Record)
    except msgspec.ValidationError as error:
        # The message names fields and kinds, never a value.
        hint = f"needed: {', '.join(NEEDED)}; see docs/formats.md"
        return Problem("CC506", where, f"dial log: {error}", hint)
    try:
        at = datetime.fromisoformat(one.at)
    except ValueError:
        what = "at is no date with a time of day"
        return Problem("CC513", where, what, "write 2026-03-02T10:15:00+08:00")
    if one.seconds is not None and not 0 <= one.seconds < 86_400:
        return Problem("CC513", where, "seconds is no number of seconds")
    if one.callee not in CALLEES:
        hint = f"one of {', '.join(CALLEES)}"
        return Problem("CC506", where, "callee holds a value not allowed here", hint)
    return Dial(
        debtor_id=one.debtor_id,
        at=at,
        connected=one.connected,
        seconds=one.seconds,
        number=one.number,
        call_id=one.call_id,
        callee=one.callee,
    )
