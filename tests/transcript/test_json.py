"""JSON Lines and JSON documents."""

from __future__ import annotations

import json

import pytest

from compliance_checker.errors import InputError, Problem
from compliance_checker.transcript.read import calls_or_error, read, read_all, shown
from compliance_checker.transcript.record import NO_ZONE
from compliance_checker.transcript.source import Options, Row, bytes_source

FULL = {
    "call_id": "c-001",
    "channel": "voice",
    "started_at": "2026-03-02T10:15:00+08:00",
    "lender_type": "bank_card",
    "callee": "debtor",
    "collector": {"id": "0123", "name": "王宁", "employer": "agency", "team": "A2"},
    "debtor_id": "d-889",
    "case": {
        "litigation": False,
        "plan": "none",
        "dispute": False,
        "verified_by": None,
    },
    "turns": [
        {
            "role": "collector",
            "start": 0.0,
            "end": 2.1,
            "text": "您好，请问是张伟先生吗？",
        },
        {"role": "debtor", "start": 2.4, "end": 3.0, "text": "我是"},
    ],
}


def call(**fields):
    return {"call_id": "c", "turns": [{"role": "collector", "text": "您好"}], **fields}


def dumped(*values):
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in values)


def test_every_field_of_the_format_is_read(calls):
    [found] = calls(dumped(FULL))

    assert found.call_id == "c-001"
    assert found.started_at.isoformat() == "2026-03-02T10:15:00+08:00"
    assert found.collector.team == "A2"
    assert found.case.verification_known
    assert found.case.verified_by is None
    assert [(turn.index, turn.role, turn.end) for turn in found.turns] == [
        (0, "collector", 2.1),
        (1, "debtor", 3.0),
    ]


def test_only_id_role_and_text_are_required(calls):
    [found] = calls(dumped(call()))

    assert found.channel is None
    assert found.callee == "unknown"
    assert not found.case.verification_known


def test_null_is_the_same_as_absent(calls):
    [found] = calls(dumped(call(channel=None, collector=None, case=None, meta=None)))

    assert found == calls(dumped(call()))[0]


def test_agent_and_customer_are_other_names(calls):
    turns = [{"role": "agent", "text": "a"}, {"role": "customer", "text": "b"}]

    [found] = calls(dumped(call(turns=turns)))

    assert [turn.role for turn in found.turns] == ["collector", "debtor"]


def test_meta_of_call_and_turn_is_kept(calls):
    turns = [{"role": "bot", "text": "x", "meta": {"a": [1]}}]

    [found] = calls(dumped(call(turns=turns, meta={"record": "r-1"})))

    assert found.meta == {"record": "r-1"}
    assert found.turns[0].meta == {"a": [1]}


@pytest.mark.parametrize(
    "plan",
    ["none", "requested", "submitted", "active", "signed", "performing", "broken",
     "settled", "refused"],
)  # fmt: skip
def test_every_state_of_a_plan_is_known(calls, plan):
    [found] = calls(dumped(call(case={"plan": plan})))

    assert found.case.plan == plan


def test_a_time_without_zone_is_chinese_and_noted():
    content = dumped(call(started_at="2026-03-02T10:15:00")).encode()

    [row] = read(bytes_source("x.jsonl", content), "auto", Options())

    assert isinstance(row, Row)
    assert row.call.started_at.utcoffset().total_seconds() == 8 * 3600
    assert row.notes == (NO_ZONE,)


def test_a_time_with_zone_is_not_noted():
    content = dumped(FULL).encode()

    [row] = read(bytes_source("x.jsonl", content), "auto", Options())

    assert isinstance(row, Row)
    assert row.notes == ()


def test_a_call_without_turns_is_a_call(calls):
    assert calls(dumped(call(turns=[])))[0].turns == ()


def test_blank_lines_and_a_byte_order_mark_are_nothing(calls):
    content = b"\xef\xbb\xbf\n" + dumped(call()).encode() + b"\r\n\n"

    assert len(calls(content)) == 1


def test_fifty_thousand_turns_are_read(calls):
    turns = [{"role": "collector", "text": "您好"}] * 50_000

    [found] = calls(dumped(call(turns=turns)))

    assert found.turns[-1].index == 49_999


