"""The event port on Discord: the next opening of a schedule as an event of the server.

Discord knows no nonce for events, so before one is made they are looked through for one of ours: known by its
id, or by the last line of its description, which is the same for a schedule whatever language it is in.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

import discord

from bot.commands.words import brief
from bot.discord_front.failures import FAILURES, cannot_post, is_final
from bot.discord_front.markdown import escape, straight
from bot.discord_front.people import public_words
from bot.discord_front.threads import PATIENCE, DiscordThreads
from bot.discord_front.trace import SentBeforeError, at_most_once
from bot.domain.discord_errors import CannotPostError, PostingDelayedError
from bot.domain.errors import BotError
from bot.domain.guild import Finding, GuildSettings, Severity
from bot.domain.identity import ChannelId, GuildId, ScheduleId
from bot.i18n import Text
from bot.services.events import PlannedEvent

logger = logging.getLogger(__name__)

# Discord's: https://discord.com/developers/docs/resources/guild-scheduled-event
NAME = LOCATION = 100
# https://discord.com/developers/docs/topics/opcodes-and-status-codes#json-json-error-codes
EVENTS_FULL = 30038
UNKNOWN_EVENT = 10070
LACKS_PERMISSION = 50013


class DiscordEvents:
    """Shows events, and waits as long as no client is attached."""

    def __init__(self, threads: DiscordThreads) -> None:
        self._threads = threads

    async def show(
        self,
        event: PlannedEvent,
        *,
        settings: GuildSettings,
        known: int | None,
        may_make: bool,
        now: datetime,
    ) -> int | None:
        """Let the one event of the schedule that is still to begin be *event*; return its id."""
        guild = self._guild(event.guild)
        async with _told(event.channel, schedule=event.schedule):
            ours = await _ours(guild, event.schedule, known=known, now=now)
            if ours:
                first, *others = ours
                await _delete(guild, others)
                await _move(guild, first, event)
                return first.id
            return await self._make(guild, event, settings=settings, now=now) if may_make else known

    async def take_back(
        self, schedule: ScheduleId, *, guild: GuildId, known: int | None, now: datetime
    ) -> None:
        """Delete what is still to begin of *schedule*."""
        found = self._guild(guild)
        async with _told(ChannelId(0), schedule=schedule):
            await _delete(found, await _ours(found, schedule, known=known, now=now))

    def _guild(self, guild: GuildId) -> discord.Guild:
        client = self._threads.client
        found = None if client is None else client.get_guild(guild)
        if found is None or found.unavailable:
            raise PostingDelayedError
        return found

    async def _make(
        self, guild: discord.Guild, event: PlannedEvent, *, settings: GuildSettings, now: datetime
    ) -> int:
        channel = guild.get_channel(event.channel)
        if channel is None:
            raise cannot_post("channel_gone", channel=event.channel)
        _refuse_without(guild, "create_events")
        text = public_words(settings, guild)
        try:
            with at_most_once():
                made = await guild.create_scheduled_event(
                    name=to_name(event, text),
                    description=to_description(event, text),
                    start_time=event.starts_at,
                    end_time=event.ends_at,
                    entity_type=discord.EntityType.external,
                    privacy_level=discord.PrivacyLevel.guild_only,
                    location=straight(f"#{channel.name}")[:LOCATION],
                )
        except SentBeforeError:
            # The first time may have taken effect although no answer came.
            ours = await _ours(guild, event.schedule, known=None, now=now)
            if not ours:
                raise
            return ours[0].id
        return made.id


def to_name(event: PlannedEvent, text: Text) -> str:
    """Return what *event* is called."""
    if event.title is None:
        return text("event.name_any")
    return brief(straight(text("event.name", title=event.title)), limit=NAME)


def to_description(event: PlannedEvent, text: Text) -> str:
    """Return what *event* is about, and where; its last line is by which it is known again."""
    link = f"https://discord.com/channels/{event.guild}/{event.channel}"
    about = (
        text("event.about_any", link=link)
        if event.title is None
        else text("event.about", title=escape(brief(event.title)), link=link)
    )
    return f"{about}\n\n{marker_of(event.schedule)}"


def marker_of(schedule: ScheduleId) -> str:
    """Return the line by which the events of *schedule* are known."""
    return f"Causerie #{schedule}"


async def _ours(
    guild: discord.Guild, schedule: ScheduleId, *, known: int | None, now: datetime
) -> list[discord.ScheduledEvent]:
    """Return the events of *schedule* that are still to begin, the oldest first."""
    marker = marker_of(schedule)
    return sorted(
        (
            one
            for one in await guild.fetch_scheduled_events(with_counts=False)
            if one.creator_id == guild.me.id
            and (one.id == known or marker in (one.description or "").splitlines()[-1:])
            and one.status is discord.EventStatus.scheduled
            and one.start_time > now
        ),
        key=lambda one: one.id,
    )


async def _move(guild: discord.Guild, found: discord.ScheduledEvent, event: PlannedEvent) -> None:
    """Let *found* begin and end when *event* does. What moderators made of its words stays."""
    if (found.start_time, found.end_time) == (event.starts_at, event.ends_at):
        return
    _refuse_without(guild, "create_events", "manage_events")
    await found.edit(start_time=event.starts_at, end_time=event.ends_at)


async def _delete(guild: discord.Guild, events: list[discord.ScheduledEvent]) -> None:
    for one in events:
        _refuse_without(guild, "create_events", "manage_events")
        try:
            await one.delete()
        except discord.NotFound as error:
            if error.code != UNKNOWN_EVENT:
                raise


def _refuse_without(guild: discord.Guild, *permissions: str) -> None:
    """Raise CannotPostError unless the bot has one of *permissions*: Discord takes vain requests ill."""
    allowed = guild.me.guild_permissions
    if not any(getattr(allowed, one) for one in permissions):
        raise _lacks(permissions[0])


def _lacks(permission: str) -> CannotPostError:
    return _broken("lacks_events", permission=permission)


def _broken(code: str, **data: object) -> CannotPostError:
    finding = Finding(code=code, severity=Severity.BROKEN, data=data)
    return CannotPostError(findings=(finding,), channel=ChannelId(0))


@asynccontextmanager
async def _told(channel: ChannelId, *, schedule: ScheduleId) -> AsyncIterator[None]:
    """Turn what Discord says in time, or does not, into an error of ours."""
    try:
        async with asyncio.timeout(PATIENCE):
            yield
    except FAILURES as error:
        logger.warning("The event of schedule %s is not up to date: %s", schedule, type(error).__name__)
        raise _to_error(error, channel=channel) from error


def _to_error(error: BaseException, *, channel: ChannelId) -> BotError:
    if not isinstance(error, discord.HTTPException) or not is_final(error):
        return PostingDelayedError()
    if error.code == EVENTS_FULL:
        return _broken("events_full")
    if error.code == LACKS_PERMISSION:
        return _lacks("create_events")
    return cannot_post("refused", channel=channel, reason=str(error.code))
