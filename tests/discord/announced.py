"""A server with schedules that are shown among its events."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import discord
from api_stub.actors import INVITED_WITH, GuildActor
from api_stub.stub import Stub
from api_stub.world import Payload
from on_disk import table
from running import Running

from bot.domain.identity import ArticleId, ChannelId, GuildId, MemberId, Person, Role, ScheduleId
from bot.domain.recurrence import Recurrence
from bot.domain.schedule import Opens, Timing
from bot.services.place import Place
from bot.services.schedules import Plan

EVENTS = r"/scheduled-events$"
EVENT = r"/scheduled-events/\d+$"


def permissions(*more: str) -> discord.Permissions:
    """Return what the bot is invited with, but for events, and *more*."""
    events = discord.Permissions(create_events=True)
    more_of_it = discord.Permissions(**dict.fromkeys(more, True))
    return discord.Permissions(INVITED_WITH.value & ~events.value | more_of_it.value)


@dataclass(slots=True)
class Programme:
    """A server with a schedule that is shown as an event."""

    stub: Stub
    bot: Running
    guild: GuildActor
    at: Place
    id: ScheduleId = field(init=False)

    async def schedule(
        self, *, stays: timedelta | None = None, days: int = 1, article: ArticleId | None = None
    ) -> None:
        """Let a moderator make it: every so many days, three hours from now for the first time."""
        first = datetime.now(UTC) + timedelta(hours=3)
        rule = Recurrence(rule=f"FREQ=DAILY;INTERVAL={days}", starts_on=first.date())
        timing = Timing(recurrence=rule, at=first.time().replace(second=0, microsecond=0), zone="UTC")
        plan = Plan(
            timing=timing,
            channel=self.at.channel,
            opens=Opens.QUEUE if article is None else Opens.ARTICLE,
            article=article,
            stays=stays,
            has_event=True,
        )
        self.id = (await self.bot.cases.schedules.draft(plan, at=self.at)).id
        await self.bot.cases.schedules.keep(self.id, at=self.at)
        await self.deliver()

    async def skip(self) -> None:
        """Leave out its next opening."""
        await self.bot.cases.schedules.skip(self.id, at=self.at)
        await self.deliver()

    async def again(self) -> None:
        """Let the event be looked at although nothing has changed."""
        await self.bot.cases.leaving.left(self.at.guild)
        await self.bot.cases.leaving.returned(self.at.guild)
        await self.deliver()

    async def deliver(self) -> None:
        """Do what waits, whatever pauses are left."""
        await self.bot.cases.delivery.run(guild=self.at.guild, at_once=True)

    async def next_at(self) -> datetime:
        """Return when it opens next."""
        found = (await self.bot.cases.schedules.get(self.id, guild=self.at.guild)).next
        assert found is not None
        return found.at

    @property
    def events(self) -> list[Payload]:
        """What Discord has, the oldest first."""
        return sorted(self.guild.guild.events.values(), key=lambda one: int(one["id"]))

    @property
    def starts(self) -> list[datetime]:
        """When those begin."""
        return [datetime.fromisoformat(one["scheduled_start_time"]) for one in self.events]

    @property
    def waits_for(self) -> list[str]:
        """Why the step waits, if it does."""
        query = "SELECT problem FROM outbox WHERE step = 'event' AND state = 'waiting'"
        return [row["problem"] for row in table(self.bot.folder, query)]

    def allow(self, *more: str) -> None:
        """Let the bot do what it was invited with, and *more*."""
        role = next(one for one in self.guild.guild.roles.values() if one["name"] == "causerie")
        role["permissions"] = str(permissions(*more).value)
        self.stub.gateway.dispatch("GUILD_ROLE_UPDATE", {"guild_id": str(self.guild.id), "role": role})

    def sent(self, method: str, path: str) -> int:
        """Return how many requests there were."""
        return len(self.stub.server.sent(method, path))


async def open_programme(stub: Stub, bot: Running, *more: str, locale: str = "en-US") -> Programme:
    """Let a server invite the bot."""
    guild = stub.guild("The Lighthouse", locale=locale)
    channel = guild.text("talk")
    guild.invite_bot(permissions(*more))
    await stub.gateway.until(lambda: guild.messages(channel))
    ann = Person(id=MemberId(guild.member("Ann").id), name="Ann", role=Role.MODERATOR)
    at = Place(guild=GuildId(guild.id), channel=ChannelId(channel), person=ann)
    return Programme(stub=stub, bot=bot, guild=guild, at=at)
