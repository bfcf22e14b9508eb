"""CSV, TSV and XLSX."""

from __future__ import annotations

import datetime
import io
import zipfile

import openpyxl
import pytest

HEAD = "通话编号,角色,内容,开始,结束\n"


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_rows_of_one_id_are_one_call(calls):
    found = calls(
        HEAD + "A,坐席,您好,0,1.5\nA,客户,喂,0:02,0:03\nB,坐席,在吗,,\n", "x.csv"
    )

    assert [(one.call_id, len(one.turns)) for one in found] == [("A", 2), ("B", 1)]
    assert (found[0].turns[1].role, found[0].turns[1].start) == ("debtor", 2.0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_utf8_and_gb18030_are_both_read(calls, encoding):
    [found] = calls((HEAD + "A,坐席,您好囧,,\n").encode(encoding), "x.csv")

    assert found.turns[0].text == "您好囧"


@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_the_separator_is_found(calls, mark):
    content = mark.join(["角色", "内容"]) + "\n" + mark.join(["客服", "您好"]) + "\n"

    assert calls(content, "x.csv")[0].turns[0].text == "您好"


def test_without_ids_a_table_is_one_call_named_after_the_file(calls):
    [found] = calls("role,text\nagent,hi\n", "0412.csv")

    assert found.call_id == "0412"


def test_quoted_text_keeps_separators_and_line_breaks(calls):
    [found] = calls('role,text\nagent,"一，\n二,""三"""\n', "x.csv")

    assert found.turns[0].text == '一，\n二,"三"'


def test_columns_of_the_call_are_read_in_chinese(calls):
    content = (
        "通话编号,角色,内容,渠道,通话时间,机构类型,联系对象,用工方式,工号,"
        "是否起诉,分期状态,核身方式\n"
        "A,坐席,您好,电话,2026/3/2 9:15,信用卡,第三人,外包,0123,否,履行中,未核身\n"
    )

    [found] = calls(content, "x.csv")

    assert (found.channel, found.lender_type, found.callee) == (
        "voice",
        "bank_card",
        "third_party",
    )
    assert found.started_at.isoformat() == "2026-03-02T09:15:00+08:00"
    assert (found.collector.employer, found.collector.id) == ("agency", "0123")
    assert (found.case.litigation, found.case.plan) == (False, "performing")
    assert found.case.verification_known
    assert found.case.verified_by is None


def test_an_empty_cell_is_not_given(calls):
    [found] = calls("通话编号,角色,内容,核身方式,渠道\nA,坐席,您好,,\n", "x.csv")

    assert not found.case.verification_known
    assert found.channel is None


def test_own_columns_come_back_as_meta(calls):
    [found] = calls("role,text,meta.asr\nagent,hi,0.93\n", "x.csv")

    assert found.turns[0].meta == {"asr": "0.93"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param("通话编号,角色\nA,坐席\n", "CC505", id="no-text-column"),
        pytest.param("角色,内容,情绪\n坐席,您好,好\n", "CC504", id="unknown-column"),
        pytest.param("角色,内容,内容\n坐席,您好,好\n", "CC510", id="column-twice"),
        pytest.param("角色,内容\n坐席,您好,多了\n", "CC510", id="cell-too-many"),
        pytest.param("角色,内容\n老王,您好\n", "CC508", id="unknown-speaker"),
        pytest.param("角色,内容\n", "CC503", id="no-rows"),
        pytest.param(HEAD + "A,坐席,好,5,3\n", "CC513", id="backwards"),
        pytest.param(HEAD + "A,坐席,好,早上,\n", "CC506", id="no-time"),
        pytest.param("角色,内容\n坐席,\"" + "好" * 200_000, "CC510", id="open-quote"),
        pytest.param("编号,角色,内容,渠道\nA,坐席,a,电话\nA,客户,b,短信\n", "CC510",
                     id="call-columns-differ"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_a_clear_problem(problems, content, code):
    assert code in [one[0] for one in problems(content, "x.csv")]


def test_a_problem_names_the_row_of_the_file(problems):
    [(_, where, _)] = problems(HEAD + "A,坐席,好,,\n\nA,坐席,好,5,3\n", "x.csv")

    assert where == "x.csv:4"


def test_a_call_that_goes_on_after_another_is_there_twice():
    from compliance_checker.errors import Problem
    from compliance_checker.transcript.read import read_all
    from compliance_checker.transcript.source import bytes_source

    content = HEAD + "A,坐席,一,,\nB,坐席,二,,\nA,坐席,三,,\n"

    *_, last = read_all([bytes_source("x.csv", content.encode())])

    assert isinstance(last, Problem)
    assert last.code == "CC507"


def test_a_workbook_reads_like_a_table(calls):
    moment = datetime.datetime(2026, 3, 2, 9, 15)
    content = workbook(
        ["通话编号", "角色", "内容", "开始", "通话时间"],
        [1001, "坐席", "您好", 1.5, moment],
        [1001, "客户", "喂", datetime.time(0, 0, 9), moment],
    )

    [found] = calls(content, "x.xlsx")

    assert found.call_id == "1001"
    assert [turn.start for turn in found.turns] == [1.5, 9.0]
    assert found.started_at.hour == 9


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"PK\x03\x04garbage", id="no-archive"),
        pytest.param(workbook(["角色", "内容"])[:-200], id="cut"),
        pytest.param(b"\x00\x01", id="no-zip-at-all"),
    ],
)
def test_a_broken_workbook_is_a_problem(problems, content):
    assert [one[0] for one in problems(content, "x.xlsx")] == ["CC510"]


def test_a_workbook_that_unpacks_to_too_much_is_refused(problems, monkeypatch):
    from compliance_checker.transcript import xlsx_table

    monkeypatch.setattr(xlsx_table, "MOST_UNPACKED", 100_000)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 200_000)

    assert [one[0] for one in problems(stream.getvalue(), "x.xlsx")] == ["CC511"]


def test_rows_on_a_second_sheet_are_not_dropped_in_silence(problems):
    book = openpyxl.Workbook()
    book.active.append(["角色", "内容"])
    book.create_sheet("二").append(["坐席", "您好"])
    stream = io.BytesIO()
    book.save(stream)

    assert [one[0] for one in problems(stream.getvalue(), "x.xlsx")] == ["CC510"]
