"""Answers that were cold, lost, or beside the question; and the people who need warmth."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from actions.casebook.models import Promise, Ticket
from actions.topics import topic_of

Begin = Callable[..., Any]


def names(reply: Any) -> list[str]:
    return [m.template for m in reply.messages]


def told(reply: Any) -> str:
    return "".join(m.text for m in reply.messages)


# -- after a worry


def test_letting_off_steam_is_met_warmly_and_with_no_menu(settled: Begin) -> None:
    talk = settled()
    assert names(talk.say("心里堵得慌", "self_harm_crisis", 0.6)) == ["crisis_check"]

    for text, intent in (
        ("没事 就是发发牢骚", "opt_out"),
        ("嗯", "affirm"),
        ("嗯", "affirm"),
    ):
        reply = talk.say(text, intent, 0.35)
        assert names(reply)[0] in ("crisis_check_calm", "crisis_listening")
        assert reply.messages[-1].buttons == ()


def test_after_the_warmth_business_is_done_as_always(settled: Begin) -> None:
    talk = settled()
    talk.say("心里堵得慌", "self_harm_crisis", 0.6)
    talk.say("没事 就是发发牢骚", "opt_out", 0.35)

    assert talk.say("25号还八百", "promise_to_pay").asks == "confirm"


def test_in_a_crisis_a_doubtful_reading_brings_no_menu(settled: Begin) -> None:
    talk = settled()
    talk.say("我不想活了", "self_harm_crisis")

    for intent in ("opt_out", "complain_collector", "dispute_not_mine", "nlu_fallback"):
        reply = talk.say("没事 就是发发牢骚", intent, 0.35)

        assert names(reply) == ["crisis_calmer"]
        assert reply.messages[0].buttons == ()


@pytest.mark.parametrize("channel", ["web", "sms"])
def test_no_sentence_of_care_comes_twice_in_a_row_of_small_words(
    settled: Begin, channel: str
) -> None:
    talk = settled(channel)
    talk.say("我不想活了", "self_harm_crisis")

    replies = [told(talk.say("嗯", "affirm")) for _ in range(5)]

    assert len(set(replies)) == 5


def test_letting_off_steam_is_heard_wherever_it_is_said(
    start: Begin, settled: Begin
) -> None:
    for talk in (settled(id="acc-s"), start(id="acc-u")):
        reply = talk.say("没事 就是发发牢骚", "complain_collector", 0.35)

        assert names(reply)[-1] == "crisis_check_calm"
        assert reply.messages[-1].buttons == ()


def test_in_a_crisis_a_person_is_promised_again(settled: Begin) -> None:
    talk = settled()
    talk.say("我不想活了", "self_harm_crisis")

    assert names(talk.say("转人工", "request_human")) == ["crisis_person"]


# -- small and cold


@pytest.mark.parametrize(
    "said", ["不好意思最近忙忘了", "忘了还", "太忙给忘了", "没注意到日子"]
)
def test_who_forgot_is_not_reproached(settled: Begin, said: str) -> None:
    reply = settled().say(said, "busy_later", 0.6)

    assert names(reply) == ["topic_forgot", "promise_ask_amount"]


@pytest.mark.parametrize(
    "said", ["忘了密码怎么办", "忘了尾号是多少", "忘了哪天到期", "我没忘"]
)
def test_forgetting_something_else_is_another_matter(said: str) -> None:
    assert topic_of(said) != "forgot"


def test_who_is_fed_up_and_poor_is_heard(settled: Begin) -> None:
    reply = settled().say("烦死了天天催 我哪有钱", "refuse_to_pay", 0.7)

    assert names(reply) == ["topic_nagged_poor"]
    assert "抱歉" in told(reply)
    assert [b.title for b in reply.messages[0].buttons][:2] == [
        "我想申请分期",
        "我想申请延期",
    ]


def test_a_bare_question_mark_is_explained_by_where_we_are(settled: Begin) -> None:
    talk = settled()
    talk.say("25号还八百", "promise_to_pay")

    reply = talk.say("？", "affirm", 0.6)

    assert names(reply) == ["input_puzzled", "promise_confirm"]
    assert reply.asks == "confirm"


def test_a_bare_question_mark_at_the_digits_says_what_they_are_for(
    start: Begin,
) -> None:
    talk = start()
    talk.open()

    reply = talk.say("??", "nlu_fallback", 0.1)

    assert names(reply) == ["input_puzzled", "identity_why"]
    assert reply.asks == "id_last4"


@pytest.mark.parametrize("intent", ["thanks_bye", "chitchat_offtopic"])
def test_thanks_do_not_drop_an_open_form_in_silence(
    settled: Begin, intent: str
) -> None:
    talk = settled()
    talk.say("我想还钱", "promise_to_pay")

    reply = talk.say("好的谢谢你", intent)

    assert reply.asks == "amount"
    assert reply.messages[-1].template == "again_amount"


def test_leave_taking_at_a_confirmation_says_that_it_is_still_open(
    settled: Begin,
) -> None:
    talk = settled()
    talk.say("25号还八百", "promise_to_pay")

    reply = talk.say("谢谢，先这样，拜拜", "thanks_bye")

    assert names(reply) == ["smalltalk_unfinished", "promise_confirm"]
    assert talk.rows(Promise) == []


# -- questions with an answer of their own


@pytest.mark.parametrize("verified", [True, False])
@pytest.mark.parametrize(
    "said",
    [
        "你们不会打我妈电话吧",
        "会打给我家人吗",
        "会不会告诉我单位",
        "我老婆会知道吗",
        "能不能别让我爸妈知道",
    ],
)
def test_whether_others_are_told_is_answered_with_no(
    start: Begin, settled: Begin, said: str, verified: bool
) -> None:
    talk = settled() if verified else start()

    reply = talk.say(said, "complain_collector", 0.7)

    assert "topic_contacts" in names(reply)
    assert talk.rows(Ticket) == []


@pytest.mark.parametrize(
    "said",
    [
        "你们打电话给我妈了",
        "会打我电话吗",
        "我会联系家人凑钱吧",
        "我不会找朋友借吧",
        "你们已经让我妈知道了",
    ],
)
def test_what_is_no_such_question(said: str) -> None:
    assert topic_of(said) != "contacts"


def test_who_complains_of_calls_to_others_complains(settled: Begin) -> None:
    talk = settled()

    reply = talk.say("你们打电话给我妈了", "complain_collector")

    assert reply.outcome == "complaint_recorded"


def test_the_answer_comes_first_and_the_form_goes_on(settled: Begin) -> None:
    talk = settled()
    talk.say("25号还八百", "promise_to_pay")

    reply = talk.say("你们会告诉我老板吗", "complain_collector", 0.6)

    assert names(reply) == ["topic_contacts", "promise_confirm"]


@pytest.mark.parametrize("said", ["微信能付吗", "可以用支付宝还吗", "能刷花呗吗"])
def test_a_wallet_is_answered_by_the_official_ways(settled: Begin, said: str) -> None:
    reply = settled().say(said, "ask_how_to_pay", 0.6)

    assert names(reply) == ["topic_wallet"]
    assert "官方App" in told(reply)


@pytest.mark.parametrize("said", ["他让我微信转给他", "我微信转过去了"])
def test_a_wallet_that_is_only_mentioned_is_no_question(said: str) -> None:
    assert topic_of(said) is None


def test_a_rumour_of_suspended_interest_is_put_right(settled: Begin) -> None:
    reply = settled().say("我朋友说可以停息挂账", "request_waiver", 0.6)

    assert names(reply) == ["topic_suspend"]
    assert "不收费" in told(reply)


def test_a_sum_beside_such_a_question_is_not_lost(settled: Begin) -> None:
    reply = settled().say("25号还八百，微信能付吗", "promise_to_pay")

    assert names(reply) == ["topic_wallet", "promise_confirm"]
