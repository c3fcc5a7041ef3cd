"""What people let be done with their answers, what they took back, and up to where exports go."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

from bot.storage.columns import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

NEW_COLUMNS: dict[str, dict[str, TypeEngine[Any]]] = {
    "responses": {"terms": sa.Integer(), "hidden_because": sa.Text(), "changed": sa.BigInteger()},
    "prompts": {"reach": sa.Integer()},
    "consents": {"withdrawn_on": sa.Text()},
    "exports": {
        "last_response": sa.BigInteger(),
        "last_change": sa.BigInteger(),
        "unlinked_from": sa.BigInteger(),
    },
}
# Columns that always say something, with what they say of what is there.
STATED_COLUMNS: dict[str, dict[str, tuple[TypeEngine[Any], str]]] = {
    "responses": {
        "may_quote": (sa.Boolean(), "0"),
        "may_publish": (sa.Boolean(), "0"),
        "changed_hidden": (sa.Boolean(), "0"),
    },
    "consents": {"is_standing": (sa.Boolean(), "0")},
    "guilds": {"leavers": (sa.Text(), "keep"), "floor": (sa.Integer(), "5")},
}


def upgrade() -> None:
    """Add the tables and the columns. What was agreed to before is agreed to as a record only."""
    for table, columns in NEW_COLUMNS.items():
        for name, kind in columns.items():
            op.add_column(table, sa.Column(name, kind, nullable=True))
    for table, stated in STATED_COLUMNS.items():
        for name, (kind, default) in stated.items():
            op.add_column(table, sa.Column(name, kind, nullable=False, server_default=default))
    op.create_index(
        "ix_responses_changed_hidden",
        "responses",
        ["prompt"],
        sqlite_where=sa.text("changed_hidden"),
        postgresql_where=sa.text("changed_hidden"),
    )
    op.execute("UPDATE consents SET purpose = 'record' WHERE purpose = 'answers'")
    for table in ("objections", "mutes"):
        op.create_table(
            table,
            sa.Column("guild", sa.BigInteger(), autoincrement=False, nullable=False),
            sa.Column("member_hash", sa.Text(), nullable=False),
            sa.Column("since" if table == "objections" else "until", sa.Text(), nullable=False),
            sa.PrimaryKeyConstraint("guild", "member_hash", name=op.f(f"pk_{table}")),
        )
    op.create_table(
        "flags",
        sa.Column("key", KEY, nullable=False),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("response", KEY, nullable=False),
        sa.Column("member_hash", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("flagged_at", UtcDateTime(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["response"], ["responses.key"], name=op.f("fk_flags_response"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_flags")),
        sa.UniqueConstraint("response", "member_hash", name=op.f("uq_flags_response_member_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_flags_open",
        "flags",
        ["guild"],
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_table(
        "tombstones",
        sa.Column("response", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("prompt", KEY, nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("why IN ('erased', 'expired')", name=op.f("ck_tombstones_why")),
        sa.ForeignKeyConstraint(
            ["prompt"], ["prompts.key"], name=op.f("fk_tombstones_prompt"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("response", name=op.f("pk_tombstones")),
    )
    op.create_index("ix_tombstones_prompt", "tombstones", ["prompt"])
    op.create_table(
        "lookups",
        sa.Column("article", KEY, autoincrement=False, nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article"], ["articles.key"], name=op.f("fk_lookups_article"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article", "fact", "day", name=op.f("pk_lookups")),
    )


def downgrade() -> None:
    """Take them away again."""
    for table in ("lookups", "tombstones", "flags", "mutes", "objections"):
        op.drop_table(table)
    op.drop_index("ix_responses_changed_hidden", table_name="responses")
    op.execute("DELETE FROM consents WHERE purpose <> 'record'")
    op.execute("UPDATE consents SET purpose = 'answers'")
    for columns in (NEW_COLUMNS, STATED_COLUMNS):
        for table, names in columns.items():
            for name in names:
                op.drop_column(table, name)
