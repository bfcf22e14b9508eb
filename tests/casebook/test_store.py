from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError, StatementError

from actions.casebook.models import Base, Contact
from actions.casebook.store import open_casebook


def test_an_exception_inside_a_transaction_leaves_nothing(casebook, account, now):
    def break_off() -> None:
        with casebook.begin() as work:
            work.save_account(account, source="import", now=now)
            work.new_session("web", account.phone, account.id, now)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()

    with casebook.begin() as work:
        assert work.account("a2") is None
        assert work.events(account="a2") == []


def test_what_a_transaction_did_is_there_after_reopening(casebook, url, now):
    with casebook.begin() as work:
        session = work.new_session("web", "16100001234", "a1", now)
    casebook.close()

    with open_casebook(url).begin() as work:
        assert work.session(session.id).account_id == "a1"


def test_sqlite_keeps_a_write_ahead_log_and_checks_foreign_keys(casebook):
    with casebook.begin() as work:
        run = work.orm.connection().exec_driver_sql
        assert run("PRAGMA journal_mode").scalar() == "wal"
        assert run("PRAGMA foreign_keys").scalar() == 1


def test_a_contact_for_an_account_that_is_not_there_is_refused(casebook, now):
    fields = {"channel": "sms", "address": "x", "template": "t", "status": "sent"}
    contact = Contact(account_id="nobody", key="k", proof={}, at=now, **fields)

    with casebook.begin() as work:
        work.orm.add(contact)
        with pytest.raises(IntegrityError):
            work.orm.flush()
        work.orm.rollback()


def test_times_come_back_aware_and_equal(casebook, now):
    with casebook.begin() as work:
        work.event("trial", {}, source="desk", now=now)
    with casebook.begin() as work:
        [event] = work.events_of_kind("trial")

    assert event.at == now
    assert event.at.tzinfo is not None


def test_a_time_without_a_zone_is_refused(casebook):
    with casebook.begin() as work:
        work.event("trial", {}, source="desk", now=datetime(2026, 1, 1))
        with pytest.raises(StatementError, match="without a zone"):
            work.orm.flush()
        work.orm.rollback()


def test_writers_in_many_threads_queue_and_lose_nothing(casebook, now):
    with casebook.begin() as work:
        session_id = work.new_session("web", None, "a1", now).id

    def say(number: int) -> None:
        with casebook.begin() as work:
            session = work.session(session_id)
            # Each text comes twice, as from a client that tries again.
            work.record_inbound(session, f"第{number}句", f"c{number // 2}", now)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(say, range(40)))

    with casebook.begin() as work:
        messages = work.messages(work.session(session_id))
    assert [m.seq for m in messages] == list(range(1, 21))


def test_the_folder_of_a_new_casebook_is_made(tmp_path: Path):
    open_casebook(f"sqlite:///{tmp_path}/deep/er/casebook.sqlite3").close()

    assert (tmp_path / "deep" / "er").is_dir()


def test_a_casebook_in_memory_is_one_for_all_transactions(now):
    casebook = open_casebook("sqlite://")
    Base.metadata.create_all(casebook.engine)
    with casebook.begin() as work:
        work.event("trial", {}, source="desk", now=now)

    with casebook.begin() as work:
        assert len(work.events_of_kind("trial")) == 1
    casebook.close()
