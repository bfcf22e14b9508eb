"""The desk tells that a conversation has news, so that open pages show it at once.

A page finds the news by itself within seconds; this only makes it sooner.
"""

from __future__ import annotations

import hmac
from typing import Annotated

from fastapi import APIRouter, Depends, Header
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, StringConstraints

from bot.channels.door import Door, door_of
from bot.channels.problems import Refused
from bot.desk.signin import wake_token

router = APIRouter(prefix="/internal", include_in_schema=False)

WAKE_HEADER = "X-Hecui-Desk"
TheDoor = Annotated[Door, Depends(door_of)]


class News(BaseModel):
    """Which conversation has news."""

    model_config = ConfigDict(extra="forbid")

    session: Annotated[str, StringConstraints(min_length=1, max_length=64)]


@router.post("/wake", status_code=204)
async def wake(
    news: News, door: TheDoor, token: Annotated[str, Header(alias=WAKE_HEADER)] = ""
) -> Response:
    """Wake the open pages of a conversation.

    Raises:
        Refused: If the caller does not hold the desk's token.
    """
    if not hmac.compare_digest(
        token.encode(), wake_token(door.settings.secret).encode()
    ):
        raise Refused(401, "bad_token", "令牌不正确。", f"header {WAKE_HEADER}")
    door.office.hub.tell(news.session)
    return Response(status_code=204)
