"""One result, however a call comes in: turn by turn, whole, or among many others."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.archive import lines
from compliance_checker.model import Call
from compliance_checker.pipeline import Checker
from compliance_checker.rulebook.load import load_rulebook
from compliance_checker.transcript.record import call_from_json, call_from_value
from compliance_checker.weigh import kept

EXAMPLES = Path(__file__).parents[2] / "examples" / "calls"


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(load_rulebook(), weigher=kept.read(), hearer=kept.read_cues())


@pytest.fixture(scope="module")
def calls() -> list[Call]:
    written = [
        line.encode()
        for path in sorted(EXAMPLES.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
        if line.strip()
    ]
    read = [call_from_json(one, "-") for one in (*written, *lines(16, 0.2, seed=11))]
    assert all(isinstance(one, Call) for one in read)
    return read


def test_turn_by_turn_and_whole_calls_give_the_same_verdicts(checker, calls):
    for call in calls:
        assert checker.open(call).close() == checker.check(call)


def test_a_call_gets_the_same_verdict_among_others_in_any_order(checker, calls):
    alone = {call.call_id: checker.check(call) for call in calls}
    shuffled = random.Random(5).sample(calls, len(calls))

    together = checker.check_all(shuffled)

    assert {one.call_id: one for one in together} == alone


def test_the_calls_compared_hold_findings_that_span_turns(checker, calls):
    rules = {one.rule for call in calls for one in checker.check(call).findings}

    assert any(
        detector.sequence
        for one in rules
        for detector in checker.rulebook.rule(one).detect.any
    )


def test_a_refusal_far_into_a_call_is_seen_by_what_waits_for_it(checker):
    chat = [
        ("collector", "您好，请问您认识陈先生吗？"),
        ("third_party", "认识，怎么了？"),
    ]
    turns = [
        *chat * 5,
        ("third_party", "你们别再打给我了，跟我没关系。"),
        ("collector", "那你让他今天就把钱打过来。"),
    ]
    call = call_from_value(
        {
            "call_id": "far-in",
            "channel": "voice",
            "callee": "third_party",
            "turns": [{"role": role, "text": text} for role, text in turns],
        },
        lambda _keys: "far-in",
    )

    found = checker.check(call)

    pressed = {one.rule for one in found.findings if one.turn == len(turns) - 1}
    assert pressed & {"T7.3-carries-on-regardless", "T5.4-keeps-coming-after-no"}
    assert checker.open(call).close() == found
    assert checker.check_all([call]) == [found]
