"""The fields of a transcript as JSON, typed.  Unknown fields are refused."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType

from compliance_checker.model import Callee, Channel, Employer, LenderType

#: Roles with their other names; ``model.ROLE_ALIASES`` brings them together.
RoleName = Literal[
    "collector", "debtor", "third_party", "bot", "unknown", "agent", "customer"
]
Plan = Literal[
    "none", "requested", "submitted", "active", "signed", "performing", "broken",
    "settled", "refused",
]  # fmt: skip


class TurnRecord(Struct, forbid_unknown_fields=True):
    """One turn; ``start`` and ``end`` in seconds."""

    role: RoleName
    text: str
    start: float | None = None
    end: float | None = None
    meta: dict[str, Any] | None = None


class CollectorRecord(Struct, forbid_unknown_fields=True):
    """Who speaks for the lender."""

    id: str | None = None
    name: str | None = None
    employer: Employer | None = None
    team: str | None = None


class CaseRecord(Struct, forbid_unknown_fields=True):
    """What the lender's system knew; a ``verified_by`` of null means not verified."""

    litigation: bool | None = None
    plan: Plan | None = None
    dispute: bool | None = None
    verified_by: str | UnsetType | None = UNSET


class HeaderRecord(Struct, forbid_unknown_fields=True):
    """A call before anything is said: what the live service opens a call with."""

    call_id: str
    channel: Channel | None = None
    started_at: str | None = None
    lender_type: LenderType | None = None
    callee: Callee | None = None
    collector: CollectorRecord | None = None
    debtor_id: str | None = None
    case: CaseRecord | None = None
    meta: dict[str, Any] | None = None


class CallRecord(HeaderRecord, kw_only=True, forbid_unknown_fields=True):
    """A whole call."""

    turns: list[TurnRecord]
