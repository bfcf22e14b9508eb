"""Facts a rule may ask for (``when``): true, false, or not known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from compliance_checker.detect.candidate import Situation
from compliance_checker.model import Call, Status
from compliance_checker.rulebook.names import SAID

#: ``None`` is not known.
Fact = Callable[[Call, Situation], Any]

#: States of a plan that the sender tells apart and the rules do not.
_PLANS = {"signed": "active", "performing": "active", "submitted": "requested"}

_VERIFIED = {"verified": True, "none": False}


def _known(value: str) -> str | None:
    return None if value == "unknown" else value


def plan(header: Call) -> str | None:
    """The state of the debtor's plan, in the words rules use."""
    given = header.case.plan
    return _PLANS.get(given, given) if given else None


def _said(flag: str) -> Fact:
    return lambda _, situation: flag in situation.last


def _dispute(header: Call, situation: Situation) -> bool | None:
    # What the person says now counts as much as what the file says.
    return True if "dispute" in situation.last else header.case.dispute


FACTS: Mapping[str, Fact] = MappingProxyType(
    {
        "on_line": lambda _, situation: _known(situation.on_line),
        "verified": lambda _, situation: _VERIFIED.get(situation.verification),
        "employer": lambda header, _: _known(header.collector.employer),
        "litigation": lambda header, _: header.case.litigation,
        "plan": lambda header, _: plan(header),
        "dispute": _dispute,
        "lender_type": lambda header, _: _known(header.lender_type),
        "channel": lambda header, _: header.channel,
        **{f"said_{flag}": _said(flag) for flag in sorted(SAID)},
    }
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the facts make of a candidate, and the reasons for it."""

    status: Status
    reasons: tuple[str, ...] = ()
    #: The facts that are not known.
    unknown: tuple[str, ...] = ()


def judge(when: Mapping[str, Any], header: Call, situation: Situation) -> Facts | None:
    """``None`` where a fact is false; a violation where all are true.

    Where some are not known it needs review, and each of these is named.
    """
    unknown = []
    reasons = []
    for name, wanted in when.items():
        value = FACTS[name](header, situation)
        if value is None:
            unknown.append(name)
            reasons.append(f"not known: {name}")
        elif not _meets(value, wanted):
            return None
        else:
            reasons.append(f"{name}: {_shown(value)}")
    status: Status = "needs_review" if unknown else "violation"
    return Facts(status, tuple(reasons), tuple(unknown))


def _meets(value: Any, wanted: Any) -> bool:
    choices = wanted if isinstance(wanted, list) else [wanted]
    return value in choices


def _shown(value: Any) -> str:
    return (
        {True: "yes", False: "no"}.get(value, str(value))
        if isinstance(value, bool)
        else str(value)
    )
