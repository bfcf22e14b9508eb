"""How soon a person must see to a matter, and which matters come first."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from actions.house import answer_days
from actions.policy.limits import read_limits

ZONE = ZoneInfo("Asia/Shanghai")
APPLICATIONS = ("plan", "extension", "waiver")
DISPUTES = ("not_mine", "amount", "already_paid")
TICKETS = (
    *("crisis", "handoff", "complaint", "fraud", "hardship", "death", "minor"),
    *("third_party", "identity_locked", "legal", "blocked_message", "callback"),
)
#: Every kind of matter, in the order of the desk's filters.
KINDS: tuple[str, ...] = (
    "crisis",
    "complaint",
    *APPLICATIONS,
    "partial",
    *DISPUTES,
    *TICKETS[1:2],
)
KINDS += tuple(kind for kind in TICKETS if kind not in KINDS)
#: Pressing whatever priority was stated.
PRESSING = frozenset({"death", "minor", "fraud", "not_mine"})


@cache
def due_rules() -> dict[str, dict[str, Any]]:
    """The entries of ``desk.yaml``.

    Raises:
        LimitsError: If the file does not hold exactly the kinds there are.
    """
    return read_limits("desk.yaml", frozenset(KINDS))


def due_at(kind: str, opened: datetime) -> datetime:
    """When a matter of this kind, opened at *opened* (aware), is due.

    >>> due_at("partial", datetime(2026, 11, 20, 10, 0, tzinfo=ZONE)).day  # a Friday
    24
    """
    rule = due_rules()[kind]
    if "minutes" in rule:
        return opened + timedelta(minutes=rule["minutes"])
    days = int(answer_days()) if "answer_days" in rule else rule["working_days"]
    return _working_days(opened.astimezone(ZONE), days)


def rank_of(kind: str, *, high: bool = False) -> int:
    """0 danger to a life, 1 pressing, 2 the rest; the queue goes by it first."""
    if kind == "crisis":
        return 0
    return 1 if high or kind in PRESSING else 2


def _working_days(day: datetime, count: int) -> datetime:
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day
