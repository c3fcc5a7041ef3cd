"""The tables, beside those of articles and of what people agreed to.

A change needs a migration beside it: a test compares the two.
"""

from sqlalchemy import (
    JSON,
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

from bot.storage import people_tables  # noqa: F401 (its tables are among *TABLES*)
from bot.storage.article_tables import articles, questions
from bot.storage.columns import Key, Sealed, UtcDateTime, metadata

# The newest migration. Compared as text at each start, so that Alembic is loaded only when there is work.
HEAD = "0007"

# Every table, for whoever makes or compares them: this module and what it imports are what adds them.
TABLES = metadata

# Numbers that must be unique and never fall back: the last response's id, the last change to a response and
# the last one before the newest export; and the revision of a guild's facts ("facts:<guild>"), by which every
# process sees that its index is out of date; and how often somebody was erased there ("erasures:<guild>").
counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

discussions = Table(
    "discussions",
    metadata,
    Column("key", Key, primary_key=True),
    Column("guild", BigInteger, nullable=False),
    Column("channel", BigInteger, nullable=False),
    Column("article", ForeignKey(articles.c.key), nullable=False),
    Column("state", Text, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("opened_by", BigInteger, nullable=False),
    Column("closed_at", UtcDateTime),
    Column("ended_at", UtcDateTime),  # its closing card is out and its threads are shut
    Column("closes_at", UtcDateTime),  # when it is closed by itself
    Index(None, "article"),
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
    Column("question", ForeignKey(questions.c.key), nullable=False),
    Column("number", Integer, nullable=False),
    Column("text", Text, nullable=False),  # as it was put to people, whatever the article says later
    Column("follow_ups", JSON, nullable=False),
    Column("planned_at", UtcDateTime, nullable=False),
    Column("posted_at", UtcDateTime),
    Column("thread", BigInteger),
    Column("ping", BigInteger),  # the role that is told of it
    Column("seen", BigInteger),  # the newest message of its thread up to which everything is known
    Column("recalled_at", UtcDateTime),  # when its thread was last read back to the end
    Column("unrecalled", Text),  # the code of why it could not be
    Column("reach", Integer),  # how many people could see it
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
    Column("author_name", Sealed("responses.author_name"), nullable=False),
    Column("text", Sealed("responses.text")),
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
    # What its author lets be done with it besides, and the version of the words they agreed to in a form.
    Column("may_quote", Boolean, nullable=False, server_default="0"),
    Column("may_publish", Boolean, nullable=False, server_default="0"),
    Column("terms", Integer),
    Column("hidden_because", Sealed("responses.hidden_because")),
    # Whether its author changed it since it was hidden: moderators look at it anew.
    Column("changed_hidden", Boolean, nullable=False, server_default="0"),
    # The number of the last change to it, from *counters*; NULL where there was none. Of unlinked ones that
    # of the last export before: their own would tell between which others they were given.
    Column("changed", BigInteger),
    CheckConstraint("text IS NOT NULL OR withdrawn_at IS NOT NULL OR deleted_at IS NOT NULL", name="text"),
    Index(None, "prompt", "author"),
)
# Neither withdrawn nor deleted by its author; and not hidden by a moderator either.
NOT_TAKEN_BACK = responses.c.withdrawn_at.is_(None) & responses.c.deleted_at.is_(None)
STANDS = NOT_TAKEN_BACK & responses.c.hidden_at.is_(None)

# Responses that moderators are to look at anew are found without reading all the others.
Index(
    "ix_responses_changed_hidden",
    responses.c.prompt,
    sqlite_where=text("changed_hidden"),
    postgresql_where=text("changed_hidden"),
)

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
    Column("secret", Sealed("guilds.secret"), nullable=False),  # from which pseudonyms are made
    Column("changed_at", UtcDateTime),  # None until somebody chose
    Column("notices", BigInteger),  # the channel in which moderators are told what is wrong
    Column(
        "leavers", Text, nullable=False, server_default="keep"
    ),  # what becomes of what is held about who left
    Column("floor", Integer, nullable=False, server_default="5"),  # fewer people are never shown apart
    Column("left_at", UtcDateTime),  # when the bot was removed; its data goes some time after
)

# When prompts open. What is on has its next opening worked out: the local day, and the instant by the rules
# of its time zone as they are known today.
schedules = Table(
    "schedules",
    metadata,
    Column("key", Key, primary_key=True),
    Column("guild", BigInteger, nullable=False),
    Column("channel", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("rule", Text, nullable=False),  # RFC 5545's RRULE, days only
    Column("starts_on", Text, nullable=False),  # a day
    Column("at", Text, nullable=False),  # the time of day, HH:MM
    Column("zone", Text, nullable=False),  # an IANA name
    Column("excluded", JSON, nullable=False),  # [first day, last day] each
    Column("quiet", JSON),  # [from, to], HH:MM
    Column("opens", Text, nullable=False),
    Column("article", Key, ForeignKey(articles.c.key)),
    Column("stays_minutes", Integer),
    Column("ping", BigInteger),
    Column("has_event", Boolean, nullable=False),
    Column("event_on", Text),  # the day of the opening that was shown as one last
    Column("missed", Text, nullable=False),
    Column("grace_minutes", Integer, nullable=False),
    Column("next_on", Text),
    Column("next_at", UtcDateTime),
    Column("problem", Text),  # the code of why it cannot be followed
    Column("problem_since", UtcDateTime),
    Column("made_by", BigInteger, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("removed_at", UtcDateTime),
    CheckConstraint("state IN ('draft', 'on', 'paused', 'removed')", name="state"),
    sqlite_autoincrement=True,
)
Index(
    "ix_schedules_due",
    schedules.c.next_at,
    sqlite_where=text("state = 'on' AND next_at IS NOT NULL"),
    postgresql_where=text("state = 'on' AND next_at IS NOT NULL"),
)

# One for each local day that a schedule was due: the database says so, whatever clocks do.
occurrences = Table(
    "occurrences",
    metadata,
    Column("key", Key, primary_key=True),
    Column("schedule", Key, ForeignKey("schedules.key"), nullable=False),
    Column("due_on", Text, nullable=False),  # a day
    Column("due_at", UtcDateTime, nullable=False),
    Column("state", Text, nullable=False),
    Column("opens_at", UtcDateTime),  # not before, while it is due
    Column("problem", Text),  # the code of what it waits for
    Column("discussion", Key, ForeignKey("discussions.key")),
    Column("decided_at", UtcDateTime),
    Column("decided_by", BigInteger),
    UniqueConstraint("schedule", "due_on"),
    CheckConstraint("state IN ('due', 'asked', 'opened', 'missed', 'skipped', 'empty')", name="state"),
    sqlite_autoincrement=True,
)
Index(
    "ix_occurrences_waiting",
    occurrences.c.opens_at,
    sqlite_where=text("opens_at IS NOT NULL"),
    postgresql_where=text("opens_at IS NOT NULL"),
)

# The articles that a guild's schedules take next, in this order.
queue = Table(
    "queue",
    metadata,
    Column("guild", BigInteger, primary_key=True, autoincrement=False),
    Column("article", Key, ForeignKey(articles.c.key, ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, nullable=False),
)

# Each step that touches Discord: written with what calls for it, done in order within its stream, once each.
outbox = Table(
    "outbox",
    metadata,
    Column("key", Key, primary_key=True),
    Column("stream", Text, nullable=False),  # such as "discussion:12"
    Column("step", Text, nullable=False),
    Column("subject", BigInteger, nullable=False),  # the key of what it is about
    Column("guild", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("planned_at", UtcDateTime, nullable=False),
    Column("next_at", UtcDateTime, nullable=False),
    Column("holder", Text),  # the process at work on it,
    Column("held_until", UtcDateTime),  # and until when nobody else may be
    Column("failed_since", UtcDateTime),
    Column("problem", Text),  # the code of why it failed
    Column("details", JSON),
    Column("message", BigInteger),  # the id that Discord gave back
    Column("done_at", UtcDateTime),
    UniqueConstraint("step", "subject"),
    CheckConstraint("state IN ('waiting', 'done')", name="state"),
    sqlite_autoincrement=True,
)
Index(
    "ix_outbox_waiting",
    outbox.c.stream,
    outbox.c.key,
    sqlite_where=text("state = 'waiting'"),
    postgresql_where=text("state = 'waiting'"),
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
    Column("dismissed_at", UtcDateTime),  # when moderators wanted to see no more of it
    UniqueConstraint("guild", "folded"),
    sqlite_autoincrement=True,
)

# Other wordings of gaps than the first one, by which they are found as surely.
gap_wordings = Table(
    "gap_wordings",
    metadata,
    Column("guild", BigInteger, primary_key=True, autoincrement=False),
    Column("folded", Text, primary_key=True),
    Column("gap", Key, ForeignKey("gaps.key", ondelete="CASCADE"), nullable=False),
    Column("query", Text, nullable=False),
    Index(None, "gap"),
)

# The facts that answer gaps, as long as they are served.
gap_answers = Table(
    "gap_answers",
    metadata,
    Column("gap", Key, ForeignKey("gaps.key", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("article", Key, ForeignKey(articles.c.key, ondelete="CASCADE"), nullable=False),
    Column("fact", Text, nullable=False),  # its id
    Column("answered_at", UtcDateTime, nullable=False),
    Index(None, "article"),
)

# How often a fact was what a look-up answered with. No column leads to who asked.
lookups = Table(
    "lookups",
    metadata,
    Column(
        "article", Key, ForeignKey(articles.c.key, ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    Column("fact", Text, primary_key=True),  # its id
    Column("day", Text, primary_key=True),
    Column("times", Integer, nullable=False),
)

# Who chose to be told when a gap is answered. Whoever is told is forgotten.
gap_waiters = Table(
    "gap_waiters",
    metadata,
    Column("key", Key, primary_key=True),
    Column("gap", Key, ForeignKey("gaps.key", ondelete="CASCADE"), nullable=False),
    Column("guild", BigInteger, nullable=False),
    Column("member", BigInteger, nullable=False),
    Column("language", Text, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    UniqueConstraint("gap", "member"),
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
    Column("reason", Sealed("moderation_log.reason")),
    sqlite_autoincrement=True,
)

exports = Table(
    "exports",
    metadata,
    Column("key", Key, primary_key=True),
    Column("guild", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("taken_by", BigInteger, nullable=False),
    Column("manifest", JSON, nullable=False),  # but for the reason
    Column("reason", Sealed("exports.reason")),  # why people were named
    # Up to where it goes: the last response and the last change in it, and before which change unlinked ones
    # are.
    Column("last_response", BigInteger),
    Column("last_change", BigInteger),
    Column("unlinked_from", BigInteger),
    sqlite_autoincrement=True,
)
