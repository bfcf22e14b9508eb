"""The values that flow through the checker.  No I/O, no framework.

Formats are those of ``docs/formats.md``; offsets are code points of the original text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal

from msgspec import Struct

Channel = Literal["voice", "sms", "im", "visit", "letter"]
LenderType = Literal[
    "bank_card",
    "bank_loan",
    "consumer_finance",
    "micro_loan",
    "debt_buyer",
    "unknown",
]
Callee = Literal["debtor", "guarantor", "third_party", "unknown"]
Employer = Literal["in_house", "agency", "unknown"]
Role = Literal["collector", "debtor", "third_party", "bot", "unknown"]
Severity = Literal["critical", "major", "minor"]
Status = Literal["violation", "needs_review"]
Outcome = Literal["clean", "needs_review", "violation", "not_checked"]

CHANNELS: tuple[Channel, ...] = ("voice", "sms", "im", "visit", "letter")
LENDER_TYPES: tuple[LenderType, ...] = (
    "bank_card",
    "bank_loan",
    "consumer_finance",
    "micro_loan",
    "debt_buyer",
    "unknown",
)
CALLEES: tuple[Callee, ...] = ("debtor", "guarantor", "third_party", "unknown")
EMPLOYERS: tuple[Employer, ...] = ("in_house", "agency", "unknown")
ROLES: tuple[Role, ...] = ("collector", "debtor", "third_party", "bot", "unknown")
ROLE_ALIASES: Mapping[str, Role] = MappingProxyType(
    {"customer": "debtor", "agent": "collector"}
)
SEVERITIES: tuple[Severity, ...] = ("minor", "major", "critical")

NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Collector:
    """Who speaks for the lender."""

    id: str | None = None
    name: str | None = None
    employer: Employer = "unknown"
    team: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """What the lender's system knew when the call was made; ``None`` is not known."""

    litigation: bool | None = None
    plan: str | None = None
    dispute: bool | None = None
    verified_by: str | None = None
    #: Whether ``verified_by`` was given at all: a given null means "not verified".
    verification_known: bool = False


class Utterance(Struct, frozen=True):
    """One turn of one speaker; ``start`` and ``end`` are seconds into the call."""

    index: int
    role: Role
    text: str
    start: float | None = None
    end: float | None = None
    meta: Mapping[str, Any] = NOTHING


@dataclass(frozen=True, slots=True)
class Call:
    """One contact with one person, and what is known about it."""

    call_id: str
    turns: tuple[Utterance, ...]
    channel: Channel | None = None
    started_at: datetime | None = None
    lender_type: LenderType = "unknown"
    callee: Callee = "unknown"
    collector: Collector = Collector()
    debtor_id: str | None = None
    case: Case = Case()
    meta: Mapping[str, Any] = field(default_factory=lambda: NOTHING)


class Span(Struct, frozen=True, order=True):
    """Characters ``[start, end)`` of an utterance's original text."""

    start: int
    end: int

    def covers(self, other: Span) -> bool:
        """Whether *other* lies inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal or self-regulatory source, as it stood on the day of the call."""

    id: str
    article: str | None
    force: str
    quote: str | None = None
    certainty: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A candidate that no verifier rejected, with everything needed to defend it."""

    rule: str
    category: str
    severity: Severity
    status: Status
    turn: int
    start: int
    end: int
    text: str
    how: str
    basis: tuple[Basis, ...] = ()
    reasons: tuple[str, ...] = ()
    suggestion: str = ""

    @property
    def span(self) -> Span:
        """The evidence, in code points of the original text."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class CallFinding:
    """A call-level check (C01–C27) that is not met, or that a person must judge."""

    check: str
    severity: Severity
    status: Status
    turn: int | None
    detail: str
    basis: tuple[Basis, ...] = ()


class NotChecked(Struct, frozen=True):
    """A check that could not be made, and why.  Never the same as clean."""

    check: str
    why: str


@dataclass(frozen=True, slots=True)
class RulebookId:
    """Which rulebook judged: its version and the hash of everything in it."""

    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome for a call."""

    call_id: str
    rulebook: RulebookId
    outcome: Outcome
    score: int
    findings: tuple[Finding, ...] = ()
    call_findings: tuple[CallFinding, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()
    meta: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
