"""The four characters are heard beside other words, and open what was closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from actions.casebook.models import Application, Promise, StopFlag

Begin = Callable[..., Any]
SECRETS = ("3,260", "3260", "逾期", "林晓梅", "7715")


def told(reply: Any) -> str:
    return "".join(m.text for m in reply.messages)


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("0427 想分十期", "start_date"),
        ("0427，下周五全部还清", "confirm"),
        ("分八期行吗 0427", "start_date"),
        ("我是林晓梅，0427", "plan_or_promise"),
        ("0427。我到底欠你们多少", None),
    ],
)
def test_digits_beside_a_wish_settle_and_the_wish_goes_on(
    start: Begin, said: str, asks: str | None
) -> None:
    talk = start()
    talk.say("在吗", "greet")
    talk.say("查账", "ask_balance")

    reply = talk.say(said, "nlu_fallback", 0.2)

    assert talk.session.verified_at is not None
    if asks is not None:
        assert reply.asks == asks


@pytest.mark.parametrize("digits", ["5573", "6147", "7204", "118X", "118x"])
@pytest.mark.parametrize("wish", ["分半年吧", "先还一万，剩的再说", "我欠多少来着"])
def test_any_such_digits_settle(start: Begin, digits: str, wish: str) -> None:
    talk = start("sms", id_last4=digits.upper())
    talk.say("查账", "ask_balance")

    talk.say(f"{digits} {wish}", "nlu_fallback", 0.2)

    assert talk.session.verified_at is not None


def test_a_first_message_may_bring_them(start: Begin) -> None:
    talk = start("sms", id_last4="7204", overdue_fen=2_200_000)

    talk.say("7204 先还一万，剩下的节后再说", "partial_payment")

    assert talk.session.verified_at is not None


@pytest.mark.parametrize(
    "said",
    [
        "每月还 1250",
        "先还 1850 行不",
        "2000 行吗",
        "1500 元可以不",
        "2024 年借的",
        "卡号 6222 那张",
        "明天给你 1380",
        "工号 8812 的人找我",
        "3306 这个号打给我的",
    ],
)
def test_a_sum_or_another_number_is_no_wrong_answer(start: Begin, said: str) -> None:
    talk = start()
    talk.say("查账", "ask_balance")

    talk.say(said, "promise_to_pay", 0.6)

    assert talk.session.wrong_answers == 0
    assert talk.session.verified_at is None


def test_wrong_digits_beside_a_wish_count_and_tell_nothing(start: Begin) -> None:
    talk = start()
    talk.say("查账", "ask_balance")

    reply = talk.say("0472 想分十期", "request_installment")

    assert talk.session.wrong_answers == 1
    assert not any(secret in told(reply) for secret in SECRETS)


# -- somebody else, then the debtor


def closed(start: Begin, **changes: Any) -> Any:
    talk = start("sms", **changes)
    talk.say("我是她妹妹，她在洗澡", "third_party_answering")
    assert talk.session.third_party_at is not None
    return talk


@pytest.mark.parametrize(
    "said", ["我是林晓梅，0427", "是我，我是本人 后四位0427", "我本人来了，0427"]
)
def test_the_debtor_takes_over_with_name_and_digits(start: Begin, said: str) -> None:
    talk = closed(start)

    talk.say(said, "nlu_fallback", 0.3)
    assert talk.session.verified_at is not None
    assert [f for f in talk.rows(StopFlag) if f.lifted_at is None] == []
    talk.say("下周五全部还清", "promise_to_pay")
    talk.say("对", "affirm")

    [promise] = talk.rows(Promise)
    assert promise.date == date(2025, 6, 27)


def test_the_name_alone_is_only_asked_for_the_digits(start: Begin) -> None:
    talk = closed(start)

    reply = talk.say("回来了，我是林晓梅本人", "nlu_fallback", 0.3)
    assert reply.asks == "id_last4"
    assert talk.session.third_party_at is not None
    assert not any(secret in told(reply) for secret in SECRETS)

    talk.say("0427", "identity_verification_answer")
    assert talk.session.verified_at is not None
    talk.say("想分六期", "request_installment")
    talk.say("好", "affirm")
    assert [a.kind for a in talk.rows(Application)] == ["plan"]


@pytest.mark.parametrize(
    "said",
    [
        "0427",
        "她身份证后四位是0427",
        "我是林晓梅的老公，0427",
        "我是林晓梅老公 0427 你跟我说就行",
        "我替本人问，0427",
        "等本人回来再说 0427",
        "我不是本人，0427",
        "你找林晓梅啊 0427",
        "等下我喊她",
        "她欠多少啊",
    ],
)
def test_nobody_else_opens_it(start: Begin, said: str) -> None:
    talk = closed(start)

    reply = talk.say(said, "identity_verification_answer", 0.6)

    assert talk.session.verified_at is None
    assert talk.session.third_party_at is not None
    assert not any(secret in told(reply) for secret in SECRETS)


def test_wrong_digits_leave_it_closed_and_three_lock_it(start: Begin) -> None:
    talk = closed(start)

    for digits in ("1111", "2222", "3333"):
        reply = talk.say(f"我是本人，{digits}", "nlu_fallback", 0.3)
        assert talk.session.third_party_at is not None
        assert not any(secret in told(reply) for secret in SECRETS)

    assert talk.session.locked_at is not None
    talk.say("我是本人，0427", "nlu_fallback", 0.3)
    assert talk.session.verified_at is None


@pytest.mark.parametrize(
    ("first", "intent"),
    [
        ("打错了，我不认识这个人", "wrong_person"),
        ("我今年才16岁", "nlu_fallback"),
        ("她上个月去世了", "third_party_answering"),
    ],
)
def test_what_closed_for_good_stays_closed(
    start: Begin, first: str, intent: str
) -> None:
    talk = start("sms")
    talk.say(first, intent, 0.95)

    talk.say("我是林晓梅本人，0427", "nlu_fallback", 0.3)

    assert talk.session.verified_at is None


def test_an_opt_out_of_the_other_person_is_respected(start: Begin) -> None:
    talk = closed(start)
    talk.say("别再发了，退订", "opt_out")

    talk.say("我是林晓梅本人，0427", "nlu_fallback", 0.3)

    assert talk.session.verified_at is None
