"""Promises, applications and disputes in the casebook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from actions.casebook.history import owner_of, source_of
from actions.casebook.matters import MatterRows
from actions.casebook.models import Account, Application, Dispute, Promise, Session

#: What an application may be in and still be replaced by a new one.
_REPLACED = ("submitted", "countered")


class AgreementRows(MatterRows):
    """What debtors promise, apply for and contest."""

    def record_promise(
        self, session: Session, *, amount_fen: int, day: date, now: datetime
    ) -> Promise:
        """Record a promise; an earlier active one of the account is rescheduled."""
        account_id = owner_of(session)
        for earlier in self.active_promises(account_id):
            self.change_promise(
                earlier, "rescheduled", source=source_of(session), now=now
            )
        promise = Promise(
            account_id=account_id,
            session_id=session.id,
            amount_fen=amount_fen,
            date=day,
            status="active",
            source=source_of(session),
            created_at=now,
            updated_at=now,
        )
        detail = {"amount_fen": amount_fen, "date": day.isoformat()}
        self._add(promise, "promise.recorded", detail, session, now)
        if self._below_minimum(account_id, amount_fen):
            self.open_matter("promise", promise.id, "partial", session, now=now)
        return promise

    def _below_minimum(self, account_id: str, amount_fen: int) -> bool:
        """Whether a promise leaves something for a person to arrange."""
        account = self.orm.get(Account, account_id)
        if account is None:
            return False
        return amount_fen < (account.min_payment_fen or account.overdue_fen)

    def change_promise(
        self, promise: Promise, status: str, *, source: str, now: datetime
    ) -> None:
        """Move a promise to another status."""
        self._change(promise, "promise", status, source=source, now=now)
        if status != "active":
            self.close_subject("promise", promise.id, "overtaken", now=now)

    def active_promises(self, account_id: str) -> Sequence[Promise]:
        """The account's promises that still stand."""
        query = select(Promise).where(
            Promise.account_id == account_id, Promise.status == "active"
        )
        return self.orm.scalars(query.order_by(Promise.id)).all()

    def record_application(
        self, session: Session, kind: str, *, now: datetime, **values: Any
    ) -> Application:
        """Submit an application; an open one of the same kind is withdrawn."""
        account_id = owner_of(session)
        for earlier in self._replaced(account_id, kind):
            self.change_application(
                earlier, "withdrawn", source=source_of(session), now=now
            )
        values.setdefault("draft", {})
        application = Application(
            account_id=account_id,
            session_id=session.id,
            kind=kind,
            status="submitted",
            source=source_of(session),
            created_at=now,
            updated_at=now,
            **values,
        )
        self._add(application, f"{kind}.submitted", {}, session, now)
        self.open_matter("application", application.id, kind, session, now=now)
        return application

    def _replaced(self, account_id: str, kind: str) -> Sequence[Application]:
        query = select(Application).where(
            Application.account_id == account_id,
            Application.kind == kind,
            Application.status.in_(_REPLACED),
        )
        return self.orm.scalars(query.order_by(Application.id)).all()

    def change_application(
        self, application: Application, status: str, *, source: str, now: datetime
    ) -> None:
        """Move an application to another status."""
        self._change(application, application.kind, status, source=source, now=now)
        if status == "withdrawn":
            self.close_subject("application", application.id, "withdrawn", now=now)

    def open_applications(
        self, account_id: str, kind: str | None = None
    ) -> Sequence[Application]:
        """Applications that nobody has decided yet."""
        query = select(Application).where(
            Application.account_id == account_id, Application.status == "submitted"
        )
        if kind is not None:
            query = query.where(Application.kind == kind)
        return self.orm.scalars(query.order_by(Application.id)).all()

    def open_dispute(
        self, session: Session, kind: str, *, now: datetime, **values: Any
    ) -> Dispute:
        """Open a dispute; an open one of the same kind takes the new details."""
        query = select(Dispute).where(
            Dispute.session_id == session.id,
            Dispute.kind == kind,
            Dispute.status == "open",
        )
        known = self.orm.scalars(query).first()
        if known is not None:
            told = {name: value for name, value in values.items() if value is not None}
            for name, value in told.items():
                setattr(known, name, value)
            known.updated_at = now
            self.open_matter("dispute", known.id, kind, session, now=now)
            return self._add(
                known, "dispute.updated", {"fields": sorted(told)}, session, now
            )
        dispute = Dispute(
            account_id=session.account_id,
            session_id=session.id,
            kind=kind,
            status="open",
            source=source_of(session),
            created_at=now,
            updated_at=now,
            **values,
        )
        self._add(dispute, "dispute.opened", {"kind": kind}, session, now)
        self.open_matter("dispute", dispute.id, kind, session, now=now)
        return dispute
