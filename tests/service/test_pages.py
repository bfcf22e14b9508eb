"""The pages, and the streams behind them."""

from __future__ import annotations

import asyncio
import re

import pytest

from compliance_checker.service import pages
from compliance_checker.service.current import Current
from compliance_checker.service.live import Limits, LiveCalls
from compliance_checker.service.socket import Session

from .conftest import NOW
from .test_live import CLOSE, OPEN, THREAT, receive, send, tell

EVIL = "坐席：<img src=x onerror=alert(1)>不还我就告诉你家里人"


def test_the_first_page_shows_what_is_found_in_sentences(client):
    html = client.post("/", data={"text": EVIL}).text

    assert "<mark>告诉你家里人</mark>" in html
    assert "<img" not in html
    assert "我们只跟您本人谈还款。" in html


def test_blank_lines_between_sentences_do_no_harm(client):
    html = client.post("/", data={"text": "坐席：您好\n客户：喂\n\n坐席：王八蛋"}).text

    assert "<mark>王八蛋</mark>" in html
    assert "第 3 句 坐席" in html


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("没有人说", "第 1 行看不懂", id="no-speaker"),
        pytest.param("", "输入看不懂", id="empty"),
        pytest.param("坐席：好\n王小二：好", "第 2 行看不懂", id="unknown-speaker"),
    ],
)
def test_what_cannot_be_read_is_told_in_place(client, text, told):
    html = client.post("/", data={"text": text}).text

    assert told in html
    assert 'role="alert"' in html


def test_a_running_call_is_on_the_list_and_has_a_page(client):
    with client.live() as socket:
        send(socket, {"type": "open", "call": {"call_id": "a/<b>"}})
        receive(socket)

        assert 'href="/live/a%2F%3Cb%3E"' in client.get("/live").text
        html = client.get("/live/a%2F%3Cb%3E").text

    assert "a/&lt;b&gt;" in html
    assert "<b>" not in html


def test_a_call_that_is_gone_says_so(client):
    response = client.get("/live/nothing")

    assert response.status_code == 404
    assert "没有这通通话" in response.text


@pytest.mark.parametrize("path", ["/", "/live"])
def test_pages_load_nothing_from_elsewhere(client, path):
    html = client.get(path).text

    found = re.findall(r'(?:src|href)="([^"]+)"', html)
    assert found
    assert all(one.startswith(("/", "#")) for one in found)
    assert "<script>" not in html
    assert "style=" not in html


@pytest.fixture
def calls(checker):
    return LiveCalls(Current(checker), clock=lambda: NOW, limits=Limits())


async def collect(stream, number):
    return [await anext(stream) for _ in range(number)]


def test_a_stream_tells_what_was_and_then_what_is(calls):
    session = Session(calls)
    tell(session, OPEN)

    async def scene():
        stream = pages._call_stream(calls.call("c-1"), 0)
        first = await anext(stream)
        waiting = asyncio.ensure_future(anext(stream))
        await asyncio.sleep(0)
        tell(session, THREAT)
        second = await waiting
        tell(session, CLOSE)
        rest = [one async for one in stream]
        return first, second, rest

    first, second, rest = asyncio.run(scene())

    assert first.startswith('id: 1\ndata: {"type":"opened"')
    assert second.startswith('id: 2\ndata: {"type":"turn"')
    assert [one.split("\n")[0] for one in rest] == ["id: 3"]


def test_a_stream_goes_on_after_the_last_event_seen(calls):
    tell(Session(calls), OPEN, THREAT, CLOSE)

    async def scene():
        return [one async for one in pages._call_stream(calls.call("c-1"), 2)]

    assert [one.split("\n")[0] for one in asyncio.run(scene())] == ["id: 3"]


def test_a_page_that_knows_more_than_the_service_begins_again(calls):
    tell(Session(calls), OPEN, CLOSE)

    async def scene():
        return [one async for one in pages._call_stream(calls.call("c-1"), 99)]

    first, *rest = asyncio.run(scene())

    assert first.startswith("event: reset")
    assert len(rest) == 2


def test_a_quiet_stream_is_kept_open(calls, monkeypatch):
    monkeypatch.setattr(pages, "HEARTBEAT", 0.01)
    tell(Session(calls), OPEN)

    async def scene():
        return await collect(pages._call_stream(calls.call("c-1"), 0), 3)

    assert asyncio.run(scene())[1:] == [":\n\n", ":\n\n"]


def test_the_board_is_sent_again_when_something_is_found(calls, monkeypatch):
    monkeypatch.setattr(pages, "BOARD_PAUSE", 0)
    session = Session(calls)

    async def scene():
        stream = pages._board_stream(calls)
        first = await anext(stream)
        waiting = asyncio.ensure_future(anext(stream))
        await asyncio.sleep(0)
        tell(session, OPEN, THREAT)
        return first, await waiting

    first, second = asyncio.run(scene())

    assert first == "data: []\n\n"
    assert '"findings":1' in second
