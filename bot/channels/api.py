"""The debtor's messages over plain HTTP, for pages without a WebSocket and programs."""

from __future__ import annotations

import time
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, StringConstraints

from bot.channels import turns, words
from bot.channels.door import Door, door_of
from bot.channels.hub import State
from bot.channels.problems import Refused

router = APIRouter(prefix="/api", tags=["chat"])

MAX_WAIT_SECONDS = 25
#: Between two looks whether the page that waits has gone away.
LOOK_SECONDS = 2.0
ClientId = Annotated[
    str, StringConstraints(min_length=1, max_length=64, pattern=r"^[\w.:-]+$")
]
TheDoor = Annotated[Door, Depends(door_of)]


class NewMessage(BaseModel):
    """A message of the debtor; the page's own ``id`` makes sending it again safe."""

    model_config = ConfigDict(extra="forbid")

    id: ClientId
    text: str


def checked(text: str) -> str:
    """The text, if there is anything to read in it.

    Raises:
        Refused: If it is empty once control characters are out.
    """
    if not words.clean(text):
        raise Refused(422, "empty", "请先输入内容再发送。")
    return text


def news(messages: list[dict[str, Any]], state: State) -> dict[str, Any]:
    """What a page shows next: new messages, and what the bot is doing."""
    notice = words.RECOVERING if state == "recovering" else ""
    return {"messages": messages, "state": state, "notice": notice}


@router.post("/messages", status_code=202)
async def post_message(
    message: NewMessage, request: Request, door: TheDoor
) -> JSONResponse:
    """Keep a message; the answer comes with ``GET /api/messages``."""
    session_id = door.session_id(request)
    stored = await door.office.accept(
        session_id, checked(message.text), message.id, door.now(request)
    )
    body = {"id": message.id, "seq": stored.seq, "known": not stored.is_new}
    return JSONResponse(body, 202)


@router.get("/messages")
async def get_messages(
    request: Request,
    door: TheDoor,
    after: Annotated[int, Query(ge=0, le=2**31)] = 0,
    wait: Annotated[int, Query(ge=0, le=MAX_WAIT_SECONDS)] = 0,
    state: State | None = None,
) -> dict[str, Any]:
    """Messages after *after*; with *wait*, the answer comes when there is news.

    News is a message, or that the bot does something else than the *state* which the
    page shows.  A new conversation begins with the bot's greeting.
    """
    session_id = door.session_id(request)
    office = door.office
    ends = time.monotonic() + wait
    with office.hub.listen(session_id) as listener:
        if after == 0:
            await office.greet(session_id, door.now(request))
        shown = state or office.hub.state(session_id)
        while True:
            messages = await office.look(turns.messages_after, session_id, after)
            now = office.hub.state(session_id)
            left = ends - time.monotonic()
            gone = await request.is_disconnected()
            if messages or now != shown or left <= 0 or gone:
                return news(messages, now)
            await listener.wait(min(left, LOOK_SECONDS))
