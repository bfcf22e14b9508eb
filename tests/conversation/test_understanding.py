"""Rasa's reading and the rules made one: the safer of the two wins."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.features import FEATURES
from actions.understanding import (
    BUTTONS,
    NluResult,
    final_intent,
    nlu_from_rasa,
    understand,
)

NOW = datetime(2025, 6, 18, 10, 5, tzinfo=ZoneInfo("Asia/Shanghai"))


def nlu(intent: str, confidence: float, *rest: tuple[str, float]) -> NluResult:
    return NluResult(intent, confidence, ((intent, confidence), *rest))


@pytest.mark.parametrize(
    ("text", "read", "expected"),
    [
        pytest.param(
            "我不想活了",
            nlu("refuse_to_pay", 0.99),
            "self_harm_crisis",
            id="crisis-wins",
        ),
        pytest.param(
            "累死了",
            nlu("self_harm_crisis", 0.9, ("chitchat_offtopic", 0.05)),
            "chitchat_offtopic",
            id="look-alike-is-passed-over",
        ),
        pytest.param(
            "我是他老婆", nlu("affirm", 0.9), "third_party_answering", id="third-person"
        ),
        pytest.param(
            "你是真人吗", nlu("ask_robot", 0.5), "ask_robot", id="no-alarm-no-change"
        ),
        pytest.param(
            "想分期，转人工",
            nlu("request_installment", 0.6),
            "request_human",
            id="the-person-first",
        ),
        pytest.param(
            "别打给我爸妈，我分期还",
            nlu("third_party_answering", 0.7),
            "third_party_answering",
            id="both-safe-and-sure-the-earlier-one",
        ),
        pytest.param(
            "他冒名办卡，我要投诉",
            nlu("complain_collector", 0.9),
            "dispute_not_mine",
            id="dispute-before-complaint",
        ),
        pytest.param(
            "0427",
            nlu("chitchat_offtopic", 0.4),
            "identity_verification_answer",
            id="four",
        ),
        pytest.param(
            "我想申请分期", nlu("deny", 0.9), "request_installment", id="own-button"
        ),
    ],
)
def test_the_merged_intent(text: str, read: NluResult, expected: str) -> None:
    assert final_intent(text, read) == expected


def test_without_a_classifier_the_rules_still_read() -> None:
    assert final_intent("转人工", None) == "request_human"
    assert final_intent("今天天气不错", None) == "nlu_fallback"


def test_a_doubtful_reading_is_not_sure() -> None:
    reading = understand("嘟嘟", nlu("greet", 0.1), NOW, None)

    assert not reading.sure


def test_fallback_is_never_the_reading_when_there_is_a_ranking() -> None:
    read = NluResult("nlu_fallback", 0.3, (("nlu_fallback", 0.3), ("greet", 0.2)))

    assert understand("嗨", read, NOW, None).intent == "greet"


def test_four_digits_are_no_sure_identity_where_a_sum_is_asked() -> None:
    assert not understand("2000", nlu("affirm", 0.4), NOW, "amount").sure
    assert understand("2000", nlu("affirm", 0.4), NOW, "id_last4").sure


@pytest.mark.parametrize("payload", BUTTONS)
def test_every_button_is_understood_without_a_model(payload: str) -> None:
    reading = understand(payload, None, NOW, None)

    assert reading.intent == BUTTONS[payload]
    assert reading.sure
    assert reading.intent in FEATURES


def test_rasas_answer_is_read() -> None:
    parsed = {
        "intent": {"name": "greet", "confidence": 0.8},
        "intent_ranking": [{"name": "greet", "confidence": 0.8}],
    }

    assert nlu_from_rasa(parsed) == NluResult("greet", 0.8, (("greet", 0.8),))
    assert nlu_from_rasa({}).intent == "nlu_fallback"


@given(st.text(max_size=80))
def test_no_text_is_too_odd(text: str) -> None:
    assert final_intent(text, NluResult("greet", 0.5)) in FEATURES
