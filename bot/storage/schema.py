"""The tables. A change here needs a migration beside it: a test compares the two."""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeEngine

# The newest migration. Compared as text at each start, so that Alembic is loaded only when there is work.
HEAD = "0002"

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Only an INTEGER primary key is SQLite's row id; PostgreSQL needs the 64 bits spelled out.
Key = BigInteger().with_variant(Integer(), "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time.

    SQLite's own type hands naive times back, so there it is text, ``2026-03-29T01:30:00.000000Z``: of one
    width, hence in the order of time, and the very form that exports write.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime] | TypeEngine[str]:
        """Return text on SQLite, a time with its zone elsewhere."""
        is_sqlite = dialect.name == "sqlite"
        return (
            dialect.type_descriptor(Text()) if is_sqlite else dialect.type_descriptor(DateTime(timezone=True))
        )

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | datetime | None:
        """Return what the driver takes; refuse a naive time, which is a mistake of ours."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise AssertionError("a time without a zone cannot be stored")
        return to_utc_text(value) if dialect.name == "sqlite" else value.astimezone(UTC)

    def process_result_value(self, value: str | datetime | None, _dialect: Dialect) -> datetime | None:
        """Return the aware time."""
        return datetime.fromisoformat(value) if isinstance(value, str) else value


def to_utc_text(time: datetime) -> str:
    """Return *time* in UTC, to the microsecond, in ISO 8601's form with ``Z``."""
    return time.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


# Numbers that must be unique and never fall back: the last response's id, and the revision of a guild's facts
# ("facts:<guild>"), by which every process sees that its index is out of date.
counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("key", Key, primary_key=True),
    Column("guild", BigInteger, nullable=False),
    Column("id", Text, nullable=False),
    Column("title", Text),
    Column("language", Text, nullable=False),
    Column("source", Text),
    Column("url", Text),
    Column("date", Text),
    Column("text", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    Column("added_by", BigInteger, nullable=False),
    Column("removed_at", UtcDateTime),
    UniqueConstraint("guild", "id"),
    sqlite_autoincrement=True,
)
# The same article may come back once it was removed, so only those that are there have to differ.
Index(
    "uq_articles_guild_fingerprint",
    articles.c.guild,
    articles.c.fingerprint,
    unique=True,
    sqlite_where=text("removed_at IS NULL"),
    postgresql_where=text("removed_at IS NULL"),
)

