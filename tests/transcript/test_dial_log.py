"""Reading a dial log: CSV as diallers export it, and JSON Lines."""

from __future__ import annotations

import json

import pytest

from compliance_checker.errors import InputError
from compliance_checker.transcript.dial_log import read_dial_log

CSV = """\
客户编号,拨打时间,是否接通,通话时长,号码,通话编号,联系对象
d-1,2026/3/2 10:15,是,1:02,n-1,c-1,本人
d-1,2026-03-02 10:40:05,否,,n-1,,

d-2,2026-03-02T11:00:00+08:00,是,30,n-2,c-3,第三人
"""
LINE = {"debtor_id": "d-1", "at": "2026-03-02T10:15:00+08:00", "connected": True}


@pytest.fixture
def write(tmp_path):
    def write_it(text, name="dials.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write_it


def dials(path):
    return [one for rows in read_dial_log(path).dials.values() for one in rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_is_read_with_chinese_headers_and_words(write, encoding):
    first, second, third = dials(write(CSV, encoding=encoding))

    assert (first.debtor_id, first.connected, first.seconds) == ("d-1", True, 62.0)
    assert (first.number, first.call_id, first.callee) == ("n-1", "c-1", "debtor")
    assert (second.connected, second.seconds, second.call_id) == (False, None, None)
    assert third.callee == "third_party"


def test_tabs_and_semicolons_do_as_well(write):
    assert len(dials(write(CSV.replace(",", "\t")))) == 3
    assert len(dials(write(CSV.replace(",", ";")))) == 3


def test_json_lines_are_read(write):
    text = "\n".join(map(json.dumps, [LINE, LINE | {"seconds": 3, "number": "n"}]))

    assert [one.seconds for one in dials(write(text, "dials.jsonl"))] == [None, 3.0]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        pytest.param("", "CC503", "", id="empty"),
        pytest.param(CSV.replace("客户编号", "客户"), "CC504", ":1", id="a-column"),
        pytest.param(
            CSV.replace("是否接通,", ""), "CC505", ":1", id="a-column-missing"
        ),
        pytest.param(
            CSV.replace(",否,", ",也许,"), "CC506", ":3", id="neither-yes-nor-no"
        ),
        pytest.param(CSV.replace("2026/3/2 10:15", "昨天"), "CC513", ":2", id="a-time"),
        pytest.param(CSV.replace("1:02", "-5"), "CC513", ":2", id="seconds"),
        pytest.param(CSV.replace("第三人", "邻居"), "CC506", ":5", id="who"),
        pytest.param(json.dumps(LINE | {"at": None}), "CC506", ":1", id="no-time"),
        pytest.param(json.dumps(LINE | {"conected": 1}), "CC506", ":1", id="a-field"),
        pytest.param(json.dumps(LINE) + "\n{", "CC502", ":2", id="no-json"),
    ],
)
def test_a_log_with_a_mistake_is_refused_with_its_line(write, text, code, line):
    path = write(text)

    with pytest.raises(InputError) as caught:
        read_dial_log(path)

    [problem] = [one for one in caught.value.problems if one.code == code]
    assert problem.where.endswith(f"dials.csv{line}")


def test_numbers_are_never_told(write):
    for before, after in (
        ("1:02", "x"),  # beside it
        (",本人", ",13800000000"),  # in the place of a word
        ("客户编号,", "13800000000,"),  # in the place of a header
    ):
        text = CSV.replace("n-1", "13800000000").replace(before, after)

        with pytest.raises(InputError) as caught:
            read_dial_log(write(text))

        assert "13800000000" not in str(caught.value)


def test_a_log_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InputError) as caught:
        read_dial_log(tmp_path / "none.csv")

    assert caught.value.problems[0].code == "CC509"
