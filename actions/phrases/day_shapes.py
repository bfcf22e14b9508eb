"""Days that are a stretch or a deadline."""

from __future__ import annotations

from datetime import date

from actions.phrases.days_calendar import unsure
from actions.phrases.values import Day


def stretch(span: tuple[int, int], low: date | None, high: date | None) -> Day:
    """Any day from ``low`` to ``high``."""
    return Day("range", None, span, low=low, high=high)


def last_day(span: tuple[int, int], value: date | None) -> Day:
    """A deadline; unsure where the calendar has no such day."""
    return Day("value", value, span, role="by") if value else unsure(span)
