"""A person takes a conversation over, speaks under the same rules, and hands it back."""

from __future__ import annotations

import pytest

from actions.casebook.models import Event, Matter, Message, Session, Ticket
from tests.channels.conftest import RunningDoor, Visitor
from tests.desk.conftest import Person, RunningDesk
from tests.desk.test_plans import heard


@pytest.fixture
def handed(desk: RunningDesk, debtor: Visitor) -> Matter:
    """A conversation in which a person was asked for."""
    debtor.say("想分6期还")
    debtor.say("转人工")
    [matter] = desk.matters(kind="handoff")
    return matter


def said(person: Person, matter: Matter, text: str, message_id: str = "m1") -> object:
    return person.chat(matter, "say", text=text, id=message_id)


def test_the_packet_is_on_the_page_before_the_conversation(
    clerk: Person, handed: Matter
) -> None:
    page = clerk.page(f"/matters/{handed.id}/chat")

    assert "交接单" in page
    assert "客户要求人工" in page
    assert "期数 6" in page
    assert "接管对话" in page


def test_a_persons_words_reach_the_open_chat_and_the_bot_is_silent(
    clerk: Person, handed: Matter, debtor: Visitor
) -> None:
    clerk.chat(handed, "take")
    greeted = heard(debtor)

    said(clerk, handed, "您好，您的情况我了解了，您慢慢说。")
    told = heard(debtor)
    answered = debtor.say("我想问问分期的事", "request_installment")

    assert "工号demo-101" in greeted
    assert "您慢慢说" in told
    assert debtor.seen[-2]["from"] == "person"
    assert answered == []


def test_what_the_debtor_says_meanwhile_is_on_the_desks_page(
    clerk: Person, handed: Matter, debtor: Visitor
) -> None:
    clerk.chat(handed, "take")
    debtor.say("我每个月十五号发工资", "chitchat_offtopic")

    news = clerk.get(f"/matters/{handed.id}/chat/news", after=0).json()

    assert news["mine"]
    assert news["messages"][-1]["text"] == "我每个月十五号发工资"


@pytest.mark.parametrize(
    "words",
    [
        "你再不还钱我就打电话给你爸妈和单位领导",
        "不还的话就等着坐牢吧",
        "你这种老赖真不要脸",
    ],
)
def test_unlawful_words_are_held_back_with_the_lawful_ones(
    clerk: Person, handed: Matter, debtor: Visitor, door: RunningDoor, words: str
) -> None:
    clerk.chat(handed, "take")
    heard(debtor)

    answer = said(clerk, handed, words)

    assert answer.status_code == 409
    found = answer.json()["obstacles"]
    assert any(o["advice"] for o in found)
    assert heard(debtor) == ""
    [event] = door.rows(Event, kind="desk.held_back")
    assert words not in str(event.detail)


def test_nothing_of_the_debt_is_told_before_the_identity_is_settled(
    desk: RunningDesk, clerk: Person, door: RunningDoor
) -> None:
    visitor = door.visitor()
    visitor.say("转人工")
    [matter] = desk.matters(kind="handoff")
    clerk.chat(matter, "take")
    heard(visitor)

    early = said(clerk, matter, "您这边逾期金额是3260元", "a")
    clerk.chat(matter, "identity")
    asked = heard(visitor)
    settled = visitor.say("0427")
    late = said(clerk, matter, "您这边逾期金额是3260元", "b")

    assert early.status_code == 409
    assert early.json()["obstacles"][0]["rule"] == "facts_before_identity"
    assert "身份证后四位" in asked
    assert len(settled) == 1
    assert late.status_code == 200
    assert "3260" in heard(visitor)


def test_wrong_digits_are_judged_by_the_bot_also_for_a_person(
    desk: RunningDesk, clerk: Person, door: RunningDoor
) -> None:
    visitor = door.visitor()
    visitor.say("转人工")
    [matter] = desk.matters(kind="handoff")
    clerk.chat(matter, "take")
    clerk.chat(matter, "identity")
    heard(visitor)

    visitor.say("1111")

    [session] = door.rows(Session)
    assert session.verified_at is None
    assert session.wrong_answers == 1


