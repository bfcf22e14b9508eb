"""What is asked, known and answered about a contact; values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any, Literal

#: Channels on which the debtor's telephone rings.
CALLS = frozenset({"voice", "robot_voice"})

Recipient = Literal["debtor", "third_person"]


@dataclass(frozen=True, slots=True)
class ContactRequest:
    """A message or call that is about to go out.

    ``reply``: it answers something the person has just sent.  ``pushes_payment``: it
    asks for money or a date; a reminder always does, an answer may.  ``own_matter``:
    it is the answer, later than at once, to what the person asked for or complained of.
    """

    channel: str
    address: str | None
    reply: bool = False
    pushes_payment: bool = True
    own_matter: bool = False
    recipient: Recipient = "debtor"


@dataclass(frozen=True, slots=True)
class Attempt:
    """A contact the lender began; ``answered`` is whether a call was connected."""

    at: datetime
    channel: str
    address: str
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asked for: ``opt_out``, ``opt_in``, ``night``, ``not_before``."""

    kind: str
    channel: str
    address: str | None
    at: datetime
    not_before: datetime | None = None
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop flag that stands; ``own`` is whether it is on this very account."""

    kind: str
    address: str | None = None
    own: bool = True


@dataclass(frozen=True, slots=True)
class ContactHistory:
    """All that is known of one account's person; every order will do."""

    phone: str
    zone: str = "Asia/Shanghai"
    plan_status: str = "none"
    attempts: tuple[Attempt, ...] = ()
    wishes: tuple[Wish, ...] = ()
    stops: tuple[Stop, ...] = ()


@dataclass(frozen=True, slots=True)
class FlagRule:
    """What a stop flag of one kind stops."""

    scope: Literal["account", "person", "address"]
    silences: bool
    rule: str
    source: str


@dataclass(frozen=True, slots=True)
class ContactPolicy:
    """The limits of ``contact.yaml``; ``rules`` and ``sources`` by entry."""

    opens: time
    closes: time
    suggested_opens: time
    suggested_closes: time
    connected_calls_per_debtor_day: int
    unanswered_per_number_day: int
    attempts_per_debtor_day: int
    sms_per_debtor_day: int
    sms_per_debtor_week: int
    third_person_failures: int
    third_person_days: int
    performing: frozenset[str]
    flags: Mapping[str, FlagRule]
    rules: Mapping[str, str]
    sources: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Proof:
    """Why a contact was allowed or refused; stored with the contact.

    ``rule`` is ``allowed``, ``reply``, or the first rule that refused; ``reasons`` are
    all that did, by name.  ``sources`` says where each rule that was checked is from.
    """

    allowed: bool
    rule: str
    reasons: tuple[str, ...]
    local_time: str
    counts: Mapping[str, int] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    consents: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The proof as it is stored; no personal data is in it."""
        return {
            "allowed": self.allowed,
            "rule": self.rule,
            "reasons": list(self.reasons),
            "local_time": self.local_time,
            "counts": dict(self.counts),
            "flags": list(self.flags),
            "consents": list(self.consents),
            "sources": dict(self.sources),
        }
