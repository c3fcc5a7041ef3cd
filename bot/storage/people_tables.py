"""The tables of what people agreed to, objected to and took back."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.storage.columns import Key, Sealed, UtcDateTime, metadata

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
    Column("withdrawn_on", Text),  # a day, where it was taken back
    # Whether it holds for all that its member answers from then on, and not for single answers only.
    Column("is_standing", Boolean, nullable=False, server_default="0"),
    UniqueConstraint("guild", "member", "purpose", "version"),
    sqlite_autoincrement=True,
)

# Whose words are never recorded, or who gives no unlinked answers for a time. Known by a hash that is made
# with the guild's secret: they are recognised when they come again, and named nowhere.
objections = Table(
    "objections",
    metadata,
    Column("guild", BigInteger, primary_key=True, autoincrement=False),
    Column("member_hash", Text, primary_key=True),
    Column("since", Text, nullable=False),  # a day
)
mutes = Table(
    "mutes",
    metadata,
    Column("guild", BigInteger, primary_key=True, autoincrement=False),
    Column("member_hash", Text, primary_key=True),
    Column("until", Text, nullable=False),  # a day
)

# Responses that somebody asked the moderators to look at. A person counts once.
flags = Table(
    "flags",
    metadata,
    Column("key", Key, primary_key=True),
    Column("guild", BigInteger, nullable=False),
    Column("response", Key, ForeignKey("responses.key", ondelete="CASCADE"), nullable=False),
    Column("member_hash", Text, nullable=False),
    Column("reason", Sealed("flags.reason")),
    Column("flagged_at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime),  # when a moderator hid the response, or let it stand
    UniqueConstraint("response", "member_hash"),
    sqlite_autoincrement=True,
)
Index(
    "ix_flags_open",
    flags.c.guild,
    sqlite_where=text("settled_at IS NULL"),
    postgresql_where=text("settled_at IS NULL"),
)

# Members whom Discord did not find in their guild any more, where the guild has what is held about such
# people erased: from which day on, and on how many days it said so. Whoever is back, or erased, is not here.
absences = Table(
    "absences",
    metadata,
    Column("guild", BigInteger, primary_key=True, autoincrement=False),
    Column("member", BigInteger, primary_key=True, autoincrement=False),
    Column("since", Text, nullable=False),  # a day
    Column("last_on", Text, nullable=False),  # a day
    Column("days", Integer, nullable=False),
)

# Responses of which not even the row is there any more, for whoever has them in an export from before.
tombstones = Table(
    "tombstones",
    metadata,
    Column("response", BigInteger, primary_key=True, autoincrement=False),
    Column("guild", BigInteger, nullable=False),
    Column("prompt", Key, ForeignKey("prompts.key", ondelete="CASCADE"), nullable=False),
    Column("why", Text, nullable=False),
    Column("changed", BigInteger, nullable=False),  # as in *responses*
    CheckConstraint("why IN ('erased', 'expired')", name="why"),
    Index(None, "prompt"),
)
