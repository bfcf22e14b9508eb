from __future__ import annotations

import pytest
from sqlalchemy import inspect, text

from actions.casebook.matters import Outdated
from actions.casebook.models import Matter
from actions.casebook.store import make_engine, migrate, open_casebook, roll_back

DAY = "2026-11-20 02:00:00"
BEFORE = f"""
INSERT INTO accounts (id, lender, lender_type, product, name, phone, id_last4,
  account_tail, overdue_fen, due_date, as_of, max_periods, min_monthly_fen,
  promise_max_days, zone, plan_status, created_at, updated_at)
  VALUES ('a1', '恒信银行', 'bank_card', '信用卡', '林思齐', '16100001234', '0427', '7715',
  326000, '2026-11-12', '2026-11-21', 60, 10000, 60, 'Asia/Shanghai', 'none',
  '{DAY}', '{DAY}');
INSERT INTO sessions (id, account_id, channel, wrong_answers, state, created_at,
  updated_at) VALUES ('s1', 'a1', 'web', 0, '{{}}', '{DAY}', '{DAY}');
INSERT INTO applications (id, account_id, session_id, kind, draft, status, source,
  created_at, updated_at)
  VALUES (1, 'a1', 's1', 'plan', '{{}}', 'submitted', 'bot:web', '{DAY}', '{DAY}');
INSERT INTO applications (id, account_id, session_id, kind, draft, status, source,
  created_at, updated_at)
  VALUES (2, 'a1', 's1', 'waiver', '{{}}', 'withdrawn', 'bot:web', '{DAY}', '{DAY}');
INSERT INTO tickets (id, account_id, session_id, kind, priority, packet, status, source,
  created_at, updated_at)
  VALUES (1, 'a1', 's1', 'crisis', 'high', '{{}}', 'open', 'bot:web', '{DAY}', '{DAY}');
"""


@pytest.fixture
def older(url):
    """A casebook of the first revision with something open in it."""
    migrate(url, "0001")
    engine = make_engine(url)
    with engine.begin() as connection:
        for statement in BEFORE.strip().split(";\n"):
            connection.execute(text(statement.rstrip(";")))
    engine.dispose()
    return url


def test_what_is_open_in_an_older_casebook_is_taken_into_the_queue(older):
    migrate(older)

    with open_casebook(older).begin() as work:
        found = [(m.kind, m.subject, m.rank) for m in work.orm.query(Matter)]
    assert found == [("plan", "application", 2), ("crisis", "ticket", 0)]


def test_going_back_keeps_every_row_of_before(older):
    migrate(older)

    roll_back(older, "0001")

    engine = make_engine(older)
    with engine.begin() as connection:
        kept = connection.execute(text("SELECT count(*) FROM applications")).scalar()
    assert kept == 2
    assert "matters" not in inspect(engine).get_table_names()
    engine.dispose()


def test_going_there_and_back_and_there_again_works(older):
    for _ in range(2):
        migrate(older)
        roll_back(older, "0001")

    migrate(older)

    with open_casebook(older).begin() as work:
        assert work.orm.query(Matter).count() == 2


@pytest.fixture
def session(casebook, now):
    with casebook.begin() as work:
        return work.new_session("web", None, "a1", now)


def test_an_older_look_at_a_matter_cannot_change_it(casebook, session, now):
    with casebook.begin() as work:
        work.record_application(session, "plan", now=now, periods=6)
        [matter] = work.matters("a1")
        seen = matter.version
        work.step(matter, "taken", "1024", now=now)

    with casebook.begin() as work:
        with pytest.raises(Outdated) as told:
            work.matter_seen(matter.id, seen)
        assert told.value.last.by == "1024"
        assert work.matter_seen(matter.id, seen + 1) is not None


def test_a_new_application_closes_the_matter_of_the_old_one(casebook, session, now):
    with casebook.begin() as work:
        work.record_application(session, "plan", now=now, periods=6)
        work.record_application(session, "plan", now=now, periods=12)
        states = [m.status for m in work.matters("a1")]

    assert states == ["done", "open"]


def test_a_ticket_beside_something_else_is_no_matter_until_it_is_one(
    casebook, session, now
):
    with casebook.begin() as work:
        work.open_ticket(session, "handoff", now=now, packet={}, beside=True)
        beside = len(work.matters("a1"))
        work.open_ticket(session, "handoff", now=now, packet={})
        [matter] = work.matters("a1")

    assert beside == 0
    assert matter.kind == "handoff"


@pytest.mark.parametrize(
    ("amount_fen", "matters"),
    [
        pytest.param(32_599, 1, id="below-the-minimum"),
        pytest.param(32_600, 0, id="the-minimum"),
        pytest.param(326_000, 0, id="the-whole"),
    ],
)
def test_a_promise_is_a_matter_only_below_the_minimum(
    casebook, session, now, amount_fen, matters
):
    with casebook.begin() as work:
        work.record_promise(session, amount_fen=amount_fen, day=now.date(), now=now)

        assert len(work.matters("a1")) == matters
