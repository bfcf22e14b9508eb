from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import msgspec
import pytest

from actions.casebook.models import Base
from actions.casebook.store import Casebook, open_casebook
from actions.casebook.work import Work
from bot.simulator.debtor import account_of
from bot.simulator.outcome import (
    contradiction,
    reached,
    read_outcome,
    weightiest,
    wrong_fields,
)
from bot.simulator.script import Expected
from tests.simulator.conftest import make_script

NOW = datetime.fromisoformat("2025-06-18T10:05:00+08:00")


@pytest.fixture
def work() -> Iterator[Work]:
    casebook: Casebook = open_casebook("sqlite://")
    Base.metadata.create_all(casebook.engine)
    with casebook.begin() as work:
        work.save_account(account_of(make_script(), 1), source="import", now=NOW)
        yield work
    casebook.close()


def expected(**values: Any) -> Expected:
    return msgspec.convert(values, Expected)


def test_an_empty_casebook_tells_of_nothing(work: Work) -> None:
    assert read_outcome(work, "sim-1") == (frozenset(), {})


def test_the_latest_promise_counts(work: Work) -> None:
    session = work.new_session("web", None, "sim-1", NOW)
    work.record_promise(session, amount_fen=50_000, day=date(2025, 6, 20), now=NOW)
    work.record_promise(session, amount_fen=80_000, day=date(2025, 6, 25), now=NOW)

    happened, fields = read_outcome(work, "sim-1")

    assert happened == {"promise_recorded"}
    assert fields == {"amount": 800.0, "date": "2025-06-25"}


def test_a_cancelled_promise_is_none(work: Work) -> None:
    session = work.new_session("web", None, "sim-1", NOW)
    promise = work.record_promise(
        session, amount_fen=50_000, day=date(2025, 6, 20), now=NOW
    )
    work.change_promise(promise, "cancelled", source="bot:web", now=NOW)

    assert read_outcome(work, "sim-1")[0] == frozenset()


def test_a_plan_gives_its_values(work: Work) -> None:
    session = work.new_session("web", None, "sim-1", NOW)
    work.record_application(
        session, "plan", now=NOW, periods=6, monthly_fen=54_333, start_date=NOW.date()
    )

    happened, fields = read_outcome(work, "sim-1")

    assert happened == {"plan_submitted"}
    assert (fields["periods"], fields["monthly_amount"]) == (6, 543.33)


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        ("crisis", {"crisis_handoff"}),
        ("complaint", {"complaint_recorded"}),
        ("handoff", {"handoff"}),
        ("identity_locked", {"handoff"}),
        ("death", {"handoff"}),
        ("blocked_message", set()),
    ],
)
def test_tickets_are_outcomes(work: Work, kind: str, outcome: set[str]) -> None:
    session = work.new_session("web", None, "sim-1", NOW)
    work.open_ticket(session, kind, packet={}, now=NOW)

    assert read_outcome(work, "sim-1")[0] == outcome


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        ("already_paid", "already_paid_check"),
        ("not_mine", "dispute_opened"),
        ("amount", "dispute_opened"),
    ],
)
def test_disputes_are_outcomes(work: Work, kind: str, outcome: str) -> None:
    session = work.new_session("web", None, "sim-1", NOW)
    work.open_dispute(session, kind, now=NOW)

    assert read_outcome(work, "sim-1")[0] == {outcome}


def test_an_opt_out_that_was_undone_is_none(work: Work) -> None:
    session = work.new_session("sms", "1", "sim-1", NOW)
    work.record_consent(session, "opt_out", now=NOW)
    assert read_outcome(work, "sim-1")[0] == {"opted_out"}
    work.record_consent(session, "opt_in", now=NOW)

    assert read_outcome(work, "sim-1")[0] == frozenset()


def test_another_accounts_rows_do_not_count(work: Work) -> None:
    work.save_account(account_of(make_script(), 2), source="import", now=NOW)
    session = work.new_session("web", None, "sim-2", NOW)
    work.open_ticket(session, "crisis", packet={}, now=NOW)

    assert read_outcome(work, "sim-1")[0] == frozenset()


def test_one_of_several_outcomes_is_enough() -> None:
    wanted = expected(outcome="handoff", outcome_also_ok=["opted_out"])

    assert reached(wanted, frozenset({"handoff", "info_given"})) == "handoff"
    assert reached(wanted, frozenset({"opted_out"})) == "opted_out"
    assert reached(wanted, frozenset({"info_given"})) is None


def test_the_weightiest_outcome_is_told() -> None:
    assert weightiest({"info_given", "promise_recorded"}) == "promise_recorded"
    assert weightiest(()) is None


def test_an_agreement_nobody_wanted_contradicts() -> None:
    told = frozenset({"info_given", "promise_recorded"})

    assert contradiction(expected(outcome="info_given"), told)
    assert not contradiction(expected(outcome="handoff"), told)
    assert not contradiction(
        expected(outcome="info_given", outcome_also_ok=["promise_recorded"]), told
    )


@pytest.mark.parametrize(
    ("fields", "got", "wrong"),
    [
        ({"amount": 800.0}, {"amount": 800}, 0),
        ({"amount": 800.0}, {"amount": 800.5}, 1),
        ({"amount": 800.0}, {}, 1),
        ({"date": "2025-06-25"}, {"date": "2025-06-25"}, 0),
        ({"date": "2025-06-25"}, {"date": "2025-06-26"}, 1),
        ({"down_payment": None}, {}, 0),
        ({"down_payment": 0.0}, {"down_payment": None}, 0),
        ({"down_payment": None}, {"down_payment": 500.0}, 1),
        ({}, {"amount": 5.0}, 0),
    ],
)
def test_values_are_compared(
    fields: dict[str, Any], got: dict[str, Any], wrong: int
) -> None:
    wanted = expected(outcome="promise_recorded", fields=fields)

    assert len(wrong_fields(wanted, got)) == wrong