facts = Table(
    "facts",
    metadata,
    Column("key", Key, primary_key=True),
    Column("article", ForeignKey("articles.key", ondelete="CASCADE"), nullable=False),
    Column("id", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("passage", Text, nullable=False),
    Column("speaker", Text),
    Column("start", Integer),
    Column("end", Integer),
    Column("score", Float, nullable=False),
    Column("state", Text, nullable=False),
    Column("note", Text),
    UniqueConstraint("article", "id"),
    CheckConstraint("state IN ('stated', 'corrected', 'disputed', 'withdrawn')", name="state"),
    sqlite_autoincrement=True,
)

questions = Table(
    "questions",
    metadata,
    Column("key", Key, primary_key=True),
    Column("article", ForeignKey("articles.key", ondelete="CASCADE"), nullable=False),
    Column("id", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("follow_ups", JSON, nullable=False),
    Column("removed_at", UtcDateTime),  # dropped from the article; its responses still point here
    UniqueConstraint("article", "id"),
    sqlite_autoincrement=True,
)

discussions = Table(
    "discussions",
    metadata,
    Column("key", Key, primary_key=True),
    Column("guild", BigInteger, nullable=False),
    Column("channel", BigInteger, nullable=False),
    Column("article", ForeignKey("articles.key"), nullable=False),
    Column("state", Text, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("opened_by", BigInteger, nullable=False),
    Column("closed_at", UtcDateTime),
    Column("ended_at", UtcDateTime),  # its closing card is out and its threads are shut
    CheckConstraint("state IN ('planned', 'open', 'closed')", name="state"),
    sqlite_autoincrement=True,
)
# One open discussion in a channel: the database says so, not a read before a write.
Index(
    "uq_discussions_open_channel",
    discussions.c.guild,
    discussions.c.channel,
    unique=True,
    sqlite_where=text("state = 'open'"),
    postgresql_where=text("state = 'open'"),
)

prompts = Table(
    "prompts",
    metadata,
    Column("key", Key, primary_key=True),
    Column("discussion", ForeignKey("discussions.key"), nullable=False),
    Column("question", ForeignKey("questions.key"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("text", Text, nullable=False),  # as it was put to people, whatever the article says later
    Column("follow_ups", JSON, nullable=False),
    Column("planned_at", UtcDateTime, nullable=False),
    Column("posted_at", UtcDateTime),
    Column("thread", BigInteger),
    UniqueConstraint("discussion", "number"),
    UniqueConstraint("discussion", "question"),
    sqlite_autoincrement=True,
)

# Its ids come from *counters*, so that a batch is one statement on every database and each response of it
# still gets its receipt. One secondary index of all rows: each one doubles what a commit writes.
responses = Table(
    "responses",
    metadata,
    Column("key", Key, primary_key=True, autoincrement=False),
    Column("prompt", ForeignKey("prompts.key"), nullable=False),
    Column("author", BigInteger, nullable=False),
    Column("author_name", Text, nullable=False),
    Column("text", Text),
    Column("given", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("edited_at", UtcDateTime),
    Column("withdrawn_at", UtcDateTime),
    Column("deleted_at", UtcDateTime),
    Column("hidden_at", UtcDateTime),
    Column("kept", Text, nullable=False, server_default="named"),
    Column("message", BigInteger),  # the message that it was typed as
    Column("reply_to", BigInteger),  # the message that it answers
    Column("key_hash", Text),  # of what the author of an unlinked one proves it by
    CheckConstraint("text IS NOT NULL OR withdrawn_at IS NOT NULL OR deleted_at IS NOT NULL", name="text"),
    Index(None, "prompt", "author"),
)
# Neither withdrawn nor deleted by its author; and not hidden by a moderator either.
NOT_TAKEN_BACK = responses.c.withdrawn_at.is_(None) & responses.c.deleted_at.is_(None)
STANDS = NOT_TAKEN_BACK & responses.c.hidden_at.is_(None)

# Events come doubled; a message is one response, and the database says so.
Index(
    "uq_responses_message",
    responses.c.message,
    unique=True,
    sqlite_where=text("message IS NOT NULL"),
    postgresql_where=text("message IS NOT NULL"),
)

# How many people reacted to what was typed, and with what; not who.
reactions = Table(
    "reactions",
    metadata,
    Column("response", ForeignKey("responses.key", ondelete="CASCADE"), primary_key=True),
    Column("emoji", Text, primary_key=True),
    Column("count", Integer, nullable=False),
)

# What people agreed to, to which version of its words, and when. Unlinked answers leave nothing here.
consents = Table(
    "consents",
    metadata,
    Column("key", Key, primary_key=True),
    Column("guild", BigInteger, nullable=False),
    Column("member", BigInteger, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("given_on", Text, nullable=False),  # a day
    UniqueConstraint("guild", "member", "purpose", "version"),
    sqlite_autoincrement=True,
)

# What a guild's moderators chose.
guilds = Table(
    "guilds",
    metadata,
    Column("guild", BigInteger, primary_key=True, autoincrement=False),
    Column("channel", BigInteger),
    Column("moderators", BigInteger),
    Column("language", Text, nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("records_typed", Boolean, nullable=False),
    Column("retention_days", Integer),
    Column("secret", Text, nullable=False),  # from which pseudonyms are made
    Column("changed_at", UtcDateTime),  # None until somebody chose
)

# Articles that are being looked over before they are kept.
drafts = Table(
    "drafts",
    metadata,
    Column("key", Key, primary_key=True),
    Column("guild", BigInteger, nullable=False),
    Column("made_by", BigInteger, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("name", Text, nullable=False),
    Column("had_title", Boolean, nullable=False),
    Column("heading", JSON, nullable=False),  # the article but for its text and what is in draft_items
    Column("text", Text, nullable=False),
    sqlite_autoincrement=True,
)

# Their facts and questions, a row each: as one, those of a long article would keep everybody waiting.
draft_items = Table(
    "draft_items",
    metadata,
    Column("draft", Key, ForeignKey("drafts.key", ondelete="CASCADE"), primary_key=True),
    Column("item", Text, primary_key=True),  # "f:" or "q:", and the id
    Column("position", Integer, nullable=False),
    Column("content", JSON, nullable=False),
)

# What is remembered from one run of the program to the next.
marks = Table(
    "marks",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

# What people asked in vain. No column leads to who did.
gaps = Table(
    "gaps",
    metadata,
    Column("key", Key, primary_key=True),
    Column("guild", BigInteger, nullable=False),
    Column("folded", Text, nullable=False),
    Column("query", Text, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("first_on", Text, nullable=False),  # a day, not an instant: an instant would tell who asked
    Column("last_on", Text, nullable=False),
    UniqueConstraint("guild", "folded"),
    sqlite_autoincrement=True,
)

moderation_log = Table(
    "moderation_log",
    metadata,
    Column("key", Key, primary_key=True),
    Column("guild", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("moderator", BigInteger, nullable=False),
    Column("action", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("reason", Text),
    sqlite_autoincrement=True,
)

exports = Table(
    "exports",
    metadata,
    Column("key", Key, primary_key=True),
    Column("guild", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("taken_by", BigInteger, nullable=False),
    Column("manifest", JSON, nullable=False),
    sqlite_autoincrement=True,
)
