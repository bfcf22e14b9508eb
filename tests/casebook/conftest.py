from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from actions.casebook.models import Account
from actions.casebook.store import Casebook, migrate, open_casebook

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/casebook.sqlite3"


@pytest.fixture
def casebook(url: str) -> Iterator[Casebook]:
    migrate(url)
    opened = open_casebook(url)
    with opened.begin() as work:
        work.save_account(generated("a1"), source="import", now=NOW)
    yield opened
    opened.close()


@pytest.fixture
def account() -> Account:
    return generated("a2")


def generated(account_id: str) -> Account:
    return Account(
        id=account_id,
        lender="恒信银行",
        product="信用卡",
        name="林思齐",
        phone="16100001234",
        id_last4="0427",
        account_tail="7715",
        overdue_fen=326_000,
        min_payment_fen=32_600,
        due_date=date(2026, 11, 12),
        as_of=date(2026, 11, 21),
        created_at=NOW,
        updated_at=NOW,
    )
