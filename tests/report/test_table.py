"""CSV and XLSX, and what spreadsheet programs would run."""

from __future__ import annotations

import csv
import io

import msgspec
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance_checker.report.table import HEADER, cases_csv, harmless, write_xlsx


def test_a_finding_is_a_row(case):
    [head, first, second] = csv.reader(io.StringIO(cases_csv([case]).lstrip("\ufeff")))

    assert head == list(HEADER)
    assert first[head.index("代码")] == "T5.3"
    assert first[head.index("证据")] == "告诉你家里人"
    assert first[head.index("第几句")] == "2"
    assert second[head.index("第几句")] == "整通"


def test_a_clean_call_has_a_row_too(case):
    clean = msgspec.structs.replace(case, findings=(), outcome="clean", score=100)

    [_, row] = csv.reader(io.StringIO(cases_csv([clean])))

    assert row[4:6] == ["未发现问题", "100"]


def test_excel_is_told_that_it_is_utf8(case):
    assert cases_csv([case]).startswith("\ufeff")


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", "\u3000=1", "\n=1"],
)
def test_formulas_are_quoted(text):
    assert str(harmless(text)).startswith("'")


@pytest.mark.parametrize("text", ["还款=500", "王-1", "", "'x", "5"])
def test_other_text_stays_as_it_is(text):
    assert harmless(text) == text


@given(st.text(max_size=10))
def test_no_cell_begins_like_a_formula(text):
    shown = str(harmless(text))

    assert not shown.lstrip(" \u3000").startswith(("=", "+", "-", "@"))


def test_nothing_in_a_workbook_is_a_formula(case):
    stream = io.BytesIO()
    write_xlsx([case], stream)

    sheet = openpyxl.load_workbook(io.BytesIO(stream.getvalue())).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert [cell.value for cell in sheet[2]][2] == "'=1+1"
