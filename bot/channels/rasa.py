"""Asks the Rasa server for the bot's turn.

The REST channel's answer is a list: what is to be said, then one ``custom`` entry
with the turn itself (what the bot waits for, and the template of each sentence).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import httpx

from actions.reply import Button, Outgoing, Reply

CONNECT_SECONDS = 2.0
ANSWER_SECONDS = 15.0


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


class HttpRasa:
    """Rasa's REST channel; keeps its connections open."""

    def __init__(self, url: str, actions_url: str, token: str = "") -> None:
        self.url = url.rstrip("/")
        self.actions_health = actions_url.removesuffix("/webhook").rstrip("/")
        self.token = token
        self.client = httpx.AsyncClient(
            timeout=httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS),
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
            answer = await self.client.post(
                f"{self.url}/webhooks/rest/webhook", json=body
            )
            answer.raise_for_status()
            entries = answer.json()
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

    async def healthy(self) -> bool:
        """Whether Rasa has its model and the action server answers."""
        query = {"token": self.token} if self.token else {}
        status = self._answers(f"{self.url}/status", query)
        return await status and await self._answers(f"{self.actions_health}/health", {})

    async def _answers(self, url: str, query: dict[str, str]) -> bool:
        try:
            answer = await self.client.get(url, params=query, timeout=3.0)
        except httpx.HTTPError:
            return False
        return answer.is_success

    async def close(self) -> None:
        """Let go of the connections."""
        await self.client.aclose()


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
