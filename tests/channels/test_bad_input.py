from __future__ import annotations

import pytest

from actions.casebook.models import Message, Ticket
from bot.channels.words import clean, for_rasa
from tests.channels.conftest import NOW, RunningDoor

ODD = {
    "emoji": "😭😭😭🙏",
    "html": "<script>alert(1)</script><b>还钱</b>",
    "mixed": "我 want 还 ５００ ｙｕａｎ ①",
    "controls": "你\x00好\x07\x1b[31m吗",
    "right to left": "\u202e反过来\u202c",
    "surrogate": "坏\ud83d字",
    "command": "/affirm",
    "line ends": "第一行\r\n第二行",
    "long word": "还" * 2000,
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_an_odd_message_is_kept_and_answered(door: RunningDoor, text: str) -> None:
    visitor = door.visitor()

    told = visitor.say(text)

    assert told
    [kept] = door.rows(Message, direction="in")
    assert kept.text == clean(text)
    assert kept.status == "answered"


def test_a_message_over_the_limit_is_kept_whole_and_answered(
    door: RunningDoor,
) -> None:
    visitor = door.visitor()
    text = "我想说的是" * 2000

    [told] = visitor.say(text)[-1:]

    [kept] = door.rows(Message, direction="in")
    assert kept.text == text
    assert "长" in told


def test_a_cry_for_help_in_a_long_message_is_heard(door: RunningDoor) -> None:
    visitor = door.visitor()

    visitor.say("我真的不想活了。" + "事情是这样的，" * 400)

    assert [t.kind for t in door.rows(Ticket)] == ["crisis"]


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "\x00\x01"])
def test_an_empty_message_is_refused_clearly(door: RunningDoor, text: str) -> None:
    answer = door.visitor().post(text)

    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "empty"
    assert door.rows(Message, direction="in") == []


def test_a_command_reaches_rasa_as_words() -> None:
    assert for_rasa("/affirm") == "／affirm"
    assert for_rasa("25/6还") == "25/6还"


BROKEN = {
    "no json": (b"{", 422),
    "a list": (b"[]", 422),
    "no text": (b'{"id": "a"}', 422),
    "a number for text": (b'{"id": "a", "text": 5}', 422),
    "an unknown field": (b'{"id": "a", "text": "x", "admin": true}', 422),
    "a bad id": ('{"id": "a b/../", "text": "好"}'.encode(), 422),
    "too large": (b'{"id": "a", "text": "' + b"x" * 70_000 + b'"}', 413),
    "not utf-8": (b'{"id": "a", "text": "\xff\xfe"}', 422),
}


@pytest.mark.parametrize(("body", "status"), BROKEN.values(), ids=BROKEN)
def test_a_broken_request_gets_the_one_error_shape(
    door: RunningDoor, body: bytes, status: int
) -> None:
    visitor = door.visitor()

    answer = visitor.client.post(
        "/api/messages", content=body, headers={"Content-Type": "application/json"}
    )

    assert answer.status_code in {status, 400}
    assert set(answer.json()) == {"error"}
    assert set(answer.json()["error"]) == {"code", "message", "hint"}
    assert door.rows(Message, direction="in") == []


WAYS_TO_FAIL = [
    ("GET", "/nothing", 404),
    ("DELETE", "/api/messages", 405),
    ("GET", "/api/messages", 401),
    ("GET", "/api/messages?after=x", 422),
    ("GET", "/api/messages?wait=999", 422),
    ("POST", "/api/messages", 422),
    ("POST", "/sms/inbound", 422),
    ("POST", "/demo", 404),
]


@pytest.mark.parametrize(("method", "path", "status"), WAYS_TO_FAIL)
def test_every_way_to_fail_has_one_shape(
    door: RunningDoor, method: str, path: str, status: int
) -> None:
    with door.client() as client:
        answer = client.request(method, path)

    assert answer.status_code == status
    assert set(answer.json()["error"]) == {"code", "message", "hint"}


@pytest.mark.parametrize("path", ["/nothing", "/c/", "/static/none.js"])
def test_a_person_who_opens_an_unknown_address_gets_a_page(
    door: RunningDoor, path: str
) -> None:
    with door.client() as client:
        answer = client.get(path, headers={"Accept": "text/html,*/*;q=0.8"})

    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "没有这个页面" in answer.text
    assert 'href="/"' in answer.text


def test_a_program_that_opens_one_gets_the_error(door: RunningDoor) -> None:
    with door.client() as client:
        answer = client.get("/api/nothing", headers={"Accept": "text/html"})

    assert answer.json()["error"]["code"] == "not_found"


def test_a_wrong_time_header_is_refused(door: RunningDoor) -> None:
    visitor = door.visitor()

    answer = visitor.client.get(
        "/api/messages", headers={"X-Hecui-Now": NOW.removesuffix("+08:00")}
    )

    assert answer.json()["error"]["code"] == "bad_time"
