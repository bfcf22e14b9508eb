"""The desk: matters with their steps and notices, and who speaks for the bot.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | None = None
depends_on: str | None = None

MOMENT = sa.DateTime(timezone=True)
#: What was waiting before there was a desk is due within this.
BACKLOG = timedelta(days=5)
OPEN = {"applications": "submitted", "disputes": "open", "tickets": "open"}
CHUNK = 500


def upgrade() -> None:
    with op.batch_alter_table("sessions") as sessions:
        sessions.add_column(sa.Column("human_by", sa.String(length=64), nullable=True))
    op.create_index("ix_accounts_name", "accounts", ["name"])
    _create_matters()
    _create_matter_steps()
    _create_notices()
    for table in OPEN:
        _take_over(table)


def downgrade() -> None:
    for table in ("notices", "matter_steps", "matters"):
        op.drop_table(table)
    op.drop_index("ix_accounts_name", "accounts")
    with op.batch_alter_table("sessions") as sessions:
        sessions.drop_column("human_by")


def _create_matters() -> None:
    op.create_table(
        "matters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=12), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=True),
        sa.Column("session_id", sa.String(length=64), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("second", sa.Boolean(), nullable=False),
        sa.Column("proposal", sa.JSON(), nullable=False),
        sa.Column("ruling", sa.JSON(), nullable=False),
        sa.Column("taken_by", sa.String(length=64), nullable=True),
        sa.Column("taken_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    order = ["rank", "due_at", "id"]
    op.create_index("ix_matters_account_id", "matters", ["account_id"])
    op.create_index("ix_matters_session_id", "matters", ["session_id"])
    op.create_index(
        "ix_matters_subject", "matters", ["subject", "subject_id"], unique=True
    )
    op.create_index("ix_matters_queue", "matters", ["status", *order])
    op.create_index("ix_matters_kind", "matters", ["status", "kind", *order])
    op.create_index("ix_matters_second", "matters", ["second", "status", *order])
    op.create_index("ix_matters_taken", "matters", ["status", "taken_by", *order])


def _create_matter_steps() -> None:
    op.create_table(
        "matter_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_matter_steps_matter_id", "matter_steps", ["matter_id"])


def _create_notices() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("proof", sa.JSON(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_notices_matter_id", "notices", ["matter_id"])
    op.create_index("ix_notices_waiting", "notices", ["status", "due_at"])


def _take_over(table: str) -> None:
    """Put what is open already into the queue."""
    columns = ["id", "kind", "account_id", "session_id", "status", "created_at"]
    names = [*columns, *(["priority"] if table == "tickets" else [])]
    types: dict[str, Any] = {"created_at": MOMENT, "id": sa.Integer()}
    source = sa.table(table, *(sa.column(n, types.get(n, sa.String())) for n in names))
    matters = sa.table("matters", *(sa.column(n, t) for n, t in _MATTER.items()))
    connection = op.get_bind()
    query = sa.select(source).where(source.c.status == OPEN[table])
    found = [_matter(table[:-1], row) for row in connection.execute(query).mappings()]
    for start in range(0, len(found), CHUNK):
        connection.execute(matters.insert(), found[start : start + CHUNK])


_MATTER: dict[str, Any] = {
    "kind": sa.String(),
    "subject": sa.String(),
    "subject_id": sa.Integer(),
    "account_id": sa.String(),
    "session_id": sa.String(),
    "rank": sa.Integer(),
    "status": sa.String(),
    "second": sa.Boolean(),
    "proposal": sa.JSON(),
    "ruling": sa.JSON(),
    "version": sa.Integer(),
    "opened_at": MOMENT,
    "due_at": MOMENT,
}


def _matter(subject: str, row: Any) -> dict[str, Any]:
    opened: datetime = row["created_at"]
    pressing = row.get("priority") == "high"
    return {
        "kind": row["kind"],
        "subject": subject,
        "subject_id": row["id"],
        "account_id": row["account_id"],
        "session_id": row["session_id"],
        "rank": 0 if row["kind"] == "crisis" else 1 if pressing else 2,
        "status": "open",
        "second": False,
        "proposal": {},
        "ruling": {},
        "version": 1,
        "opened_at": opened,
        "due_at": opened + BACKLOG,
    }
