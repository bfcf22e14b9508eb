"""What every route of the door needs, made once when the app is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from starlette.requests import HTTPConnection

from bot.channels.office import Office
from bot.channels.problems import Refused, no_session
from bot.channels.sessions import own_page, session_of
from bot.clock import read_now
from bot.settings import Settings

NOW_HEADER = "X-Hecui-Now"


@dataclass(frozen=True, slots=True)
class Door:
    """The settings and the post office behind all routes."""

    settings: Settings
    office: Office

    def now(self, connection: HTTPConnection) -> datetime:
        """The time; a caller sets it only where the settings allow it (tests).

        Raises:
            Refused: If the caller's time cannot be read.
        """
        told = connection.headers.get(NOW_HEADER)
        if told is None or not self.settings.test_clock:
            return self.office.clock()
        moment = read_now(told)
        if moment is None:
            raise Refused(400, "bad_time", "时间格式不正确。", "ISO 8601 with a zone")
        return moment

    def session_id(self, connection: HTTPConnection) -> str:
        """The conversation of the browser that asks.

        Raises:
            Refused: If it is in none, or the request comes from another site.
        """
        if not own_page(connection):
            raise Refused(403, "other_site", "请求被拒绝。")
        session_id = session_of(connection, self.settings.secret, self.now(connection))
        if session_id is None:
            raise no_session()
        return session_id


def door_of(connection: HTTPConnection) -> Door:
    """The door of the app that serves this request."""
    return cast(Door, connection.app.state.door)
