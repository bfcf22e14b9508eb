"""Sums, days, quick replies and the words of the product, in answers to the question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from actions.casebook.models import Dispute, Promise

Begin = Callable[..., Any]


def names(reply: Any) -> list[str]:
    return [m.template for m in reply.messages]


def told(reply: Any) -> str:
    return "".join(m.text for m in reply.messages)


# -- payments


@pytest.mark.parametrize(
    "intent", ["dispute_amount", "already_paid", "partial_payment"]
)
@pytest.mark.parametrize("said", ["才88块 现在就还了", "88块我马上还了", "这就还88"])
def test_paying_this_moment_is_a_promise_for_today(
    settled: Begin, said: str, intent: str
) -> None:
    talk = settled(overdue_fen=8_800, min_payment_fen=1_000)

    reply = talk.say(said, intent, 0.6)
    assert reply.asks == "confirm"
    talk.say("对", "affirm")

    [promise] = talk.rows(Promise)
    assert (promise.amount_fen, promise.date.isoformat()) == (8_800, "2025-06-18")
    assert talk.rows(Dispute) == []


@pytest.mark.parametrize("said", ["刚才已经还了88", "昨天就还了88块", "88块已经转过了"])
def test_a_payment_made_is_still_a_payment_made(settled: Begin, said: str) -> None:
    talk = settled(overdue_fen=8_800, min_payment_fen=1_000)

    talk.say(said, "already_paid")

    assert [d.kind for d in talk.rows(Dispute)] == ["already_paid"]


@pytest.mark.parametrize(
    "said",
    [
        "我想下周五还50 剩下38下下周一还",
        "27号还50，30号还38",
        "下周五先还50块，剩下的38块下下周一再还",
    ],
)
def test_of_two_parts_the_first_is_put_on_record_and_the_other_named(
    settled: Begin, said: str
) -> None:
    talk = settled(overdue_fen=8_800, min_payment_fen=1_000)

    reply = talk.say(said, "partial_payment")
    assert names(reply) == ["promise_one_at_a_time", "promise_confirm"]
    assert "38元" in reply.messages[0].text
    assert "6月30日" in reply.messages[0].text
    talk.say("对", "affirm")

    [promise] = talk.rows(Promise)
    assert (promise.amount_fen, promise.date.isoformat()) == (5_000, "2025-06-27")


@pytest.mark.parametrize("number", ["800", "500", "八百", "1500", "326"])
def test_a_number_where_a_yes_was_asked_for_is_never_a_yes(
    settled: Begin, number: str
) -> None:
    talk = settled()
    talk.say("25号还八百", "promise_to_pay")

    reply = talk.say(number, "affirm", 0.9)

    assert reply.asks == "confirm"
    assert talk.rows(Promise) == []


def test_a_small_number_there_is_asked_back(settled: Begin) -> None:
    talk = settled()
    talk.say("25号还八百", "promise_to_pay")

    reply = talk.say("28", "affirm", 0.9)
    assert [b.title for b in reply.messages[0].buttons] == ["28元", "28号"]
    talk.say("28号", "promise_to_pay")
    talk.say("对", "affirm")

    [promise] = talk.rows(Promise)
    assert (promise.amount_fen, promise.date.isoformat()) == (80_000, "2025-06-28")


@pytest.mark.parametrize(("number", "periods"), [("12", "12期"), ("500", "每期500元")])
def test_a_number_at_a_plan_is_its_size(
    settled: Begin, number: str, periods: str
) -> None:
    talk = settled()
    talk.say("分6期，从下个月10号开始", "request_installment")

    reply = talk.say(number, "affirm", 0.9)

    assert periods in told(reply)
    assert reply.asks == "confirm"


# -- question and quick replies


def test_buttons_fit_the_question_they_stand_under(settled: Begin) -> None:
    kinds = {"periods": "期", "monthly_amount": "每月", "date": "月", "amount": "元"}
    for asks, mark in kinds.items():
        talk = settled(id=f"acc-{asks}")
        form = "plan" if asks in ("periods", "monthly_amount") else "promise"
        for tries in range(2):
            talk.session.state = {
                **talk.session.state, "asks": asks, "form": form, "tries": tries
            }  # fmt: skip
            reply = talk.say("啊这", "nlu_fallback", 0.1)
            shown = [
                b.title
                for b in reply.messages[-1].buttons
                if b.title not in ("转人工", "其他金额")
            ]
            assert shown, (asks, tries)
            assert all(mark in title for title in shown), (asks, shown)
            assert ("期数" in reply.messages[-1].text) == (asks == "periods") or (
                asks == "monthly_amount"
            )


@pytest.mark.parametrize("form", ["waiver", "extension", "promise"])
def test_after_a_side_question_the_open_one_is_said_in_full(
    settled: Begin, form: str
) -> None:
    talk = settled()
    texts = {
        "waiver": ("能减免吗", "request_waiver"),
        "extension": ("延到25号", "request_extension"),
        "promise": ("25号还八百", "promise_to_pay"),
    }
    asked = talk.say(*texts[form])

    reply = talk.say("会坐牢吗", "ask_legal_consequence")

    assert reply.messages[-1].template == asked.messages[-1].template
    assert "刚才的安排" not in told(reply)


@pytest.mark.parametrize("asks", [None, "plan_or_promise", "choice"])
def test_without_an_arrangement_none_is_gone_back_to(
    settled: Begin, asks: str | None
) -> None:
    talk = settled()
    talk.session.state = {**talk.session.state, "asks": asks, "form": None}

    assert "刚才的" not in told(talk.say("会坐牢吗", "ask_legal_consequence"))


@pytest.mark.parametrize("said", ["不知道", "随便吧", "还没想好", "我也不清楚"])
@pytest.mark.parametrize("intent", ["dispute_not_mine", "refuse_to_pay", "opt_out"])
def test_not_knowing_is_no_dispute_and_no_refusal(
    settled: Begin, said: str, intent: str
) -> None:
    talk = settled()
    talk.say("我想分期", "request_installment")

    reply = talk.say(said, intent, 0.8)

    assert reply.asks == "periods"
    assert talk.rows(Dispute) == []


# -- the product


def test_a_loan_has_no_card_to_look_at(settled: Begin) -> None:
    talk = settled(lender_type="consumer_finance", product="现金分期")

    for text, intent in (
        ("怎么还款", "ask_how_to_pay"),
        ("你们是骗子吧", "scam_suspicion"),
        ("你是谁", "ask_identity"),
        ("别再给我发短信了", "opt_out"),
    ):
        assert "卡背面" not in told(talk.say(text, intent))


def test_a_card_has(settled: Begin) -> None:
    reply = settled().say("你们是骗子吧", "scam_suspicion")

    assert "卡背面" in told(reply)


@pytest.mark.parametrize("minimum", [None, 326_000])
def test_the_whole_is_not_offered_twice(settled: Begin, minimum: int | None) -> None:
    talk = settled(min_payment_fen=minimum)

    for text in ("我想还钱", "啊这", "啊这"):
        reply = talk.say(
            text, "promise_to_pay" if text == "我想还钱" else "nlu_fallback", 0.9
        )
        assert "最低" not in told(reply)
        assert not [b for b in reply.messages[-1].buttons if "最低" in b.title]
    assert "最低" not in told(talk.replies[0])


def test_where_there_is_no_account_nobody_is_registered(start: Begin) -> None:
    talk = start(known=False)

    for text, intent in (("你是谁", "ask_identity"), ("转人工", "request_human")):
        assert "登记的" not in told(talk.say(text, intent))
