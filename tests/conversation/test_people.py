"""The way to a person for whoever is on the line; and complaints told bit by bit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from actions.casebook.models import Promise, Ticket

Begin = Callable[..., Any]


def names(reply: Any) -> list[str]:
    return [m.template for m in reply.messages]


def told(reply: Any) -> str:
    return "".join(m.text for m in reply.messages)


@pytest.mark.parametrize(
    ("first", "intent"),
    [
        ("他不在，我是他妈妈", "third_party_answering"),
        ("打错了 我不认识这个人", "wrong_person"),
    ],
)
def test_somebody_else_reaches_a_person_and_learns_nothing(
    start: Begin, first: str, intent: str
) -> None:
    talk = start()
    talk.say("25号还八百", "promise_to_pay")
    talk.say(first, intent)

    reply = talk.say("转人工", "request_human")

    assert reply.outcome == "handoff"
    [ticket] = [t for t in talk.rows(Ticket) if t.kind == "handoff"]
    assert set(ticket.packet) == {"why", "summary", "channel", "verified", "closed"}
    assert "不得透露" in ticket.packet["summary"]
    for fact in ("800", "3,260", "林晓梅", "还款", "欠", "逾期"):
        assert fact not in told(reply)
        assert fact not in str(ticket.packet)


def test_both_in_one_message_open_the_ticket_too(start: Begin) -> None:
    talk = start()

    reply = talk.say("他不在，我是他妈妈，转人工", "third_party_answering")

    assert "third_party_human" in names(reply)
    assert [t.kind for t in talk.rows(Ticket)] == ["handoff"]
    assert talk.session.third_party_at is not None


def test_asked_again_the_same_ticket_stays_open(start: Begin) -> None:
    talk = start()
    talk.say("他不在，我是他妈妈", "third_party_answering")
    talk.say("转人工", "request_human")
    talk.say("转人工", "request_human")

    assert len(talk.rows(Ticket)) == 1


def test_after_three_wrong_answers_a_person_has_it_and_there_is_a_number(
    start: Begin,
) -> None:
    talk = start()
    for digits in ("9991", "9992", "9993"):
        talk.say(digits, "identity_verification_answer")

    reply = talk.say("转人工", "request_human")

    assert names(reply) == ["identity_locked_person"]
    assert reply.outcome == "handoff"
    assert "同事" in told(reply)
    assert "客服电话" in told(reply)
    assert [t.kind for t in talk.rows(Ticket)] == ["identity_locked"]


def test_a_locked_conversation_puts_up_no_menu_and_keeps_a_complaint(
    start: Begin,
) -> None:
    talk = start()
    for digits in ("9991", "9992", "9993"):
        talk.say(digits, "identity_verification_answer")

    doubtful = talk.say("那个啥", "complain_collector", 0.3)
    assert names(doubtful) == ["identity_locked_again"]
    talk.say("我要投诉", "complain_collector")
    kept = talk.say("昨天下午3点打给我妈", "promise_to_pay")

    assert names(kept) == ["complaint_note_kept"]
    [ticket] = [t for t in talk.rows(Ticket) if t.kind == "complaint"]
    assert ticket.packet["notes"] == ["昨天下午3点打给我妈"]


def test_the_dead_and_the_young_have_their_ticket_already(start: Begin) -> None:
    talk = start()
    talk.say("他上个月去世了", "third_party_answering")

    talk.say("转人工", "request_human")

    assert "death" in [t.kind for t in talk.rows(Ticket)]


# -- complaints


@pytest.mark.parametrize("verified", [True, False])
@pytest.mark.parametrize(
    "detail",
    [
        "昨天下午3点打给我妈的",
        "工号0231 说25号不还就去我单位",
        "6月10号晚上8点",
        "25号",
        "他让我月底还2000",
        "一天打了8个",
        "0231",
    ],
)
@pytest.mark.parametrize(
    "intent", ["promise_to_pay", "already_paid", "partial_payment"]
)
def test_days_and_sums_of_what_happened_belong_to_the_complaint(
    start: Begin, settled: Begin, detail: str, intent: str, verified: bool
) -> None:
    talk = settled() if verified else start()
    talk.say("我要投诉", "complain_collector")

    reply = talk.say(detail, intent, 0.8)

    assert "complaint_note_kept" in names(reply)
    assert reply.asks == "note"
    [ticket] = talk.rows(Ticket)
    assert ticket.packet["notes"] == [detail]
    assert talk.session.wrong_answers == 0
    assert talk.rows(Promise) == []


def test_it_is_told_in_several_messages_until_they_are_done(start: Begin) -> None:
    talk = start()
    talk.say("我要投诉", "complain_collector")
    for detail in ("昨天下午3点", "打给我妈", "说25号不还就上门"):
        talk.say(detail, "promise_to_pay")

    reply = talk.say("没有了", "deny")

    assert names(reply) == ["complaint_note_skipped"]
    [ticket] = talk.rows(Ticket)
    assert len(ticket.packet["notes"]) == 3


def test_another_matter_asked_for_in_so_many_words_is_taken_up(settled: Begin) -> None:
    talk = settled()
    talk.say("我要投诉", "complain_collector")

    assert talk.say("我想申请分期", "request_installment").asks == "periods"


VIOLENT = (
    "他们上门，孩子在家吓哭了",
    "威胁我孩子",
    "说再不还就弄死我",
    "推了我妈一把",
    "踹门，孩子一个人在家",
    "跑到幼儿园门口堵我女儿",
)


@pytest.mark.parametrize("violence", VIOLENT)
def test_violence_and_threats_to_children_come_first_and_are_met_with_safety(
    start: Begin, violence: str
) -> None:
    for before in ((), ("我要投诉",)):
        talk = start(id=f"acc-{len(before)}")
        for text in before:
            talk.say(text, "complain_collector")

        reply = talk.say(violence, "promise_to_pay", 0.6)

        assert "complaint_danger" in names(reply), before
        assert "110" in told(reply)
        mine = [t for t in talk.rows(Ticket) if t.session_id == talk.session.id]
        assert [(t.kind, t.priority) for t in mine] == [("complaint", "high")]


@pytest.mark.parametrize("said", ["一天打二十个电话", "态度太差了", "打给我单位了"])
def test_a_complaint_without_violence_is_an_ordinary_one(
    start: Begin, said: str
) -> None:
    talk = start()

    reply = talk.say(said, "complain_collector")

    assert "complaint_danger" not in names(reply)
    assert [t.priority for t in talk.rows(Ticket)] == ["normal"]
