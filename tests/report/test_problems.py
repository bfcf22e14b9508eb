"""What leaves the programs about bad input is Chinese."""

from __future__ import annotations

import json
import re

import pytest

from compliance_checker.errors import Problem
from compliance_checker.report.problems import chinese, problem_text, problems_text
from compliance_checker.transcript.read import read
from compliance_checker.transcript.source import Options, bytes_source

TURN = {"role": "collector", "text": "您好"}


def call(**fields):
    return json.dumps({"call_id": "c", "turns": [TURN], **fields}).encode()


BAD = {
    "a.jsonl": [
        b"",
        b"{",
        b"\xff",
        b"[" * 4000,
        call(chanel="voice"),
        call(channel="voices"),
        call(channel="phonograph"),
        call(meta=3),
        call(turns=[{"role": "boss", "text": "x"}]),
        call(turns=[{"role": "collector"}]),
        call(turns=[{**TURN, "start": 3, "end": 1}]),
        call(turns=[{**TURN, "start": "x"}]),
        call(started_at="tomorrow"),
        call(call_id=""),
        call(call_id=7),
        b"[1]",
    ],
    "a.json": [b"[]", b"{}", b"[" * 4000, b'{"segments": [{"text": 3}]}'],
    "a.csv": [
        b"",
        "角色,内容\n".encode(),
        "角色\n坐席\n".encode(),
        "角色,内容,颜色\n坐席,您好,红\n".encode(),
        "角色,内容,内容\n坐席,您好,好\n".encode(),
        "角色,内容\n王五,您好\n".encode(),
        "角色,内容\n坐席,您好,多\n".encode(),
    ],
    "a.txt": ["您好\n".encode(), "王五：您好\n".encode()],
    "a.srt": [b"nothing"],
    "a.xlsx": [b"PK\x03\x04nothing"],
}
CASES = [(name, content) for name, contents in BAD.items() for content in contents]


@pytest.mark.parametrize(("name", "content"), CASES)
def test_what_is_wrong_with_a_transcript_is_told_in_chinese(name, content):
    found = read(bytes_source(name, content), "auto", Options())
    problems = [one for one in found if isinstance(one, Problem)]

    assert problems
    for one in problems:
        assert re.search("[\u4e00-\u9fff]", chinese(one.what)), one
        assert not one.hint or re.search("[\u4e00-\u9fff]", chinese(one.hint)), one


@pytest.mark.parametrize(
    ("english", "told"),
    [
        ("turns[0].role 'boss' is not allowed here", "turns[0].role 不能是 'boss'"),
        ("the call unknown field 'chanel'", "通话有不认识的字段 'chanel'"),
        ("turns[3].text is a number, not text", "turns[3].text 是数字，应为文字"),
        ("did you mean channel?", "是不是 channel？"),
        ("some other words", "some other words"),
    ],
)
def test_a_problem_is_put_into_chinese_or_left_as_it_is(english, told):
    assert chinese(english) == told


def test_a_problem_keeps_its_place_and_code():
    one = Problem("CC509", "x.jsonl", "no such file", "check the path")

    assert problem_text(one) == ("x.jsonl: CC509 没有这个文件\n    提示：请检查路径")


def test_what_is_too_much_is_counted():
    problems = [Problem("CC509", str(number), "no such file") for number in range(60)]

    text = problems_text(problems, 50)

    assert text.count("CC509") == 50
    assert text.endswith("…… 另有 10 个问题")
