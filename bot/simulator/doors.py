"""How a scripted debtor reaches the running bot: the web door, or the SMS webhook."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import httpx

from actions.casebook.models import Message, Session
from actions.casebook.store import Casebook
from actions.casebook.work import Work
from bot.channels.door import NOW_HEADER
from bot.channels.sms import TOKEN_HEADER
from bot.settings import Settings
from bot.simulator.answers import Question, button_texts

ANSWER_SECONDS = 40.0
POLL_SECONDS = 0.05


class NoAnswer(Exception):
    """The bot did not answer, or refused the message; says which."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What came back since last time, and where the conversation stands."""

    messages: tuple[Message, ...]
    question: Question
    verified: bool


class DoorClient(Protocol):
    """One debtor's way to the bot."""

    async def say(self, text: str, number: int) -> None:
        """Send one message and wait until it is answered.

        Raises:
            NoAnswer: If it is refused, or not answered in time.
        """


@dataclass(frozen=True, slots=True)
class Line:
    """What both ways need: the stack's settings, its casebook, the debtor."""

    settings: Settings
    casebook: Casebook
    phone: str
    now: str

    @property
    def headers(self) -> dict[str, str]:
        """The script's own time, for the door's test clock."""
        return {NOW_HEADER: self.now}


class WebDebtor:
    """A browser without a screen: opens the link, posts, and polls."""

    def __init__(self, line: Line) -> None:
        self.client = httpx.AsyncClient(
            base_url=line.settings.public_url,
            headers=line.headers,
            timeout=ANSWER_SECONDS,
            trust_env=False,
        )
        self.seen = 0
        self.state = "idle"

    async def open(self, token: str) -> None:
        """Open the one-time link; the bot greets."""
        answer = await self.client.get(f"/c/{token}")
        if answer.status_code != 303:
            raise NoAnswer(f"the link was answered with {answer.status_code}")
        await self._poll(0)

    async def say(self, text: str, number: int) -> None:
        """Send one message and wait until it is answered."""
        body = {"id": f"m{number}", "text": text}
        answer = await self.client.post("/api/messages", json=body)
        if answer.status_code == 422:
            # An empty message never leaves the page; there is nothing to answer.
            return
        if answer.status_code != 202:
            raise NoAnswer(f"the message was answered with {answer.status_code}")
        self.state = "typing"
        ends = time.monotonic() + ANSWER_SECONDS
        while time.monotonic() < ends:
            news = await self._poll(20)
            if news["state"] == "idle":
                return
        raise NoAnswer("no answer in time")

    async def _poll(self, wait: int) -> dict[str, Any]:
        query: dict[str, str | int] = {
            "after": self.seen,
            "wait": wait,
            "state": self.state,
        }
        answer = await self.client.get("/api/messages", params=query)
        if answer.status_code != 200:
            raise NoAnswer(f"messages were answered with {answer.status_code}")
        news: dict[str, Any] = answer.json()
        self.state = news["state"]
        if news["messages"]:
            self.seen = news["messages"][-1]["seq"]
        return news


class SmsDebtor:
    """A telephone: texts go to the gateway's webhook, answers into the casebook."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.client = httpx.AsyncClient(
            base_url=line.settings.public_url,
            headers={**line.headers, TOKEN_HEADER: line.settings.sms_token},
            timeout=ANSWER_SECONDS,
            trust_env=False,
        )

    async def say(self, text: str, number: int) -> None:
        """Send one message and wait until it is answered and the answer is out."""
        sms = {
            "id": f"{self.line.phone}-{number}",
            "from": self.line.phone,
            "to": "10690000",
            "text": text,
        }
        answer = await self.client.post("/sms/inbound", json=sms)
        if answer.status_code != 202:
            raise NoAnswer(f"the SMS was answered with {answer.status_code}")
        ends = time.monotonic() + ANSWER_SECONDS
        while time.monotonic() < ends:
            if await in_thread(self.line.casebook, _is_quiet, self.line.phone):
                return
            await asyncio.sleep(POLL_SECONDS)
        raise NoAnswer("no answer in time")


def _is_quiet(work: Work, phone: str) -> bool:
    session = work.latest_session("sms", phone)
    messages = [] if session is None else work.messages(session)
    return not any(m.status in {"received", "queued"} for m in messages)


async def in_thread(
    casebook: Casebook, step: Callable[..., Any], *arguments: Any
) -> Any:
    """What ``step(work, …)`` returns, in one transaction off the event loop."""

    def run() -> Any:
        with casebook.begin() as work:
            return step(work, *arguments)

    return await asyncio.to_thread(run)


def listen(work: Work, channel: str, phone: str, after: int) -> Heard:
    """What the bot said after message *after* (an id), and what it waits for."""
    session = work.latest_session(channel, phone)
    if session is None:
        return Heard((), Question(None), verified=False)
    messages = tuple(
        m for m in work.messages(session) if m.direction == "out" and m.id > after
    )
    buttons = messages[-1].buttons if messages else []
    return Heard(messages, _question(session, buttons), session.verified_at is not None)


def _question(session: Session, buttons: list[dict[str, str]]) -> Question:
    state = session.state or {}
    return Question(
        state.get("asks"), tuple(state.get("accepts") or ()), button_texts(buttons)
    )
