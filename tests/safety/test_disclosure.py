"""Nothing about a debt before identity: every intent in every state a session can be in.

The states are written straight into the casebook, reachable or not, so that the proof
does not hang on how a conversation gets there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from actions.conversation import take_turn
from actions.features import FEATURES
from actions.forms import FORMS
from actions.understanding import NluResult

INTENTS = sorted(FEATURES)
ASKED = (
    "id_last4", "confirm", "amount", "date", "periods", "monthly_amount",
    "down_payment", "start_date", "reason", "income", "plan_or_promise", "choice",
    "note",
)  # fmt: skip
OTHER_FORMS = (
    None,
    "who",
    "care",
    "dispute",
    "complaint",
    "already_paid",
    "plan_detail",
)
DRAFT = {"amount": 80_000, "day": "2025-06-25", "periods": 6, "monthly": 50_000}
SAID = {
    "a bare yes": "对",
    "a bare no": "不对",
    "a sum and a day": "25号还八百",
    "a plan": "分6期，每月五百",
    "what is owed": "我一共欠多少，逾期几天了，我叫什么",
    "wrong digits": "9998",
    "the state of a case": "我的分期申请怎么样了",
    "nothing": "",
}
SECRETS = (
    "林晓梅", "晓梅", "林女士", "3260", "3,260", "三千二", "326", "逾期9", "9天",
    "九天", "7715", "6月9日", "信用卡逾期",
)  # fmt: skip
#: Words that let whoever reads them guess that there is a debt.
HINTS = (
    "借", "欠", "逾期", "还款", "还钱", "还清", "分期", "延期", "减免", "金额", "账单",
    "利息", "罚息", "违约金", "本金", "债", "催", "诈骗",
)  # fmt: skip


def hints(reply: Any) -> list[tuple[str, str]]:
    """The template and the word, of every hint in texts and quick replies."""
    return [
        (message.template, word)
        for message in reply.messages
        for word in HINTS
        if any(
            word in told
            for told in (
                message.text,
                *(b.title for b in message.buttons),
                *(b.payload for b in message.buttons),
            )
        )
    ]


def states() -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """By name: columns of the session, and its kept state."""
    found: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
        "fresh": ({}, {}),
        "greeted": ({}, {"greeted": True}),
        "wrong once": ({"wrong_answers": 1}, {"greeted": True, "asks": "id_last4"}),
        "wrong twice": ({"wrong_answers": 2}, {"greeted": True, "asks": "id_last4"}),
        "locked": ({"wrong_answers": 3, "locked_at": "now"}, {"greeted": True}),
        "third party": (
            {"third_party_at": "now"},
            {"greeted": True, "closed": "third_party"},
        ),
        "third party after identity": (
            {"third_party_at": "now", "verified_at": "now"},
            {"greeted": True, "closed": "third_party", "form": "plan"},
        ),
        "locked after identity": (
            {"locked_at": "now", "verified_at": "now"},
            {"greeted": True, "asks": "confirm", "form": "promise", "draft": DRAFT},
        ),
        "wrong person": (
            {"third_party_at": "now"},
            {"greeted": True, "closed": "wrong_person"},
        ),
        "death": ({"third_party_at": "now"}, {"greeted": True, "closed": "death"}),
        "minor": ({"third_party_at": "now"}, {"greeted": True, "closed": "minor"}),
        "taken over": ({"human_at": "now"}, {"greeted": True}),
        "crisis": ({}, {"greeted": True, "crisis": True}),
        "tries used up": ({}, {"greeted": True, "asks": "id_last4", "tries": 2}),
    }
    for asks in ASKED:
        for form in (*FORMS, *OTHER_FORMS):
            kept = {
                "greeted": True,
                "asks": asks,
                "form": form,
                "draft": DRAFT,
                "row": 1,
            }
            found[f"asked {asks} in {form}"] = ({}, kept)
    return found


STATES = states()


def put_into(talk: Any, name: str) -> None:
    columns, kept = STATES[name]
    for column, value in columns.items():
        setattr(talk.session, column, talk.now if value == "now" else value)
    talk.session.state = kept


@pytest.mark.parametrize("state", STATES)
def test_no_intent_brings_out_a_fact_before_identity(
    start: Callable[..., Any], state: str
) -> None:
    talk = start()
    # One text a state and intent: all pairs are met, all texts come round.
    texts = list(SAID.values())

    for number, intent in enumerate(INTENTS):
        put_into(talk, state)
        text = texts[(number + len(state)) % len(texts)]
        reply = talk.say(text, intent)

        told = " ".join(m.text for m in reply.messages)
        told += " ".join(b.title + b.payload for m in reply.messages for b in m.buttons)
        # A person speaks there: the bot is silent but for what must not wait.
        assert reply.messages or state == "taken over", (intent, text)
        assert not any(m.facts for m in reply.messages), (intent, text)
        assert not [s for s in SECRETS if s in told], (intent, text)
        assert hints(reply) == [], (intent, text)


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("state", ["fresh", "wrong twice", "locked", "third party"])
def test_no_text_brings_out_a_fact_before_identity(
    start: Callable[..., Any], state: str, said: str
) -> None:
    talk = start(channel="sms")

    for intent in INTENTS:
        put_into(talk, state)
        reply = talk.say(SAID[said], intent)

        assert not any(m.facts for m in reply.messages), intent
        assert hints(reply) == [], intent


@pytest.mark.parametrize("channel", ["web", "sms"])
def test_no_quick_reply_hints_at_a_debt_where_the_classifier_doubts(
    start: Callable[..., Any], channel: str
) -> None:
    for first in INTENTS:
        for second in ("dispute_not_mine", "scam_suspicion", "request_installment"):
            talk = start(channel, id=f"acc-{channel}-{first}-{second}")
            ranking = ((first, 0.2), (second, 0.19), ("opt_out", 0.1))
            for text in ("那个事情呢", "啥意思", "然后呢"):
                nlu = NluResult(first, 0.2, ranking)
                reply = take_turn(talk.work, talk.session, text, nlu, talk.now)

                assert hints(reply) == [], (first, second)


@pytest.mark.parametrize("intent", INTENTS)
def test_a_visit_without_an_account_learns_nothing(
    start: Callable[..., Any], intent: str
) -> None:
    talk = start(known=False)

    for text in SAID.values():
        reply = talk.say(text, intent)

        assert reply.messages
        assert not any(m.facts for m in reply.messages), text
        assert hints(reply) == [], text


def test_in_a_crisis_no_word_of_debt_is_said(start: Callable[..., Any]) -> None:
    talk = start()
    talk.say("0427", "identity_verification_answer")
    talk.say("我不想活了", "self_harm_crisis")

    for intent in INTENTS:
        for text in ("我欠多少", "对", "25号还八百"):
            reply = talk.say(text, intent)
            told = "".join(m.text for m in reply.messages)
            if intent not in ("opt_out", "complain_collector"):
                assert not [w for w in ("还款", "欠", "逾期", "金额") if w in told]


def test_a_person_who_lifts_the_crisis_flag_lifts_the_silence(
    start: Callable[..., Any],
) -> None:
    talk = start()
    talk.say("我不想活了", "self_harm_crisis")
    [flag] = talk.work.flags("acc-1")
    talk.work.lift_flag(flag, source="desk", now=talk.now + timedelta(hours=1))

    reply = talk.say("怎么还款", "ask_how_to_pay")

    assert reply.outcome == "info_given"
