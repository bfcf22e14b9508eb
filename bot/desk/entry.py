"""Signing in, choosing a password with a setup code, signing out."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from bot.channels.problems import Refused
from bot.desk import signin
from bot.desk.demo import DEMO, ensure_demo
from bot.desk.desk import Desk, desk_of
from bot.desk.render import page
from bot.desk.staff import SHORTEST_PASSWORD, Member

router = APIRouter(include_in_schema=False)
TheDesk = Annotated[Desk, Depends(desk_of)]

#: Only addresses of our own pages are returned to after signing in.
OWN = re.compile(r"/(matters/[0-9]{1,9}(/chat)?)?")


def _next(told: str) -> str:
    return told if OWN.fullmatch(told) else "/"


@router.get("/signin")
async def sign_in_page(request: Request, desk: TheDesk) -> Response:
    """The form to sign in."""
    return _form(request, desk, request.query_params.get("next", "/"))


def _form(
    request: Request, desk: Desk, back: str, problem: str = "", status: int = 200
) -> Response:
    demo = DEMO if desk.settings.demo else ()
    return page(
        request,
        desk,
        "signin.html",
        None,
        status=status,
        problem=problem,
        back=_next(back),
        demo=demo,
        empty=not desk.staff.members() and not demo,
    )


@router.post("/signin")
async def sign_in(request: Request, desk: TheDesk) -> Response:
    """Sign in with id and password; after too many wrong ones, wait."""
    form, now = await desk.form(request), desk.now(request)
    member_id, back = form.text("id"), form.text("next")
    seconds = desk.brake.wait(member_id, now)
    if seconds:
        minutes = -(-seconds // 60)
        told = f"密码错误次数过多，请 {minutes} 分钟后再试。"
        return _form(request, desk, back, told, 429)
    member = await run_in_threadpool(
        desk.staff.sign_in, member_id, form.fields.get("password", "")
    )
    if member is None:
        desk.brake.note(member_id, now)
        return _form(request, desk, back, "工号或密码不对。", 401)
    return _entered(desk, member, _next(back), request)


@router.post("/signin/demo")
async def sign_in_demo(request: Request, desk: TheDesk) -> Response:
    """Sign in as one of the generated members, where demonstrations are on.

    Raises:
        Refused: If they are off.
    """
    form, now = await desk.form(request), desk.now(request)
    if not desk.settings.demo:
        raise Refused(404, "not_found", "没有这个页面。")
    member = await run_in_threadpool(ensure_demo, desk.staff, form.text("id"), now)
    if member is None:
        raise Refused(404, "not_found", "没有这个页面。")
    return _entered(desk, member, "/", request)


def _entered(desk: Desk, member: Member, back: str, request: Request) -> Response:
    response = RedirectResponse(back, 303)
    signin.enter(response, member, desk.settings.secret, desk.now(request))
    return response


@router.post("/signout")
async def sign_out(request: Request, desk: TheDesk) -> Response:
    """Sign this browser out."""
    await desk.form(request)
    response = RedirectResponse("/signin", 303)
    signin.leave(response)
    return response


@router.get("/setup")
async def setup_page(request: Request, desk: TheDesk) -> Response:
    """The form in which a new member chooses a password."""
    return page(request, desk, "setup.html", None, problem="", code="")


@router.post("/setup")
async def setup(request: Request, desk: TheDesk) -> Response:
    """Keep the chosen password and sign in."""
    form, now = await desk.form(request), desk.now(request)
    code, password = form.text("code"), form.fields.get("password", "")
    seconds = desk.brake.wait("setup", now)
    problem = ""
    if seconds:
        problem = "尝试次数过多，请稍后再试。"
    elif len(password) < SHORTEST_PASSWORD:
        problem = f"密码至少 {SHORTEST_PASSWORD} 个字符。"
    elif password != form.fields.get("again", ""):
        problem = "两次输入的密码不一致。"
    if problem:
        return page(
            request, desk, "setup.html", None, status=422, problem=problem, code=code
        )
    member = await run_in_threadpool(desk.staff.set_password, code, password, now)
    if member is None:
        desk.brake.note("setup", now)
        told = "初始化码不对或已过期，请向管理员要新的。"
        return page(
            request, desk, "setup.html", None, status=401, problem=told, code=""
        )
    return _entered(desk, member, "/", request)
