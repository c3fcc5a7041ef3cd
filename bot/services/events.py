"""Schedules among a guild's events: of each, the next opening is shown, if moderators want that."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.guild import GuildSettings
from bot.domain.identity import ChannelId, GuildId, ScheduleId
from bot.domain.outbox import OutboxRow
from bot.domain.schedule import Opening, Schedule, ScheduleState
from bot.domain.schedule_errors import UnknownScheduleError
from bot.services.clock import Clock
from bot.storage.store import Store, Transaction

# How long an event lasts whose discussion nobody closes by itself.
LASTS = timedelta(hours=1)
# What begins sooner than this is not announced any more: events cannot begin in the past, by Discord's clock.
SOON = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedEvent:
    """An opening as it is announced."""

    schedule: ScheduleId
    guild: GuildId
    channel: ChannelId
    title: str | None  # of the article, where it is known already
    starts_at: datetime
    ends_at: datetime


class EventPort(Protocol):
    """Where events are shown. Each method can be called again without harm.

    Both raise CannotPostError where it will not work until somebody changes something, PostingDelayedError
    where it may work later, or may have worked without our being told.
    """

    async def show(
        self,
        event: PlannedEvent,
        *,
        settings: GuildSettings,
        known: int | None,
        may_make: bool,
        now: datetime,
    ) -> int | None:
        """Let the one event of the schedule that is still to begin be *event*; return its id.

        *known* is the id of the last one. Unless one *may_make* it, there is none where there is none.
        """
        ...

    async def take_back(
        self, schedule: ScheduleId, *, guild: GuildId, known: int | None, now: datetime
    ) -> None:
        """Let no event of *schedule* be still to begin. What has begun, or is over, stays as it is."""
        ...


class NoEvents:
    """The event port where there are no events: at a terminal."""

    async def show(
        self,
        event: PlannedEvent,
        *,
        settings: GuildSettings,
        known: int | None,
        may_make: bool,
        now: datetime,
    ) -> int | None:
        """Show nothing."""
        return None

    async def take_back(
        self, schedule: ScheduleId, *, guild: GuildId, known: int | None, now: datetime
    ) -> None:
        """Take nothing back."""


class EventService:
    """Brings the events of schedules up to date."""

    def __init__(self, store: Store, *, clock: Clock, events: EventPort) -> None:
        self._store = store
        self._clock = clock
        self._events = events

    async def perform(self, row: OutboxRow) -> int | None:
        """Bring the event of one schedule up to date. Raises CannotPostError, PostingDelayedError.

        An event that a moderator deleted is not made again for the same opening: they did not want it.
        """
        key, now = ScheduleId(row.subject), self._clock()
        async with self._store.read() as tx:
            schedule = await _find(tx, key, guild=row.guild)
            shown_on = await tx.events.shown_on(key)
            opening = None if schedule is None else _announced(schedule)
            event = None if schedule is None or opening is None else await _to_event(tx, schedule, opening)
            settings = await tx.guilds.get(row.guild)
        if event is None or opening is None:
            await self._events.take_back(key, guild=row.guild, known=row.message, now=now)
            async with self._store.write() as tx:
                await tx.events.shown(key, on=None)
            return row.message
        if event.starts_at - now < SOON:
            return row.message  # it is about to begin, and the one that follows is shown then
        found = await self._events.show(
            event, settings=settings, known=row.message, may_make=shown_on != opening.on, now=now
        )
        async with self._store.write() as tx:
            await tx.events.shown(key, on=opening.on)
        return found


async def _find(tx: Transaction, schedule: ScheduleId, *, guild: GuildId) -> Schedule | None:
    try:
        return await tx.schedules.get(schedule, guild=guild)
    except UnknownScheduleError:
        return None  # removed


def _announced(schedule: Schedule) -> Opening | None:
    is_shown = schedule.has_event and schedule.state is ScheduleState.ON
    return schedule.next if is_shown else None


async def _to_event(tx: Transaction, schedule: Schedule, opening: Opening) -> PlannedEvent:
    titles = {} if schedule.article is None else await tx.articles.titles([schedule.article])
    return PlannedEvent(
        schedule=schedule.id,
        guild=schedule.guild,
        channel=schedule.channel,
        title=None if schedule.article is None else titles.get(schedule.article),
        starts_at=opening.at,
        ends_at=opening.at + (schedule.stays or LASTS),
    )
