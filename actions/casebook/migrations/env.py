"""Runs the migrations on the connection that ``store.migrate`` passes in."""

from __future__ import annotations

from alembic import context

from actions.casebook.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite changes a column only by rebuilding its table.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
