"""The first tables."""

import sqlalchemy as sa
from alembic import op

from bot.storage.columns import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "articles",
        sa.Column("key", KEY, nullable=False),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("added_by", sa.BigInteger(), nullable=False),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_articles")),
        sa.UniqueConstraint("guild", "id", name=op.f("uq_articles_guild_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_articles_guild_fingerprint",
        "articles",
        ["guild", "fingerprint"],
        unique=True,
        sqlite_where=sa.text("removed_at IS NULL"),
        postgresql_where=sa.text("removed_at IS NULL"),
    )

    op.create_table(
        "counters",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )
    op.create_table(
        "exports",
        sa.Column("key", KEY, nullable=False),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("taken_by", sa.BigInteger(), nullable=False),
        sa.Column("manifest", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_exports")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "gaps",
        sa.Column("key", KEY, nullable=False),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Text(), nullable=False),
        sa.Column("last_on", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_gaps")),
        sa.UniqueConstraint("guild", "folded", name=op.f("uq_gaps_guild_folded")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "moderation_log",
        sa.Column("key", KEY, nullable=False),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("moderator", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_moderation_log")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "discussions",
        sa.Column("key", KEY, nullable=False),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.BigInteger(), nullable=False),
        sa.Column("article", KEY, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("opened_by", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("state IN ('planned', 'open', 'closed')", name=op.f("ck_discussions_state")),
        sa.ForeignKeyConstraint(["article"], ["articles.key"], name=op.f("fk_discussions_article")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_discussions")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_discussions_open_channel",
        "discussions",
        ["guild", "channel"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )

    op.create_table(
        "facts",
        sa.Column("key", KEY, nullable=False),
        sa.Column("article", KEY, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("passage", sa.Text(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('stated', 'corrected', 'disputed', 'withdrawn')", name=op.f("ck_facts_state")
        ),
        sa.ForeignKeyConstraint(
            ["article"], ["articles.key"], name=op.f("fk_facts_article"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_facts")),
        sa.UniqueConstraint("article", "id", name=op.f("uq_facts_article_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "questions",
        sa.Column("key", KEY, nullable=False),
        sa.Column("article", KEY, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("follow_ups", sa.JSON(), nullable=False),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article"], ["articles.key"], name=op.f("fk_questions_article"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_questions")),
        sa.UniqueConstraint("article", "id", name=op.f("uq_questions_article_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "prompts",
        sa.Column("key", KEY, nullable=False),
        sa.Column("discussion", KEY, nullable=False),
        sa.Column("question", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("follow_ups", sa.JSON(), nullable=False),
        sa.Column("planned_at", UtcDateTime(), nullable=False),
        sa.Column("posted_at", UtcDateTime(), nullable=True),
        sa.Column("thread", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["discussion"], ["discussions.key"], name=op.f("fk_prompts_discussion")),
        sa.ForeignKeyConstraint(["question"], ["questions.key"], name=op.f("fk_prompts_question")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_prompts")),
        sa.UniqueConstraint("discussion", "number", name=op.f("uq_prompts_discussion_number")),
        sa.UniqueConstraint("discussion", "question", name=op.f("uq_prompts_discussion_question")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "responses",
        sa.Column("key", KEY, autoincrement=False, nullable=False),
        sa.Column("prompt", KEY, nullable=False),
        sa.Column("author", sa.BigInteger(), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("edited_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.Column("hidden_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "text IS NOT NULL OR withdrawn_at IS NOT NULL OR deleted_at IS NOT NULL",
            name=op.f("ck_responses_text"),
        ),
        sa.ForeignKeyConstraint(["prompt"], ["prompts.key"], name=op.f("fk_responses_prompt")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_responses")),
    )
    op.create_index(op.f("ix_responses_prompt_author"), "responses", ["prompt", "author"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_table("responses")
    op.drop_table("prompts")
    op.drop_table("questions")
    op.drop_table("facts")
    op.drop_table("discussions")
    op.drop_table("moderation_log")
    op.drop_table("gaps")
    op.drop_table("exports")
    op.drop_table("counters")
    op.drop_table("articles")
