"""Hands queued SMS answers to the provider, in order, each with a key of its own.

A message is queued in the same transaction that answers the debtor, so a crash loses
nothing; the key lets the provider drop a message it already took.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select

from actions.casebook.models import Message, Session
from actions.casebook.work import Work
from bot.outreach.sms import SmsError, SmsSender

MAX_TRIES = 5

Answer = TypeVar("Answer")
#: Runs a function in one transaction of the casebook, off the event loop.
Transact = Callable[..., Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Queued:
    """An SMS that has to go out."""

    message_id: int
    session_id: str
    address: str
    text: str

    @property
    def key(self) -> str:
        """The same whenever this message is tried again."""
        return f"message-{self.message_id}"


def queued_sms(work: Work) -> list[Queued]:
    """What waits to be handed over, oldest first."""
    query = (
        select(Message, Session.address)
        .join(Session, Session.id == Message.session_id)
        .where(
            Message.direction == "out",
            Message.status == "queued",
            Session.channel == "sms",
            Session.address.is_not(None),
        )
        .order_by(Message.id)
    )
    return [
        Queued(message.id, message.session_id, str(address), message.text)
        for message, address in work.orm.execute(query)
    ]


def note(work: Work, queued: Queued, status: str, now: datetime) -> None:
    """Note what became of a queued message."""
    message = work.orm.get(Message, queued.message_id)
    if message is not None:
        work.change_message(message, status, source="bot:sms", now=now)


class Outbox:
    """Sends what is queued; one run at a time, so that order is kept."""

    def __init__(
        self,
        sender: SmsSender,
        look: Transact,
        transact: Transact,
        in_thread: Transact,
    ) -> None:
        self._sender = sender
        self._look = look
        self._transact = transact
        self._in_thread = in_thread
        self._tries: Counter[int] = Counter()

    async def flush(self, now: datetime) -> int:
        """Send everything that is queued; how many were handed over.

        A number whose message fails waits with its later ones for the next run.
        """
        held: set[str] = set()
        handed = 0
        for queued in await self._look(queued_sms):
            if queued.address in held:
                continue
            status = await self._hand_over(queued)
            if status is None:
                held.add(queued.address)
                continue
            handed += status == "sent"
            await self._transact(note, queued, status, now)
        return handed

    async def _hand_over(self, queued: Queued) -> str | None:
        try:
            await self._in_thread(
                self._sender.send, queued.address, queued.text, queued.key
            )
        except SmsError as error:
            self._tries[queued.message_id] += 1
            spent = self._tries[queued.message_id] >= MAX_TRIES
            if error.retry and not spent:
                return None
            status = "failed"
        else:
            status = "sent"
        self._tries.pop(queued.message_id, None)
        return status
