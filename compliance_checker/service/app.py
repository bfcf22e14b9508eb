"""The service put together."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from importlib.resources import files

from fastapi import FastAPI, Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from compliance_checker.pipeline import Checker
from compliance_checker.service import check, pages, refusal, socket
from compliance_checker.service.current import Current
from compliance_checker.service.live import Clock, Limits, LiveCalls
from compliance_checker.service.origin import known_host
from compliance_checker.service.refusal import Refusal

#: Names of this machine; other names in a request are an attack on its pages.
LOOPBACK = ("127.0.0.1", "localhost", "::1")

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def _now() -> datetime:
    return datetime.now(UTC)


def create_app(
    judge: Checker | Current,
    *,
    clock: Clock = _now,
    limits: Limits | None = None,
    hosts: Sequence[str] = LOOPBACK,
    masked: bool = True,
) -> FastAPI:
    """The service around *judge*: the check API, the live socket and the pages.

    *hosts* are the names it answers to; ``*`` is any.  With *masked* the live pages
    show personal data as stars.  A rulebook that takes its place in a ``Current`` judges
    what begins from then on.  All state is in the process.
    """
    # FastAPI's own documentation pages load scripts from elsewhere.
    app = FastAPI(
        title="compliance-checker",
        docs_url=None,
        redoc_url=None,
        openapi_url="/v1/openapi.json",
    )
    limits = limits or Limits()
    current = judge if isinstance(judge, Current) else Current(judge)
    app.state.current = current
    app.state.limits = limits
    app.state.hosts = frozenset(hosts)
    app.state.calls = LiveCalls(current, clock=clock, limits=limits, masked=masked)
    refusal.install(app)
    for router in (check.router, socket.router, pages.router):
        app.include_router(router)
    static = files("compliance_checker.service") / "static"
    app.mount("/static", StaticFiles(directory=str(static)), name="static")
    app.middleware("http")(_secured)
    return app


async def _secured(
    request: Request, respond: Callable[[Request], Awaitable[Response]]
) -> Response:
    """The response with the headers that every one has."""
    try:
        if not known_host(request.headers, request.app.state.hosts):
            hint = "name it with --allow-host"
            raise Refusal("unknown_host", "this service has another name", hint)
        response = await respond(request)
    except Refusal as error:
        response = refusal.answer(error)
    # Whatever broke, the client gets the one shape and the log no one's words.
    except Exception as error:
        response = refusal.unforeseen(error)
    response.headers.update(HEADERS)
    return response
