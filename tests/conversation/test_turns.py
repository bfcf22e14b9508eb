"""Single turns: the opening, the channel, the packet, the six items, what is on record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from actions.casebook.models import Application, Consent, Dispute, Ticket

Begin = Callable[..., Any]


def test_the_first_turn_says_robot_lender_kept_and_person(start: Begin) -> None:
    for channel in ("web", "sms"):
        reply = start(channel, id=f"acc-{channel}").say("在吗", "greet")
        first = reply.messages[0].text

        assert "机器人" in first
        assert "云川银行信用卡中心" in first
        assert "保存" in first
        assert "人工" in first


def test_an_agency_names_its_client(start: Begin) -> None:
    reply = start(agency="和信资产管理公司").say("在吗", "greet")

    assert "和信资产管理公司（受云川银行信用卡中心委托）" in reply.messages[0].text


def test_the_disclosure_is_made_once(start: Begin) -> None:
    talk = start()
    talk.open()

    reply = talk.say("在吗", "greet")

    assert "greeting_first" not in [m.template for m in reply.messages]


def test_opening_the_page_again_says_nothing_twice(start: Begin) -> None:
    talk = start()
    assert talk.open().asks == "id_last4"

    assert talk.open().messages == ()


def test_every_sms_is_short(start: Begin) -> None:
    talk = start("sms")
    for text, intent in (
        ("在吗", "greet"), ("0427", "identity_verification_answer"),
        ("25号还八百", "promise_to_pay"), ("对", "affirm"), ("我想分期", "request_installment"),
        ("6期", "request_installment"), ("对", "affirm"), ("跳过", "deny"),
        ("会上征信吗", "ask_credit_report"), ("转人工", "request_human"),
    ):  # fmt: skip
        for message in talk.say(text, intent).messages:
            assert len(message.text) <= 70, message.template


def test_a_visit_without_a_link_is_told_where_to_find_it(start: Begin) -> None:
    reply = start(known=False).say("我欠多少", "ask_balance")

    assert reply.messages[-1].template == "identity_no_account"
    assert reply.asks is None


def test_the_hand_off_carries_a_packet_without_the_words_said(settled: Begin) -> None:
    talk = settled()
    talk.say("25号还八百", "promise_to_pay")
    talk.say("转人工，有个秘密要说", "request_human")

    [ticket] = talk.rows(Ticket)
    assert ticket.packet["verified"] is True
    assert ticket.packet["values"] == {"amount": 80_000, "day": "2025-06-25"}
    assert ticket.packet["asked"] == "confirm"
    assert "秘密" not in str(ticket.packet)


def test_a_plan_holds_the_six_items(settled: Begin) -> None:
    talk = settled()
    talk.say("先还两千剩下的分三期", "request_installment")
    talk.say("对", "affirm")

    [plan] = talk.rows(Application)
    assert sorted(plan.draft) == [
        "1_balance", "2_schedule", "3_charges", "4_no_new_cards", "5_duties", "6_other",
    ]  # fmt: skip
    payments = plan.draft["2_schedule"]["payments"]
    paid = sum(p["amount_fen"] for p in payments)
    assert paid + plan.draft["2_schedule"]["down_payment_fen"] == 326_000


def test_reason_and_income_are_added_without_the_words_of_an_illness(
    settled: Begin,
) -> None:
    talk = settled()
    talk.say("分12期", "request_installment")
    talk.say("对", "affirm")
    talk.say("得了重病做手术，每月两千收入", "hardship_illness")

    [plan] = talk.rows(Application)
    assert plan.reason == "illness"
    assert plan.draft["income_fen"] == 200_000
    assert plan.note is None


def test_what_was_claimed_to_be_paid_is_kept(start: Begin) -> None:
    talk = start()
    talk.say("我6月10号已经还了500", "already_paid")

    [dispute] = talk.rows(Dispute)
    assert dispute.claimed_fen == 50_000
    assert dispute.claimed_date.isoformat() == "2025-06-10"


def test_a_busy_debtor_is_left_alone_until_then(start: Begin) -> None:
    talk = start()
    talk.say("晚上七点再联系我", "busy_later")

    [consent] = talk.rows(Consent)
    assert consent.kind == "not_before"
    assert consent.not_before.astimezone(talk.now.tzinfo).hour == 19


def test_info_given_is_on_record(start: Begin) -> None:
    talk = start()
    talk.say("会上征信吗", "ask_credit_report")

    kinds = [e.kind for e in talk.work.events(session=talk.session.id)]
    assert "info.given" in kinds


def test_identity_is_asked_for_anew_after_a_day(settled: Begin) -> None:
    talk = settled()
    talk.now += timedelta(hours=25)

    reply = talk.say("我欠多少", "ask_balance")

    assert reply.asks == "id_last4"
    assert talk.session.verified_at is None


def test_a_template_with_facts_reached_too_early_becomes_the_safe_sentence(
    start: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    from actions import features
    from actions.turn import answer

    talk = start()
    leaking = {**features.FEATURES, "greet": lambda t: answer(t, "balance_summary")}
    monkeypatch.setattr("actions.routing.FEATURES", leaking)

    reply = talk.say("你好", "greet")

    assert reply.messages[-1].template == "blocked_safe"
    assert [t.kind for t in talk.rows(Ticket)] == ["blocked_message"]
