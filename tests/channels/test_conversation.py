"""The debtor's messages through the real door, over HTTP."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from actions.casebook.models import Application, Message, Promise, Ticket
from actions.reply import Outgoing
from bot.channels import words
from tests.channels.conftest import RunningDoor, bot_texts


def test_the_greeting_says_robot_and_lender_and_comes_once(door: RunningDoor) -> None:
    visitor = door.visitor()

    again = visitor.client.get("/api/messages", params={"after": 0}).json()

    assert again["messages"] == visitor.seen
    told = "".join(m["text"] for m in visitor.seen)
    assert "机器人" in told
    assert "恒信银行" in told


def test_nothing_about_the_debt_is_in_the_greeting(door: RunningDoor) -> None:
    told = "".join(m["text"] for m in door.visitor().seen)

    assert not any(fact in told for fact in ("3260", "3,260", "林晓梅", "9天"))


def test_a_promise_is_recorded(door: RunningDoor) -> None:
    visitor = door.visitor()
    visitor.say("0427", "identity_verification_answer")
    visitor.say("25号先还八百", "partial_payment")

    visitor.say("对", "affirm")

    [promise] = door.rows(Promise)
    assert (promise.amount_fen, promise.date.isoformat()) == (80_000, "2025-06-25")


def test_a_plan_application_is_submitted(door: RunningDoor) -> None:
    visitor = door.visitor()
    visitor.say("0427", "identity_verification_answer")
    visitor.say("想分6期还", "request_installment")

    visitor.say("对", "affirm")

    [application] = door.rows(Application)
    assert (application.kind, application.periods) == ("plan", 6)


def test_the_same_message_twice_is_answered_once(door: RunningDoor) -> None:
    visitor = door.visitor()

    first = visitor.post("你好", "same")
    second = visitor.post("你好", "same")
    door.eventually(lambda: visitor.news(1)["state"] == "idle")

    assert (first.json()["known"], second.json()["known"]) == (False, True)
    assert len(door.rows(Message, direction="in")) == 1
    assert len(door.rasa.asked) == 1


def test_many_messages_at_once_are_answered_in_their_order(door: RunningDoor) -> None:
    visitor = door.visitor()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: visitor.post(f"第{n}条", f"n{n}"), range(12)))
    door.eventually(lambda: not door.rows(Message, direction="in", status="received"))

    inbound = [m.id for m in door.rows(Message, direction="in")]
    answered = [m.answers for m in door.rows(Message, direction="out") if m.answers]

    assert list(dict.fromkeys(answered)) == inbound


def test_a_conversation_that_floods_is_asked_to_wait(door: RunningDoor) -> None:
    visitor = door.visitor()
    door.rasa.away = True

    answers = [visitor.post("在吗") for _ in range(25)]

    refused = [a for a in answers if a.status_code == 429]
    assert len(refused) == 5
    assert refused[0].headers["Retry-After"] == "5"
    assert len(door.rows(Message, direction="in")) == 20


def test_a_planted_threat_never_reaches_the_debtor(door: RunningDoor) -> None:
    visitor = door.visitor()
    threat = "再不还钱我们就打电话给你爸妈和单位领导。"
    door.rasa.planted = [Outgoing(threat, template="planted")]

    told = visitor.say("你好")

    assert told == [words.FALLBACK.text]
    [blocked] = door.rows(Message, status="blocked")
    assert (blocked.text, blocked.template) == (threat, "planted")
    [ticket] = door.rows(Ticket, kind="blocked_message")
    assert ticket.packet["templates"] == ["planted"]
    assert any(reason.startswith("T5") for reason in ticket.packet["reasons"])


def test_facts_are_held_back_from_somebody_not_verified(door: RunningDoor) -> None:
    visitor = door.visitor()
    door.rasa.planted = [Outgoing("您的账户一切正常。", template="x", facts=True)]

    assert visitor.say("你好") == [words.FALLBACK.text]
    [ticket] = door.rows(Ticket, kind="blocked_message")
    assert "facts_before_identity" in ticket.packet["reasons"]


def test_an_amount_is_held_back_even_if_the_template_denies_facts(
    door: RunningDoor,
) -> None:
    visitor = door.visitor()
    door.rasa.planted = [Outgoing("您本期应还3,260元，已逾期9天。", template="x")]

    assert visitor.say("你好") == [words.FALLBACK.text]


def test_a_harmless_sentence_beside_a_blocked_one_still_goes_out(
    door: RunningDoor,
) -> None:
    visitor = door.visitor()
    door.rasa.planted = [
        Outgoing("您好，请问有什么可以帮您？", template="fine"),
        Outgoing("不还钱就去你单位闹。我们会打电话给你爸妈。", template="bad"),
    ]

    told = visitor.say("你好")

    assert told == ["您好，请问有什么可以帮您？", words.FALLBACK.text]


def test_rasa_away_is_said_politely_and_the_answer_follows(door: RunningDoor) -> None:
    visitor = door.visitor()
    door.rasa.away = True

    assert visitor.post("你好").status_code == 202
    news = door.eventually(
        lambda: (n := visitor.news(1))["state"] == "recovering" and n
    )
    assert news["notice"] == words.RECOVERING
    door.rasa.away = False

    back = door.eventually(lambda: (n := visitor.news(5))["state"] == "idle" and n)
    assert back["notice"] == ""
    answers = [m for m in door.rows(Message, direction="out") if m.answers]
    assert answers
    assert len({m.answers for m in answers}) == 1


def test_messages_of_an_outage_are_answered_in_order_and_once(
    door: RunningDoor,
) -> None:
    visitor = door.visitor()
    door.rasa.away = True
    for number in range(4):
        visitor.post(f"消息{number}")
    door.rasa.away = False
    door.eventually(lambda: not door.rows(Message, direction="in", status="received"))

    assert [a.text for a in door.rasa.asked] == [f"消息{n}" for n in range(4)]


def test_a_message_that_gets_no_turn_goes_to_a_person(door: RunningDoor) -> None:
    visitor = door.visitor()
    door.rasa.silent = True

    visitor.post("你好")
    door.eventually(lambda: words.FALLBACK.text in bot_texts(door))

    assert len(door.rasa.asked) == 3
    assert [t.kind for t in door.rows(Ticket)] == ["handoff"]
