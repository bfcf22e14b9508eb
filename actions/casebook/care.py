"""Tickets for people, wishes about being contacted, and reasons to stop."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from actions.casebook.history import source_of
from actions.casebook.matters import MatterRows
from actions.casebook.models import Consent, Session, StopFlag, Ticket


class CareRows(MatterRows):
    """Tickets, consents and stop flags."""

    def open_ticket(
        self,
        session: Session,
        kind: str,
        *,
        now: datetime,
        packet: dict[str, Any],
        priority: str = "normal",
        beside: bool = False,
    ) -> Ticket:
        """Open a ticket; one that is open for this conversation is brought up to date.

        A ticket *beside* an application or a dispute only carries its packet: the desk
        has that matter in its queue already.
        """
        ticket = self._ticket(session, kind, now=now, packet=packet, priority=priority)
        if not beside:
            high = ticket.priority == "high"
            self.open_matter("ticket", ticket.id, kind, session, now=now, high=high)
        return ticket

    def _ticket(
        self,
        session: Session,
        kind: str,
        *,
        now: datetime,
        packet: dict[str, Any],
        priority: str,
    ) -> Ticket:
        query = select(Ticket).where(
            Ticket.session_id == session.id,
            Ticket.kind == kind,
            Ticket.status == "open",
        )
        known = self.orm.scalars(query).first()
        if known is not None:
            known.packet = {**known.packet, **packet}
            if priority == "high":
                known.priority = priority
            known.updated_at = now
            detail = {"kind": kind, "fields": sorted(packet)}
            return self._add(known, "ticket.updated", detail, session, now)
        ticket = Ticket(
            account_id=session.account_id,
            session_id=session.id,
            kind=kind,
            priority=priority,
            packet=packet,
            status="open",
            source=source_of(session),
            created_at=now,
            updated_at=now,
        )
        return self._add(ticket, "ticket.opened", {"kind": kind}, session, now)

    def record_consent(
        self,
        session: Session,
        kind: str,
        *,
        now: datetime,
        not_before: datetime | None = None,
        evidence: str | None = None,
        every_number: bool = False,
    ) -> Consent:
        """Record a wish about being contacted on this conversation's channel.

        With *every_number* it holds for all numbers of the account, whichever the
        conversation came by; a conversation without an account keeps its own.
        """
        account_wide = every_number and session.account_id is not None
        consent = Consent(
            account_id=session.account_id,
            session_id=session.id,
            channel=session.channel,
            address=None if account_wide else session.address,
            kind=kind,
            not_before=not_before,
            evidence=evidence,
            source=source_of(session),
            at=now,
        )
        return self._add(consent, f"consent.{kind}", {}, session, now)

    def consents(self, account_id: str) -> Sequence[Consent]:
        """All wishes about contacting this account's people, oldest first."""
        query = select(Consent).where(Consent.account_id == account_id)
        return self.orm.scalars(query.order_by(Consent.at, Consent.id)).all()

    def set_flag(
        self,
        account_id: str,
        kind: str,
        *,
        source: str,
        now: datetime,
        address: str | None = None,
    ) -> StopFlag:
        """Set a stop flag; the one that stands is returned when there is one."""
        for standing in self.flags(account_id):
            if standing.kind == kind and standing.address == address:
                return standing
        flag = StopFlag(
            account_id=account_id, kind=kind, address=address, source=source, at=now
        )
        self.orm.add(flag)
        self.event(
            "flag.set", {"kind": kind}, account=account_id, source=source, now=now
        )
        self.orm.flush()
        return flag

    def lift_flag(self, flag: StopFlag, *, source: str, now: datetime) -> None:
        """Lift a stop flag; it stays on record."""
        flag.lifted_at = now
        detail = {"kind": flag.kind}
        self.event(
            "flag.lifted", detail, account=flag.account_id, source=source, now=now
        )
        self.orm.flush()

    def flags(self, account_id: str) -> Sequence[StopFlag]:
        """The stop flags that stand."""
        query = select(StopFlag).where(
            StopFlag.account_id == account_id, StopFlag.lifted_at.is_(None)
        )
        return self.orm.scalars(query.order_by(StopFlag.id)).all()
