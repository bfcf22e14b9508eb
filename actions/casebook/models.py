"""The tables of the casebook.

Money is kept in fen (1/100 yuan) as integers, times as UTC, days as local dates
(Asia/Shanghai).  Rows that record what somebody said or decided are never changed
in place: their history is in ``events``.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, DateTime, ForeignKey, Index, String, Text, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Moment(TypeDecorator[datetime]):
    """An aware time, stored as UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        """The time as UTC.

        Raises:
            ValueError: If *value* has no zone.
        """
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        """The stored time, aware again."""
        del dialect
        return value if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Base of all tables."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Moment,
        dict[str, Any]: JSON,
        list[Any]: JSON,
    }


class Account(Base):
    """An overdue account and the lender's limits for it, as last imported."""

    __tablename__ = "accounts"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    lender: Mapped[str] = mapped_column(String(80))
    agency: Mapped[str | None] = mapped_column(String(80))
    lender_type: Mapped[str] = mapped_column(String(20), default="bank_card")
    product: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(60), index=True)
    phone: Mapped[str] = mapped_column(String(20), index=True)
    id_last4: Mapped[str] = mapped_column(String(4))
    account_tail: Mapped[str] = mapped_column(String(8))
    overdue_fen: Mapped[int]
    principal_fen: Mapped[int | None]
    interest_fen: Mapped[int | None]
    fees_fen: Mapped[int | None]
    min_payment_fen: Mapped[int | None]
    due_date: Mapped[date]
    as_of: Mapped[date]
    max_periods: Mapped[int] = mapped_column(default=60)
    min_monthly_fen: Mapped[int] = mapped_column(default=10_000)
    promise_max_days: Mapped[int] = mapped_column(default=60)
    zone: Mapped[str] = mapped_column(String(40), default="Asia/Shanghai")
    plan_status: Mapped[str] = mapped_column(String(20), default="none")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class Session(Base):
    """One conversation with one address; ``state`` is what the bot is in the middle of."""

    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str | None] = mapped_column(
        ForeignKey("accounts.id"), index=True
    )
    channel: Mapped[str] = mapped_column(String(10))
    address: Mapped[str | None] = mapped_column(String(40), index=True)
    verified_at: Mapped[datetime | None]
    wrong_answers: Mapped[int] = mapped_column(default=0)
    locked_at: Mapped[datetime | None]
    #: Set once the person on the line is known not to be the debtor.
    third_party_at: Mapped[datetime | None]
    #: Since when, and who of the staff, speaks in the bot's place.
    human_at: Mapped[datetime | None]
    human_by: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class Message(Base):
    """One message in or out; ``client_id`` makes an inbound message idempotent."""

    __tablename__ = "messages"
    __table_args__ = (
        Index("ix_messages_session_seq", "session_id", "seq", unique=True),
        Index("ix_messages_client", "session_id", "client_id", unique=True),
        Index("ix_messages_status", "direction", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.id"))
    seq: Mapped[int]
    direction: Mapped[str] = mapped_column(String(3))
    client_id: Mapped[str | None] = mapped_column(String(80))
    #: Outbound: the inbound message this answers.
    answers: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text)
    buttons: Mapped[list[Any]] = mapped_column(default=list)
    template: Mapped[str | None] = mapped_column(String(60))
    #: Inbound: received | answered.  Outbound: queued | sent | failed | blocked.
    status: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime]


class Contact(Base):
    """A contact the lender began, with the proof that it was allowed (or why not)."""

    __tablename__ = "contacts"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    session_id: Mapped[str | None] = mapped_column(ForeignKey("sessions.id"))
    key: Mapped[str] = mapped_column(String(120), unique=True)
    channel: Mapped[str] = mapped_column(String(10))
    address: Mapped[str] = mapped_column(String(40), index=True)
    template: Mapped[str] = mapped_column(String(60))
    #: planned | sent | delivered | failed | refused
    status: Mapped[str] = mapped_column(String(10))
    proof: Mapped[dict[str, Any]]
    provider_id: Mapped[str | None] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(index=True)


