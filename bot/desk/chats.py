"""A conversation taken over by a person, and handed back to the bot."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from sqlalchemy import select

from actions import announce
from actions.casebook.models import Matter, Message, Session, Ticket
from actions.casebook.work import Work
from actions.reply import Outgoing
from bot.channels.problems import Refused
from bot.channels.words import clean
from bot.desk import views
from bot.desk.desk import Desk, desk_of
from bot.desk.handed import packet
from bot.desk.outgoing import Listening, Obstacle, listening, obstacles, of_person, put
from bot.desk.render import page
from bot.desk.staff import Member

router = APIRouter(include_in_schema=False)
TheDesk = Annotated[Desk, Depends(desk_of)]

LONGEST = 500
CLIENT_ID = re.compile(r"[\w.:-]{1,60}")


class HeldBack(Exception):
    """A person's words did not pass the gate; nothing was sent."""

    def __init__(self, found: tuple[Obstacle, ...]) -> None:
        super().__init__("held back")
        self.found = found


@dataclass(frozen=True, slots=True)
class Chat:
    """The conversation of a matter, open in one transaction."""

    work: Work
    matter: Matter
    session: Session
    me: Member
    now: datetime

    @property
    def to(self) -> Listening:
        """Who listens now."""
        return listening(self.work, self.session, self.now)


def open_chat(work: Work, matter_id: int, me: Member, now: datetime) -> Chat:
    """The conversation of a matter.

    Raises:
        Refused: If there is no such matter, or it came without a conversation.
    """
    matter = work.orm.get(Matter, matter_id)
    session = work.session(matter.session_id) if matter and matter.session_id else None
    if matter is None or session is None:
        raise Refused(404, "not_found", "这个事项没有对话。")
    # Locked, so that a turn of the bot and a step of ours come one after the other.
    work.orm.execute(
        select(Session.id).where(Session.id == session.id).with_for_update()
    )
    return Chat(work, matter, session, me, now)


def take_over(chat: Chat, desk: Desk) -> None:
    """Speak in the bot's place from now on.

    Raises:
        Refused: If somebody else does.
        HeldBack: If nothing may be said in this conversation now.
    """
    session = chat.session
    if session.human_by == chat.me.id:
        return
    if session.human_by is not None and not chat.me.supervises:
        raise Refused(409, "taken", f"{session.human_by} 正在这个对话里。")
    session.human_at, session.human_by = chat.now, chat.me.id
    said = announce.person_here(chat.work, session, chat.me.id, chat.now)
    _send(chat, desk, said)
    _noted(chat, "chat_taken")


def hand_back(chat: Chat, desk: Desk, *, settled: bool) -> None:
    """Let the bot go on; *settled*: what it had asked is not asked again.

    Raises:
        Refused: If the conversation is not this person's.
    """
    _must_hold(chat)
    said = announce.person_done(chat.work, chat.session, settled=settled, now=chat.now)
    chat.session.human_at, chat.session.human_by = None, None
    to = chat.to
    if settled:
        _settle(chat)
    # The bot goes on whether or not this last word may be said now.
    if not obstacles(said, to, desk.teller.checker):
        put(chat.work, to, said, chat.now, by=chat.me.id)
    _noted(chat, "chat_returned")


def _settle(chat: Chat) -> None:
    """A matter that only asked for a person has had one; the bot can tell so later."""
    matter = chat.matter
    if matter.kind not in ("handoff", "callback") or matter.status != "open":
        return
    matter.ruling = {
        "verdict": "handled",
        "reason": None,
        "terms": {},
        "by": chat.me.id,
        "at": chat.now.isoformat(),
    }
    chat.work.close_matter(matter, "handled", chat.me.id, now=chat.now)
    ticket = chat.work.orm.get(Ticket, matter.subject_id)
    if ticket is not None:
        ticket.status, ticket.updated_at = "done", chat.now


def say(chat: Chat, desk: Desk, text: str, client_id: str) -> Message | None:
    """Say something to the debtor; the same id again says nothing.

    Raises:
        Refused: If the conversation is not this person's, or there is nothing to say.
        HeldBack: If it may not be said, or not now.
    """
    _must_hold(chat)
    words = clean(text)
    if not words or len(words) > LONGEST:
        raise Refused(422, "length", f"请输入 1 到 {LONGEST} 个字。")
    kept_id = f"desk:{client_id}"
    query = select(Message).where(
        Message.session_id == chat.session.id, Message.client_id == kept_id
    )
    known = chat.work.orm.scalars(query).first()
    if known is not None:
        return known
    to = chat.to
    outgoing = of_person(words, to.account)
    found = obstacles(outgoing, to, desk.teller.checker, "collector")
    if found:
        _record_held(chat, found)
        return None
    return put(chat.work, to, outgoing, chat.now, by=chat.me.id, client_id=kept_id)


def held(chat: Chat, desk: Desk, text: str) -> tuple[Obstacle, ...]:
    """What holds a person's words back."""
    to = chat.to
    return obstacles(
        of_person(clean(text), to.account), to, desk.teller.checker, "collector"
    )


def ask_identity(chat: Chat, desk: Desk) -> None:
    """Ask for the second factor; the bot judges the answer, no person sees it right.

    Raises:
        Refused: If the conversation is not this person's.
        HeldBack: If nothing may be said now.
    """
    _must_hold(chat)
    if chat.to.who.verified:
        raise Refused(409, "verified", "对方身份已经核对过。")
    reply = announce.person_asks_identity(chat.work, chat.session, chat.now)
    _send(chat, desk, *reply.messages)


