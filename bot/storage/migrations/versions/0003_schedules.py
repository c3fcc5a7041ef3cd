"""Schedules with their occurrences, the queue, the outbox; and how far threads were read back."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

from bot.storage.columns import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

NEW_COLUMNS: dict[str, dict[str, TypeEngine[Any]]] = {
    "articles": {"retention_days": sa.Integer()},
    "guilds": {"notices": sa.BigInteger(), "left_at": UtcDateTime()},
    "prompts": {
        "ping": sa.BigInteger(),
        "seen": sa.BigInteger(),
        "recalled_at": UtcDateTime(),
        "unrecalled": sa.Text(),
    },
    "discussions": {"closes_at": UtcDateTime()},
}


def upgrade() -> None:
    """Add the tables and the columns, and write down what was waiting."""
    op.create_table(
        "schedules",
        sa.Column("key", KEY, nullable=False),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("excluded", sa.JSON(), nullable=False),
        sa.Column("quiet", sa.JSON(), nullable=True),
        sa.Column("opens", sa.Text(), nullable=False),
        sa.Column("article", KEY, nullable=True),
        sa.Column("stays_minutes", sa.Integer(), nullable=True),
        sa.Column("ping", sa.BigInteger(), nullable=True),
        sa.Column("has_event", sa.Boolean(), nullable=False),
        sa.Column("event_on", sa.Text(), nullable=True),
        sa.Column("missed", sa.Text(), nullable=False),
        sa.Column("grace_minutes", sa.Integer(), nullable=False),
        sa.Column("next_on", sa.Text(), nullable=True),
        sa.Column("next_at", UtcDateTime(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("problem_since", UtcDateTime(), nullable=True),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("state IN ('draft', 'on', 'paused', 'removed')", name=op.f("ck_schedules_state")),
        sa.ForeignKeyConstraint(["article"], ["articles.key"], name=op.f("fk_schedules_article")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_schedules")),
        sqlite_autoincrement=True,
    )
    _index("ix_schedules_due", "schedules", ["next_at"], where="state = 'on' AND next_at IS NOT NULL")
    op.create_table(
        "occurrences",
        sa.Column("key", KEY, nullable=False),
        sa.Column("schedule", KEY, nullable=False),
        sa.Column("due_on", sa.Text(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opens_at", UtcDateTime(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("discussion", KEY, nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "state IN ('due', 'asked', 'opened', 'missed', 'skipped', 'empty')",
            name=op.f("ck_occurrences_state"),
        ),
        sa.ForeignKeyConstraint(["discussion"], ["discussions.key"], name=op.f("fk_occurrences_discussion")),
        sa.ForeignKeyConstraint(["schedule"], ["schedules.key"], name=op.f("fk_occurrences_schedule")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_occurrences")),
        sa.UniqueConstraint("schedule", "due_on", name=op.f("uq_occurrences_schedule_due_on")),
        sqlite_autoincrement=True,
    )
    _index("ix_occurrences_waiting", "occurrences", ["opens_at"], where="opens_at IS NOT NULL")
    op.create_table(
        "queue",
        sa.Column("guild", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article"], ["articles.key"], name=op.f("fk_queue_article"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("guild", "article", name=op.f("pk_queue")),
    )
    op.create_table(
        "outbox",
        sa.Column("key", KEY, nullable=False),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("subject", sa.BigInteger(), nullable=False),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("planned_at", UtcDateTime(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=True),
        sa.Column("held_until", UtcDateTime(), nullable=True),
        sa.Column("failed_since", UtcDateTime(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=True),
        sa.Column("message", sa.BigInteger(), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'done')", name=op.f("ck_outbox_state")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_outbox")),
        sa.UniqueConstraint("step", "subject", name=op.f("uq_outbox_step_subject")),
        sqlite_autoincrement=True,
    )
    _index("ix_outbox_waiting", "outbox", ["stream", "key"], where="state = 'waiting'")
    for table, columns in NEW_COLUMNS.items():
        for name, kind in columns.items():
            op.add_column(table, sa.Column(name, kind, nullable=True))
    op.create_index("ix_discussions_article", "discussions", ["article"])
    # What is older than the last answer is known: what was erased or has expired is not to be recorded anew.
    op.execute(
        "UPDATE prompts SET seen = COALESCE("
        "(SELECT max(message) FROM responses WHERE responses.prompt = prompts.key), thread) "
        "WHERE thread IS NOT NULL"
    )
    _write_down_what_waits()


def downgrade() -> None:
    """Take them away again; what waits then waits as it did before."""
    op.drop_index("ix_discussions_article", "discussions")
    for table, columns in NEW_COLUMNS.items():
        for name in columns:
            op.drop_column(table, name)
    for table in ("outbox", "queue", "occurrences", "schedules"):
        op.drop_table(table)


def _index(name: str, table: str, columns: list[str], *, where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _write_down_what_waits() -> None:
    """Make rows of the prompts that were planned and of the ends that were due.

    Each counts as tried once: nobody wrote down whether it was.
    """
    prompts = "prompts JOIN discussions ON discussions.key = prompts.discussion"
    unposted = f"FROM {prompts} WHERE prompts.thread IS NULL AND discussions.ended_at IS NULL"
    for step in ("prompt", "thread", "pin"):
        _insert(step, "prompts.key", "prompts.planned_at", f"{unposted} ORDER BY prompts.key")
    ending = "discussions.state = 'closed' AND discussions.ended_at IS NULL"
    for step in ("recall", "card"):
        _insert(step, "discussions.key", "discussions.closed_at", f"FROM discussions WHERE {ending}")
    _insert("lock", "prompts.key", "discussions.closed_at", f"FROM {prompts} WHERE {ending}")
    _insert("unpin", "discussions.key", "discussions.closed_at", f"FROM discussions WHERE {ending}")


def _insert(step: str, subject: str, at: str, source: str) -> None:
    op.execute(
        "INSERT INTO outbox (stream, step, subject, guild, state, attempts, planned_at, next_at) "
        f"SELECT 'discussion:' || discussions.key, '{step}', {subject}, discussions.guild, 'waiting', 1, "
        f"{at}, {at} {source}"
    )