def test_danger_to_a_life_is_heard_while_a_person_speaks(
    clerk: Person, handed: Matter, debtor: Visitor, door: RunningDoor
) -> None:
    clerk.chat(handed, "take")
    heard(debtor)

    told = debtor.say("我不想活了", "self_harm_crisis")

    assert "12356" in " ".join(told)
    assert door.rows(Ticket, kind="crisis")


def test_the_same_words_sent_twice_are_said_once(
    clerk: Person, handed: Matter, door: RunningDoor
) -> None:
    clerk.chat(handed, "take")

    said(clerk, handed, "请稍等，我查一下。")
    said(clerk, handed, "请稍等，我查一下。")

    assert len(door.rows(Message, template="person")) == 1


def test_only_who_holds_the_conversation_speaks_in_it(
    clerk: Person, colleague: Person, handed: Matter
) -> None:
    clerk.chat(handed, "take")

    taken = colleague.chat(handed, "take")
    spoken = said(colleague, handed, "您好。")

    assert taken.status_code == 409
    assert "demo-101" in taken.text
    assert spoken.status_code == 409


def test_handed_back_the_bot_goes_on_where_it_was(
    clerk: Person, handed: Matter, debtor: Visitor, door: RunningDoor
) -> None:
    clerk.chat(handed, "take")
    clerk.chat(handed, "return")

    bye = heard(debtor)
    answered = debtor.say("我的申请怎么样了")

    assert "机器人" in bye
    assert answered != []
    [session] = door.rows(Session)
    assert (session.human_at, session.human_by) == (None, None)


def test_handed_back_as_settled_the_open_question_is_gone(
    clerk: Person, handed: Matter, debtor: Visitor, door: RunningDoor
) -> None:
    clerk.chat(handed, "take")
    clerk.chat(handed, "return", settled="1")

    [session] = door.rows(Session)
    told = debtor.say("我的申请怎么样了")

    assert session.state["asks"] is None
    assert session.state["form"] is None
    assert any("处理好了" in text or "处理完" in text for text in told)


def test_at_night_a_person_answers_only_who_is_there(
    clerk: Person, handed: Matter, debtor: Visitor, door: RunningDoor
) -> None:
    clerk.chat(handed, "take")
    clerk.comes(23)

    late = said(clerk, handed, "您好，还在吗？")

    assert late.status_code == 409
    assert late.json()["obstacles"][0]["rule"] == "quiet_hours"
    assert "08:00" in late.json()["obstacles"][0]["advice"]


def test_by_sms_a_persons_words_leave_through_the_outbox(
    desk: RunningDesk, clerk: Person, door: RunningDoor
) -> None:
    door.text("16100000001", "转人工", "s1")
    door.eventually(lambda: door.sms.texts)
    [matter] = desk.matters(kind="handoff")
    clerk.chat(matter, "take")

    said(clerk, matter, "您好，请问有什么可以帮您？")

    door.eventually(lambda: any("可以帮您" in text for _, text in door.sms.texts))


def test_an_opt_out_is_honoured_while_a_person_speaks(
    desk: RunningDesk, clerk: Person, door: RunningDoor
) -> None:
    door.text("16100000001", "转人工", "s1")
    door.eventually(lambda: door.sms.texts)
    [matter] = desk.matters(kind="handoff")
    clerk.chat(matter, "take")

    door.text("16100000001", "不要再给我发短信了", "s2")
    door.eventually(lambda: door.rows(Event, kind="consent.opt_out"))
    clerk.comes(11)
    answer = said(clerk, matter, "您好。", "m2")

    assert answer.status_code == 409
    assert answer.json()["obstacles"][0]["rule"] == "opted_out"
