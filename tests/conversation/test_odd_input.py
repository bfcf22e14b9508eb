"""Whatever is sent, there is a polite answer and the casebook stays whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.casebook.models import Application, Promise
from actions.features import FEATURES

Begin = Callable[..., Any]

ODD = {
    "nothing": "",
    "blanks": "  \n\t ",
    "emoji": "😂😂🤣",
    "marks": "？？？！！",
    "html": "<script>alert(1)</script><b>还款</b>",
    "control characters": "\x00\x07\x1b[31m",
    "ten thousand characters": "还" * 10_000,
    "mixed scripts": "hello привет こんにちは 你好 مرحبا",
    "braces": "{overdue}{0}%s",
    "a lone surrogate": "\ud800",
    "zero width": "\u200b\u200d\ufeff",
}


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("state", ["fresh", "settled", "confirming"])
def test_odd_input_is_answered(
    start: Begin, settled: Begin, name: str, state: str
) -> None:
    talk = start() if state == "fresh" else settled()
    if state == "confirming":
        talk.say("25号还八百", "promise_to_pay")

    reply = talk.say(ODD[name], "nlu_fallback", 0.1)

    assert reply.messages
    assert all(m.text and "{" not in m.text for m in reply.messages)
    assert talk.rows(Promise) == []


def test_emoji_leaves_the_question_open(settled: Begin) -> None:
    talk = settled()
    talk.say("25号还八百", "promise_to_pay")

    reply = talk.say("😂", "nlu_fallback", 0.1)

    assert reply.asks == "confirm"


def test_a_long_message_with_an_alarm_is_acted_on(start: Begin) -> None:
    talk = start()

    reply = talk.say("说来话长。" * 700 + "我不想活了", "chitchat_offtopic")

    assert reply.outcome == "crisis_handoff"


TEXTS = st.text(max_size=40) | st.sampled_from(
    [
        "对",
        "不对",
        "25号还八百",
        "分12期",
        "0427",
        "1111",
        "算了",
        "每月五百",
        "利息多少",
    ]
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.tuples(TEXTS, st.sampled_from(sorted(FEATURES)), st.floats(0, 1)),
        max_size=8,
    )
)
def test_no_conversation_breaks(
    start: Begin, messages: list[tuple[str, str, float]]
) -> None:
    talk = start()

    for text, intent, confidence in messages:
        reply = talk.say(text, intent, confidence)

        assert reply.messages
        if talk.session.verified_at is None:
            assert not any(m.facts for m in reply.messages)
    for promise in talk.rows(Promise):
        assert 0 < promise.amount_fen <= 326_000
    for plan in talk.rows(Application):
        assert plan.kind != "plan" or 1 <= plan.periods <= 60
