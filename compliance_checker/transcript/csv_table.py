"""CSV and TSV: one turn a row, in UTF-8 or GB18030."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from compliance_checker.errors import Problem
from compliance_checker.transcript.source import (
    Options,
    Read,
    Source,
    not_utf8,
    read_bytes,
)
from compliance_checker.transcript.table import Line, read_table

DELIMITERS = (",", "\t", ";", "，")


def read_csv(source: Source, options: Options) -> Iterator[Read]:
    """The calls of *source*; the separator is the one that the header holds most of."""
    content = read_bytes(source)
    if isinstance(content, Problem):
        yield content
        return
    text = text_of(content)
    if text is None:
        yield not_utf8(source.name)
        return
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text))
    broken: list[Problem] = []
    yield from read_table(
        source.name, source.stem, _lines(source.name, reader, broken), options
    )
    yield from broken


def text_of(content: bytes) -> str | None:
    """*content* as text; ``None`` where it is none."""
    # Excel on a Chinese Windows saves CSV in GB18030.
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def delimiter(text: str) -> str:
    """The separator of the first line that holds something."""
    first = text.lstrip().split("\n", 1)[0]
    return max(DELIMITERS, key=first.count)


def _lines(
    name: str, reader: Iterator[list[str]], broken: list[Problem]
) -> Iterator[Line]:
    """The rows with the line each begins on; a broken row ends the table."""
    number = 1
    try:
        for cells in reader:
            yield Line(number, cells)
            number = reader.line_num + 1  # type: ignore[attr-defined]
    except csv.Error as error:
        where = f"{name}:{number}"
        broken.append(Problem("CC510", where, f"not readable as CSV: {error}"))
