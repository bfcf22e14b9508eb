"""Opens the casebook and hands out transactions.

``with casebook.begin() as work:`` is one transaction: all of it is kept, or none.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session as OrmSession
from sqlalchemy.pool import StaticPool

from actions.casebook.work import Work

BUSY_SECONDS = 15


class CasebookError(Exception):
    """The casebook cannot be used as it is."""


class Casebook:
    """The open casebook; safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextlib.contextmanager
    def begin(self) -> Iterator[Work]:
        """One transaction; an exception inside it leaves the casebook as it was."""
        with (
            OrmSession(self.engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield Work(session)

    @contextlib.contextmanager
    def look(self) -> Iterator[Work]:
        """A transaction that only reads: it waits for no writer and holds none up."""
        looking = self.engine.execution_options(looking=True)
        with (
            OrmSession(looking, expire_on_commit=False, autoflush=False) as session,
            session.begin(),
        ):
            yield Work(session)
            session.rollback()

    def close(self) -> None:
        """Release every connection."""
        self.engine.dispose()


def open_casebook(url: str) -> Casebook:
    """Return the casebook at *url* (an SQLAlchemy address); it is not migrated.

    Raises:
        sqlalchemy.exc.ArgumentError: If *url* is no database address.
    """
    return Casebook(make_engine(url))


def migrate(url: str, to: str = "head") -> None:
    """Bring the tables at *url* up to revision *to*; all of it, or nothing.

    Raises:
        CasebookError: If rows of the casebook point at rows that are not there.
    """
    with _migrating(url) as config:
        command.upgrade(config, to)


def roll_back(url: str, to: str = "base") -> None:
    """Bring the tables at *url* down to revision *to*; ``base`` drops them all.

    Raises:
        CasebookError: If rows of the casebook point at rows that are not there.
    """
    with _migrating(url) as config:
        command.downgrade(config, to)


@contextlib.contextmanager
def _migrating(url: str) -> Iterator[Config]:
    # Rebuilding a table would delete the rows that point at it, so SQLite checks the
    # foreign keys once, at the end, instead of at each step.
    engine = make_engine(url, foreign_keys=False)
    try:
        with engine.begin() as connection:
            config = Config()
            folder = str(Path(__file__).parent / "migrations")
            config.set_main_option("script_location", folder.replace("%", "%%"))
            config.attributes["connection"] = connection
            yield config
            _check_foreign_keys(connection)
    finally:
        engine.dispose()


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        tables = sorted({str(row[0]) for row in broken})
        raise CasebookError(f"{len(broken)} rows point nowhere, in {', '.join(tables)}")


def make_engine(url: str, *, foreign_keys: bool = True) -> Engine:
    """An engine for *url*; SQLite gets WAL, foreign keys and a patient lock."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return create_engine(address, pool_pre_ping=True)
    options: dict[str, Any] = {"connect_args": {"timeout": BUSY_SECONDS}}
    if address.database in (None, "", ":memory:"):
        options["poolclass"] = StaticPool
        options["connect_args"]["check_same_thread"] = False
    else:
        Path(str(address.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address, **options)
    _tune_sqlite(engine, foreign_keys=foreign_keys)
    return engine


def _tune_sqlite(engine: Engine, *, foreign_keys: bool) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        # The driver must not begin transactions by itself: BEGIN IMMEDIATE below
        # takes the write lock at once, so that two writers queue and never deadlock.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute(f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        looking = connection.get_execution_options().get("looking")
        connection.exec_driver_sql("BEGIN" if looking else "BEGIN IMMEDIATE")
