"""The chat page without a screen: one debtor on the door's WebSocket."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

from bot.channels.door import NOW_HEADER
from bot.channels.sessions import COOKIE
from bot.simulator.doors import NoAnswer


@dataclass(frozen=True, slots=True)
class Browser:
    """What every page is opened with: the door's address, the test clock's time."""

    url: str
    now: str
    transport: httpx.AsyncHTTPTransport


class Page:
    """An open chat page; ``say`` tells how long the bot took to answer."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._count = 0

    async def begin(self, seconds: float) -> None:
        """Say hello and wait for the greeting.

        Raises:
            NoAnswer: If it does not come within *seconds*.
        """
        await self._send({"type": "hello", "after": 0})
        await self._heard(0, seconds)

    async def say(self, text: str, seconds: float) -> float:
        """Send one message; the seconds until the bot's answer was there.

        Raises:
            NoAnswer: If it is refused, or not answered within *seconds*.
        """
        self._count += 1
        began = time.perf_counter()
        await self._send({"type": "say", "id": f"m{self._count}", "text": text})
        await self._heard(self._count, seconds)
        return time.perf_counter() - began

    async def _send(self, frame: dict[str, Any]) -> None:
        await self._socket.send(json.dumps(frame, ensure_ascii=False))

    async def _heard(self, count: int, seconds: float) -> None:
        """Read frames until the bot has spoken after the debtor's message *count*."""
        mine = "" if count == 0 else f"m{count}"
        spoken = count == 0
        try:
            async with asyncio.timeout(seconds):
                while True:
                    frame = json.loads(await self._socket.recv())
                    if frame["type"] == "error":
                        raise NoAnswer(f"refused: {frame.get('code')}")
                    for message in frame.get("messages", ()):
                        spoken = spoken or message["id"] == mine
                        if spoken and message["from"] == "bot":
                            return
        except TimeoutError:
            raise NoAnswer("no answer in time") from None


@contextlib.asynccontextmanager
async def open_page(browser: Browser, token: str) -> AsyncIterator[Page]:
    """Open the one-time link and then the chat page behind it.

    Raises:
        NoAnswer: If the link leads nowhere.
    """
    headers = {NOW_HEADER: browser.now}
    # The transport alone keeps no cookies: every debtor is a person of their own.
    answer = await browser.transport.handle_async_request(
        httpx.Request("GET", f"{browser.url}/c/{token}", headers=headers)
    )
    await answer.aclose()
    cookie = SimpleCookie(answer.headers.get("set-cookie", "")).get(COOKIE)
    if answer.status_code != 303 or cookie is None:
        raise NoAnswer(f"the link was answered with {answer.status_code}")
    headers["Cookie"] = f"{COOKIE}={cookie.value}"
    address = browser.url.replace("http", "ws", 1) + "/ws"
    async with connect(
        address, additional_headers=headers, proxy=None, compression=None
    ) as socket:
        yield Page(socket)
