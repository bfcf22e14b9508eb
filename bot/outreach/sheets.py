"""Tables out of CSV and XLSX files as banks export them.

What the file really is decides, not its name; nothing is guessed about its columns.
"""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

Cell = str | int | float | bool | date | None

DELIMITERS = ",\t;|"
#: Tried in order; GB18030 reads almost anything, so it comes last.
ENCODINGS = ("utf-8-sig", "gb18030")


class AccountsFileError(Exception):
    """The whole file cannot be used; ``hint`` says what to do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table; *number* is the file's own, beginning at 1."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it."""
        return all(cell is None or not str(cell).strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table without its blank rows, and how the file was read."""

    name: str
    encoding: str
    lines: tuple[Line, ...]


def read_sheets(path: Path) -> tuple[Sheet, ...]:
    """Every table of the file; a CSV file has one.

    Raises:
        AccountsFileError: If the file is missing, empty, or no table at all.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise AccountsFileError(
            f"打不开文件 {path.name}（{error.strerror}）", "请检查文件路径和读取权限。"
        ) from error
    if not content.strip():
        raise AccountsFileError(f"文件 {path.name} 是空的", "请重新导出后再导入。")
    if content.startswith(b"PK"):
        return tuple(_workbook(content, path.name))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise AccountsFileError(
            f"{path.name} 是旧版 Excel（.xls）或加了密码的文件",
            "请在 Excel 中另存为不带密码的 .xlsx 或 CSV 后再导入。",
        )
    encoding, text = _decoded(content, path.name)
    return (Sheet(path.name, encoding, tuple(_csv_lines(text, path.name))),)


def _decoded(content: bytes, name: str) -> tuple[str, str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        # What Excel calls "Unicode text".
        return "utf-16", content.decode("utf-16", errors="replace")
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return encoding, text
    raise AccountsFileError(
        f"{name} 不是 UTF-8 或 GB18030 编码的文本，也不是 XLSX",
        "请另存为 CSV（UTF-8）或 .xlsx 后再导入。",
    )


def _csv_lines(text: str, name: str) -> Iterator[Line]:
    head = text[:4096].split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 1
    try:
        for cells in reader:
            line = Line(number, tuple(cells))
            number = reader.line_num + 1
            if not line.blank:
                yield line
    except csv.Error as error:
        raise AccountsFileError(
            f"{name} 第 {number} 行起读不下去：{error}", "请检查这一行的引号是否成对。"
        ) from error


def _workbook(content: bytes, name: str) -> Iterator[Sheet]:
    try:
        with warnings.catch_warnings():
            # Styles and validations it does not know are no business of ours.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            sheets = [
                Sheet(str(table.title), "xlsx", tuple(_rows(table)))
                for table in book.worksheets
            ]
            book.close()
    except (BadZipFile, InvalidFileException, KeyError, ValueError, EOFError) as error:
        raise AccountsFileError(
            f"{name} 不是完好的 XLSX 文件", "请重新导出，或另存为 CSV 后再导入。"
        ) from error
    yield from sheets


def _rows(table: object) -> Iterator[Line]:
    table.reset_dimensions()  # type: ignore[attr-defined]
    rows = table.iter_rows(values_only=True)  # type: ignore[attr-defined]
    for number, cells in enumerate(rows, start=1):
        line = Line(number, tuple(cells))
        if not line.blank:
            yield line
