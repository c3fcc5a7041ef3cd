"""What Discord needs: guilds' settings, typed answers by their messages, reactions, drafts."""

import sqlalchemy as sa
from alembic import op

from bot.storage.columns import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the tables and the columns."""
    op.add_column("discussions", sa.Column("ended_at", UtcDateTime(), nullable=True))
    # What was closed before was closed at a terminal, where nothing is left to be done.
    op.execute("UPDATE discussions SET ended_at = closed_at")

    op.add_column("responses", sa.Column("kept", sa.Text(), nullable=False, server_default="named"))
    op.add_column("responses", sa.Column("message", sa.BigInteger(), nullable=True))
    op.add_column("responses", sa.Column("reply_to", sa.BigInteger(), nullable=True))
    op.add_column("responses", sa.Column("key_hash", sa.Text(), nullable=True))
    op.create_index(
        "uq_responses_message",
        "responses",
        ["message"],
        unique=True,
        sqlite_where=sa.text("message IS NOT NULL"),
        postgresql_where=sa.text("message IS NOT NULL"),
    )
    op.create_table(
        "reactions",
        sa.Column("response", KEY, nullable=False),
        sa.Column("emoji", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response"], ["responses.key"], name=op.f("fk_reactions_response"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("response", "emoji", name=op.f("pk_reactions")),
    )
    op.create_table(
        "consents",
        sa.Column("key", KEY, nullable=False),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("given_on", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_consents")),
        sa.UniqueConstraint(
            "guild", "member", "purpose", "version", name=op.f("uq_consents_guild_member_purpose_version")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "guilds",
        sa.Column("guild", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.BigInteger(), nullable=True),
        sa.Column("moderators", sa.BigInteger(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("records_typed", sa.Boolean(), nullable=False),
        sa.Column("retention_days", sa.Integer(), nullable=True),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("guild", name=op.f("pk_guilds")),
    )
    op.create_table(
        "drafts",
        sa.Column("key", KEY, nullable=False),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("had_title", sa.Boolean(), nullable=False),
        sa.Column("heading", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_drafts")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "draft_items",
        sa.Column("draft", KEY, nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft"], ["drafts.key"], name=op.f("fk_draft_items_draft"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("draft", "item", name=op.f("pk_draft_items")),
    )
    op.create_table(
        "marks",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_marks")),
    )


def downgrade() -> None:
    """Take them away again."""
    for table in ("marks", "draft_items", "drafts", "guilds", "consents", "reactions"):
        op.drop_table(table)
    op.drop_index("uq_responses_message", table_name="responses")
    for column in ("key_hash", "reply_to", "message", "kept"):
        op.drop_column("responses", column)
    op.drop_column("discussions", "ended_at")
