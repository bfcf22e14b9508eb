"""The Chinese pages, and the streams of events that keep them up to date."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import cache
from typing import Any
from urllib.parse import parse_qs, quote

import msgspec
from fastapi import APIRouter, Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from msgspec.structs import replace
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, StreamingResponse

from compliance_checker.errors import Problem
from compliance_checker.model import Call
from compliance_checker.report import words
from compliance_checker.report.case import Case, case_of
from compliance_checker.service.check import body
from compliance_checker.service.current import Edition
from compliance_checker.service.live import LiveCall, LiveCalls
from compliance_checker.service.refusal import Refusal
from compliance_checker.transcript.source import Options, Row, bytes_source
from compliance_checker.transcript.text import read_text

router = APIRouter()

#: A comment this often keeps proxies from closing a quiet stream (seconds).
HEARTBEAT = 15.0
#: The board is sent at most this often (seconds).
BOARD_PAUSE = 0.5

EXAMPLE = (
    "坐席：您好，我是海晟银行信用卡中心的，通话有录音，请问是王先生吗？\n"
    "客户：是我。\n"
    "坐席：再不还款，我就打给你们单位领导。"
)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("compliance_checker.service"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["address"] = lambda call_id: quote(call_id, safe="")
    return environment


def page(name: str, status: int = 200, **values: Any) -> HTMLResponse:
    """The page *name*, filled in."""
    text = _environment().get_template(name).render(words=words, **values)
    return HTMLResponse(text, status)


@router.get("/")
async def index(request: Request) -> HTMLResponse:
    """Where to go, and a place to try a few sentences."""
    return _index(request, EXAMPLE)


@router.post("/")
async def try_text(request: Request) -> HTMLResponse:
    """The same page with what was found in the sentences."""
    content = await body(request, request.app.state.limits)
    given = parse_qs(content.decode("utf-8", "replace"), keep_blank_values=True)
    text = given.get("text", [""])[0][:20_000]
    state = request.app.state
    case = await run_in_threadpool(_tried, state.current.edition, text)
    if isinstance(case, str):
        return _index(request, text, problem=case)
    return _index(request, text, case=case)


def _index(
    request: Request, text: str, *, case: Case | None = None, problem: str = ""
) -> HTMLResponse:
    rulebook = request.app.state.current.edition.rulebook
    return page("index.html", text=text, case=case, problem=problem, rulebook=rulebook)


def _tried(edition: Edition, text: str) -> Case | str:
    """What is found in *text*, or what is wrong with it, for the person."""
    turns = []
    for one in read_text(bytes_source("text", text.encode()), Options()):
        if isinstance(one, Problem):
            line = one.where.rpartition(":")[2]
            place = f"第 {line} 行" if line.isdigit() else "输入"
            return f"{place}看不懂。每行请以“坐席：”“客户：”或“第三人：”开头。"
        turns.append(one)
    call = _joined(turns)
    # The same words stand in the box above: stars would hide them from nobody.
    return case_of(call, edition.checker.check(call), edition.names, masked=False)


def _joined(rows: list[Row]) -> Call:
    """One call of all turns: blank lines in the box mean nothing."""
    turns = [turn for row in rows for turn in row.call.turns]
    numbered = (replace(turn, index=index) for index, turn in enumerate(turns))
    return Call(call_id="试一试", turns=tuple(numbered))


@router.get("/live")
async def board(request: Request) -> HTMLResponse:
    """The running calls."""
    calls: LiveCalls = request.app.state.calls
    return page("board.html", rows=calls.board())


@router.get("/live/{call_id:path}")
async def collector(request: Request, call_id: str) -> HTMLResponse:
    """The collector's page of one call."""
    calls: LiveCalls = request.app.state.calls
    try:
        call = calls.call(call_id)
    except Refusal:
        return page("missing.html", 404)
    return page("live.html", call=call)


@router.get("/v1/live-events")
async def call_events(request: Request, call_id: str = "") -> StreamingResponse:
    """What happened and happens in one call, as server-sent events."""
    calls: LiveCalls = request.app.state.calls
    call = calls.call(call_id)
    seen = request.headers.get("last-event-id", "")
    position = int(seen) if seen.isdecimal() and len(seen) < 10 else 0
    return _stream(_call_stream(call, position))


@router.get("/v1/board-events")
async def board_events(request: Request) -> StreamingResponse:
    """The list of running calls, again whenever it changes."""
    return _stream(_board_stream(request.app.state.calls))


def _stream(events: AsyncIterator[str]) -> StreamingResponse:
    headers = {"X-Accel-Buffering": "no"}
    return StreamingResponse(events, media_type="text/event-stream", headers=headers)


async def _call_stream(call: LiveCall, position: int) -> AsyncIterator[str]:
    if position > len(call.log):
        # The service was started again and knows less than the page.
        yield "event: reset\ndata: {}\n\n"
        position = 0
    while True:
        changed = call.changed
        while position < len(call.log):
            event = call.log[position]
            position += 1
            yield f"id: {position}\ndata: {msgspec.json.encode(event).decode()}\n\n"
        if not call.open:
            return
        async for comment in _until(changed):
            yield comment


async def _board_stream(calls: LiveCalls) -> AsyncIterator[str]:
    while True:
        changed = calls.changed
        yield f"data: {msgspec.json.encode(calls.board()).decode()}\n\n"
        async for comment in _until(changed):
            yield comment
        await asyncio.sleep(BOARD_PAUSE)


async def _until(changed: asyncio.Event) -> AsyncIterator[str]:
    """Comments now and then, until *changed* is set."""
    while True:
        try:
            await asyncio.wait_for(changed.wait(), HEARTBEAT)
        except TimeoutError:
            yield ":\n\n"
        else:
            return
