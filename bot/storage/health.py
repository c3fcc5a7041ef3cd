"""What waits and what fails, over all guilds at once: a few statements, however many guilds there are."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Float, and_, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.discussion import DiscussionState
from bot.domain.identity import (
    ChannelId,
    DiscussionId,
    GuildId,
    OccurrenceId,
    ScheduleId,
)
from bot.domain.outbox import PRIVATE, OutboxState, Step
from bot.domain.schedule import OccurrenceState, ScheduleState
from bot.domain.shards import Shards
from bot.storage.article_tables import articles
from bot.storage.counters import RESPONSES, Counters
from bot.storage.guilds import is_meant
from bot.storage.schema import discussions, marks, occurrences, outbox, prompts, queue, schedules

MARK = "health:"
PARTS = "parts"
# What services.recall calls a thread that was deleted: there is nothing to be read back, and nothing to mend.
GONE = "thread_gone"
WAITS = outbox.c.state == OutboxState.WAITING
IS_ON = schedules.c.state == ScheduleState.ON


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing:
    """A step that could not be done yet."""

    guild: GuildId
    stream: str
    step: Step
    subject: int
    attempts: int
    since: datetime
    problem: str
    details: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Troubled:
    """A schedule that cannot be followed."""

    guild: GuildId
    channel: ChannelId
    schedule: ScheduleId
    problem: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A due day that waits: for the moderators, or for what *problem* names."""

    guild: GuildId
    channel: ChannelId
    schedule: ScheduleId
    occurrence: OccurrenceId
    at: datetime
    is_asked: bool
    problem: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Threads of one channel that could not be read back for the same reason."""

    guild: GuildId
    channel: ChannelId
    threads: int
    since: datetime
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a guild's card says, and where it is."""

    digest: str = ""
    keys: tuple[str, ...] = ()
    channel: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepNumbers:
    """How many steps of one kind wait, how many of them failed, and since when the oldest waits."""

    waiting: int
    failing: int
    oldest_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GuildNumbers:
    """How a guild stands, in numbers."""

    guild: GuildId
    waiting: int = 0
    failing: int = 0
    schedules: int = 0
    troubled: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """How everything stands, in numbers."""

    steps: dict[Step, StepNumbers]
    occurrences: dict[OccurrenceState, int]
    schedules: dict[ScheduleState, int]
    responses: int  # recorded, ever
    unread: int  # threads of open discussions that could not be read back
    guilds: tuple[GuildNumbers, ...] = field(default=())


