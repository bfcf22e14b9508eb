"""What people are shown holds no number that the detectors know; nothing else moves."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance_checker.model import (
    Call,
    CallFinding,
    Finding,
    RulebookId,
    Utterance,
    Verdict,
)
from compliance_checker.personal.find import find
from compliance_checker.personal.flat import flatten
from compliance_checker.personal.mask import mask
from compliance_checker.report.case import Glossary, case_of, context, whole_words
from compliance_checker.report.html import report_html
from compliance_checker.report.record import verdict_line
from compliance_checker.report.summary import Summary, count, keep
from compliance_checker.report.table import cases_csv, write_xlsx
from compliance_checker.report.text import case_text

NAMES = Glossary(rules={}, checks={}, sources={})
SAID_DIGITS = str.maketrans("零一幺二三四五六七八九", "01123456789")
PHONES = st.tuples(
    st.just("1"),
    st.sampled_from("3456789"),
    st.text("0123456789", min_size=9, max_size=9),
).map("".join)
SPOKEN = str.maketrans("0123456789", "零幺二三四五六七八九")
PIECES = st.sampled_from(
    ["，我找你姐。", "他家住文三路138号3栋，", "卡号", "6222020000000000000", "身份证",
     "11010519491231002X", "QQ：123456789 ", "邮箱zhang@qq.com。", "浙A·12345的车", "再不还", " ",
     "微信号abc_12345，", "我就去你单位"]
)  # fmt: skip


def written(number: str) -> st.SearchStrategy[str]:
    return st.sampled_from(
        [
            number,
            number.translate(SPOKEN),
            f"{number[:3]} {number[3:7]} {number[7:]}",
            "，".join([number[:3], number[3:7], number[7:]]).translate(SPOKEN),
        ]
    )


@st.composite
def sayings(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A text with numbers of persons in it, and the telephones among them."""
    parts, phones = [], []
    for _ in range(draw(st.integers(1, 3))):
        phones.append(draw(PHONES))
        parts += [
            draw(PIECES),
            "。打",
            draw(written(phones[-1])),
            "，好吧。",
            draw(PIECES),
            "。",
        ]
    return "".join(parts), phones


def judged(text: str, start: int, end: int, how: str) -> tuple[Call, Verdict]:
    """A call of one turn, with a finding on it and a check that points at it."""
    call = Call("c-1", (Utterance(0, "collector", text, 0.0, 1.0),))
    finding = Finding(
        rule="T5.3-x", category="T5.3", severity="major", status="violation", turn=0,
        start=start, end=end, text=text[start:end], how=how, reasons=("not negated",),
    )  # fmt: skip
    check = CallFinding("C08", "major", "violation", 0, "还没有核实就说了欠款")
    book = RulebookId("1", "ab" * 32)
    return call, Verdict("c-1", book, "violation", 60, (finding,), (check,))


def pages(call: Call, verdict: Verdict, *, masked: bool) -> dict[str, str]:
    """Every format that people read."""
    case = case_of(call, verdict, NAMES, masked=masked)
    summary = Summary()
    count(summary, call, verdict)
    keep(summary, case)
    book = io.BytesIO()
    write_xlsx([case], book)
    sheet = openpyxl.load_workbook(io.BytesIO(book.getvalue())).active
    return {
        "text": case_text(case),
        "html": report_html(summary, NAMES, title="报告", facts={}),
        "csv": cases_csv([case]),
        "xlsx": "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row),
    }


def read(text: str) -> str:
    """All digits of a text, however said, with nothing between them."""
    return re.sub("[^0-9]", "", flatten(text).translate(SAID_DIGITS))


@settings(max_examples=60, deadline=None)
@given(sayings(), st.data())
def test_no_number_reaches_a_report(saying, data):
    text, phones = saying
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    how = f"split character: {text[start : start + 4]}→x"

    for name, page in pages(*judged(text, start, end, how), masked=True).items():
        for phone in phones:
            assert phone not in read(page), name
            assert phone[:8] not in read(page), name
        for number in ("6222020000000000", "110105194912310", "12345678", "文三路138"):
            assert number not in page, name


@settings(max_examples=60, deadline=None)
@given(sayings(), st.data())
def test_the_evidence_of_a_masked_report_lies_where_it_lay(saying, data):
    text, _ = saying
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    call, verdict = judged(text, start, end, "as written")

    shown = case_of(call, verdict, NAMES).findings[0]

    said = mask(text)
    first, last = whole_words(said, start, end)
    assert shown.text == said[first:last]
    assert (shown.before, shown.text, shown.after) == context(
        said, replace(verdict.findings[0])
    )


def test_without_a_mask_a_report_shows_what_was_said():
    call, verdict = judged("打13800138000找你姐。", 0, 12, "as written")

    for page in pages(call, verdict, masked=False).values():
        assert "13800138000" in page


def test_a_verdict_line_is_never_masked():
    _, verdict = judged("打13800138000找你姐。", 0, 12, "as written")

    assert b"13800138000" in verdict_line(verdict)


def test_a_finding_without_its_turn_is_masked_all_the_same():
    call, verdict = judged("打13800138000找你姐。", 0, 12, "as written")

    case = case_of(replace(call, turns=()), verdict, NAMES)

    assert case.findings[0].text == "打*******8000"


@pytest.mark.parametrize(
    "text",
    [
        "我打给你们单位领导。",
        "欠13800元，客服95588",
        "2026年11月21日18点",
        "一千三百八十块",
    ],
)
def test_sums_dates_and_service_lines_stay_readable(text):
    assert find(text) == ()
    call, verdict = judged(text, 0, len(text), "as written")

    assert case_of(call, verdict, NAMES).findings[0].text == text
