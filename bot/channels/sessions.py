"""Whose conversation a browser is in: a signed cookie, opened by a one-time link.

The cookie holds the conversation's id and a signature, so that whoever learns an id
(Rasa, a log) cannot take the conversation over.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from starlette.requests import HTTPConnection
from starlette.responses import Response

from actions.casebook.models import Session
from actions.casebook.work import Work

COOKIE = "hecui_session"
#: A browser stays in its conversation for this long after opening the link.
COOKIE_HOURS = 72
#: A number that was silent for longer starts a new conversation, unverified: numbers
#: are handed on to other people.
SMS_QUIET = timedelta(days=14)


def sign(session_id: str, secret: str, until: datetime) -> str:
    """The cookie's value for a conversation, good until that time."""
    signed = f"{session_id}.{int(until.timestamp())}"
    return f"{signed}.{_mac(signed, secret)}"


def unsign(value: str, secret: str, now: datetime) -> str | None:
    """The conversation a cookie's value names.

    Nothing if we did not make it or its time is over: browsers may keep it longer.
    """
    signed, _, mac = value.rpartition(".")
    if not hmac.compare_digest(mac.encode(), _mac(signed, secret).encode()):
        return None
    session_id, _, until = signed.rpartition(".")
    return session_id if session_id and now.timestamp() < int(until) else None


def _mac(signed: str, secret: str) -> str:
    return hmac.new(secret.encode(), signed.encode(), hashlib.sha256).hexdigest()


def set_cookie(
    response: Response, session: Session, secret: str, url: str, now: datetime
) -> None:
    """Put the browser into *session*; a cookie scripts cannot read."""
    response.set_cookie(
        COOKIE,
        sign(session.id, secret, now + timedelta(hours=COOKIE_HOURS)),
        max_age=COOKIE_HOURS * 3600,
        httponly=True,
        samesite="lax",
        secure=url.startswith("https://"),
        path="/",
    )


def session_of(connection: HTTPConnection, secret: str, now: datetime) -> str | None:
    """The conversation the browser is in at *now*, by its cookie alone."""
    return unsign(connection.cookies.get(COOKIE, ""), secret, now)


def own_page(connection: HTTPConnection) -> bool:
    """Whether the request comes from a page of this door, not from another site.

    Browsers name the page's origin with every WebSocket and every POST; programs that
    name none hold no browser's cookie.
    """
    origin = connection.headers.get("origin")
    if origin is None:
        return True
    return origin.partition("://")[2] == connection.headers.get("host", "")


def sms_session(work: Work, number: str, now: datetime) -> Session:
    """The conversation with a number: the current one, or a new one.

    Where several accounts are registered to the number, the one that was written to
    last is meant.  An unknown number gets a conversation that belongs to no account.
    """
    latest = work.latest_session("sms", number)
    if latest is not None and now - latest.updated_at <= SMS_QUIET:
        return latest
    accounts = work.accounts_by_phone(number)
    if not accounts:
        return work.new_session("sms", number, None, now)

    def last_written(account_id: str) -> float:
        sent = [c.at for c in work.contacts(account_id) if c.status == "sent"]
        return max(sent).timestamp() if sent else 0.0

    meant = max(accounts, key=lambda account: last_written(account.id))
    return work.new_session("sms", number, meant.id, now)
