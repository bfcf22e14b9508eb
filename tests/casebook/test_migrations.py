from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from actions.casebook.models import Base
from actions.casebook.store import (
    CasebookError,
    make_engine,
    migrate,
    open_casebook,
    roll_back,
)


def tables(url: str) -> set[str]:
    engine = make_engine(url)
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return found


def test_the_migrations_make_exactly_the_tables_of_the_models(url):
    migrate(url)

    engine = make_engine(url)
    with engine.begin() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_migrating_needs_no_configuration_in_the_working_directory(
    url, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)

    migrate(url)

    assert "accounts" in tables(url)


def test_migrating_twice_keeps_every_row(casebook, url, now):
    with casebook.begin() as work:
        work.new_session("web", None, "a1", now)
        before = len(work.events())
    casebook.close()

    migrate(url)

    with open_casebook(url).begin() as work:
        assert work.account("a1").overdue_fen == 326_000
        assert len(work.events()) == before


def test_a_filled_casebook_goes_down_and_up_again(casebook, url, now):
    with casebook.begin() as work:
        session = work.new_session("web", None, "a1", now)
        work.record_inbound(session, "你好", "c1", now)
        work.record_application(session, "plan", now=now, periods=12)
        work.create_link(work.account("a1"), "x", now)
    casebook.close()

    roll_back(url)
    assert tables(url) == {"alembic_version"}
    migrate(url)

    with open_casebook(url).begin() as work:
        assert list(work.accounts()) == []


def test_rolling_back_an_empty_casebook_works(url):
    migrate(url)

    roll_back(url)

    assert tables(url) == {"alembic_version"}


def test_a_migration_that_would_leave_rows_pointing_nowhere_is_undone(casebook, url):
    casebook.close()
    engine = make_engine(url, foreign_keys=False)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO stop_flags (account_id, kind, source, at)"
            " VALUES ('nobody', 'plan', 'desk', '2026-01-01')"
        )
    engine.dispose()

    with pytest.raises(CasebookError, match="1 rows point nowhere, in stop_flags"):
        migrate(url)
