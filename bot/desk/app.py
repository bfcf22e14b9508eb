"""The desk: sign-in, inbox, matters and chats, one app on loopback."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from types import MappingProxyType

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.middleware.trustedhost import TrustedHostMiddleware

from actions.casebook.store import Casebook
from bot.channels import problems
from bot.channels.gate import Checker
from bot.channels.headers import BodyLimit, SecurityHeaders
from bot.clock import Clock
from bot.desk import chats, entry, matters, queue
from bot.desk.desk import Desk, SignInFirst
from bot.desk.render import make_templates
from bot.errors import HecuiError
from bot.settings import Settings

STATIC = Path(__file__).parent / "static"
NO_TITLES: Mapping[str, str] = MappingProxyType({})
#: A foreign name that leads to this machine must not reach the desk.
HOSTS = ["127.0.0.1", "localhost"]


def create_app(
    settings: Settings,
    casebook: Casebook,
    checker: Checker,
    clock: Clock,
    *,
    titles: Mapping[str, str] = NO_TITLES,
) -> FastAPI:
    """The desk; it sends waiting notices for as long as it runs.

    *titles* names the checker's rules for people.

    Raises:
        HecuiError: If there is no secret to sign cookies with.
    """
    if not settings.secret:
        raise HecuiError("the desk needs a secret", "set HECUI_SECRET", exit_code=2)
    desk = Desk(settings, casebook, checker, clock, titles)

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        desk.start()
        yield
        await desk.stop()

    app = FastAPI(title="Hecui desk", docs_url=None, redoc_url=None, lifespan=lifespan)
    app.state.desk = desk
    app.state.templates = make_templates()
    problems.install(app)
    app.add_exception_handler(SignInFirst, _to_sign_in)
    for router in (entry.router, queue.router, chats.router, matters.router):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")

    @app.get("/healthz", tags=["health"])
    async def healthz() -> JSONResponse:
        """Whether the desk and its casebook work."""
        await desk.transact(lambda work: work.orm.connection())
        return JSONResponse({"status": "ok"})

    app.add_middleware(BodyLimit)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)
    app.add_middleware(SecurityHeaders)
    return app


async def _to_sign_in(request: Request, _error: Exception) -> Response:
    if request.method != "GET" or request.url.path.endswith(("/quote", "/news")):
        body = problems.shape("signed_out", "登录已过期，请重新登录。")
        return JSONResponse(body, 401)
    return RedirectResponse(f"/signin?next={request.url.path}", 303)
