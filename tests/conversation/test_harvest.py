"""From one message to the values it adds, the open question deciding."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.draft import Draft
from actions.harvest import harvest, lasting, reread
from actions.phrases.reader import read

NOW = datetime(2025, 6, 18, 10, 5, tzinfo=ZoneInfo("Asia/Shanghai"))


def said(text: str, asked: str | None = None) -> dict[str, Any]:
    phrases = reread(text, read(text, NOW), asked, NOW)
    return harvest(phrases, asked, NOW.date()).as_json()


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        pytest.param("12", "periods", {"periods": 12}, id="small-number-is-periods"),
        pytest.param("500", "periods", {"monthly": 50_000}, id="large-one-is-yuan"),
        pytest.param("两百", "periods", {"monthly": 20_000}, id="spoken-large-one"),
        pytest.param("25", "date", {"day": "2025-06-25"}, id="bare-day"),
        pytest.param("800", "amount", {"amount": 80_000}, id="bare-sum"),
        pytest.param("800", "monthly_amount", {"monthly": 80_000}, id="bare-monthly"),
        pytest.param("1000", "down_payment", {"down": 100_000}, id="bare-down"),
        pytest.param("10号", "start_date", {"start": "2025-07-10"}, id="start-day"),
        pytest.param("全部", "amount", {"named": "all"}, id="all"),
        pytest.param("还一半", None, {"share": "0.5"}, id="half"),
        pytest.param(
            "拿不出两千只能给五百", None, {"amount": 50_000}, id="rejected-sum"
        ),
        pytest.param("工资三千", None, {}, id="wages-are-no-offer"),
        pytest.param("欠三千二", None, {}, id="the-debt-is-no-offer"),
        pytest.param("上周还了五百", None, {}, id="a-past-payment-is-no-offer"),
        pytest.param("你好", None, {}, id="nothing"),
    ],
)
def test_a_message_adds(text: str, asked: str | None, expected: dict[str, Any]) -> None:
    assert said(text, asked) == expected


def test_a_bare_number_is_no_day_where_a_sum_is_asked() -> None:
    assert "day" not in said("25", "amount")


def test_a_monthly_day_starts_after_today() -> None:
    assert said("每月18号还500")["start"] == "2025-07-18"
    assert said("每月19号还500")["start"] == "2025-06-19"


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("三个月", date(2025, 9, 18)),
        ("两周", date(2025, 7, 2)),
        ("没有", None),
    ],
)
def test_a_stretch_of_time_ends(text: str, until: date | None) -> None:
    assert lasting(read(text, NOW), NOW.date()) == until


def test_a_newer_size_takes_the_place_of_the_older_one() -> None:
    before = Draft(periods=12, monthly=27_200, start=date(2025, 7, 10))

    after = before.with_newer(Draft(monthly=50_000))

    assert (after.periods, after.monthly, after.start) == (
        None,
        50_000,
        date(2025, 7, 10),
    )


def test_a_newer_sum_leaves_the_day() -> None:
    before = Draft(amount=80_000, day=date(2025, 6, 25), by=True)

    after = before.with_newer(Draft(named="all"))

    assert after == Draft(named="all", day=date(2025, 6, 25), by=True)


DAYS = st.dates(date(2025, 1, 1), date(2030, 1, 1))
DRAFTS = st.builds(
    Draft,
    amount=st.none() | st.integers(0, 10**8),
    named=st.none() | st.sampled_from(["all", "minimum"]),
    amounts=st.lists(st.integers(1, 10**6), max_size=3).map(tuple),
    day=st.none() | DAYS,
    by=st.booleans(),
    days=st.lists(DAYS, max_size=3).map(tuple),
    event=st.booleans(),
    periods=st.none() | st.integers(0, 120),
    monthly=st.none() | st.integers(0, 10**6),
    start=st.none() | DAYS,
)


@given(DRAFTS)
def test_a_draft_comes_back_from_the_casebook_as_it_was(draft: Draft) -> None:
    assert Draft.from_json(draft.as_json()) == draft


@given(DRAFTS, DRAFTS)
def test_saying_the_same_twice_changes_nothing(before: Draft, newer: Draft) -> None:
    once = before.with_newer(newer)

    assert once.with_newer(newer) == once


@given(st.text(max_size=60), st.sampled_from([None, "amount", "periods", "date"]))
def test_no_text_is_too_odd(text: str, asked: str | None) -> None:
    assert isinstance(said(text, asked), dict)
