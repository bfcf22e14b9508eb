"""Writes the report of refused rows: each as it stood, with the reasons beside it."""

from __future__ import annotations

import csv
import re
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from bot.outreach.accounts import ImportReport, RefusedRow
from bot.outreach.sheets import AccountsFileError, Cell

ADDED = ("行号", "拒收原因")


def write_report(report: ImportReport, path: Path | str) -> None:
    """Write the refused rows to a ``.csv`` or ``.xlsx`` file.

    Full ID and card numbers are masked but for their last four.

    Raises:
        AccountsFileError: If *path* ends neither way, or cannot be written.
    """
    path = Path(path)
    writers = {".csv": _write_csv, ".xlsx": _write_xlsx}
    write = writers.get(path.suffix.lower())
    if write is None:
        raise AccountsFileError(
            f"不知道怎样写 {path.name}", "报告文件名请以 .csv 或 .xlsx 结尾。"
        )
    table = [[*ADDED, *report.header]]
    table += [_row(report, row) for row in report.refused]
    try:
        write(table, path)
    except OSError as error:
        raise AccountsFileError(
            f"写不了报告 {path.name}（{error.strerror}）", "请检查目录和写入权限。"
        ) from error


def _row(report: ImportReport, row: RefusedRow) -> list[str]:
    cells = [
        _masked(_shown(cell)) if place in report.id_columns else _shown(cell)
        for place, cell in enumerate(row.cells)
    ]
    return [str(row.line), "；".join(row.reasons), *cells]


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _masked(text: str) -> str:
    return (
        re.sub(r"[0-9A-Za-z](?=[0-9A-Za-z]{4})", "*", text) if len(text) > 8 else text
    )


def _write_csv(table: list[list[str]], path: Path) -> None:
    # The mark at the beginning lets Excel see that it is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([[_inert(cell) for cell in row] for row in table])


def _inert(text: str) -> str:
    # A spreadsheet would run a cell that begins like a formula.
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _write_xlsx(table: list[list[str]], path: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("拒收")
    sheet.column_dimensions["B"].width = 48
    for row in table:
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, value=re.sub(r"[\x00-\x08\x0b-\x1f]", "", text))
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    book.save(path)
