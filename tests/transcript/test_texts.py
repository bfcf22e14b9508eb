"""Plain text and subtitles."""

from __future__ import annotations

import pytest

from compliance_checker.transcript.speakers import parse_map, role_of


def test_chinese_names_in_front_of_lines_say_who_speaks(calls):
    [found] = calls("坐席：您好\n客户: 喂\n第三人：他不在\n机器人：请稍等\n", "t.txt")

    assert [turn.role for turn in found.turns] == [
        "collector",
        "debtor",
        "third_party",
        "bot",
    ]
    assert found.call_id == "t"


@pytest.mark.parametrize(
    "line",
    [
        "[00:12] 坐席：您好",
        "00:12 坐席：您好",
        "坐席1：您好",
        "坐席（0123）：您好",
        "催收员 ： 您好",
        "（0:12）客服专员:您好",
        "[00:12 --> 00:15] 坐席：您好",
        "AGENT: 您好",
    ],
)
def test_a_line_may_carry_time_and_number(calls, line):
    [found] = calls(line, "t.txt")

    assert (found.turns[0].role, found.turns[0].text) == ("collector", "您好")


def test_times_are_seconds(calls):
    [found] = calls("[01:02:03] 坐席：您好\n[1:02:10 - 1:02:12] 客户：喂", "t.txt")

    assert [turn.start for turn in found.turns] == [3723.0, 3730.0]
    assert found.turns[1].end == 3732.0


def test_a_line_without_speaker_goes_on(calls):
    [found] = calls("坐席：您好\n请看 http://a.example/b\n10:30 以后再打\n", "t.txt")

    assert found.turns[0].text == "您好\n请看 http://a.example/b\n10:30 以后再打"


def test_numbered_heads_part_calls(calls):
    found = calls("# c-1\n坐席：一\n\n客户：二\n# c-2\n坐席：三\n", "t.txt")

    assert [(one.call_id, len(one.turns)) for one in found] == [("c-1", 2), ("c-2", 1)]


def test_blank_lines_part_calls(calls):
    found = calls("坐席：一\n客户：二\n\n坐席：三\n客户：四\n", "t.txt")

    assert [one.call_id for one in found] == ["t-1", "t-2"]


def test_a_text_with_space_between_all_lines_is_one_call(calls):
    [found] = calls("坐席：一\n\n客户：二\n\n坐席：三\n", "t.txt")

    assert len(found.turns) == 3


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("没有人说话\n", id="no-speaker"),
        pytest.param("坐席：您好\n张小三：喂\n", id="unknown-name"),
        pytest.param("# \n坐席：您好\n", id="head-without-id"),
    ],
)
def test_a_line_nobody_says_is_refused(problems, content):
    [(code, where, what)] = problems(content, "t.txt")

    assert code in ("CC508", "CC505")
    assert where.startswith("t.txt:")
    assert "张小三" not in what


@pytest.mark.parametrize("content", ["\x0b", "\u3000\n"])
def test_blank_text_is_an_empty_file(problems, content):
    assert [one[0] for one in problems(content, "t.txt")] == ["CC503"]


def test_a_bad_call_does_not_hide_the_other():
    from compliance_checker.transcript.read import read_all
    from compliance_checker.transcript.source import Row, bytes_source

    content = "# a\n坐席：一\n# b\n张三：二\n客户：三\n# c\n客户：四\n"

    found = list(read_all([bytes_source("t.txt", content.encode())]))

    assert [one.call.call_id for one in found if isinstance(one, Row)] == ["a", "c"]


def test_a_given_name_goes_first(calls):
    [found] = calls("小李：您好\n客户：喂\n", "t.txt", roles={"小李": "collector"})

    assert found.turns[0].role == "collector"


def test_gb18030_text_says_how_to_mend_it(problems):
    [(code, _, _)] = problems("坐席：您好".encode("gb18030"), "t.txt")

    assert code == "CC501"


SRT = """1
00:00:01,000 --> 00:00:02,500
坐席：您好
请问

2
00:00:03,000 --> 00:00:04,000
客户：喂
"""
VTT = """WEBVTT

NOTE something

00:01.000 --> 00:02.500 align:start
<v 坐席>您好 &amp; 再见</v>

00:03.000 --> 00:04.000
<v.loud 客户>喂<i>！</i>
"""


def test_subtitles_are_one_call(calls):
    [found] = calls(SRT, "a.srt")

    assert [(t.role, t.text, t.start) for t in found.turns] == [
        ("collector", "您好\n请问", 1.0),
        ("debtor", "喂", 3.0),
    ]


def test_webvtt_voices_are_speakers(calls):
    [found] = calls(VTT, "a.vtt")

    assert [(t.role, t.text, t.end) for t in found.turns] == [
        ("collector", "您好 & 再见", 2.5),
        ("debtor", "喂！", 4.0),
    ]


def test_subtitles_without_speakers_are_not_guessed(problems):
    content = "1\n00:00:01,000 --> 00:00:02,000\n您好\n"

    assert [one[0] for one in problems(content, "a.srt")] == ["CC508"]


def test_subtitles_of_one_speaker_can_be_mapped(calls):
    content = "1\n00:00:01,000 --> 00:00:02,000\n您好\n"

    [found] = calls(content, "a.srt", roles={"*": "collector"})

    assert found.turns[0].role == "collector"


def test_a_file_without_cues_is_a_problem(problems):
    assert [one[0] for one in problems("WEBVTT\n\nhello", "a.vtt")] == ["CC510"]


def test_a_map_takes_chinese_roles_and_aliases():
    assert parse_map("0=agent，1=客户") == {"0": "collector", "1": "debtor"}


@pytest.mark.parametrize("text", ["0", "0=", "=collector", "0=boss"])
def test_a_map_that_says_nothing_is_refused(text):
    with pytest.raises(ValueError, match="speaker=role"):
        parse_map(text)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        pytest.param("客户 2", "debtor", id="number"),
        pytest.param("坐席【08】", "collector", id="bracket"),
        pytest.param("客户经理", None, id="near-miss-manager"),
        pytest.param("非坐席", None, id="near-miss-not"),
        pytest.param("", None, id="nobody"),
    ],
)
def test_only_whole_names_say_who_speaks(name, role):
    assert role_of(name, {}) == role
