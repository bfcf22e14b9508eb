"""The debtors' door: chat page, messages, SMS webhook, one app."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles

from actions.casebook.store import Casebook
from bot.channels import api, live, pages, problems, sms, turns, wake
from bot.channels.door import Door
from bot.channels.gate import Checker
from bot.channels.headers import BodyLimit, SecurityHeaders
from bot.channels.office import Office
from bot.channels.rasa import RasaClient
from bot.clock import Clock
from bot.errors import HecuiError
from bot.outreach.sms import ConsoleSender, SmsSender
from bot.settings import Settings

STATIC = Path(__file__).parent / "static"


def create_app(
    settings: Settings,
    casebook: Casebook,
    rasa: RasaClient,
    checker: Checker,
    clock: Clock,
    *,
    sender: SmsSender | None = None,
) -> FastAPI:
    """The door; it looks after waiting messages for as long as it runs.

    Raises:
        HecuiError: If there is no secret to sign cookies with.
    """
    if not settings.secret:
        raise HecuiError("the door needs a secret", "set HECUI_SECRET", exit_code=2)
    office = Office(
        casebook,
        rasa,
        checker,
        sender or ConsoleSender(),
        clock,
        test_clock=settings.test_clock,
    )

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        office.start()
        yield
        await office.stop()

    # The interactive documentation loads scripts from elsewhere; the schema is kept.
    app = FastAPI(
        title="Hecui door",
        version="1",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.door = Door(settings, office)
    app.state.templates = pages.make_templates()
    problems.install(app)
    for router in (pages.router, api.router, live.router, sms.router, wake.router):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    _add_health(app, office)
    app.add_middleware(BodyLimit)
    app.add_middleware(SecurityHeaders)
    return app


def _add_health(app: FastAPI, office: Office) -> None:
    @app.get("/healthz", tags=["health"])
    async def healthz() -> JSONResponse:
        """Whether the door and its casebook work, and whether Rasa answers."""
        waiting = len(await office.transact(turns.sessions_waiting))
        rasa = "ok" if await office.rasa.healthy() else "away"
        body: dict[str, Any] = {"status": "ok", "rasa": rasa, "waiting": waiting}
        return JSONResponse(body)
