"""The append-only history, and what every part of the casebook's work shares."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session as OrmSession

from actions.casebook.models import (
    Application,
    Consent,
    Dispute,
    Event,
    Promise,
    Session,
    Ticket,
)

Row = TypeVar("Row", Promise, Application, Dispute, Ticket, Consent)


class History:
    """The open transaction; ``orm`` is the SQLAlchemy session beneath it."""

    def __init__(self, orm: OrmSession) -> None:
        self.orm = orm

    def event(
        self,
        kind: str,
        detail: dict[str, Any],
        *,
        source: str,
        now: datetime,
        account: str | None = None,
        session: str | None = None,
    ) -> None:
        """Append to the history; *detail* never holds what a person said."""
        self.orm.add(
            Event(
                account_id=account,
                session_id=session,
                kind=kind,
                detail=detail,
                source=source,
                at=now,
            )
        )

    def events(
        self, *, account: str | None = None, session: str | None = None
    ) -> Sequence[Event]:
        """The history of an account or a conversation, in order."""
        query = select(Event)
        if account is not None:
            query = query.where(Event.account_id == account)
        if session is not None:
            query = query.where(Event.session_id == session)
        return self.orm.scalars(query.order_by(Event.id)).all()

    def events_of_kind(self, kind: str) -> Sequence[Event]:
        """Every event of a kind, in order."""
        query = select(Event).where(Event.kind == kind)
        return self.orm.scalars(query.order_by(Event.id)).all()

    def _add(
        self,
        row: Row,
        kind: str,
        detail: dict[str, Any],
        session: Session,
        now: datetime,
    ) -> Row:
        self.orm.add(row)
        self.orm.flush()
        self.event(
            kind,
            {"id": row.id, **detail},
            account=session.account_id,
            session=session.id,
            source=source_of(session),
            now=now,
        )
        return row

    def _change(
        self,
        row: Promise | Application,
        noun: str,
        status: str,
        *,
        source: str,
        now: datetime,
    ) -> None:
        detail = {"id": row.id, "from": row.status, "to": status}
        row.status = status
        row.updated_at = now
        self.event(
            f"{noun}.{status}",
            detail,
            account=row.account_id,
            session=row.session_id,
            source=source,
            now=now,
        )
        self.orm.flush()


def owner_of(session: Session) -> str:
    """The account of a conversation.

    Raises:
        ValueError: If the conversation belongs to no account.
    """
    if session.account_id is None:
        raise ValueError("a conversation without an account can hold no promise")
    return session.account_id


def source_of(session: Session) -> str:
    """Who speaks in a conversation: ``bot:web`` or ``bot:sms``."""
    return f"bot:{session.channel}"
