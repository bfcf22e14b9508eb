"""XLSX: one turn a row, on the first sheet."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator
from typing import Any

from compliance_checker.errors import Problem
from compliance_checker.transcript.source import Options, Read, Source, read_bytes
from compliance_checker.transcript.table import Line, read_table

#: A workbook may not unpack to more than this (bytes), whatever it weighs packed.
MOST_UNPACKED = 1 << 29


def read_xlsx(source: Source, options: Options) -> Iterator[Read]:
    """The calls on the first sheet of *source*; another sheet with rows is refused."""
    content = read_bytes(source)
    if isinstance(content, Problem):
        yield content
        return
    lines = _sheet(source.name, content)
    if isinstance(lines, Problem):
        yield lines
        return
    yield from read_table(source.name, source.stem, lines, options)


def _sheet(name: str, content: bytes) -> list[Line] | Problem:
    # openpyxl lets errors of zipfile, of the XML parser and many of its own through.
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_UNPACKED:
                return Problem("CC511", name, "unpacks to too many bytes")
        return _rows(name, content)
    except Exception as error:
        what = f"not readable as a workbook ({type(error).__name__})"
        hint = "open it in a spreadsheet program and save it again as .xlsx"
        return Problem("CC510", name, what, hint)


def _rows(name: str, content: bytes) -> list[Line] | Problem:
    # It takes half a second to import, and few runs read a workbook.
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        first, *others = book.worksheets
        if any(next(sheet.iter_rows(max_row=1), ()) for sheet in others):
            what = "the workbook has rows on more than one sheet"
            return Problem("CC510", name, what, "save one sheet a file")
        return [
            Line(number, [_cell(value) for value in row])
            for number, row in enumerate(first.iter_rows(values_only=True), start=1)
        ]
    finally:
        book.close()


def _cell(value: Any) -> str:
    """A cell as the same cell in a CSV file would say it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, datetime.time):
        return f"{value.hour}:{value.minute:02}:{value.second:02}"
    return str(value)
