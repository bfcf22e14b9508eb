"""The queue: its order, its pages, its filters, and how it holds up when it is long."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from actions.casebook.models import Account, Matter
from actions.casebook.store import Casebook
from actions.casebook.work import Work
from actions.policy.desk import KINDS, due_at, rank_of
from bot.desk.inbox import PAGE, VIEWS, Asked, counts, read_page
from bot.desk.words import KINDS as NAMES
from tests.channels.conftest import NOW, save_account

MOMENT = datetime.fromisoformat(NOW)
MANY = 100_000
#: Generous: a slow machine, busy with other work.
SECONDS = 0.5


def row(number: int, **changes: Any) -> dict[str, Any]:
    kind = KINDS[number % len(KINDS)]
    opened = MOMENT - timedelta(minutes=number % 5000)
    values = {
        "id": number,
        "kind": kind,
        "subject": "ticket",
        "subject_id": number,
        "account_id": "a-1",
        "session_id": None,
        "rank": rank_of(kind),
        "status": "done" if number % 10 == 0 else "open",
        "second": number % 97 == 0,
        "proposal": {},
        "ruling": {},
        "taken_by": f"clerk-{number % 20}" if number % 3 == 0 else None,
        "version": 1,
        "opened_at": opened,
        "due_at": due_at(kind, opened),
    }
    return {**values, **changes}


def fill(work: Work, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), 5000):
        work.orm.execute(insert(Matter), rows[start : start + 5000])


@pytest.fixture
def queue(casebook: Casebook) -> Casebook:
    with casebook.begin() as work:
        fill(work, [row(number) for number in range(1, 201)])
    return casebook


def ids(work: Work, asked: Asked) -> list[int]:
    return [m.id for m, _, _ in read_page(work, asked, "clerk-3", MOMENT).rows]


def test_danger_stands_first_then_what_is_due_first(queue: Casebook) -> None:
    with queue.begin() as work:
        found = [m for m, _, _ in read_page(work, Asked(), "x", MOMENT).rows]

    order = [(m.rank, m.due_at, m.id) for m in found]
    assert order == sorted(order)
    assert found[0].kind == "crisis"


@pytest.mark.parametrize("view", VIEWS)
def test_page_by_page_every_matter_comes_once_and_the_way_back_is_the_same(
    queue: Casebook, view: str
) -> None:
    with queue.begin() as work:
        pages, asked = [], Asked(view=view)
        while True:
            found = read_page(work, asked, "clerk-3", MOMENT)
            pages.append([m.id for m, _, _ in found.rows])
            if not found.later:
                break
            asked = Asked(view=view, cursor=found.later)
        back = []
        while found.earlier:
            asked = Asked(view=view, cursor=found.earlier, back=True)
            found = read_page(work, asked, "clerk-3", MOMENT)
            back.append([m.id for m, _, _ in found.rows])

    seen = [number for numbers in pages for number in numbers]
    assert len(seen) == len(set(seen))
    assert all(len(numbers) == PAGE for numbers in pages[:-1])
    assert back == pages[-2::-1]


def test_views_show_only_what_they_say(queue: Casebook) -> None:
    with queue.begin() as work:
        mine = ids(work, Asked(view="mine"))
        free = ids(work, Asked(view="free"))
        plans = ids(work, Asked(kind="plan"))
        told = counts(work, "clerk-3", MOMENT)

    assert all(number % 3 == 0 and number % 20 == 3 for number in mine)
    assert all(number % 3 for number in free)
    assert all(KINDS[number % len(KINDS)] == "plan" for number in plans)
    assert told["mine"] == len(mine)
    assert told["open"] == 180


@pytest.mark.parametrize(
    ("words", "found"),
    [
        pytest.param("#57", {57}, id="number"),
        pytest.param("57", {57}, id="bare-number"),
        pytest.param("a-2", {1000}, id="account"),
        pytest.param("16100000002", {1000}, id="telephone"),
        pytest.param("周", {1000}, id="family-name"),
        pytest.param("周晓岚", {1000}, id="name"),
        pytest.param("晓岚", set(), id="end-of-a-name"),
        pytest.param("%", set(), id="no-wildcard"),
        pytest.param("' OR 1=1 --", set(), id="no-code"),
        pytest.param("9" * 40, set(), id="too-long-a-number"),
    ],
)
def test_search_finds_by_number_account_telephone_and_name(
    queue: Casebook, words: str, found: set[int]
) -> None:
    with queue.begin() as work:
        save_account(work, "a-2", "16100000002")
        other = work.account("a-2")
        assert other is not None
        other.name = "周晓岚"
        fill(work, [row(1000, account_id="a-2", status="open")])

        assert set(ids(work, Asked(words=words))) == found


@pytest.mark.parametrize(
    "cursor", ["x", "1.2", "1.x.3", "9" * 60, "0.9999999999999999.1"]
)
def test_a_cursor_changed_by_hand_is_the_first_page_or_an_empty_one(
    queue: Casebook, cursor: str
) -> None:
    with queue.begin() as work:
        found = read_page(work, Asked(cursor=cursor), "x", MOMENT)

    assert len(found.rows) <= PAGE


def test_every_kind_has_a_name_and_a_time_to_be_due() -> None:
    assert set(NAMES) == set(KINDS)
    assert all(due_at(kind, MOMENT) > MOMENT for kind in KINDS)


def test_a_hundred_thousand_matters_are_paged_and_searched_at_once(
    casebook: Casebook,
) -> None:
    with casebook.begin() as work:
        people = [
            {
                **{
                    c.name: getattr(work.account("a-1"), c.name)
                    for c in Account.__table__.columns
                },
                "id": f"p-{number}",
                "phone": f"162{number:08d}",
                "name": f"赵{number}",
            }
            for number in range(20_000)
        ]
        work.orm.execute(insert(Account), people)
        rows = [row(n, account_id=f"p-{n % 20_000}") for n in range(1, MANY + 1)]
        fill(work, rows)
        work.orm.connection().exec_driver_sql("ANALYZE")

    slowest = {}
    with casebook.begin() as work:
        middle = read_page(work, Asked(), "x", MOMENT).later
        for _ in range(40):
            middle = read_page(work, Asked(cursor=middle), "x", MOMENT).later
        looks = {
            **{view: Asked(view=view) for view in VIEWS},
            "kind": Asked(kind="plan"),
            "deep": Asked(cursor=middle),
            "telephone": Asked(words="16200012345"),
            "name": Asked(words="赵12345"),
            "number": Asked(words="#77777"),
        }
        for name, asked in looks.items():
            began = time.perf_counter()
            read_page(work, asked, "clerk-3", MOMENT)
            slowest[name] = time.perf_counter() - began
        began = time.perf_counter()
        counts(work, "clerk-3", MOMENT)
        slowest["counts"] = time.perf_counter() - began

    print({name: round(seconds * 1000, 1) for name, seconds in slowest.items()})
    assert {name: s for name, s in slowest.items() if s > SECONDS} == {}
