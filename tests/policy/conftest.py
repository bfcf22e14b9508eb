from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from actions.casebook.models import Account


@pytest.fixture
def limits() -> Callable[..., Account]:
    return generated


def generated(
    debt: int = 326_000,
    *,
    minimum: int = 10_000,
    periods: int = 60,
    kind: str = "bank_card",
) -> Account:
    return Account(
        id="a1",
        lender_type=kind,
        overdue_fen=debt,
        min_monthly_fen=minimum,
        min_payment_fen=32_600,
        max_periods=periods,
        promise_max_days=60,
        due_date=date(2026, 11, 12),
    )