def test_all_mistakes_of_a_call_are_told_at_once(problems):
    wrong = {
        "call_id": 5,
        "chanel": "voice",
        "started_at": "2026-03-02",
        "case": {"plan": "actve"},
        "turns": [{"role": "boss", "text": 3}, {"rol": "agent", "text": "a"}],
    }

    found = problems(dumped(wrong))

    assert {(code, what.split(" ")[0]) for code, _, what in found} == {
        ("CC504", "the"),
        ("CC506", "call_id"),
        ("CC513", "started_at"),
        ("CC506", "case.plan"),
        ("CC506", "turns[0].role"),
        ("CC506", "turns[0].text"),
        ("CC504", "turns[1]"),
        ("CC505", "turns[1].role"),
    }


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"", "CC503", id="empty"),
        pytest.param(b" \n\n", "CC503", id="blank"),
        pytest.param('{"call_id":"x","turns":[{"role":"ag', "CC502", id="truncated"),
        pytest.param(b'{"call_id":"\xff","turns":[]}', "CC501", id="not-utf8"),
        pytest.param("[" * 100_000, "CC502", id="nested"),
        pytest.param('{"call_id":"\\ud800","turns":[]}', "CC502", id="half-character"),
        pytest.param('"only text"', "CC506", id="no-object"),
        pytest.param('{"call_id":"  ","turns":[]}', "CC505", id="blank-id"),
        pytest.param('{"call_id":"x"}', "CC505", id="no-turns"),
        pytest.param('{"call_id":"x","turns":{}}', "CC506", id="turns-no-list"),
    ],
)
def test_what_cannot_be_read_is_one_clear_problem(problems, content, code):
    found = problems(content, "x.jsonl", "jsonl")

    assert [one[0] for one in found] == [code]


@pytest.mark.parametrize(
    ("turn", "path"),
    [
        pytest.param({"start": 5, "end": 3}, "end", id="backwards"),
        pytest.param({"start": -1}, "start", id="negative"),
        pytest.param({"end": "3"}, "end", id="text"),
        pytest.param({"end": True}, "end", id="truth"),
    ],
)
def test_times_that_cannot_be_are_refused(problems, turn, path):
    turns = [{"role": "collector", "text": "a", **turn}]

    [(_, where, what)] = problems(dumped(call(turns=turns)))

    assert where == "calls.jsonl:1"
    assert what.startswith(f"turns[0].{path} ")


def test_a_misspelt_field_gets_the_right_name_as_a_hint():
    content = dumped(call(colector={})).encode()

    [problem] = read(bytes_source("x.jsonl", content), "auto", Options())

    assert isinstance(problem, Problem)
    assert problem.hint == "did you mean collector?"


def test_problems_say_the_line(problems):
    found = problems(dumped({"call_id": "x"}) + "\n" + dumped({"call_id": "y"}))

    assert [where for _, where, _ in found] == ["calls.jsonl:1", "calls.jsonl:3"]


def test_a_broken_call_does_not_hide_a_good_one():
    content = (dumped(call()) + "{\n" + dumped(call(call_id="d"))).encode()

    found = list(read(bytes_source("x.jsonl", content), "auto", Options()))

    assert [isinstance(one, Row) for one in found] == [True, False, True]


def test_no_problem_repeats_what_was_said(problems):
    secret = "我儿子在医院抢救，身份证号是编的"
    wrong = call(
        turns=[{"role": secret, "text": secret}, {"role": "agent", "text": [secret]}],
        channel=secret,
        started_at=secret,
    )

    found = problems(dumped(wrong) + f'{{"call_id":"x","turns":[{{"text":"{secret}')

    assert found
    assert not [what for _, _, what in found if secret in what]


def test_a_call_id_may_be_used_once_over_all_files():
    content = dumped(call()).encode()
    sources = [bytes_source("a.jsonl", content), bytes_source("b.jsonl", content)]

    first, second = read_all(sources)

    assert isinstance(first, Row)
    assert isinstance(second, Problem)
    assert (second.code, second.where) == ("CC507", "b.jsonl:1")


def test_labels_are_split_off_only_when_they_are_wanted(problems):
    content = dumped(call(labels=[])).encode()

    [row] = read(
        bytes_source("x.jsonl", content), "auto", Options(extra=frozenset({"labels"}))
    )

    assert isinstance(row, Row)
    assert row.extra == {"labels": []}
    assert problems(content)[0][0] == "CC504"


def test_a_json_list_names_the_line_of_each_call(problems):
    content = json.dumps([{"call_id": "a"}, {"call_id": "b"}], indent=1)

    found = problems(content, "calls.json")

    assert [where for _, where, _ in found] == ["calls.json:2", "calls.json:5"]


def test_one_json_object_is_one_call(calls):
    assert len(calls(json.dumps(call(), indent=2), "call.json")) == 1


def test_json_lines_named_json_are_json_lines(calls):
    assert len(calls(dumped(call(), call(call_id="d")), "calls.json")) == 2


def test_an_empty_json_list_is_said_to_be_empty(problems):
    assert problems("[]", "calls.json")[0][0] == "CC503"


def test_at_most_fifty_problems_are_shown_and_the_rest_counted():
    content = dumped(*({"call_id": str(n)} for n in range(70))).encode()

    with pytest.raises(InputError) as caught:
        calls_or_error(read_all([bytes_source("x.jsonl", content)]))

    assert len(caught.value.problems) == 70
    assert shown(caught.value.problems).endswith("… and 20 more problems")


def test_a_missing_file_is_a_problem(tmp_path):
    from compliance_checker.transcript.read import sources

    [problem] = read_all(sources([str(tmp_path / "nowhere.jsonl")]))

    assert isinstance(problem, Problem)
    assert problem.code == "CC509"
