"""From severity to outcome and score: what ``policy.yaml`` may hold.

The numbers are data, because every institution grades differently; ``verdict`` applies
them and adds none of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal, get_args

from msgspec import Struct, field

from compliance_checker.model import SEVERITIES, Severity, Status
from compliance_checker.rulebook.document import Document

STATUSES: tuple[Status, ...] = get_args(Status)

#: What findings may make of a call, the gravest first; ``not_checked`` is not for a
#: policy to give.
Result = Literal["violation", "needs_review", "clean"]
RESULTS: tuple[Result, ...] = get_args(Result)

MOST_POINTS = 100


class Points(Struct, frozen=True, forbid_unknown_fields=True):
    """Points lost by a violation."""

    critical: float
    major: float
    minor: float


class Caps(Struct, frozen=True, forbid_unknown_fields=True):
    """The most points lost in one call; ``None`` is no limit."""

    critical: float | None = None
    major: float | None = None
    minor: float | None = None
    #: By all findings that a person has yet to judge.
    needs_review: float | None = None
    #: By any one category or check.
    category: float | None = None


class Scoring(Struct, frozen=True, forbid_unknown_fields=True):
    """How points are lost."""

    points: Points
    #: Shares from 0 to 1.
    needs_review: float
    repeated: float
    caps: Caps = Caps()


class Dialling(Struct, frozen=True, forbid_unknown_fields=True):
    """How often a debtor may be called on a day; counted from a dial log."""

    #: Calls in which the debtor was reached (GBT45251, 5.3).
    connected_per_day: int = 3
    #: Attempts nobody answered, at one number (CBA2026).
    unanswered_per_number_day: int = 6
    #: A call counts as one in which people talked from so many seconds on.
    effective_seconds: float = 1


class Service(Struct, frozen=True, forbid_unknown_fields=True):
    """From where on a measure of service is marked in reports; all are house values."""

    our_share: float = 0.8
    characters_per_minute: float = 300
    interruptions: int = 2
    overlap_seconds: float = 5
    silence_seconds: float = 15
    monologue_seconds: float = 60


class OutcomeRule(Struct, frozen=True, forbid_unknown_fields=True):
    """The outcome of a call with *at_least* so many findings of these kinds."""

    outcome: Result
    status: tuple[Status, ...] = STATUSES
    severity: tuple[Severity, ...] = SEVERITIES
    at_least: int = 1

    def takes(self, severity: Severity, status: Status) -> bool:
        """Whether it counts such a finding."""
        return severity in self.severity and status in self.status


class Policy(Struct, frozen=True, forbid_unknown_fields=True):
    """One policy file; an overlay's says why, who and when."""

    score: Scoring
    outcome: tuple[OutcomeRule, ...]
    dialling: Dialling = Dialling()
    service: Service = Service()
    reason: str = ""
    by: str = ""
    on: date | None = field(default=None, name="date")


def outcome_of(policy: Policy, kinds: Sequence[tuple[Severity, Status]]) -> Result:
    """What findings of these *kinds* make of a call; none at all is clean.

    A call is clean only if its rule takes all of its findings.
    """
    if not kinds:
        return "clean"
    for rule in policy.outcome:
        taken = sum(rule.takes(*kind) for kind in kinds)
        wanted = len(kinds) if rule.outcome == "clean" else rule.at_least
        if taken >= wanted:
            return rule.outcome
    # Nothing was said of these: a person decides, for silence is no acquittal.
    return "needs_review"


def check(document: Document, policy: Policy) -> None:
    """Note in *document* everything that keeps the policy from being used."""
    _numbers(document, policy.score)
    _rules(document, policy.outcome)
    for name in ("connected_per_day", "unanswered_per_number_day", "effective_seconds"):
        _range(document, f"$.dialling.{name}", getattr(policy.dialling, name), 100)
    _service(document, policy.service)
    if not document.problems:
        _acquittals(document, policy)


def _numbers(document: Document, score: Scoring) -> None:
    for name in map(str, SEVERITIES):
        _range(document, f"$.score.points.{name}", getattr(score.points, name), 100)
        _range(document, f"$.score.caps.{name}", getattr(score.caps, name), 100)
    for name in ("needs_review", "category"):
        _range(document, f"$.score.caps.{name}", getattr(score.caps, name), 100)
    for name in ("needs_review", "repeated"):
        _range(document, f"$.score.{name}", getattr(score, name), 1)
    points = score.points
    if not points.critical >= points.major >= points.minor:
        document.report(
            "CC151",
            "a graver finding costs less than a slighter one",
            "critical, major, minor: never rising",
            path="$.score.points",
        )


def _service(document: Document, service: Service) -> None:
    for name in service.__struct_fields__:
        most = 1 if name == "our_share" else 1000
        _range(document, f"$.service.{name}", getattr(service, name), most)


def _range(document: Document, path: str, value: float | None, most: int) -> None:
    if value is not None and not 0 <= value <= most:
        document.report("CC150", f"{value:g} is not from 0 to {most}", path=path)


def _rules(document: Document, rules: Sequence[OutcomeRule]) -> None:
    if not rules:
        document.report("CC152", "no outcome rule", path="$.outcome")
    for at, rule in enumerate(rules):
        path = f"$.outcome[{at}]"
        if rule.at_least < 1:
            document.report("CC150", "at_least is 1 or more", path=f"{path}.at_least")
        if not rule.status or not rule.severity:
            document.report("CC152", "the outcome rule takes no finding", path=path)
        elif at and RESULTS.index(rule.outcome) < RESULTS.index(rules[at - 1].outcome):
            # Else one more slight finding could make a grave call pass.
            document.report(
                "CC153",
                "a graver outcome stands behind a milder one",
                "first violation, then needs_review, then clean",
                path=path,
            )
        elif any(_covers(earlier, rule) for earlier in rules[:at]):
            document.report(
                "CC153",
                "the outcome rule is never reached",
                "an earlier one takes all that it takes: change their order",
                path=path,
            )


def _covers(earlier: OutcomeRule, later: OutcomeRule) -> bool:
    return (
        set(earlier.status) >= set(later.status)
        and set(earlier.severity) >= set(later.severity)
        and earlier.at_least <= later.at_least
    )


def _acquittals(document: Document, policy: Policy) -> None:
    """What no institution may grade away: grave findings in a clean call."""
    for severity in ("critical", "major"):
        for status in STATUSES:
            found = outcome_of(policy, [(severity, status)])
            sure = (severity, status) == ("critical", "violation")
            if found == "clean" or (sure and found != "violation"):
                wanted = "a violation" if sure else "for review at least"
                document.report(
                    "CC154",
                    f"a call with one {severity} finding ({status}) comes out as "
                    f"{found}",
                    f"it is {wanted}; only minor findings may be let pass",
                    path="$.outcome",
                )