def _must_hold(chat: Chat) -> None:
    if chat.session.human_by != chat.me.id:
        raise Refused(409, "not_taken", "请先接管对话，再发送。")


def _send(chat: Chat, desk: Desk, *messages: Outgoing) -> None:
    to = chat.to
    found = tuple(o for m in messages for o in obstacles(m, to, desk.teller.checker))
    if found:
        raise HeldBack(found)
    for outgoing in messages:
        put(chat.work, to, outgoing, chat.now, by=chat.me.id)


def _noted(chat: Chat, kind: str) -> None:
    chat.work.step(chat.matter, kind, chat.me.id, now=chat.now)


def _record_held(chat: Chat, found: tuple[Obstacle, ...]) -> None:
    """That something was held back, by rule; never what it said."""
    chat.work.event(
        "desk.held_back",
        {"by": chat.me.id, "reasons": [o.rule for o in found]},
        account=chat.session.account_id,
        session=chat.session.id,
        source="desk",
        now=chat.now,
    )


# ── pages ─────────────────────────────────────────────────────────────────────


@router.get("/matters/{matter_id}/chat")
async def chat_page(matter_id: int, request: Request, desk: TheDesk) -> Response:
    """The conversation, live, with the packet beside it."""
    return await _page(request, desk, matter_id)


async def _page(
    request: Request,
    desk: Desk,
    matter_id: int,
    *,
    problem: str = "",
    status: int = 200,
) -> Response:
    me, now = desk.member(request), desk.now(request)

    def read(work: Work) -> dict[str, Any]:
        chat = open_chat(work, matter_id, me, now)
        return {
            "matter": chat.matter,
            "session": chat.session,
            "verified": chat.to.who.verified,
            "messages": views.conversation(work, chat.session),
            "packet": packet(work, chat.matter),
            "situation": views.situation(work, chat.matter, now.date()),
        }

    values = await desk.transact(read)
    return page(
        request, desk, "chat.html", me, status=status, problem=problem, **values
    )


@router.get("/matters/{matter_id}/chat/news")
async def chat_news(
    matter_id: int,
    request: Request,
    desk: TheDesk,
    after: Annotated[int, Query(ge=0, le=2**31)] = 0,
) -> dict[str, Any]:
    """Messages after *after*, and who speaks."""
    me, now = desk.member(request), desk.now(request)

    def read(work: Work) -> dict[str, Any]:
        chat = open_chat(work, matter_id, me, now)
        return {
            "messages": views.conversation(work, chat.session, after),
            "by": chat.session.human_by or "",
            "mine": chat.session.human_by == me.id,
            "verified": chat.to.who.verified,
        }

    return await desk.transact(read)


@router.post("/matters/{matter_id}/chat/say")
async def chat_say(matter_id: int, request: Request, desk: TheDesk) -> JSONResponse:
    """Send a person's words, or say why they may not be sent and what may."""
    me, now = desk.member(request), desk.now(request)
    form = await desk.form(request)
    client_id = form.text("id")
    if not CLIENT_ID.fullmatch(client_id):
        raise Refused(422, "bad_request", "请求格式不正确，请刷新页面再试。")

    def send(work: Work) -> tuple[str | None, list[dict[str, str]]]:
        chat = open_chat(work, matter_id, me, now)
        text = form.fields.get("text", "")
        if say(chat, desk, text, client_id) is not None:
            return chat.session.id, []
        return None, [obstacle_view(o, desk) for o in held(chat, desk, text)]

    session_id, found = await desk.transact(send)
    if found:
        return JSONResponse({"sent": False, "obstacles": found}, 409)
    await desk.wake(session_id)
    return JSONResponse({"sent": True, "obstacles": []})


def obstacle_view(obstacle: Obstacle, desk: Desk) -> dict[str, str]:
    """An obstacle as the page shows it."""
    why, advice = views.obstacle_words(obstacle.rule)
    title = desk.titles.get(obstacle.rule)
    if title is not None:
        why = f"{title}（规则 {obstacle.rule}）"
    return {
        "rule": obstacle.rule,
        "quote": obstacle.quote,
        "why": why,
        "advice": obstacle.advice or advice,
    }


@router.post("/matters/{matter_id}/chat/{step}")
async def chat_step(
    matter_id: int, step: str, request: Request, desk: TheDesk
) -> Response:
    """Take over, hand back, or ask for the identity."""
    me, now = desk.member(request), desk.now(request)
    form = await desk.form(request)
    settled = form.text("settled") == "1"

    def do(work: Work) -> str:
        chat = open_chat(work, matter_id, me, now)
        match step:
            case "take":
                take_over(chat, desk)
            case "return":
                hand_back(chat, desk, settled=settled)
            case "identity":
                ask_identity(chat, desk)
            case _:
                raise Refused(404, "not_found", "没有这个页面。")
        return chat.session.id

    try:
        session_id = await desk.transact(do)
    except HeldBack as stopped:
        told = " ".join(
            f"{why}{advice}"
            for why, advice in (views.obstacle_words(o.rule) for o in stopped.found)
        )
        return await _page(request, desk, matter_id, problem=told, status=409)
    except Refused as refused:
        if refused.status == 404:
            raise
        return await _page(
            request, desk, matter_id, problem=refused.message, status=refused.status
        )
    await desk.wake(session_id)
    return RedirectResponse(f"/matters/{matter_id}/chat", 303)
