"""The time, as an argument: processes pass ``system_now``, tests pass their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system_now() -> datetime:
    """The time of this machine, aware."""
    return datetime.now(UTC)


def read_now(text: str) -> datetime | None:
    """The time a header or an option names, or nothing if it is not a zoned time.

    >>> read_now("2025-06-18T10:05:00+08:00").hour
    10
    >>> read_now("2025-06-18T10:05:00") is None
    True
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
