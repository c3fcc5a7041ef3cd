"""The tables of articles, of what is in them, and of those that are being looked over.

A change needs a migration beside it: a test compares the two.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.storage.columns import Key, Sealed, UtcDateTime, metadata

articles = Table(
    "articles",
    metadata,
    Column("key", Key, primary_key=True),
    Column("guild", BigInteger, nullable=False),
    Column("id", Text, nullable=False),
    Column("title", Text),
    Column("language", Text, nullable=False),
    Column("source", Text),
    Column("author", Text),
    Column("url", Text),
    Column("address", Text),  # its *url*, as it can be compared with others
    Column("date", Text),
    Column("text", Text, nullable=False),
    Column("set_aside", JSON),  # what was left out of it, and why
    Column("fingerprint", Text, nullable=False),
    Column("sketch", JSON),  # a few of its text's shingles, by which another one like it is known
    Column("added_at", UtcDateTime, nullable=False),
    Column("added_by", BigInteger, nullable=False),
    Column("removed_at", UtcDateTime),
    Column("retention_days", Integer),  # how long responses to it are kept, where that is not as in its guild
    # The guild's revision of facts (see the table *counters*) when this article's facts changed last.
    Column("revision", BigInteger, nullable=False, server_default="0"),
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
    Column("changed_at", UtcDateTime),  # when it was corrected, disputed or withdrawn
    Column("orphaned_at", UtcDateTime),  # when the article was found not to have its passage any more
    Column("added_at", UtcDateTime),  # when moderators wrote it
    UniqueConstraint("article", "id"),
    CheckConstraint("state IN ('stated', 'corrected', 'disputed', 'withdrawn')", name="state"),
    sqlite_autoincrement=True,
)

# What facts said before they were corrected, disputed or withdrawn; a row for each change.
fact_history = Table(
    "fact_history",
    metadata,
    Column("key", Key, primary_key=True),
    Column("article", Key, ForeignKey("articles.key", ondelete="CASCADE"), nullable=False),
    Column("fact", Text, nullable=False),  # its id
    Column("text", Text, nullable=False),
    Column("speaker", Text),
    Column("state", Text, nullable=False),
    Column("note", Text),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("changed_by", BigInteger, nullable=False),
    Column("changed_by_name", Sealed("fact_history.changed_by_name"), nullable=False),
    Index(None, "article", "fact"),
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
    # The last number that a new fact or question was named by, undone or not.
    Column("numbered", Integer, nullable=False, server_default="0"),
    sqlite_autoincrement=True,
)

# Their facts, questions and what was set aside, a row each: as one, those of a long article would keep
# everybody waiting.
draft_items = Table(
    "draft_items",
    metadata,
    Column("draft", Key, ForeignKey("drafts.key", ondelete="CASCADE"), primary_key=True),
    Column("item", Text, primary_key=True),  # "f:" or "q:" and the id, or "s:" and the span
    Column("position", Integer, nullable=False),
    Column("content", JSON, nullable=False),
)

# What was changed in them, to be undone from the last one on.
draft_steps = Table(
    "draft_steps",
    metadata,
    Column("draft", Key, ForeignKey("drafts.key", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("action", Text, nullable=False),
    Column("made_by", BigInteger, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("before", JSON, nullable=False),  # the rows that it changed, as they were
)
