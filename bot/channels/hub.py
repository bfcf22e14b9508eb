"""Tells open pages that there is news; the news itself is read from the casebook.

So a page that was away reads the same rows as one that was there, and nothing is
lost or shown twice.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Iterator
from typing import Literal

#: What the bot is doing in a conversation: nothing, answering, waiting for Rasa.
State = Literal["idle", "typing", "recovering"]


class Listener:
    """One open page; ``wait`` returns when something has changed since last time."""

    def __init__(self) -> None:
        self._changed = asyncio.Event()

    def wake(self) -> None:
        """Let ``wait`` return."""
        self._changed.set()

    async def wait(self, seconds: float) -> bool:
        """Whether something changed within *seconds*."""
        try:
            # Not wait_for: before Python 3.12 it can swallow a cancellation.
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        except TimeoutError:
            return False
        self._changed.clear()
        return True


class Hub:
    """The open pages of each conversation, and what the bot is doing there."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[Listener]] = defaultdict(set)
        self._states: dict[str, State] = {}

    def state(self, session_id: str) -> State:
        """What the bot is doing in this conversation."""
        return self._states.get(session_id, "idle")

    def tell(self, session_id: str, state: State | None = None) -> None:
        """Wake the conversation's pages; *state* is what the bot does from now on."""
        if state == "idle":
            self._states.pop(session_id, None)
        elif state is not None:
            self._states[session_id] = state
        for listener in self._listeners.get(session_id, ()):
            listener.wake()

    @contextlib.contextmanager
    def listen(self, session_id: str) -> Iterator[Listener]:
        """A listener for as long as the page is open."""
        listener = Listener()
        self._listeners[session_id].add(listener)
        try:
            yield listener
        finally:
            self._listeners[session_id].discard(listener)
            if not self._listeners[session_id]:
                del self._listeners[session_id]
