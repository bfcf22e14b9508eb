"""Signed in or not: a signed cookie, a token in every form, and a brake on guessing."""

from __future__ import annotations

import hashlib
import hmac
from collections import defaultdict, deque
from datetime import datetime, timedelta

from starlette.requests import HTTPConnection
from starlette.responses import Response

from bot.desk.staff import Member, Staff

COOKIE = "hecui_desk"
#: A working day; then the password is asked again.
COOKIE_HOURS = 10
#: Wrong passwords of one id, and of all ids together, within the window.
WRONG_PER_ID, WRONG_IN_ALL = 5, 30
WRONG_WINDOW = timedelta(minutes=15)


def sign(member: Member, secret: str, until: datetime) -> str:
    """The cookie's value for a member, good until that time."""
    signed = f"{member.id}.{member.stamp}.{int(until.timestamp())}"
    return f"{signed}.{_mac('desk', signed, secret)}"


def member_of(
    connection: HTTPConnection, staff: Staff, secret: str, now: datetime
) -> Member | None:
    """Who is signed in on this browser; nobody once the password has changed."""
    signed, _, mac = connection.cookies.get(COOKIE, "").rpartition(".")
    ours = _mac("desk", signed, secret)
    if not signed or not hmac.compare_digest(mac.encode(), ours.encode()):
        return None
    member_id, stamp, until = signed.split(".")
    if now.timestamp() >= int(until):
        return None
    member = staff.member(member_id)
    return member if member is not None and member.stamp == stamp else None


def enter(response: Response, member: Member, secret: str, now: datetime) -> None:
    """Sign the browser in; no script and no other site gets at the cookie."""
    response.set_cookie(
        COOKIE,
        sign(member, secret, now + timedelta(hours=COOKIE_HOURS)),
        max_age=COOKIE_HOURS * 3600,
        httponly=True,
        samesite="strict",
        path="/",
    )


def leave(response: Response) -> None:
    """Sign the browser out."""
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")


def csrf(connection: HTTPConnection, secret: str) -> str:
    """The token of this browser's forms; another browser's is another one."""
    return _mac("form", connection.cookies.get(COOKIE, ""), secret)


def csrf_right(connection: HTTPConnection, secret: str, told: str) -> bool:
    """Whether a form was made for this browser."""
    return hmac.compare_digest(csrf(connection, secret).encode(), told.encode())


def wake_token(secret: str) -> str:
    """What the desk shows the door when it tells that there is news."""
    return _mac("wake", "door", secret)


def _mac(purpose: str, text: str, secret: str) -> str:
    signed = f"{purpose}:{text}".encode()
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


class Brake:
    """Counts wrong passwords; too many, and even the right one has to wait."""

    def __init__(self) -> None:
        self._wrong: defaultdict[str, deque[datetime]] = defaultdict(deque)

    def wait(self, member_id: str, now: datetime) -> int:
        """Seconds until this id may try again; nought if it may now."""
        counted = ((member_id, WRONG_PER_ID), ("", WRONG_IN_ALL))
        return max(self._left(key, most, now) for key, most in counted)

    def note(self, member_id: str, now: datetime) -> None:
        """Count a wrong password."""
        for key in (member_id, ""):
            self._wrong[key].append(now)

    def _left(self, key: str, most: int, now: datetime) -> int:
        wrong = self._wrong.get(key)
        if wrong is None:
            return 0
        while wrong and now - wrong[0] >= WRONG_WINDOW:
            wrong.popleft()
        if not wrong:
            del self._wrong[key]
            return 0
        if len(wrong) < most:
            return 0
        return int((WRONG_WINDOW - (now - wrong[-most])).total_seconds()) + 1