class Promise(Base):
    """A promise to pay an amount by a day."""

    __tablename__ = "promises"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    session_id: Mapped[str | None] = mapped_column(ForeignKey("sessions.id"))
    amount_fen: Mapped[int]
    date: Mapped[date]
    #: active | fulfilled | partly | overdue | rescheduled | cancelled | verifying
    status: Mapped[str] = mapped_column(String(12))
    source: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class Application(Base):
    """An application a person decides: a plan, an extension, a waiver."""

    __tablename__ = "applications"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    session_id: Mapped[str | None] = mapped_column(ForeignKey("sessions.id"))
    #: plan | extension | waiver
    kind: Mapped[str] = mapped_column(String(12))
    periods: Mapped[int | None]
    monthly_fen: Mapped[int | None]
    down_payment_fen: Mapped[int | None]
    last_fen: Mapped[int | None]
    start_date: Mapped[date | None]
    until: Mapped[date | None]
    reason: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str | None] = mapped_column(Text)
    #: The six items of the agreement (card measures, Art. 70), as drafted.
    draft: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: submitted | approved | refused | withdrawn | countered | performing | broken | settled
    status: Mapped[str] = mapped_column(String(12))
    source: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class Dispute(Base):
    """What the debtor contests: that it is theirs, the figure, or that it is unpaid."""

    __tablename__ = "disputes"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[str | None] = mapped_column(
        ForeignKey("accounts.id"), index=True
    )
    session_id: Mapped[str | None] = mapped_column(ForeignKey("sessions.id"))
    #: not_mine | amount | already_paid
    kind: Mapped[str] = mapped_column(String(16))
    claimed_fen: Mapped[int | None]
    claimed_date: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(Text)
    #: open | upheld | rejected
    status: Mapped[str] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class Ticket(Base):
    """Work for a person, with the packet that spares the debtor from telling it twice."""

    __tablename__ = "tickets"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[str | None] = mapped_column(
        ForeignKey("accounts.id"), index=True
    )
    session_id: Mapped[str | None] = mapped_column(ForeignKey("sessions.id"))
    #: handoff | crisis | complaint | fraud | hardship | death | minor | third_party |
    #: identity_locked | legal | blocked_message | callback
    kind: Mapped[str] = mapped_column(String(20), index=True)
    priority: Mapped[str] = mapped_column(String(8), default="normal")
    packet: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: open | taken | done
    status: Mapped[str] = mapped_column(String(8), default="open")
    source: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class Matter(Base):
    """What a person must see to: one row for each application, dispute and so on.

    The queue of the desk.  ``version`` grows with every change, by staff or debtor, so
    that nobody decides on what they have not seen.
    """

    __tablename__ = "matters"
    __table_args__ = (
        Index("ix_matters_subject", "subject", "subject_id", unique=True),
        Index("ix_matters_queue", "status", "rank", "due_at", "id"),
        Index("ix_matters_kind", "status", "kind", "rank", "due_at", "id"),
        Index("ix_matters_second", "second", "status", "rank", "due_at", "id"),
        Index("ix_matters_taken", "status", "taken_by", "rank", "due_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: plan | extension | waiver | partial | not_mine | amount | already_paid, or the
    #: kind of the ticket
    kind: Mapped[str] = mapped_column(String(20))
    #: application | dispute | promise | ticket, and its id
    subject: Mapped[str] = mapped_column(String(12))
    subject_id: Mapped[int]
    account_id: Mapped[str | None] = mapped_column(
        ForeignKey("accounts.id"), index=True
    )
    session_id: Mapped[str | None] = mapped_column(
        ForeignKey("sessions.id"), index=True
    )
    #: 0 danger to a life, 1 pressing, 2 the rest
    rank: Mapped[int]
    #: open | waiting (for the debtor's answer) | done
    status: Mapped[str] = mapped_column(String(8))
    #: A proposal waits for a second pair of eyes; what it is.
    second: Mapped[bool] = mapped_column(default=False)
    proposal: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: What was decided: verdict, reason, terms; empty while nothing is.
    ruling: Mapped[dict[str, Any]] = mapped_column(default=dict)
    taken_by: Mapped[str | None] = mapped_column(String(64))
    taken_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class MatterStep(Base):
    """Append-only: what was done about a matter, by whom, with which reason."""

    __tablename__ = "matter_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    #: opened | taken | released | proposed | returned | approved | refused | …
    kind: Mapped[str] = mapped_column(String(20))
    by: Mapped[str] = mapped_column(String(64))
    note: Mapped[str | None] = mapped_column(Text)
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime]


class Notice(Base):
    """Word to the debtor that a matter was decided, and whether it could be given."""

    __tablename__ = "notices"
    __table_args__ = (Index("ix_notices_waiting", "status", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    #: web | sms
    channel: Mapped[str] = mapped_column(String(10))
    #: waiting | sent | refused | replaced
    status: Mapped[str] = mapped_column(String(10))
    #: Why it was refused or has to wait: rules by name, never what it says.
    reasons: Mapped[list[Any]] = mapped_column(default=list)
    proof: Mapped[dict[str, Any]] = mapped_column(default=dict)
    due_at: Mapped[datetime]
    at: Mapped[datetime]


class Consent(Base):
    """A wish about being contacted: an opt-out, its undoing, an agreed night contact."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[str | None] = mapped_column(
        ForeignKey("accounts.id"), index=True
    )
    session_id: Mapped[str | None] = mapped_column(ForeignKey("sessions.id"))
    channel: Mapped[str] = mapped_column(String(10))
    address: Mapped[str | None] = mapped_column(String(40), index=True)
    #: opt_out | opt_in | night | not_before
    kind: Mapped[str] = mapped_column(String(12))
    not_before: Mapped[datetime | None]
    evidence: Mapped[str | None] = mapped_column(String(80))
    source: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]


class StopFlag(Base):
    """A reason not to contact the debtor, until a person lifts it."""

    __tablename__ = "stop_flags"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    #: plan | dispute | complaint | crisis | death | minor | wrong_number |
    #: third_party | refusal | hardship | fraud
    kind: Mapped[str] = mapped_column(String(16))
    address: Mapped[str | None] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]


class Event(Base):
    """Append-only: who changed what, when, from which value to which."""

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[str | None] = mapped_column(String(64), index=True)
    session_id: Mapped[str | None] = mapped_column(String(64), index=True)
    #: e.g. promise.recorded, session.verified, info.balance, template.blocked
    kind: Mapped[str] = mapped_column(String(40), index=True)
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    source: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]


class OneTimeLink(Base):
    """A link sent to a registered number; only the hash of its token is kept."""

    __tablename__ = "one_time_links"

    token_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    address: Mapped[str] = mapped_column(String(40))
    expires_at: Mapped[datetime]
    session_id: Mapped[str | None] = mapped_column(ForeignKey("sessions.id"))
    revoked_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
