"""What is not looked at because nothing can come of it would indeed bring nothing."""

from __future__ import annotations

import copy
import json
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance_checker.call.judging import Silence
from compliance_checker.model import Call, Case, Collector, Utterance
from compliance_checker.pipeline import Checker
from compliance_checker.rulebook.load import load_rulebook
from compliance_checker.run import Bench, Idle
from compliance_checker.weigh import kept

LABELLED = Path(__file__).parent.parent / "labelled"
ROLES = st.sampled_from(["collector", "collector", "debtor", "third_party", "bot"])


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(load_rulebook(), hearer=kept.read_cues())


class Thorough(Bench):
    """Looks at everything, whether anything can come of it or not."""

    def idle(self, header, state, answers):
        return Idle(frozenset(), frozenset(), False, frozenset())


@pytest.fixture(scope="module")
def thorough(checker) -> Checker:
    whole = copy.copy(checker)
    parts = {
        one.name: getattr(checker.bench, one.name) for one in fields(checker.bench)
    }
    whole.bench = Thorough(**{**parts, "resting": Silence(frozenset(), frozenset())})
    return whole


def sentences() -> list[str]:
    rows = (LABELLED / "dev.jsonl").read_text("utf-8").splitlines()
    said = {turn["text"] for row in rows for turn in json.loads(row)["turns"]}
    return [
        *sorted(said),
        "您好，我是恒信银行的客服，本次通话有录音，请问是张先生吗",
        "是我", "请报一下身份证后四位", "0427", "核对上了", "您这笔欠款是三千元，今天能还吗",
        "不是我，你打错了", "他不在", "别再打了", "我在分期，上个月刚还过", "这笔不是我借的", "我要投诉",
    ]  # fmt: skip


@st.composite
def calls(draw) -> Call:
    turns = draw(st.lists(st.tuples(ROLES, st.sampled_from(sentences())), max_size=9))
    return Call(
        "c-1",
        tuple(Utterance(at, role, text) for at, (role, text) in enumerate(turns)),
        channel=draw(st.sampled_from(["voice", "sms", None])),
        callee=draw(st.sampled_from(["debtor", "third_party", "unknown"])),
        collector=Collector(employer=draw(st.sampled_from(["agency", "unknown"]))),
        case=Case(
            litigation=draw(st.sampled_from([True, False, None])),
            plan=draw(st.sampled_from(["active", "none", None])),
            dispute=draw(st.sampled_from([True, False, None])),
            verified_by=draw(st.sampled_from(["id_last4", None])),
            verification_known=draw(st.booleans()),
        ),
    )


@settings(max_examples=150, deadline=None)
@given(call=calls())
def test_a_verdict_is_the_same_whether_idle_programs_are_run_or_not(
    checker, thorough, call
):
    assert checker.check(call) == thorough.check(call)
