"""The HTTP client of the Rasa server, against small real servers."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from actions.reply import Button, Outgoing, Reply
from bot.channels.rasa import Asked, HttpRasa, NoTurn, RasaAway, Worker, read_turn
from bot.launch.ports import free_ports

TURN = {
    "asks": "confirm",
    "accepts": ["confirm"],
    "outcome": None,
    "templates": [{"id": "promise_confirm", "facts": True}],
}
ANSWER: list[dict[str, Any]] = [
    {
        "recipient_id": "s",
        "text": "您打算6月25日还800元，对吗？",
        "buttons": [{"title": "对", "payload": "对"}],
    },
    {"recipient_id": "s", "custom": {"turn": TURN}},
]


def test_a_turn_is_read_with_its_buttons_and_question() -> None:
    assert read_turn(ANSWER) == Reply(
        (
            Outgoing(
                "您打算6月25日还800元，对吗？",
                (Button("对", "对"),),
                "promise_confirm",
                True,
            ),
        ),
        "confirm",
        None,
        ("confirm",),
    )


@pytest.mark.parametrize("entries", [[], None, {}, "x", ANSWER[:1]], ids=str)
def test_an_answer_without_a_turn_is_none(entries: Any) -> None:
    assert read_turn(entries) is None


def test_what_no_template_vouches_for_counts_as_facts() -> None:
    silent = {"custom": {"turn": {"asks": None}}}

    reply = read_turn([{"text": "一"}, silent, {"text": "二"}])

    assert reply is not None
    assert [message.facts for message in reply.messages] == [True, True]


def test_several_actions_are_one_turn_and_the_last_question_stands() -> None:
    second = {**TURN, "asks": "date", "templates": [{"id": "b", "facts": False}]}

    reply = read_turn([*ANSWER, {"text": "哪天？"}, {"custom": {"turn": second}}])

    assert reply is not None
    assert [message.template for message in reply.messages] == ["promise_confirm", "b"]
    assert reply.asks == "date"


@contextmanager
def server(status: int = 200, body: bytes = b"[]", up: bool = True) -> Iterator[str]:
    """A server that gives every POST this answer; *up* is how it feels."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self._answer(status, body)

        def do_GET(self) -> None:
            self._answer(200 if up else 503, b"{}")

        def _answer(self, code: int, content: bytes) -> None:
            self.send_response(code)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()
        thread.join()


def ask(url: str, actions: str | None = None, *, first: str | None = None) -> Reply:
    async def run() -> Reply:
        urls = [url] if first is None else [first, url]
        rasa = HttpRasa(urls, (actions or url) + "/webhook")
        try:
            return await rasa.turn(Asked("s", "你好"))
        finally:
            await rasa.close()

    return asyncio.run(run())


def test_a_turn_comes_over_http() -> None:
    with server(body=json.dumps(ANSWER).encode()) as url:
        assert ask(url).asks == "confirm"


@pytest.mark.parametrize(
    ("status", "body"), [(500, b"[]"), (404, b"[]"), (200, b"not json")]
)
def test_a_failing_rasa_is_away(status: int, body: bytes) -> None:
    with server(status, body) as url, pytest.raises(RasaAway):
        ask(url)


def test_a_rasa_that_is_not_there_is_away() -> None:
    [port] = free_ports(1)

    with pytest.raises(RasaAway):
        ask(f"http://127.0.0.1:{port}")


def test_no_turn_while_all_is_up_is_the_messages_own_fault() -> None:
    with server() as url, pytest.raises(NoTurn):
        ask(url)


def test_no_turn_while_the_actions_are_away_is_not() -> None:
    with server() as url, server(up=False) as actions, pytest.raises(RasaAway):
        ask(url, actions)


def test_a_worker_that_is_not_there_leaves_the_message_to_another() -> None:
    [port] = free_ports(1)

    with server(body=json.dumps(ANSWER).encode()) as url:
        assert ask(url, first=f"http://127.0.0.1:{port}").asks == "confirm"


def test_a_worker_that_took_the_message_and_failed_is_not_passed_over() -> None:
    # Another worker might do the same thing twice; the message is asked again later.
    with (
        server(500) as first,
        server(body=json.dumps(ANSWER).encode()) as url,
        pytest.raises(RasaAway),
    ):
        ask(url, first=first)


def test_the_least_busy_worker_gets_the_message() -> None:
    async def run() -> list[int]:
        rasa = HttpRasa(["http://a", "http://b"], "http://c/webhook")
        first, second = rasa.workers
        asked: list[int] = []

        async def answer(worker: Worker, _body: dict[str, Any]) -> list[Any]:
            asked.append(rasa.workers.index(worker))
            worker.asked += 1
            return ANSWER

        rasa._ask_worker = answer  # type: ignore[method-assign]
        for _ in range(4):
            await rasa.turn(Asked("s", "你好"))
        assert (first.asked, second.asked) == (2, 2)
        await rasa.close()
        return asked

    assert asyncio.run(run()) == [0, 1, 0, 1]
