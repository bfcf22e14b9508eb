"""The page of one matter: what is known, what was said, and the decision."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from actions.casebook.models import Matter
from actions.casebook.work import Work
from actions.policy.desk import APPLICATIONS, DISPUTES, ZONE
from bot.channels.problems import Refused
from bot.desk import decisions, notices, views
from bot.desk.desk import Desk, Form, desk_of
from bot.desk.handed import packet
from bot.desk.render import page
from bot.desk.ruling import CLOSING, Ruling, Seen, offered
from bot.desk.staff import Member

router = APIRouter(include_in_schema=False)
TheDesk = Annotated[Desk, Depends(desk_of)]

MOST_YUAN = Decimal(100_000_000)


@router.get("/matters/{matter_id}")
async def matter_page(matter_id: int, request: Request, desk: TheDesk) -> Response:
    """One matter."""
    return await shown(request, desk, matter_id)


async def shown(
    request: Request,
    desk: Desk,
    matter_id: int,
    *,
    problem: str = "",
    status: int = 200,
    typed: dict[str, str] | None = None,
) -> Response:
    """The page, with what went wrong above it and what was typed kept."""
    me, now = desk.member(request), desk.now(request)
    names = {m.id: m.title for m in desk.staff.members()}
    today = now.astimezone(ZONE).date()

    def read(work: Work) -> dict[str, Any]:
        matter = work.orm.get(Matter, matter_id)
        if matter is None:
            raise Refused(404, "not_found", "没有这个事项。")
        return _values(work, matter, me, names, today)

    values = await desk.transact(read)
    values |= {"problem": problem, "typed": typed or {}, "now": now, "names": names}
    return page(request, desk, "matter.html", me, status=status, **values)


def _values(
    work: Work, matter: Matter, me: Member, names: dict[str, str], today: date
) -> dict[str, Any]:
    session = work.session(matter.session_id) if matter.session_id else None
    mine = matter.taken_by in (None, me.id)
    ruling, proposal = matter.ruling, matter.proposal
    application = views.applied(work, matter, today)
    return {
        "matter": matter,
        "opened": views.moment(matter.opened_at),
        "due": views.moment(matter.due_at),
        "situation": views.situation(work, matter, today),
        "applied": application,
        "contested": views.contested(work, matter),
        "packet": packet(work, matter),
        "messages": views.conversation(work, session) if session is not None else [],
        "session": session,
        "history": views.history(work, matter, names),
        "told": views.told_lines(work, matter),
        "reasons": views.reasons_for(matter.kind),
        "verdicts": CLOSING.get(matter.kind, ("handled", "silent")),
        "is_application": matter.kind in APPLICATIONS,
        "is_dispute": matter.kind in DISPUTES,
        "may_decide": matter.status == "open" and not matter.second and mine,
        "may_confirm": matter.second and me.supervises and proposal.get("by") != me.id,
        "ruling_lines": views.terms_lines(ruling.get("terms") or {}) if ruling else [],
        "proposal_lines": views.terms_lines(proposal.get("terms") or {})
        if proposal
        else [],
        "may_sign": application is not None
        and matter.kind == "plan"
        and application["status"] == "approved",
        "flag": decisions.FLAGS.get(matter.kind, ""),
    }


@router.get("/matters/{matter_id}/quote")
async def quote(matter_id: int, request: Request, desk: TheDesk) -> dict[str, Any]:
    """A plan of the values typed, computed to the fen: months ↔ monthly sum.

    Raises:
        Refused: If a value cannot be read.
    """
    desk.member(request)
    now = desk.now(request)
    ruling = read_ruling(Form(dict(request.query_params)))

    def read(work: Work) -> dict[str, Any]:
        matter = work.orm.get(Matter, matter_id)
        account = work.account(matter.account_id or "") if matter else None
        if account is None:
            raise Refused(404, "not_found", "没有这个事项。")
        today = now.astimezone(ZONE).date()
        return views.quote(offered(account, ruling, today))

    return await desk.transact(read)


@router.post("/matters/{matter_id}/{step}")
async def act(matter_id: int, step: str, request: Request, desk: TheDesk) -> Response:
    """Take, give back, decide, confirm … ; then the page as it is now."""
    me, now = desk.member(request), desk.now(request)
    form = await desk.form(request)
    try:
        seen = Seen(matter_id, form.number("version"), me, now)
        session_id = await desk.transact(_act, step, seen, form, desk)
    except Refused as refused:
        if refused.status == 404:
            raise
        return await shown(
            request,
            desk,
            matter_id,
            problem=refused.message,
            status=refused.status,
            typed=form.fields,
        )
    await desk.wake(session_id)
    return RedirectResponse(f"/matters/{matter_id}", 303)


def _act(work: Work, step: str, seen: Seen, form: Form, desk: Desk) -> str | None:
    match step:
        case "take":
            matter = decisions.take(work, seen)
        case "release":
            matter = decisions.release(work, seen)
        case "note":
            matter = decisions.note(work, seen, form.text("note"))
        case "rule":
            matter = decisions.rule(work, seen, read_ruling(form))
        case "confirm":
            matter = decisions.confirm(work, seen)
        case "send_back":
            matter = decisions.send_back(work, seen, form.text("note"))
        case "signed":
            matter = decisions.signed(work, seen)
        case _:
            raise Refused(404, "not_found", "没有这个页面。")
    ruled = step in ("rule", "confirm") and not matter.second
    if ruled:
        notices.tell(work, matter, desk.teller, seen.now)
    return matter.session_id if ruled else None


def read_ruling(form: Form) -> Ruling:
    """What a form decides.

    Raises:
        Refused: If a value cannot be read.
    """
    periods = form.text("periods")
    return Ruling(
        verdict=form.text("verdict"),
        reason=form.text("reason"),
        note=form.text("note"),
        resume=form.text("resume") == "1",
        periods=form.number("periods") if periods else None,
        monthly=_yuan(form.text("monthly")),
        down=_yuan(form.text("down")),
        day=_day(form.text("day")),
        amount=_yuan(form.text("amount")),
    )


def _yuan(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        amount = Decimal(text.replace(",", "").replace("，", ""))
    except InvalidOperation as error:
        raise Refused(422, "amount", "金额没有认出来，请写成 1234.56 这样。") from error
    if not amount.is_finite() or not 0 <= amount <= MOST_YUAN:
        raise Refused(422, "amount", "金额超出了可以填写的范围。")
    if amount != amount.quantize(Decimal("0.01")):
        raise Refused(422, "amount", "金额最多到分。")
    return amount


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused(422, "day", "日期没有认出来，请写成 2026-12-01 这样。") from error
