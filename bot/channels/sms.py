"""The SMS gateway's webhook: one message in; the answer goes out through the outbox."""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from actions.casebook.work import Work
from bot.channels import turns
from bot.channels.door import Door, door_of
from bot.channels.problems import Refused
from bot.channels.sessions import sms_session
from bot.channels.turns import Stored

router = APIRouter(prefix="/sms", tags=["sms"])

TOKEN_HEADER = "X-Hecui-Token"
Number = Annotated[str, StringConstraints(pattern=r"^\+?[0-9]{3,20}$")]
TheDoor = Annotated[Door, Depends(door_of)]


class InboundSms(BaseModel):
    """A message as the gateway hands it on; ``id`` is the gateway's own."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    from_: Annotated[Number, Field(alias="from")]
    to: Annotated[str, StringConstraints(max_length=30)] = ""
    text: str
    at: datetime | None = None


@router.post("/inbound", status_code=202)
async def inbound(
    sms: InboundSms,
    request: Request,
    door: TheDoor,
    token: Annotated[str, Header(alias=TOKEN_HEADER)] = "",
) -> dict[str, Any]:
    """Keep an inbound SMS and answer it; the same ``id`` again changes nothing."""
    expected = door.settings.sms_token
    if not expected or not hmac.compare_digest(token.encode(), expected.encode()):
        raise Refused(401, "bad_token", "令牌不正确。", f"header {TOKEN_HEADER}")
    stored = await door.office.transact(_store, sms, door.now(request))
    if stored.is_new:
        door.office.begin_answer(stored.session_id)
    return {"id": sms.id, "seq": stored.seq, "known": not stored.is_new}


def _store(work: Work, sms: InboundSms, now: datetime) -> Stored:
    session = sms_session(work, domestic(sms.from_), now)
    return turns.store_inbound(work, session.id, sms.text, f"sms:{sms.id}", now)


def domestic(number: str) -> str:
    """The number as the casebook has it, without the country's code.

    >>> domestic("+8616100000001"), domestic("16100000001")
    ('16100000001', '16100000001')
    """
    return number.removeprefix("+86") if number.startswith("+86") else number
