"""The chat page's WebSocket: messages both ways, in order, none lost, none twice.

The page says what it has seen (``hello``); the door sends what comes after, then what
is new.  The page keeps each of its messages until it is acknowledged and sends it again
after a break; its ``id`` makes that safe.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from pydantic import ValidationError

from bot.channels import turns
from bot.channels.api import NewMessage, checked, news
from bot.channels.door import Door, door_of
from bot.channels.hub import Listener
from bot.channels.problems import KNOWN, Refused, shape

router = APIRouter()

#: Between two looks into the casebook without a wake-up: other processes write too.
LOOK_SECONDS = 15.0
#: What a page is told when it must not come back with the same cookie.
CLOSE_NO_SESSION = 4401


@router.websocket("/ws")
async def live(socket: WebSocket) -> None:
    """Serve one open page."""
    door = door_of(socket)
    try:
        session_id = door.session_id(socket)
        now = door.now(socket)
        await door.office.look(turns.known_session, session_id)
    except Refused as refused:
        await socket.accept()
        await socket.send_json({"type": "error", **refused.body})
        await socket.close(CLOSE_NO_SESSION)
        return
    await socket.accept()
    page = _Page(socket, door, session_id)
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        await page.serve(now)


class _Page:
    """One open page: what it has seen, and both directions of its socket."""

    def __init__(self, socket: WebSocket, door: Door, session_id: str) -> None:
        self.socket = socket
        self.door = door
        self.session_id = session_id
        self.seen = 0
        self.hello = asyncio.Event()

    async def serve(self, now: datetime) -> None:
        """Run until the page goes away."""
        await self.door.office.greet(self.session_id, now)
        with self.door.office.hub.listen(self.session_id) as listener:
            writer = asyncio.create_task(self._write(listener))
            try:
                await self._read(listener)
            finally:
                writer.cancel()
                with contextlib.suppress(
                    asyncio.CancelledError, WebSocketDisconnect, RuntimeError
                ):
                    await writer

    async def _write(self, listener: Listener) -> None:
        await self.hello.wait()
        office = self.door.office
        told: str | None = None
        while True:
            messages = await office.look(
                turns.messages_after, self.session_id, self.seen
            )
            state = office.hub.state(self.session_id)
            if messages or state != told:
                await self.socket.send_json({"type": "news", **news(messages, state)})
                told = state
            if messages:
                self.seen = messages[-1]["seq"]
            await listener.wait(LOOK_SECONDS)

    async def _read(self, listener: Listener) -> None:
        while True:
            frame = _frame(await self.socket.receive_text())
            match frame.get("type"):
                case "hello":
                    after = frame.get("after")
                    self.seen = after if isinstance(after, int) and after > 0 else 0
                    self.hello.set()
                    listener.wake()
                case "say":
                    await self._say(frame)
                case "ping":
                    await self.socket.send_json({"type": "pong"})
                case _:
                    await self.socket.send_json(
                        {"type": "error", **shape("bad_frame", KNOWN[400][1])}
                    )

    async def _say(self, frame: Mapping[str, Any]) -> None:
        told = {"id": frame.get("id"), "text": frame.get("text")}
        try:
            message = NewMessage.model_validate(told)
            stored = await self.door.office.accept(
                self.session_id,
                checked(message.text),
                message.id,
                self.door.now(self.socket),
            )
        except ValidationError:
            body = shape("bad_message", KNOWN[400][1])
            await self.socket.send_json({"type": "error", "id": told["id"], **body})
        except Refused as refused:
            await self.socket.send_json(
                {
                    "type": "error",
                    "id": told["id"],
                    "retry_after": refused.retry_after,
                    **refused.body,
                }
            )
        else:
            await self.socket.send_json(
                {"type": "ack", "id": message.id, "seq": stored.seq}
            )


def _frame(text: str) -> Mapping[str, Any]:
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return frame if isinstance(frame, dict) else {}
