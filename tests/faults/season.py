"""Servers with schedules whose days go by in seconds, and the days that were due."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any

from api_stub.actors import GuildActor
from api_stub.people import Member
from api_stub.stub import Stub
from api_stub.world import Payload
from sqlalchemy import Select, select
from weather import EXPECTED, NONCE_WINDOW

from bot.domain.article import Article, Question, fingerprint
from bot.domain.discussion import DiscussionState
from bot.domain.identity import ChannelId, GuildId, MemberId, ScheduleId
from bot.domain.outbox import OutboxState
from bot.domain.recurrence import to_recurrence
from bot.domain.schedule import OccurrenceState, Opens, Schedule, ScheduleState, Timing
from bot.domain.snowflake import TIME_BITS
from bot.domain.storage_errors import StoreBusyError
from bot.storage.engine import Database
from bot.storage.schema import discussions, occurrences, outbox, prompts, schedules
from bot.storage.store import Transaction, upgrade_store

QUESTIONS = 3  # of each article
NOBODY = MemberId(1)
# A day is due from its first minute on, and long enough for whoever comes late.
GRACE = timedelta(days=2)
PATIENCE = 30.0  # seconds
BUSY_PATIENCE = timedelta(seconds=20)
# How often another day comes where the one before is dealt with, of as many looks.
SELDOM = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A server: where its discussions are held, and who looks after it."""

    guild: GuildActor
    places: tuple[int, ...]  # by schedule
    by_hand: int  # by Ann
    ann: Member

    @property
    def threads(self) -> list[Payload]:
        """The threads in which people may write."""
        every = [one for place in (*self.places, self.by_hand) for one in self.guild.threads(place)]
        return [one for one in every if not one["thread_metadata"]["archived"]]


def found_towns(stub: Stub, number: int, *, shards: int) -> list[Town]:
    """Found servers with a text channel, a forum, and another channel each, and invite the bot.

    They are in *shards* in turn.
    """
    made = []
    for one in range(1, number + 1):
        while True:
            guild = stub.guild(f"Town {one}")
            if (guild.id >> TIME_BITS) % shards == one % shards:
                break
        places = (guild.text("daily"), guild.forum("posts", tags=("Open", "Closed", "Summarised")))
        by_hand = guild.text("by-hand")
        ann = guild.member("Ann", manage_guild=True, manage_messages=True)
        guild.invite_bot()
        made.append(Town(guild=guild, places=places, by_hand=by_hand, ann=ann))
    return made


@dataclass(slots=True)
class Season:
    """What is due in *towns*, in *database*. A day is a schedule of its own, which is due once."""

    database: Database
    towns: list[Town]
    chance: random.Random
    due: set[ScheduleId] = field(default_factory=set)  # days that came

    async def prepare(self, *, articles: int, by_hand: int = 0) -> None:
        """Write down settings and articles: some wait in the queue, others are for Ann."""
        now = datetime.now(UTC)
        async with self.database.write() as connection:
            tx = Transaction(connection)
            for town in self.towns:
                guild = GuildId(town.guild.id)
                await tx.guilds.change(guild, at=now, channel=town.by_hand, records_typed=True)
                await tx.marks.put(f"welcomed:{guild}", "1")
                queued = [to_article(f"a{number}") for number in range(1, articles + 1)]
                others = [to_article(f"h{number}") for number in range(1, by_hand + 1)]
                for article in (*queued, *others):
                    key = await tx.articles.add(
                        article, guild=guild, fingerprint=fingerprint(article), at=now, by=NOBODY
                    )
                    if article in queued:
                        await tx.queue.put(key, guild=guild)

    async def pass_by(self, *, is_over: bool = False) -> bool:
        """Let another day come wherever the one before is dealt with; return whether all are."""
        async with self.database.write() as connection:
            busy = {place for query in BUSY for place in await connection.scalars(query)}
            if is_over:
                return not busy
            for place in (one for town in self.towns for one in town.places):
                if place not in busy and self.chance.random() < SELDOM:
                    await self._due_in(place, Transaction(connection))
        return False

    async def go_by(self) -> None:
        """Let day after day come."""
        while True:
            with suppress(StoreBusyError):  # somebody stands still who is about to write
                await self.pass_by()
            await asyncio.sleep(0.1)

    async def due_in(self, place: int) -> None:
        """Let a day come in *place*."""
        async with self.database.write() as connection:
            await self._due_in(place, Transaction(connection))

    async def _due_in(self, place: int, tx: Transaction) -> None:
        guild = next(town.guild.id for town in self.towns if place in town.places)
        self.due.add(await tx.schedules.add(_today(GuildId(guild), ChannelId(place))))

    async def until_quiet(self) -> None:
        """Wait until there is nothing left to be done."""
        async with asyncio.timeout(PATIENCE):
            while not await self.is_quiet():  # noqa: ASYNC110 (the database has no event)
                await asyncio.sleep(0.1)

    async def is_quiet(self) -> bool:
        """Return whether there is nothing left to be done."""
        if not await self.pass_by(is_over=True):
            return False
        async with self.database.read() as connection:
            waiting = select(outbox.c.key).where(outbox.c.state == OutboxState.WAITING).limit(1)
            return (await connection.scalar(waiting)) is None


@asynccontextmanager
async def prepared(
    stub: Stub,
    *,
    url: str,
    towns: int,
    chance: random.Random,
    articles: int,
    by_hand: int = 0,
    shards: int = 1,
) -> AsyncIterator[Season]:
    """Found as many *towns* and make a database for them at *url*."""
    stub.messages.nonce_window = NONCE_WINDOW
    stub.server.expect(*EXPECTED)
    await upgrade_store(url, keep_backups=1, patience=BUSY_PATIENCE)
    season = Season(Database(url, patience=BUSY_PATIENCE), found_towns(stub, towns, shards=shards), chance)
    try:
        await season.prepare(articles=articles, by_hand=by_hand)
        yield season
    finally:
        await season.database.close()


# The channels in which a day is not dealt with: nobody has heard of it, it waits, its prompt is not posted.
BUSY: tuple[Select[Any], ...] = (
    select(schedules.c.channel).where(schedules.c.next_at.is_not(None)),
    select(schedules.c.channel)
    .join(occurrences, occurrences.c.schedule == schedules.c.key)
    .where(occurrences.c.state == OccurrenceState.DUE),
    select(discussions.c.channel)
    .join(prompts, prompts.c.discussion == discussions.c.key)
    .where(discussions.c.state == DiscussionState.OPEN, prompts.c.thread.is_(None)),
)


def _today(guild: GuildId, channel: ChannelId) -> Schedule:
    """Return a schedule that is due today, once, and has been since midnight."""
    now = datetime.now(UTC)
    recurrence = to_recurrence("FREQ=DAILY;COUNT=1", starts_on=now.date())
    timing = Timing(recurrence=recurrence, at=time(), zone="UTC")
    return Schedule(
        id=ScheduleId(0),
        guild=guild,
        channel=channel,
        timing=timing,
        opens=Opens.QUESTION,
        grace=GRACE,
        state=ScheduleState.ON,
        next=timing.first(after=now - timedelta(days=1)),
        made_by=NOBODY,
        made_at=now,
    )


def to_article(name: str) -> Article:
    """Return an article with some questions."""
    return Article(
        id=name,
        title=f"The matter of {name}",
        language="en",
        facts=(),
        questions=tuple(
            Question(id=f"q{number}", text=f"What of part {number} of {name}?")
            for number in range(1, QUESTIONS + 1)
        ),
    )
