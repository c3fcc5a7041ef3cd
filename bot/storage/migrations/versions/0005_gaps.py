"""Gaps that are asked in several wordings, answered or dismissed, and who is told; facts that were added."""

import secrets
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

from bot.storage.columns import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

NEW_COLUMNS: dict[str, dict[str, TypeEngine[Any]]] = {
    "gaps": {"dismissed_at": UtcDateTime()},
    "facts": {"added_at": UtcDateTime()},
}


def upgrade() -> None:
    """Add the tables and the columns. Gaps get the keys of today as they are asked again."""
    for table, columns in NEW_COLUMNS.items():
        for name, kind in columns.items():
            op.add_column(table, sa.Column(name, kind, nullable=True))
    op.add_column("articles", sa.Column("revision", sa.BigInteger(), nullable=False, server_default="0"))
    # Indexes are kept in files by these numbers: facts of a backup from before, put back and upgraded again,
    # must not be taken for those of today.
    start = 1 + secrets.randbelow(2**31)
    op.execute(sa.text("UPDATE articles SET revision = :start").bindparams(start=start))
    op.execute(
        sa.text("UPDATE counters SET value = value + :start WHERE name LIKE 'facts:%'").bindparams(
            start=start
        )
    )
    op.create_table(
        "gap_wordings",
        sa.Column("guild", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("gap", KEY, nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["gap"], ["gaps.key"], name=op.f("fk_gap_wordings_gap"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("guild", "folded", name=op.f("pk_gap_wordings")),
    )
    op.create_index("ix_gap_wordings_gap", "gap_wordings", ["gap"])
    op.create_table(
        "gap_answers",
        sa.Column("gap", KEY, autoincrement=False, nullable=False),
        sa.Column("article", KEY, nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["gap"], ["gaps.key"], name=op.f("fk_gap_answers_gap"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["article"], ["articles.key"], name=op.f("fk_gap_answers_article"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("gap", name=op.f("pk_gap_answers")),
    )
    op.create_index("ix_gap_answers_article", "gap_answers", ["article"])
    op.create_table(
        "gap_waiters",
        sa.Column("key", KEY, nullable=False),
        sa.Column("gap", KEY, nullable=False),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["gap"], ["gaps.key"], name=op.f("fk_gap_waiters_gap"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_gap_waiters")),
        sa.UniqueConstraint("gap", "member", name=op.f("uq_gap_waiters_gap_member")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Take them away again; facts that were added stay."""
    op.execute("DELETE FROM outbox WHERE step = 'tell'")
    for table in ("gap_waiters", "gap_answers", "gap_wordings"):
        op.drop_table(table)
    op.drop_column("articles", "revision")
    for table, columns in NEW_COLUMNS.items():
        for name in columns:
            op.drop_column(table, name)
