"""What was set aside of articles, what facts said before, and steps of drafts that can be undone."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

from bot.storage.columns import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

NEW_COLUMNS: dict[str, dict[str, TypeEngine[Any]]] = {
    "articles": {"author": sa.Text(), "set_aside": sa.JSON(), "address": sa.Text(), "sketch": sa.JSON()},
    "facts": {"changed_at": UtcDateTime(), "orphaned_at": UtcDateTime()},
}
# Between two items of a draft there is room for others.
SPACING = 1024


def upgrade() -> None:
    """Add the tables and the columns."""
    for table, columns in NEW_COLUMNS.items():
        for name, kind in columns.items():
            op.add_column(table, sa.Column(name, kind, nullable=True))
    op.create_table(
        "fact_history",
        sa.Column("key", KEY, nullable=False),
        sa.Column("article", KEY, nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("changed_by", sa.BigInteger(), nullable=False),
        sa.Column("changed_by_name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article"], ["articles.key"], name=op.f("fk_fact_history_article"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_fact_history")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_fact_history_article_fact", "fact_history", ["article", "fact"])
    op.add_column("drafts", sa.Column("numbered", sa.Integer(), nullable=False, server_default="0"))
    op.execute(f"UPDATE draft_items SET position = (position + 1) * {SPACING}")  # noqa: S608 (our constant)
    op.create_table(
        "draft_steps",
        sa.Column("draft", KEY, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft"], ["drafts.key"], name=op.f("fk_draft_steps_draft"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("draft", "number", name=op.f("pk_draft_steps")),
    )


def downgrade() -> None:
    """Take them away again; a draft's items stay in their order, and what was set aside of it goes."""
    for table in ("draft_steps", "fact_history"):
        op.drop_table(table)
    op.execute("DELETE FROM draft_items WHERE item LIKE 's:%'")
    op.drop_column("drafts", "numbered")
    for table, columns in NEW_COLUMNS.items():
        for name in columns:
            op.drop_column(table, name)
