from __future__ import annotations

from typing import Any

import msgspec
import pytest

from bot.simulator.script import Script

ROW: dict[str, Any] = {
    "id": "s1",
    "channel": "web",
    "now": "2025-06-18T10:05:00+08:00",
    "opening": "reminder",
    "account": {
        "name": "林晓梅",
        "product": "信用卡",
        "overdue_amount": 3260.0,
        "days_overdue": 9,
        "min_payment": 326.0,
        "id_last4": "0427",
        "account_tail": "7715",
        "policy": {"max_periods": 60, "min_monthly_amount": 100.0},
    },
    "user_turns": ["0427", "25号先还八百"],
    "answers_if_asked": {"confirm": "对"},
    "expect": {
        "outcome": "promise_recorded",
        "outcome_also_ok": [],
        "fields": {"amount": 800.0, "date": "2025-06-25"},
        "must_not_disclose": False,
    },
}


def make_script(**changes: Any) -> Script:
    return msgspec.convert({**ROW, **changes}, Script, strict=False)


@pytest.fixture
def row() -> dict[str, Any]:
    return ROW
