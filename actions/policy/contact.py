"""May we contact this person now?  The answer is a proof that can be stored.

One engine for outreach, for the last gate and for every channel.  It reads no clock
and no table: the time and the history are arguments.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from actions.policy.checks import (
    MATTER_CHECKS,
    PUSH_CHECKS,
    REPLY_CHECKS,
    Case,
    Refusal,
    count_attempts,
    count_connected,
    count_sms,
    count_unanswered,
    night_consent,
    standing_flags,
)
from actions.policy.limits import read_limits
from actions.policy.values import (
    Attempt,
    ContactHistory,
    ContactPolicy,
    ContactRequest,
    FlagRule,
    Proof,
    Stop,
    Wish,
)

__all__ = [
    "Attempt",
    "ContactHistory",
    "ContactPolicy",
    "ContactRequest",
    "Proof",
    "Stop",
    "Wish",
    "default_policy",
    "may_contact",
    "next_opening",
]

ENTRIES = frozenset(
    {
        "window",
        "suggested_window",
        "connected_calls_per_debtor_day",
        "unanswered_per_number_day",
        "attempts_per_debtor_day",
        "sms_per_debtor_day",
        "sms_per_debtor_week",
        "third_person",
        "stop_flags",
        "plan_performing",
        "opt_out",
        "not_before",
        "registered_number",
    }
)


def may_contact(
    request: ContactRequest,
    history: ContactHistory,
    now: datetime,
    policy: ContactPolicy | None = None,
) -> Proof:
    """Whether *request* may go out at *now* (aware), with every reason against it.

    An answer to what a person has just sent may always go out, at any hour; only when
    it asks for money it is held to the quiet hours and to the flags that silence.  The
    later answer to the person's own matter keeps to the hours and to their wishes, not to
    the counts of reminders.

    Raises:
        ValueError: If *now* has no zone.
    """
    if now.tzinfo is None:
        raise ValueError("a contact cannot be judged by a time without a zone")
    policy = policy or default_policy()
    zone = _zone(history.zone)
    if zone is None:
        # Where the debtor's clock is unknown nothing goes out.
        return Proof(False, "zone", ("zone_unknown",), now.isoformat())
    case = Case(request, history, now.astimezone(zone), policy)
    checks = MATTER_CHECKS if request.own_matter else PUSH_CHECKS
    if request.reply:
        checks = REPLY_CHECKS if request.pushes_payment else ()
    refusals = [found for check in checks if (found := check(case)) is not None]
    return _proof(case, refusals)


def next_opening(
    now: datetime, zone: str, policy: ContactPolicy | None = None
) -> datetime:
    """The next begin of the suggested hours after *now*, in the debtor's zone."""
    policy = policy or default_policy()
    local = now.astimezone(ZoneInfo(zone))
    opening = datetime.combine(local.date(), policy.suggested_opens, local.tzinfo)
    return opening if opening > local else opening + timedelta(days=1)


@cache
def default_policy() -> ContactPolicy:
    """The limits of the packaged ``contact.yaml``.

    Raises:
        LimitsError: If the file does not hold exactly what is expected.
    """
    return _policy(read_limits("contact.yaml", ENTRIES))


def _policy(entries: Mapping[str, Any]) -> ContactPolicy:
    values = {
        k: int(entry["value"]) for k, entry in entries.items() if "value" in entry
    }
    third, flags = entries["third_person"], entries["stop_flags"]["kinds"]
    return ContactPolicy(
        opens=time.fromisoformat(entries["window"]["open"]),
        closes=time.fromisoformat(entries["window"]["close"]),
        suggested_opens=time.fromisoformat(entries["suggested_window"]["open"]),
        suggested_closes=time.fromisoformat(entries["suggested_window"]["close"]),
        third_person_failures=int(third["after_failures"]),
        third_person_days=int(third["or_days_unreachable"]),
        performing=frozenset(entries["plan_performing"]["statuses"]),
        flags={kind: FlagRule(**entry) for kind, entry in flags.items()},
        rules={name: str(entry["rule"]) for name, entry in entries.items()},
        sources={name: str(entry["source"]) for name, entry in entries.items()},
        **values,
    )


def _proof(case: Case, refusals: list[Refusal]) -> Proof:
    policy, request = case.policy, case.request
    passed = "reply" if request.reply else "allowed"
    sources = {policy.rules[name]: policy.sources[name] for name in policy.rules}
    sources |= {refusal.rule: refusal.source for refusal in refusals}
    consent = night_consent(case)
    return Proof(
        allowed=not refusals,
        rule=refusals[0].rule if refusals else passed,
        reasons=tuple(refusal.reason for refusal in refusals),
        local_time=case.local.isoformat(),
        counts={
            "attempts_today": count_attempts(case),
            "sms_today": count_sms(case, days=1),
            "sms_week": count_sms(case, days=7),
            "connected_today": count_connected(case),
            "unanswered_number_today": count_unanswered(case),
        },
        flags=tuple(stop.kind for stop in standing_flags(case)),
        consents=() if consent is None else (f"night since {consent.at.isoformat()}",),
        sources={} if request.reply and not refusals else sources,
    )


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return None