class Ailments:
    """What is wrong in one guild, or in all of Discord, inside one transaction."""

    def __init__(self, connection: AsyncConnection, *, shards: Shards | None = None) -> None:
        self._connection = connection
        self._shards = shards

    async def failing(self, guild: GuildId | None = None) -> list[Failing]:
        """Return the steps that could not be done yet, the longest failing first.

        But for what members are told in private: that is nothing moderators could mend.
        """
        rows = await self._connection.execute(
            select(outbox)
            .where(WAITS, outbox.c.failed_since.is_not(None), outbox.c.step.not_in(PRIVATE))
            .where(_in(outbox.c.guild, guild, self._shards))
            .order_by(outbox.c.failed_since, outbox.c.key)
        )
        return [
            Failing(
                guild=GuildId(row.guild),
                stream=row.stream,
                step=Step(row.step),
                subject=row.subject,
                attempts=row.attempts,
                since=row.failed_since,
                problem=row.problem,
                details=row.details or {},
            )
            for row in rows
        ]

    async def troubled(self, guild: GuildId | None = None) -> list[Troubled]:
        """Return the schedules that are on and cannot be followed."""
        rows = await self._connection.execute(
            select(schedules)
            .where(IS_ON, schedules.c.problem.is_not(None), _in(schedules.c.guild, guild, self._shards))
            .order_by(schedules.c.key)
        )
        return [
            Troubled(
                guild=GuildId(row.guild),
                channel=ChannelId(row.channel),
                schedule=ScheduleId(row.key),
                problem=row.problem,
                since=row.problem_since,
            )
            for row in rows
        ]

    async def held(self, guild: GuildId | None = None) -> list[Held]:
        """Return the due days that wait for somebody or something, the oldest first."""
        is_held = or_(
            occurrences.c.state == OccurrenceState.ASKED,
            and_(occurrences.c.state == OccurrenceState.DUE, occurrences.c.problem.is_not(None)),
        )
        rows = await self._connection.execute(
            select(occurrences, schedules.c.guild, schedules.c.channel)
            .join(schedules, schedules.c.key == occurrences.c.schedule)
            # As the index has it, or it would not be taken.
            .where(occurrences.c.state.in_([OccurrenceState.DUE, OccurrenceState.ASKED]))
            .where(is_held, IS_ON, _in(schedules.c.guild, guild, self._shards))
            .order_by(occurrences.c.due_at, occurrences.c.key)
        )
        return [
            Held(
                guild=GuildId(row.guild),
                channel=ChannelId(row.channel),
                schedule=ScheduleId(row.schedule),
                occurrence=OccurrenceId(row.key),
                at=row.due_at,
                is_asked=row.state == OccurrenceState.ASKED,
                problem=row.problem,
            )
            for row in rows
        ]

    async def unread(self, guild: GuildId | None = None) -> list[Unread]:
        """Return where the threads of open discussions could not be read back."""
        rows = await self._connection.execute(
            select(
                discussions.c.guild,
                discussions.c.channel,
                func.count().label("threads"),
                func.min(func.coalesce(prompts.c.recalled_at, prompts.c.posted_at)).label("since"),
                prompts.c.unrecalled.label("problem"),
            )
            .join(prompts, prompts.c.discussion == discussions.c.key)
            .where(discussions.c.state == DiscussionState.OPEN, prompts.c.unrecalled != GONE)
            .where(_in(discussions.c.guild, guild, self._shards))
            .group_by(discussions.c.guild, discussions.c.channel, prompts.c.unrecalled)
            .order_by(discussions.c.guild, discussions.c.channel, prompts.c.unrecalled)
        )
        return [
            Unread(
                guild=GuildId(row.guild),
                channel=ChannelId(row.channel),
                threads=row.threads,
                since=row.since,
                problem=row.problem,
            )
            for row in rows
        ]

    async def titles(self, wanted: Collection[DiscussionId]) -> dict[DiscussionId, str]:
        """Return what the articles of discussions are called."""
        if not wanted:
            return {}
        rows = await self._connection.execute(
            select(discussions.c.key, articles.c.title, articles.c.id)
            .join(articles, articles.c.key == discussions.c.article)
            .where(discussions.c.key.in_(list(wanted)))
        )
        return {DiscussionId(row.key): row.title or row.id for row in rows}

    async def pulses(self) -> dict[GuildId, tuple[object, ...]]:
        """Return for each guild with schedules that are on what changes when one opens or its queue does."""
        found = await self._connection.execute(
            # As a number with a fraction: a sum of ids may pass 64 bits.
            select(
                schedules.c.guild,
                func.count(),
                func.sum(cast(schedules.c.key, Float)),
                func.min(schedules.c.next_at),
                func.max(schedules.c.next_at),
            )
            .where(IS_ON, schedules.c.next_at.is_not(None), _in(schedules.c.guild, None, self._shards))
            .group_by(schedules.c.guild)
        )
        beats: dict[GuildId, tuple[object, ...]] = {GuildId(row[0]): tuple(row[1:]) for row in found}
        waiting = await self._connection.execute(
            select(queue.c.guild, func.count(), func.sum(cast(queue.c.article, Float)))
            .where(_in(queue.c.guild, None, self._shards))
            .group_by(queue.c.guild)
        )
        for row in waiting:
            if row[0] in beats:
                beats[GuildId(row[0])] += tuple(row[1:])
        return beats

    async def said(self) -> dict[GuildId, Said]:
        """Return what the cards of all guilds say that ever had one."""
        rows = await self._connection.execute(select(marks).where(marks.c.name.startswith(MARK)))
        return {GuildId(int(row.name.removeprefix(MARK))): to_said(row.value) for row in rows}

    async def planned(self) -> set[GuildId]:
        """Return the guilds whose cards are about to be changed."""
        rows = await self._connection.execute(
            select(outbox.c.guild).where(WAITS, outbox.c.step == Step.HEALTH)
        )
        return {GuildId(guild) for guild in rows.scalars()}

    async def numbers(self) -> Numbers:
        """Return how everything stands on Discord, in numbers."""
        steps = await self._connection.execute(
            select(
                outbox.c.step,
                func.count(),
                func.count(outbox.c.failed_since),
                func.min(outbox.c.planned_at),
            )
            .where(WAITS, _in(outbox.c.guild, None, self._shards))
            .group_by(outbox.c.step)
        )
        came = await self._connection.execute(
            select(occurrences.c.state, func.count()).group_by(occurrences.c.state)
        )
        followed = await self._connection.execute(
            select(schedules.c.state, func.count())
            .where(schedules.c.state.in_([ScheduleState.ON, ScheduleState.PAUSED]))
            .group_by(schedules.c.state)
        )
        return Numbers(
            steps={
                Step(row[0]): StepNumbers(waiting=row[1], failing=row[2], oldest_at=row[3]) for row in steps
            },
            occurrences={OccurrenceState(row[0]): row[1] for row in came},
            schedules={ScheduleState(row[0]): row[1] for row in followed},
            responses=await Counters(self._connection).value(RESPONSES),
            unread=sum(one.threads for one in await self.unread()),
        )

    async def guilds(self) -> list[GuildNumbers]:
        """Return how each guild stands that has steps that wait or schedules, the worst first."""
        waiting = await self._connection.execute(
            select(outbox.c.guild, func.count(), func.count(outbox.c.failed_since))
            .where(WAITS, _in(outbox.c.guild, None, self._shards))
            .group_by(outbox.c.guild)
        )
        followed = await self._connection.execute(
            select(schedules.c.guild, func.count(), func.count(schedules.c.problem))
            .where(IS_ON, _in(schedules.c.guild, None, self._shards))
            .group_by(schedules.c.guild)
        )
        found: dict[int, dict[str, int]] = {}
        for guild, count, failing in waiting:
            found.setdefault(guild, {}).update(waiting=count, failing=failing)
        for guild, count, troubled in followed:
            found.setdefault(guild, {}).update(schedules=count, troubled=troubled)
        counted = [GuildNumbers(guild=GuildId(guild), **numbers) for guild, numbers in found.items()]
        return sorted(counted, key=lambda one: (-one.failing, -one.troubled, -one.waiting, one.guild))


def mark_of(guild: GuildId) -> str:
    """Return the mark in which it is remembered what the card of *guild* says."""
    return f"{MARK}{guild}"


def to_said(value: str | None) -> Said:
    """Return what a mark remembers of a card."""
    if value is None:
        return Said()
    read = json.loads(value)
    return Said(digest=read["digest"], keys=tuple(read["keys"]), channel=read["channel"])


def from_said(said: Said) -> str:
    """Return *said* as a mark holds it."""
    return json.dumps({"digest": said.digest, "keys": list(said.keys), "channel": said.channel})


def _in(column: Any, guild: GuildId | None, shards: Shards | None) -> ColumnElement[bool]:
    """Return what tells the rows of *guild*, or those of *shards* or all of Discord that was not left."""
    found: ColumnElement[bool] = column == guild
    return found if guild is not None else is_meant(column, None, shards)
