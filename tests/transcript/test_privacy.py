"""What is wrong with a transcript is told without repeating what people said in it."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance_checker.errors import Problem
from compliance_checker.transcript.read import read
from compliance_checker.transcript.source import Options, bytes_source

NUMBERS = ("13800138000", "110105194912310020", "6222020000000000000")
#: Fields of the format, and names that are none.
FIELDS = st.sampled_from(
    ["call_id", "turns", "role", "text", "start", "end", "channel", "started_at", "callee", "case",
     "collector", "lender_type", "meta", "employer", "plan", "litigation", "segments", "speaker", "spk",
     "sentence_info", "label", "我身份证110105194912310020", "13800138000", "打13800138000找他"]
)  # fmt: skip
SAID = st.sampled_from([*NUMBERS, "我电话13800138000", "卡号6222020000000000000", "您好", "collector"])  # fmt: skip
VALUES = st.recursive(
    st.one_of(SAID, st.none(), st.booleans(), st.integers(0, 9)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(FIELDS, inner, max_size=5)
    ),
    max_leaves=12,
)


def assert_silent(name: str, content: bytes) -> None:
    for one in read(bytes_source(name, content), "auto", Options()):
        told = str(one) if isinstance(one, Problem) else " ".join(one.notes)
        # The id is how a person finds the call: it is told as it was given.
        if "was there before" not in told:
            assert not [number for number in NUMBERS if number[:8] in told], told


@given(VALUES, st.sampled_from(["a.jsonl", "a.json"]))
def test_no_json_is_repeated(value, name):
    assert_silent(name, json.dumps(value, ensure_ascii=False).encode())


@given(st.lists(st.lists(st.one_of(SAID, FIELDS, st.sampled_from(["角色", "内容", "坐席", "开始"])), max_size=4), max_size=4))  # fmt: skip
def test_no_cell_is_repeated(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)

    assert_silent("a.csv", out.getvalue().encode())


@given(st.lists(st.one_of(SAID, st.tuples(st.sampled_from(["坐席", "客户", "王五", "打13800138000找他"]), SAID).map("：".join)), max_size=5))  # fmt: skip
@pytest.mark.parametrize("name", ["a.txt", "a.srt", "a.vtt"])
def test_no_line_is_repeated(name, lines):
    assert_silent(name, "\n".join(lines).encode())


def test_a_first_row_that_is_no_header_is_not_repeated():
    content = "再不还我找你姐,打她手机\n坐席,您好\n".encode()

    problems = [*read(bytes_source("a.csv", content), "auto", Options())]

    assert [one.what for one in problems[:2]] == [
        "unknown column 1",
        "unknown column 2",
    ]


def test_a_column_that_is_misspelt_is_named():
    content = "角色,内容,渠到\n坐席,您好,语音\n".encode()

    [problem] = read(bytes_source("a.csv", content), "auto", Options())

    assert problem.what == "unknown column '渠到'"
