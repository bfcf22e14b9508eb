"""The WebSocket: reconnecting loses nothing and repeats nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from bot.channels.sessions import COOKIE
from tests.channels.conftest import NOW, RunningDoor, Visitor


def open_socket(visitor: Visitor, after: int = 0) -> ClientConnection:
    headers = {
        "Cookie": f"{COOKIE}={visitor.client.cookies[COOKIE]}",
        "X-Hecui-Now": NOW,
    }
    url = visitor.door.url.replace("http://", "ws://") + "/ws"
    socket = connect(url, additional_headers=headers, proxy=None)
    send(socket, type="hello", after=after)
    return socket


def send(socket: ClientConnection, **frame: Any) -> None:
    socket.send(json.dumps(frame, ensure_ascii=False))


def hear(socket: ClientConnection, kind: str) -> dict[str, Any]:
    while True:
        frame: dict[str, Any] = json.loads(socket.recv(timeout=10))
        if frame["type"] == kind:
            return frame


def hear_messages(socket: ClientConnection) -> list[dict[str, Any]]:
    """The messages of the first news that holds any."""
    while True:
        messages: list[dict[str, Any]] = hear(socket, "news")["messages"]
        if messages:
            return messages


def test_a_socket_begins_with_the_greeting(door: RunningDoor) -> None:
    with open_socket(door.visitor()) as socket:
        greeting = hear_messages(socket)

    assert [m["from"] for m in greeting] == ["bot"] * len(greeting)


def test_a_message_is_acknowledged_and_answered(door: RunningDoor) -> None:
    visitor = door.visitor()
    with open_socket(visitor, after=visitor.seen[-1]["seq"]) as socket:
        send(socket, type="say", id="a", text="你好")

        assert hear(socket, "ack")["id"] == "a"


def test_after_a_break_only_what_is_new_comes(door: RunningDoor) -> None:
    visitor = door.visitor()
    with open_socket(visitor) as socket:
        before = hear_messages(socket)
    visitor.say("你好")
    visitor.say("在吗")

    with open_socket(visitor, after=before[-1]["seq"]) as socket:
        after = hear_messages(socket)

    everything = visitor.client.get("/api/messages").json()["messages"]
    assert before + after == everything


def test_a_message_sent_again_after_a_break_is_taken_once(door: RunningDoor) -> None:
    visitor = door.visitor()
    for _ in range(3):
        with open_socket(visitor) as socket:
            send(socket, type="say", id="same", text="你好")
            hear(socket, "ack")

    everything = visitor.client.get("/api/messages").json()["messages"]
    assert [m["text"] for m in everything if m["from"] == "you"] == ["你好"]


def test_two_open_pages_see_the_same(door: RunningDoor) -> None:
    visitor = door.visitor()
    with open_socket(visitor) as one, open_socket(visitor) as other:
        hear_messages(one)
        hear_messages(other)
        send(one, type="say", id="x", text="你好")

        told = [m["id"] for m in hear(other, "news")["messages"]]

    assert told in ([], ["x"])


BAD_FRAMES = ["", "x", "[]", "null", '{"type": 5}', '{"type": "say"}', "[" * 60_000]


@pytest.mark.parametrize("frame", BAD_FRAMES, ids=lambda f: f[:12])
def test_a_bad_frame_is_answered_and_the_page_stays_open(
    door: RunningDoor, frame: str
) -> None:
    with open_socket(door.visitor()) as socket:
        socket.send(frame)

        assert hear(socket, "error")["error"]["message"]
        send(socket, type="ping")
        hear(socket, "pong")


def test_an_empty_message_is_refused_by_its_id(door: RunningDoor) -> None:
    with open_socket(door.visitor()) as socket:
        send(socket, type="say", id="e", text="  ")

        error = hear(socket, "error")
    assert (error["id"], error["error"]["code"]) == ("e", "empty")


@pytest.mark.parametrize("cookie", ["", "x.y"])
def test_a_stranger_is_told_and_shown_out(door: RunningDoor, cookie: str) -> None:
    url = door.url.replace("http://", "ws://") + "/ws"
    headers = {"Cookie": f"{COOKIE}={cookie}"}
    with connect(url, additional_headers=headers, proxy=None) as socket:
        assert hear(socket, "error")["error"]["code"] == "no_session"
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=5)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401


def test_another_sites_page_gets_no_socket(door: RunningDoor) -> None:
    visitor = door.visitor()
    headers = {"Cookie": f"{COOKIE}={visitor.client.cookies[COOKIE]}"}
    url = door.url.replace("http://", "ws://") + "/ws"
    with connect(
        url, additional_headers=headers, origin="https://evil.example", proxy=None
    ) as socket:
        assert hear(socket, "error")["error"]["code"] == "other_site"
