from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from actions.casebook.store import Casebook, migrate, open_casebook


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 21, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def casebook(tmp_path: Path) -> Iterator[Casebook]:
    url = f"sqlite:///{tmp_path}/casebook.sqlite3"
    migrate(url)
    opened = open_casebook(url)
    yield opened
    opened.close()
