"""The pages a debtor sees: the start page, the way in by a one-time link, the chat."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from actions.casebook.models import Account, Session
from actions.casebook.work import Work
from actions.money import show
from bot.channels.door import Door, door_of
from bot.channels.problems import Refused
from bot.channels.sessions import own_page, session_of, set_cookie

router = APIRouter(include_in_schema=False)

FOLDER = Path(__file__).parent / "pages"
#: A link's code as typed or pasted, with or without the address before it.
CODE = re.compile(r"(?:.*/c/)?([A-Za-z0-9_-]{16,64})/?")
TheDoor = Annotated[Door, Depends(door_of)]


def make_templates() -> Environment:
    """The page templates, from the package."""
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(request: Request, name: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page, rendered."""
    templates: Environment = request.app.state.templates
    return HTMLResponse(templates.get_template(name).render(**values), status)


@router.get("/")
async def start(request: Request, door: TheDoor) -> Response:
    """Where somebody without an open link begins."""
    return await _start_page(request, door)


async def _start_page(
    request: Request, door: Door, problem: str = "", status: int = 200
) -> Response:
    accounts = await door.office.transact(_demo) if door.settings.demo else []
    inside = session_of(request, door.settings.secret, door.now(request)) is not None
    return page(
        request,
        "start.html",
        status,
        lender=door.settings.lender,
        demo=accounts,
        desk=f"http://127.0.0.1:{door.settings.desk_port}",
        inside=inside,
        problem=problem,
    )


def _demo(work: Work) -> list[dict[str, str]]:
    return [_demo_row(a) for a in work.accounts() if is_demo(a.id)]


def _demo_row(account: Account) -> dict[str, str]:
    return {
        "id": account.id,
        "name": account.name,
        "lender": account.lender,
        "product": account.product,
        "owed": show(account.overdue_fen),
        "id_last4": account.id_last4,
    }


def is_demo(account_id: str) -> bool:
    """Whether an account is one of the generated ones anybody may look at."""
    return account_id.startswith("demo-")


async def _form(request: Request) -> dict[str, str]:
    """The fields of a small form, the last of each name.

    Raises:
        Refused: If the form was sent from another site.
    """
    if not own_page(request):
        raise Refused(403, "other_site", "请求被拒绝。")
    fields = parse_qs((await request.body()).decode("utf-8", "replace"))
    return {name: values[-1] for name, values in fields.items()}


@router.post("/code")
async def enter_code(request: Request, door: TheDoor) -> Response:
    """Lead somebody who typed or pasted a link's code to the link."""
    form = await _form(request)
    found = CODE.fullmatch(form.get("code", "").strip())
    if found is None:
        problem = "没有认出链接码，请检查是否复制完整。"
        return await _start_page(request, door, problem, 422)
    return RedirectResponse(f"/c/{found[1]}", 303)


@router.post("/visit")
async def visit(request: Request, door: TheDoor) -> Response:
    """Open a conversation that belongs to no account, for general questions."""
    await _form(request)
    now = door.now(request)
    session = await door.office.transact(Work.new_session, "web", None, None, now)
    response = RedirectResponse("/chat", 303)
    _enter(response, door, session, now)
    return response


def _enter(response: Response, door: Door, session: Session, now: datetime) -> None:
    set_cookie(response, session, door.settings.secret, door.settings.public_url, now)


@router.post("/demo")
async def demo(request: Request, door: TheDoor) -> Response:
    """Open a demo account as if its link had been clicked."""
    account_id = (await _form(request)).get("account", "")
    if not door.settings.demo or not is_demo(account_id):
        raise Refused(404, "not_found", "没有这个页面。")
    token = await door.office.transact(_demo_link, account_id, door.now(request))
    return RedirectResponse(f"/c/{token}", 303)


def _demo_link(work: Work, account_id: str, now: Any) -> str:
    account = work.account(account_id)
    if account is None:
        raise Refused(404, "not_found", "没有这个页面。")
    return work.create_link(account, account.phone, now)


@router.get("/c/{token}")
async def redeem(token: str, request: Request, door: TheDoor) -> Response:
    """Open the conversation a link leads to; the link's code leaves the address.

    A device that is in it already goes back to it; any other begins its own.
    """
    now = door.now(request)
    own = session_of(request, door.settings.secret, now)
    session = await door.office.transact(Work.redeem_link, token, now, own)
    if session is None:
        return page(request, "gone.html", 410, lender=door.settings.lender)
    response = RedirectResponse("/chat", 303)
    _enter(response, door, session, now)
    return response


@router.get("/chat")
async def chat(request: Request, door: TheDoor) -> Response:
    """The chat page; without a conversation, back to the start."""
    session_id = session_of(request, door.settings.secret, door.now(request))
    if session_id is None:
        return RedirectResponse("/", 303)
    parties = await door.office.transact(_parties, session_id)
    if parties is None:
        return RedirectResponse("/", 303)
    lender, agency = parties
    return page(
        request,
        "chat.html",
        lender=lender or door.settings.lender,
        agency=agency,
    )


def _parties(work: Work, session_id: str) -> tuple[str, str] | None:
    session = work.session(session_id)
    if session is None:
        return None
    account = work.account(session.account_id) if session.account_id else None
    return ("", "") if account is None else (account.lender, account.agency or "")
