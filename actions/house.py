"""What the operator of this house has set."""

from __future__ import annotations

import os
from functools import cache

#: Working days within which a person answers an application.
DEFAULT_ANSWER_DAYS = 5


@cache
def answer_days() -> str:
    """Working days to an answer, from ``HECUI_ANSWER_DAYS``; read once, when needed.

    Raises:
        ValueError: If the setting is not a whole number above nought.
    """
    days = int(os.environ.get("HECUI_ANSWER_DAYS", DEFAULT_ANSWER_DAYS))
    if days < 1:
        raise ValueError("HECUI_ANSWER_DAYS must be 1 or more")
    return str(days)
