"""No reader ever fails otherwise than with problems."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance_checker.errors import Problem
from compliance_checker.model import ROLES
from compliance_checker.transcript.formats import READERS, format_of
from compliance_checker.transcript.read import read
from compliance_checker.transcript.source import Options, Row, bytes_source

QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=list(HealthCheck)
)

SEEDS = [
    '{"call_id":"c","turns":[{"role":"agent","text":"您好","start":1}]}\n',
    "通话编号,角色,内容,开始\nA,坐席,您好,0\n",
    "# c-1\n坐席：您好\n[00:12] 客户：喂\n",
    "1\n00:00:01,000 --> 00:00:02,500\n坐席：您好\n",
    "WEBVTT\n\n00:01.000 --> 00:02.000\n<v 坐席>您好</v>\n",
    '{"segments":[{"start":0,"end":1,"text":"a","speaker":"S0"}]}',
    '{"Result":{"Sentences":[{"BeginTime":0,"EndTime":9,"Text":"a","ChannelId":0}]}}',
    '{"Response":{"Data":{"Result":"[0:0.1,0:0.2,0]  a"}}}',
    '{"content":{"orderResult":"{\\"lattice\\":[]}"}}',
    '[{"sentence_info":[{"text":"a","start":0,"end":9,"spk":0}]}]',
]
MARKS = st.sampled_from(
    ["{", "}", "[", "]", '"', ",", ":", "：", "\n", "\\", "null", "1e999", "\x00", "#",
     "-->", "\ufeff", "\U0001f600", "坐席：", "\t", "<v", "5"]
)  # fmt: skip

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(
            ["call_id", "turns", "role", "text", "start", "end", "case", "meta",
             "plan", "collector", "Result", "Sentences", "segments", "speaker",
             "lattice", "json_1best", "st", "rt", "ws", "cw", "sentence_info", "spk",
             "Response", "Data", "ResultDetail", "transcripts", "sentences"]
        )
        | st.text(max_size=4),
        inner,
        max_size=5,
    ),
    max_leaves=20,
)  # fmt: skip


def only_rows_and_problems(content: bytes, name: str, format_name: str) -> None:
    options = Options(roles={"*": "collector"})
    for one in read(bytes_source(name, content), format_name, options):
        assert isinstance(one, Row | Problem)
        if isinstance(one, Row):
            assert one.call.call_id.strip()
            assert [turn.index for turn in one.call.turns] == [
                *range(len(one.call.turns))
            ]
            assert all(turn.role in ROLES for turn in one.call.turns)


@pytest.mark.parametrize("format_name", [*READERS, "auto"])
@QUICK
@given(content=st.binary(max_size=200))
def test_any_bytes_give_rows_or_problems(format_name, content):
    only_rows_and_problems(content, "x.bin", format_name)


@pytest.mark.parametrize("format_name", [*READERS, "auto"])
@QUICK
@given(
    seed=st.sampled_from(SEEDS),
    cuts=st.lists(st.tuples(st.integers(0, 120), st.integers(0, 9), MARKS), max_size=5),
)
def test_damaged_files_give_rows_or_problems(format_name, seed, cuts):
    text = seed
    for at, length, mark in cuts:
        text = text[:at] + mark + text[at + length :]

    only_rows_and_problems(text.encode("utf-8", "surrogatepass"), "x", format_name)


@pytest.mark.parametrize(
    "format_name",
    ["jsonl", "json", "aliyun", "tencent", "xunfei", "funasr", "whisperx", "auto"],
)
@QUICK
@given(value=JSON)
def test_any_json_gives_rows_or_problems(format_name, value):
    content = json.dumps(value).encode()

    only_rows_and_problems(content, "x.json", format_name)


@QUICK
@given(name=st.text(max_size=12), head=st.binary(max_size=100))
def test_every_source_has_a_format(name, head):
    assert format_of(name, head) in READERS


@QUICK
@given(
    call=st.fixed_dictionaries(
        {
            "call_id": st.text(min_size=1, max_size=8).filter(str.strip),
            "turns": st.lists(
                st.fixed_dictionaries(
                    {"role": st.sampled_from(ROLES), "text": st.text(max_size=20)}
                ),
                max_size=5,
            ),
        }
    )
)
def test_what_is_valid_is_read_as_it_is(call):
    # A lone surrogate has no UTF-8 and so cannot be in a file.
    line = json.dumps(call, ensure_ascii=False).encode("utf-8", "replace")
    said = [turn["text"].encode("utf-8", "replace").decode() for turn in call["turns"]]

    [row] = read(bytes_source("x.jsonl", line), "jsonl", Options())

    assert isinstance(row, Row)
    assert [turn.text for turn in row.call.turns] == said
