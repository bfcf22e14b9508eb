"""What every route of the desk needs, made once when the app is made."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, cast
from urllib.parse import parse_qs

import httpx
from starlette.requests import HTTPConnection, Request

from actions.casebook.store import Casebook
from bot.channels.door import NOW_HEADER
from bot.channels.gate import Checker
from bot.channels.problems import Refused
from bot.channels.sessions import own_page
from bot.clock import Clock, read_now
from bot.desk import signin
from bot.desk.notices import Teller, deliver_due
from bot.desk.staff import Member, Staff
from bot.settings import Settings

log = logging.getLogger("hecui.desk")

#: Between two looks for notices whose hour has come.
LOOK_SECONDS = 20.0
WAKE_SECONDS = 2.0

Answer = TypeVar("Answer")


class SignInFirst(Exception):
    """Nobody is signed in on this browser."""


@dataclass(slots=True)
class Form:
    """The fields of a form, the last of each name."""

    fields: dict[str, str]

    def text(self, name: str) -> str:
        """A field, without blanks around it."""
        return self.fields.get(name, "").strip()

    def number(self, name: str) -> int:
        """A whole number from 0 on.

        Raises:
            Refused: If the field holds none.
        """
        told = self.text(name)
        if not (told.isascii() and told.isdigit() and len(told) < 10):
            raise Refused(422, "bad_request", "请求格式不正确，请刷新页面再试。")
        return int(told)


class Desk:
    """The casebook, the staff, the checker, and the way to the door."""

    def __init__(
        self,
        settings: Settings,
        casebook: Casebook,
        checker: Checker,
        clock: Clock,
        titles: Mapping[str, str],
    ) -> None:
        self.settings = settings
        self.casebook = casebook
        self.clock = clock
        self.titles = titles
        self.teller = Teller(checker, settings.public_url)
        self.staff = Staff(settings.run / "desk-staff.json")
        self.brake = signin.Brake()
        # One thread, as at the door: the checker is asked one thing at a time.
        self._thread = ThreadPoolExecutor(1, "casebook")
        self._door = httpx.AsyncClient(timeout=WAKE_SECONDS, trust_env=False)
        self._looking: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look for notices whose hour has come."""
        self._looking = asyncio.create_task(self._look_forever())

    async def stop(self) -> None:
        """Finish what runs, then close."""
        if self._looking is not None:
            self._looking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._looking
        await self._door.aclose()
        self._thread.shutdown(wait=True)

    async def transact(
        self, step: Callable[..., Answer], *arguments: Any, **named: Any
    ) -> Answer:
        """What ``step(work, …)`` returns, in one transaction off the event loop."""

        def run() -> Answer:
            with self.casebook.begin() as work:
                return step(work, *arguments, **named)

        return await asyncio.get_running_loop().run_in_executor(self._thread, run)

    def now(self, connection: HTTPConnection) -> datetime:
        """The time; a caller sets it only where the settings allow it (tests)."""
        told = connection.headers.get(NOW_HEADER)
        if told is None or not self.settings.test_clock:
            return self.clock()
        return read_now(told) or self.clock()

    def member(self, connection: HTTPConnection) -> Member:
        """Who is signed in.

        Raises:
            SignInFirst: If nobody is.
        """
        now = self.now(connection)
        found = signin.member_of(connection, self.staff, self.settings.secret, now)
        if found is None:
            raise SignInFirst
        return found

    async def form(self, request: Request) -> Form:
        """The fields of a form of ours.

        Raises:
            Refused: If it was made for another browser, or comes from another site.
        """
        fields = parse_qs(
            (await request.body()).decode("utf-8", "replace"), keep_blank_values=True
        )
        form = Form({name: values[-1] for name, values in fields.items()})
        right = signin.csrf_right(request, self.settings.secret, form.text("csrf"))
        if not (right and own_page(request)):
            raise Refused(403, "stale_form", "页面已过期，请返回刷新后再试。")
        return form

    async def wake(self, session_id: str | None) -> None:
        """Tell the door that a conversation has news; it looks by itself as well."""
        if session_id is None:
            return
        address = f"http://127.0.0.1:{self.settings.door_port}/internal/wake"
        token = signin.wake_token(self.settings.secret)
        with contextlib.suppress(httpx.HTTPError):
            await self._door.post(
                address, json={"session": session_id}, headers={"X-Hecui-Desk": token}
            )

    async def deliver_due(self) -> None:
        """Send the notices whose hour has come."""
        told = await self.transact(deliver_due, self.teller, self.clock())
        for session_id in told:
            await self.wake(session_id)

    async def _look_forever(self) -> None:
        while True:
            try:
                await self.deliver_due()
            except Exception as error:  # looking must outlive any one failure
                log.error("notices failed: %s", type(error).__name__)
            await asyncio.sleep(LOOK_SECONDS)


def desk_of(connection: HTTPConnection) -> Desk:
    """The desk of the app that serves this request."""
    return cast(Desk, connection.app.state.desk)
