"""The post office: every message is kept first, answered when it can be, in order.

An inbound message is a row before Rasa hears of it.  While Rasa is away the rows wait
and pages are told so; when it is back they are answered, oldest first.  A lock per
conversation keeps the order, and the row's status makes sure that nothing is answered
twice.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from actions.casebook.store import Casebook
from actions.casebook.work import Work
from actions.conversation import open_turn
from actions.reply import Outgoing, Reply
from bot.channels import turns, words
from bot.channels.gate import Checker
from bot.channels.hub import Hub, State
from bot.channels.outbox import Outbox
from bot.channels.rasa import Asked, NoTurn, RasaAway, RasaClient
from bot.channels.turns import Stored, Waiting
from bot.clock import Clock
from bot.outreach.sms import SmsSender

log = logging.getLogger("hecui.door")

#: Messages asked of Rasa at the same time.
AT_ONCE = 32
#: Tries of one message while Rasa and the actions are up, before a person gets it.
MAX_TRIES = 3
SWEEP_SECONDS = 1.0
SLOWEST_SWEEP_SECONDS = 10.0
STOP_SECONDS = 5.0

Answer = TypeVar("Answer")


class Office:
    """Takes messages in and brings answers out, for all conversations."""

    def __init__(
        self,
        casebook: Casebook,
        rasa: RasaClient,
        checker: Checker,
        sender: SmsSender,
        clock: Clock,
        *,
        test_clock: bool = False,
    ) -> None:
        self.casebook = casebook
        self.rasa = rasa
        self.checker = checker
        self.clock = clock
        self.test_clock = test_clock
        self.hub = Hub()
        self.outbox = Outbox(sender, self.look, self.transact, self._in_thread)
        # One thread for the casebook: SQLite has one writer anyway, and the checker
        # is then never asked two things at once.
        self._thread = ThreadPoolExecutor(1, "casebook")
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._places = asyncio.Semaphore(AT_ONCE)
        self._tries: Counter[int] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self._sweeper: asyncio.Task[None] | None = None
        self._flushing = asyncio.Lock()

    def start(self) -> None:
        """Begin to look after messages that wait."""
        self._sweeper = asyncio.create_task(self._sweep_forever())

    async def stop(self) -> None:
        """Let running answers finish (a few seconds), then close."""
        if self._sweeper is not None:
            self._sweeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._sweeper
        if self._tasks:
            _done, late = await asyncio.wait(self._tasks, timeout=STOP_SECONDS)
            for task in late:
                task.cancel()
        await self.rasa.close()
        self._thread.shutdown(wait=True)

    async def transact(
        self, step: Callable[..., Answer], *arguments: Any, **named: Any
    ) -> Answer:
        """What ``step(work, …)`` returns, in one transaction off the event loop."""

        def run() -> Answer:
            with self.casebook.begin() as work:
                return step(work, *arguments, **named)

        return await asyncio.get_running_loop().run_in_executor(self._thread, run)

    async def look(
        self, step: Callable[..., Answer], *arguments: Any, **named: Any
    ) -> Answer:
        """The same for a step that only reads; it waits for no writer."""

        def run() -> Answer:
            with self.casebook.look() as work:
                return step(work, *arguments, **named)

        return await asyncio.get_running_loop().run_in_executor(self._thread, run)

    async def _in_thread(self, step: Callable[..., Answer], *arguments: Any) -> Answer:
        return await asyncio.to_thread(step, *arguments)

    # ── taking in ─────────────────────────────────────────────────────────────

    async def accept(
        self, session_id: str, text: str, client_id: str, now: datetime
    ) -> Stored:
        """Keep a message and begin to answer it; the same id is taken only once.

        Raises:
            Refused: If the conversation is unknown or too full.
        """
        stored = await self.transact(
            turns.store_inbound, session_id, text, client_id, now
        )
        if stored.is_new:
            self.begin_answer(session_id)
        return stored

    def begin_answer(self, session_id: str) -> None:
        """Answer what waits in a conversation, without waiting for it."""
        if self.hub.state(session_id) == "idle":
            self.hub.tell(session_id, "typing")
        else:
            self.hub.tell(session_id)
        task = asyncio.create_task(self.answer(session_id))
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("an answer failed: %s", type(task.exception()).__name__)

    async def greet(self, session_id: str, now: datetime) -> None:
        """Open a new conversation: who speaks, for whom, and that the chat is kept."""
        async with self._lock(session_id):
            if not await self.look(turns.messages_after, session_id, 0):
                await self.transact(_greet, session_id, self.checker, now)
        self.hub.tell(session_id)

    # ── answering ─────────────────────────────────────────────────────────────

    def _lock(self, session_id: str) -> asyncio.Lock:
        lock = self._locks.get(session_id)
        if lock is None:
            lock = self._locks[session_id] = asyncio.Lock()
        return lock

    async def answer(self, session_id: str) -> None:
        """Answer everything that waits in a conversation, oldest first."""
        async with self._lock(session_id):
            state: State = "recovering"
            try:
                waiting = await self.look(turns.next_waiting, session_id)
                if waiting is not None and self.hub.state(session_id) == "idle":
                    self.hub.tell(session_id, "typing")
                while waiting is not None:
                    waiting = await self._answer_one(waiting)
                    if waiting is not None:
                        self.hub.tell(session_id)
                state = "idle"
            except RasaAway as away:
                log.warning("no turn: %s", away)
            finally:
                self.hub.tell(session_id, state)

    async def _answer_one(self, waiting: Waiting) -> Waiting | None:
        """Answer a message; the next one of the conversation that waits."""
        try:
            messages = await self._messages(waiting)
        except NoTurn:
            self._tries[waiting.message_id] += 1
            if self._tries[waiting.message_id] < MAX_TRIES:
                raise RasaAway("no turn") from None
            step: Callable[..., Waiting | None] = turns.give_up
            arguments: tuple[Any, ...] = (waiting,)
        else:
            step, arguments = turns.store_answer, (waiting, messages)
        now = self._now(waiting)
        after = await self.transact(step, *arguments, checker=self.checker, now=now)
        self._tries.pop(waiting.message_id, None)
        if waiting.channel == "sms":
            await self._flush(now)
        return after

    async def _messages(self, waiting: Waiting) -> tuple[Outgoing, ...]:
        if not waiting.text:
            # Rasa has no turn for a message without words (an empty SMS).
            return (Outgoing(words.EMPTY.text, template=words.EMPTY.template),)
        metadata: dict[str, Any] = {
            "channel": waiting.channel,
            "message_id": waiting.message_id,
        }
        if self.test_clock:
            metadata["now"] = waiting.at.isoformat()
        text = words.for_rasa(waiting.text)
        async with self._places:
            reply: Reply = await self.rasa.turn(
                Asked(waiting.session_id, text, metadata)
            )
        return reply.messages

    def _now(self, waiting: Waiting) -> datetime:
        return waiting.at if self.test_clock else self.clock()

    async def _flush(self, now: datetime) -> None:
        async with self._flushing:
            await self.outbox.flush(now)

    # ── looking after what waits ──────────────────────────────────────────────

    async def _sweep_forever(self) -> None:
        pause = SWEEP_SECONDS
        while True:
            try:
                clear = await self.sweep()
            except Exception as error:  # the sweeper must outlive any one failure
                log.error("a sweep failed: %s", type(error).__name__)
                clear = False
            pause = SWEEP_SECONDS if clear else min(pause * 1.5, SLOWEST_SWEEP_SECONDS)
            await asyncio.sleep(pause)

    async def sweep(self) -> bool:
        """Try again what waits; whether everything could be tried."""
        await self._flush(self.clock())
        waiting = await self.look(turns.sessions_waiting)
        waiting = [session for session in waiting if not self._busy(session)]
        if not waiting:
            return True
        if not await self.rasa.healthy():
            for session_id in waiting:
                self.hub.tell(session_id, "recovering")
            return False
        await asyncio.gather(*(self.answer(session_id) for session_id in waiting))
        return True

    def _busy(self, session_id: str) -> bool:
        lock = self._locks.get(session_id)
        return lock is not None and lock.locked()


def _greet(work: Work, session_id: str, checker: Checker, now: datetime) -> None:
    session = turns.known_session(work, session_id)
    if work.messages(session):
        return
    reply = open_turn(work, session, now, "link")
    turns.send(work, session, reply.messages, checker=checker, answers=None, now=now)
