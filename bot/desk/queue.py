"""The inbox page."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from actions.casebook.work import Work
from actions.policy.desk import KINDS
from bot.desk import inbox, views
from bot.desk.desk import Desk, desk_of
from bot.desk.inbox import VIEWS, Asked
from bot.desk.render import page

router = APIRouter(include_in_schema=False)
TheDesk = Annotated[Desk, Depends(desk_of)]


@router.get("/")
async def queue(request: Request, desk: TheDesk) -> Response:
    """The matters that wait, what is most pressing first."""
    me, now = desk.member(request), desk.now(request)
    asked = read_asked(dict(request.query_params))

    def read(work: Work) -> dict[str, Any]:
        found = inbox.read_page(work, asked, me.id, now)
        return {
            "rows": [views.row(*entry, now) for entry in found.rows],
            "counts": inbox.counts(work, me.id, now),
            "earlier": _address(asked, found.earlier, back=True),
            "later": _address(asked, found.later, back=False),
        }

    shown = await desk.transact(read)
    return page(request, desk, "inbox.html", me, asked=asked, kinds=KINDS, **shown)


def read_asked(query: dict[str, str]) -> Asked:
    """What an address asks for; what it may not ask for has its default."""
    view, kind = query.get("view", ""), query.get("kind", "")
    return Asked(
        view=view if view in VIEWS else "open",
        kind=kind if kind in KINDS else "",
        words=query.get("q", "")[:40],
        cursor=query.get("at", "")[:60],
        back=query.get("way") == "back",
    )


def _address(asked: Asked, cursor: str, *, back: bool) -> str:
    if not cursor:
        return ""
    asked = replace(asked, cursor=cursor, back=back)
    query = {
        "view": asked.view,
        "kind": asked.kind,
        "q": asked.words,
        "at": cursor,
        "way": "back" if back else "",
    }
    return "/?" + urlencode({name: value for name, value in query.items() if value})
