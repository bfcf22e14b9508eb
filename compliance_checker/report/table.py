"""Findings as a table: CSV and XLSX, safe to open in a spreadsheet program."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from compliance_checker.report import words
from compliance_checker.report.case import Case, Evidence

HEADER = (
    "通话编号", "通话时间", "坐席工号", "团队", "结论", "得分", "序号", "代码", "类别",
    "规则", "规则名称", "严重程度", "状态", "第几句", "说话人", "时间点", "前文", "证据",
    "后文", "识别方式", "依据", "理由", "建议说法",
)  # fmt: skip

#: A cell that begins so is run as a formula by some spreadsheet program.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: XML, and so a workbook, has no place for these.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
#: No cell of a workbook holds more characters.
LONGEST_CELL = 32_767


def rows(cases: Iterable[Case]) -> Iterator[tuple[str | int, ...]]:
    """One row a finding; a call without findings has one row of its own."""
    for case in cases:
        call = (
            case.call_id,
            case.started_at,
            case.collector,
            case.team,
            words.OUTCOMES[case.outcome],
            "" if case.outcome == "not_checked" else case.score,
        )
        if not case.findings:
            yield (*call, *("",) * (len(HEADER) - len(call)))
        for number, one in enumerate(case.findings, start=1):
            yield (*call, number, *_finding(one))


def _finding(one: Evidence) -> tuple[str | int, ...]:
    return (
        one.code,
        one.name,
        one.rule,
        one.title,
        words.SEVERITIES[one.severity],
        words.STATUSES[one.status],
        one.number or "整通",
        one.speaker,
        one.time,
        one.before,
        one.text,
        one.after,
        one.how,
        "\n".join(one.basis),
        "；".join(one.reasons),
        one.suggestion,
    )


def harmless(value: str | int) -> str | int:
    """The value, with a quote before what a spreadsheet would run as a formula.

    >>> harmless("=1+1"), harmless("还款"), harmless(-1)
    ("'=1+1", '还款', -1)
    """
    if not isinstance(value, str):
        return value
    text = _FORBIDDEN.sub("\ufffd", value)
    return f"'{text}" if text.lstrip(" \u3000").startswith(_DANGEROUS) else text


def cases_csv(cases: Iterable[Case]) -> str:
    """The table as CSV with a byte order mark, which Excel needs to see UTF-8."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows([harmless(cell) for cell in row] for row in rows(cases))
    return out.getvalue()


def write_xlsx(cases: Iterable[Case], stream: BinaryIO) -> None:
    """Write the table as a workbook into *stream*."""
    # It takes half a second to import, and few runs write a workbook.
    import openpyxl
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("检查结果")
    sheet.freeze_panes = "A2"
    for at, width in enumerate((16, 16, 10, 10, 12, 6), start=1):
        sheet.column_dimensions[chr(64 + at)].width = width
    heads = []
    for title in HEADER:
        head = WriteOnlyCell(sheet, value=title)
        head.font = Font(bold=True)
        heads.append(head)
    sheet.append(heads)
    for row in rows(cases):
        sheet.append([_cell(cell) for cell in row])
    book.save(stream)


def _cell(value: str | int) -> str | int:
    safe = harmless(value)
    return safe[:LONGEST_CELL] if isinstance(safe, str) else safe
