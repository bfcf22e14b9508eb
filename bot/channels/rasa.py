"""Asks the Rasa server for the bot's turn.

The REST channel's answer is a list: what is to be said, then one ``custom`` entry
with the turn itself (what the bot waits for, and the template of each sentence).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import httpx

from actions.reply import Button, Outgoing, Reply

CONNECT_SECONDS = 2.0
ANSWER_SECONDS = 15.0
PROBE_SECONDS = 3.0
TIMEOUT = {
    "connect": CONNECT_SECONDS,
    "read": ANSWER_SECONDS,
    "write": ANSWER_SECONDS,
    "pool": ANSWER_SECONDS,
}


class RasaAway(Exception):
    """No turn could be had now; the message must be asked again later."""


class NoTurn(Exception):
    """Rasa and the actions are up, and still this message got no turn."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One message for Rasa: ``metadata`` travels to the action untouched."""

    session_id: str
    text: str
    metadata: dict[str, Any] = field(default_factory=dict)


class RasaClient(Protocol):
    """Whoever answers for Rasa: the HTTP client below, or a test's own."""

    async def turn(self, asked: Asked) -> Reply:
        """The bot's turn.

        Raises:
            RasaAway: If it cannot be had now.
            NoTurn: If it cannot be had although everything is up.
        """

    async def healthy(self) -> bool:
        """Whether a turn can be had now."""

    async def close(self) -> None:
        """Let go of the connections."""


@dataclass(slots=True)
class Worker:
    """A Rasa server, and how many messages it is asked just now."""

    url: str
    asked: int = 0

    @property
    def turns(self) -> str:
        """Where messages go."""
        return f"{self.url}/webhooks/rest/webhook"


class HttpRasa:
    """Rasa's REST channel; keeps its connections open.

    Of several workers the least busy one gets the message: Rasa keeps nothing of a
    conversation, and the door asks for one message of a conversation at a time.
    """

    def __init__(self, urls: Sequence[str], actions_url: str, token: str = "") -> None:
        self.workers = [Worker(url.rstrip("/")) for url in urls]
        self.actions_health = actions_url.removesuffix("/webhook").rstrip("/")
        self.token = token
        # The bare transport: what a client adds (cookies, redirects) is not needed
        # here and costs more than the request.
        self.transport = httpx.AsyncHTTPTransport(
            limits=httpx.Limits(max_connections=64, max_keepalive_connections=32),
            trust_env=False,
        )

    async def turn(self, asked: Asked) -> Reply:
        """The bot's turn, from ``/webhooks/rest/webhook``."""
        body = {
            "sender": asked.session_id,
            "message": asked.text,
            "metadata": asked.metadata,
        }
        try:
            entries = await self._ask(body)
        except (httpx.HTTPError, ValueError) as error:
            raise RasaAway(type(error).__name__) from error
        turn = read_turn(entries)
        if turn is not None:
            return turn
        # Rasa answers with an empty list when an action failed or could not be
        # reached; only the second will be better later.
        if await self.healthy():
            raise NoTurn
        raise RasaAway("actions")

    async def _ask(self, body: dict[str, Any]) -> Any:
        """The answer of the least busy worker that can be reached."""
        untried = sorted(self.workers, key=lambda worker: worker.asked)
        while True:
            worker = untried.pop(0)
            try:
                return await self._ask_worker(worker, body)
            except httpx.ConnectError:
                # The message has reached nobody; another worker may take it.
                if not untried:
                    raise

    async def _ask_worker(self, worker: Worker, body: dict[str, Any]) -> Any:
        worker.asked += 1
        try:
            status, answer = await self._send(
                httpx.Request(
                    "POST", worker.turns, json=body, extensions={"timeout": TIMEOUT}
                )
            )
        finally:
            worker.asked -= 1
        if status != 200:
            raise ValueError(f"Rasa answered with {status}")
        return json.loads(answer)

    async def _send(self, request: httpx.Request) -> tuple[int, bytes]:
        answer = await self.transport.handle_async_request(request)
        try:
            return answer.status_code, await answer.aread()
        finally:
            await answer.aclose()

    async def healthy(self) -> bool:
        """Whether a worker of Rasa has its model and the action server answers."""
        query = {"token": self.token} if self.token else {}
        for worker in self.workers:
            if await self._answers(f"{worker.url}/status", query):
                return await self._answers(f"{self.actions_health}/health", {})
        return False

    async def _answers(self, url: str, query: dict[str, str]) -> bool:
        timeout = dict.fromkeys(TIMEOUT, PROBE_SECONDS)
        request = httpx.Request(
            "GET", url, params=query, extensions={"timeout": timeout}
        )
        try:
            status, _answer = await self._send(request)
        except httpx.HTTPError:
            return False
        return status == 200

    async def close(self) -> None:
        """Let go of the connections."""
        await self.transport.aclose()


def read_turn(entries: Any) -> Reply | None:
    """The turn in Rasa's answer, or nothing if no action finished.

    Several actions may have run: what they said is joined, and the last one's
    question stands.
    """
    if not isinstance(entries, list) or not entries:
        return None
    messages: list[Outgoing] = []
    waiting: list[Mapping[str, Any]] = []
    last: Mapping[str, Any] | None = None
    for entry in entries:
        custom = entry.get("custom") or {}
        if "turn" in custom:
            last = custom["turn"]
            messages += _named(waiting, last.get("templates") or [])
            waiting = []
        elif entry.get("text"):
            waiting.append(entry)
    if last is None:
        return None
    messages += _named(waiting, [])
    accepts = tuple(last.get("accepts") or ())
    return Reply(tuple(messages), last.get("asks"), last.get("outcome"), accepts)


def _named(
    entries: Sequence[Mapping[str, Any]], templates: Sequence[Mapping[str, Any]]
) -> list[Outgoing]:
    messages = []
    for place, entry in enumerate(entries):
        # A sentence nobody vouches for counts as telling facts: the gate stops it
        # in front of anybody who is not verified.
        template = templates[place] if place < len(templates) else {}
        buttons = tuple(
            Button(str(b.get("title", "")), str(b.get("payload", "")))
            for b in entry.get("buttons") or ()
        )
        messages.append(
            Outgoing(
                text=str(entry["text"]),
                buttons=buttons,
                template=str(template.get("id", "unnamed")),
                facts=bool(template.get("facts", True)),
            )
        )
    return messages
