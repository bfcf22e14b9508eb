"""What a rule file, the cue file, the check file and the basis file may hold.

Unknown fields are refused.  Where a field is required, ``load`` says so: then all that
is missing is told at once.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType, field

from compliance_checker.model import Role, Severity
from compliance_checker.personal.values import Kind

RuleStatus = Literal["experimental", "stable", "deprecated"]
ViewChoice = Literal["folded", "compact", "sound", "shape"]
Force = Literal[
    "law",
    "binding_rule",
    "standard",
    "self_regulation",
    "regional",
    "judicial",
    "house",
]

#: Without ``views`` a detector is matched on these; compact finds all folded finds.
DEFAULT_VIEWS: tuple[ViewChoice, ...] = ("folded", "compact")


class BasisRef(Struct, frozen=True, forbid_unknown_fields=True):
    """A source a rule rests on, by its id in ``basis.yaml``."""

    id: str
    article: str | None = None
    quote: str | None = None


class Part(Struct, frozen=True, forbid_unknown_fields=True):
    """One part of a sequence: who says it, and what."""

    role: Role | tuple[Role, ...]
    pattern: str | tuple[str, ...] = ()
    phrase: tuple[str, ...] = ()
    said: str | None = None

    @property
    def roles(self) -> tuple[Role, ...]:
        """Who may say it."""
        return (self.role,) if isinstance(self.role, str) else self.role


class Sequence(Struct, frozen=True, forbid_unknown_fields=True):
    """*first*, and *then* at most *within_turns* turns later; the hit is the last."""

    first: Part
    then: Part
    within_turns: int = 6


class Detector(Struct, frozen=True, forbid_unknown_fields=True):
    """Exactly one kind, and the views it is matched on."""

    phrase: tuple[str, ...] | None = None
    pattern: str | tuple[str, ...] | None = None
    tokens: tuple[tuple[dict[str, Any], ...], ...] | None = None
    sequence: Sequence | None = None
    state: str | None = None
    #: ``true``: whatever the weighed words of an utterance say by themselves.
    weighed: bool | None = None
    views: tuple[ViewChoice, ...] = DEFAULT_VIEWS
    #: Kinds of personal data of which one must stand beside the words.
    personal: tuple[Kind, ...] | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds given; a valid detector has one."""
        names = ("phrase", "pattern", "tokens", "sequence", "state", "weighed")
        return tuple(name for name in names if getattr(self, name) is not None)

    @property
    def patterns(self) -> tuple[str, ...]:
        """The patterns, one or several."""
        return (self.pattern,) if isinstance(self.pattern, str) else self.pattern or ()


class Detect(Struct, frozen=True, forbid_unknown_fields=True):
    """Any of *any*, all of *all*, none of *none*, in the same utterance."""

    any: tuple[Detector, ...] = ()
    all: tuple[Detector, ...] = ()
    none: tuple[Detector, ...] = ()


class ExampleCall(Struct, frozen=True, forbid_unknown_fields=True):
    """What is known about an example's call; names as in the transcript format."""

    callee: str | None = None
    employer: str | None = None
    lender_type: str | None = None
    channel: str | None = None
    started_at: str | None = None
    litigation: bool | None = None
    plan: str | None = None
    dispute: bool | None = None
    #: As in a transcript: a given null means "not verified".
    verified_by: str | UnsetType | None = UNSET
    #: ``verified: true`` and ``verified: false`` for short.
    verified: bool | None = None


class Example(Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence or a few turns (``"debtor: …"``) and what is known of the call."""

    text: str | None = None
    turns: tuple[str, ...] = ()
    call: ExampleCall = ExampleCall()
    #: The status expected, where it is not simply "a finding".
    status: Literal["violation", "needs_review"] | None = None
    #: For the reader only: the category that a judge would give.
    category: str | None = None


class Examples(Struct, frozen=True, forbid_unknown_fields=True):
    """The sentences that test a rule."""

    match: tuple[str | Example, ...] = ()
    no_match: tuple[str | Example, ...] = ()
    known_miss: tuple[str | Example, ...] = ()


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """One rule file."""

    id: str = ""
    category: str = ""
    title: str = ""
    status: RuleStatus = "stable"
    since: str = ""
    severity: Severity = "major"
    speaker: tuple[Role, ...] = ("collector",)
    why: str = ""
    basis: tuple[BasisRef, ...] = ()
    suggestion: str = ""
    false_alarms: str = ""
    detect: Detect = Detect()
    except_: tuple[str, ...] = field(default=(), name="except")
    unless: tuple[str, ...] = ()
    when: dict[str, Any] = field(default_factory=dict)
    #: Facts of ``when`` without which the rule is not checked, not even for review.
    known: tuple[str, ...] = ()
    review: str = ""
    examples: Examples = Examples()


#: Fields without which a rule is no rule.
REQUIRED = (
    "id", "category", "title", "since", "severity", "why", "basis", "suggestion",
    "false_alarms", "detect", "examples",
)  # fmt: skip


class Cue(Struct, frozen=True, forbid_unknown_fields=True):
    """Something said that moves the state of a call."""

    what: str
    speaker: tuple[Role, ...]
    patterns: tuple[str, ...]
    views: tuple[ViewChoice, ...] = ("compact",)
    #: Whether it is only looked for while an answer is awaited; the scan skips it then.
    answer: bool = False
    except_: tuple[str, ...] = field(default=(), name="except")
    unless: tuple[str, ...] = ()


class Check(Struct, frozen=True, forbid_unknown_fields=True):
    """A call-level check: how bad, on what basis, and what is missing where it is."""

    title: str
    severity: Severity
    basis: tuple[BasisRef, ...] = ()
    #: Why it is never made from a transcript; empty where ``call.checks`` makes it.
    needs: str = ""
    #: House rules are off unless an overlay turns them on.
    enabled: bool = True


class Version(Struct, frozen=True, forbid_unknown_fields=True):
    """An instrument as it stood from one day to another (both included)."""

    name: str
    from_: date | None = field(default=None, name="from")
    until: date | None = None
    #: Article as rules cite it → article in this version; others did not exist in it.
    articles: dict[str, str] | None = None


class Instrument(Struct, frozen=True, forbid_unknown_fields=True):
    """A law, rule, standard or guide that a finding may rest on."""

    name: str
    issuer: str
    force: Force
    certainty: str
    from_: date | None = field(default=None, name="from")
    until: date | None = None
    #: Lender types it binds; empty is everyone.
    lenders: tuple[str, ...] = ()
    replaced_by: str | None = None
    #: Articles whose text or summary has been read; citing another is a lint problem.
    articles: tuple[str, ...] | None = None
    versions: tuple[Version, ...] = ()
    note: str = ""
