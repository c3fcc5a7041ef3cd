"""A schedule falls due on Discord: one prompt, once, whatever was in the way before."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import discord
import pytest
from api_stub.actors import INVITED_WITH
from api_stub.faults import Fault
from api_stub.stub import Stub
from api_stub.world import snowflake
from on_disk import table
from running import Running
from trouble import POST, QUESTIONS, Scene, prepared
from watched import article_of, store_of

from bot.discord_front import inspect
from bot.discord_front.handlers import finish
from bot.domain.identity import ChannelId, DiscussionId, GuildId, MemberId, Person, Role, RoleId, ScheduleId
from bot.domain.recurrence import every_days
from bot.domain.schedule import Opening, Opens, ScheduleState, Timing
from bot.services.place import Place
from bot.services.schedules import Plan

pytestmark = pytest.mark.usefixtures("log", "impatient")

# Where something waits for a clock, it is a minute: see LOOK_AGAIN.
SOON = 20.0  # seconds, on a machine that is busy
DAILY = Timing(recurrence=every_days(1, starts_on=date(2020, 1, 1)), at=time(), zone="UTC")


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A schedule that opens prompts in *scene.place* when the test says that it is time."""

    bot: Running
    scene: Scene
    id: ScheduleId

    async def falls_due(self) -> None:
        """Let it be due since the minute began, as if nobody had looked yet."""
        now = datetime.now(UTC)
        at = now.replace(second=0, microsecond=0)
        async with store_of(self.bot).write() as tx:
            found = await tx.schedules.get(self.id, guild=GuildId(self.scene.guild.id))
            await tx.schedules.change(
                self.id, state=ScheduleState.ON, opening=Opening(on=at.date(), at=at), at=now
            )
        assert found.state is ScheduleState.ON
        self.bot.cases.scheduler.wanted.set()

    async def is_over(self) -> None:
        """Let the time of its discussion be over."""
        async with store_of(self.bot).write() as tx:
            await tx.openings.prolong([(DiscussionId(1), datetime.now(UTC))])
        self.bot.cases.scheduler.wanted.set()

    async def posted(self, prompts: int = 1, *, timeout: float = SOON) -> None:  # noqa: ASYNC109 (before it fails)
        """Wait until so many prompts are there, each once, and nothing more comes."""
        await self.scene.stub.gateway.until(lambda: len(self.scene.posts) >= prompts, timeout=timeout)
        await self.settled()
        assert self.scene.posted_once(self.bot.folder) == prompts

    async def settled(self) -> None:
        """Wait until all that is due is done."""
        await self.bot.cases.scheduler.tick()
        await self.bot.cases.discussions.post_pending()
        await self.scene.stub.gateway.flushed()
        assert await finish(patience=5.0)

    async def waits(self, problem: str) -> None:
        """Wait until it is known that it waits, and for what."""
        query = "SELECT problem FROM occurrences"
        await self.scene.stub.gateway.until(lambda: table(self.bot.folder, query) == [{"problem": problem}])
        assert self.scene.posts == []


async def followed(bot: Running, scene: Scene, **plan: Any) -> Followed:
    """Follow a schedule of the scene's article, a minute after midnight a day from now."""
    now = datetime.now(UTC)
    timing = Timing(recurrence=DAILY.recurrence, at=time(now.hour, now.minute), zone="UTC")
    person = Person(id=MemberId(scene.ann.id), name="Ann", role=Role.MODERATOR)
    guild, channel = GuildId(scene.guild.id), ChannelId(scene.place)
    async with store_of(bot).read() as tx:
        article = await article_of(tx, scene)
    wanted = Plan(**{"timing": timing, "channel": channel, "article": article, **plan})
    at = Place(guild=guild, channel=channel, person=person)
    drafted = await bot.cases.schedules.draft(wanted, at=at)
    await bot.cases.schedules.keep(drafted.id, at=at)
    return Followed(bot=bot, scene=scene, id=drafted.id)


@pytest.fixture
async def text_scene(stub: Stub, bot: Running) -> Scene:
    return await prepared(stub, kind="text")


class TestOnTime:
    async def test_one_prompt_is_posted_with_its_thread_and_without_a_noise(
        self, scene: Scene, bot: Running
    ) -> None:
        schedule = await followed(bot, scene)

        await schedule.falls_due()
        await schedule.posted()

        (prompt,) = scene.posts
        assert (prompt.content, prompt.pinged, prompt.mentions_everyone) == ("", set(), False)
        (sent,) = scene.stub.server.sent("POST", POST[scene.kind])[-1:]
        message = sent.body["message"] if scene.kind == "forum" else sent.body
        assert message["allowed_mentions"].get("roles", []) == []

    async def test_nothing_opens_again_that_day(self, scene: Scene, bot: Running) -> None:
        schedule = await followed(bot, scene)
        for _ in range(2):
            await schedule.falls_due()
            await schedule.posted()

    async def test_the_role_that_asked_for_it_is_told_once(self, scene: Scene, bot: Running) -> None:
        fans = scene.guild.role("fans", mention_everyone=False)
        scene.guild.guild.roles[fans]["mentionable"] = True
        others = scene.guild.role("others")
        fan, other = (
            scene.guild.member(name, roles=(role,)) for name, role in (("Fay", fans), ("Ola", others))
        )
        schedule = await followed(bot, scene, opens=Opens.ARTICLE, ping=RoleId(fans))

        await schedule.falls_due()
        await schedule.posted(QUESTIONS)

        first, *rest = sorted(scene.posts, key=lambda one: one.id)
        assert first.content == f"<@&{fans}>"
        assert {fan.id} <= first.pinged
        assert other.id not in first.pinged
        assert {(one.content, len(one.pinged)) for one in rest} == {("", 0)}

    async def test_it_closes_on_time_with_card_and_lock(self, scene: Scene, bot: Running) -> None:
        schedule = await followed(bot, scene, opens=Opens.ARTICLE, stays=timedelta(hours=1))
        await schedule.falls_due()
        await schedule.posted(QUESTIONS)
        assert scene.closing_cards == []

        await schedule.is_over()
        ended = "SELECT ended_at FROM discussions WHERE ended_at IS NOT NULL"
        await scene.stub.gateway.until(lambda: table(bot.folder, ended), timeout=SOON)

        assert scene.closed_once() == 1
        await schedule.settled()
        assert scene.closed_once() == 1


def by_channel(scene: Scene, *, may: bool) -> None:
    scene.guild.forbid(scene.place, send_messages=not may)


def by_role(scene: Scene, *, may: bool, event: str = "GUILD_ROLE_UPDATE") -> None:
    """Change what the bot's own role may do."""
    guild = scene.guild.guild
    allowed = discord.Permissions(INVITED_WITH.value)
    allowed.update(send_messages=may)
    (role,) = (one for one in guild.roles.values() if one["name"] == "causerie")
    role["permissions"] = str(allowed.value)
    everyone = guild.roles[guild.id]
    everyone["permissions"] = str(discord.Permissions(view_channel=True).value)
    if event == "GUILD_ROLE_UPDATE":
        for changed in (everyone, role):
            scene.stub.gateway.dispatch(event, {"guild_id": str(guild.id), "role": changed})
    else:
        scene.stub.gateway.dispatch(event, scene.stub.world.guild_payload(guild))


def by_guild(scene: Scene, *, may: bool) -> None:
    by_role(scene, may=may, event="GUILD_UPDATE")


def by_member(scene: Scene, *, may: bool) -> None:
    """Take the bot's own role from it, or give it back."""
    guild, bot = scene.guild.guild, scene.stub.world.bot
    if not may:
        everyone = guild.roles[guild.id]
        everyone["permissions"] = str(discord.Permissions(view_channel=True).value)
        scene.stub.gateway.dispatch("GUILD_ROLE_UPDATE", {"guild_id": str(guild.id), "role": everyone})
    (role,) = (number for number, one in guild.roles.items() if one["name"] == "causerie")
    member = guild.members[bot]
    member["roles"] = [str(role)] if may else []
    scene.stub.gateway.dispatch("GUILD_MEMBER_UPDATE", {**member, "guild_id": str(guild.id)})


def by_invitation(scene: Scene, *, may: bool) -> None:
    """Invite the bot anew, with less or with all."""
    allowed = discord.Permissions(INVITED_WITH.value)
    allowed.update(send_messages=may)
    everyone = scene.guild.guild.roles[scene.guild.id]
    everyone["permissions"] = str(discord.Permissions(view_channel=True).value)
    scene.guild.remove_bot()
    scene.guild.invite_bot(allowed)


def by_outage(scene: Scene, *, may: bool) -> None:
    if may:
        scene.stub.gateway.available(scene.guild.id)
    else:
        scene.stub.gateway.unavailable(scene.guild.id)


class TestPermissions:
    @pytest.mark.parametrize(
        ("change", "problem"),
        [
            pytest.param(by_channel, "lacks", id="channel"),
            pytest.param(by_role, "lacks", id="role"),
            pytest.param(by_member, "lacks", id="member"),
            pytest.param(by_guild, "lacks", id="guild"),
            pytest.param(by_invitation, "lacks", id="invitation"),
            pytest.param(by_outage, "guild_unavailable", id="outage"),
        ],
    )
    async def test_once_it_is_back_the_prompt_is_posted_and_not_when_a_clock_says(
        self, *, text_scene: Scene, bot: Running, change: Callable[..., None], problem: str
    ) -> None:
        scene = text_scene
        schedule = await followed(bot, scene)
        change(scene, may=False)
        await scene.stub.gateway.flushed()
        await schedule.falls_due()
        await schedule.waits(problem)

        change(scene, may=True)

        await schedule.posted()

    async def test_a_server_full_of_threads_has_room_once_one_is_put_away(
        self, *, text_scene: Scene, bot: Running, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        scene = text_scene
        for name in ("ACTIVE_THREADS", "NEARLY_FULL"):
            monkeypatch.setattr(inspect, name, 1)
        thread = scene.stub.world.add_thread(
            scene.guild.guild, id_=snowflake(), parent=scene.general, name="About tea", owner=scene.ann.id
        )
        scene.stub.gateway.dispatch("THREAD_CREATE", thread)
        await scene.stub.gateway.flushed()
        schedule = await followed(bot, scene)
        await schedule.falls_due()
        await schedule.waits("threads_full")

        thread["thread_metadata"]["archived"] = True
        scene.stub.gateway.dispatch("THREAD_UPDATE", thread)

        await schedule.posted()

    async def test_taken_away_between_the_opening_and_the_post(self, text_scene: Scene, bot: Running) -> None:
        scene = text_scene
        schedule = await followed(bot, scene)
        scene.stub.server.faults.next("POST", POST["text"], Fault.STATUS, status=403, code=50013, times=3)
        await schedule.falls_due()
        await scene.stub.gateway.until(lambda: scene.stub.server.faults.struck)
        await scene.stub.gateway.until(
            lambda: table(bot.folder, "SELECT step FROM outbox WHERE problem IS NOT NULL")
        )
        scene.stub.server.faults.clear()
        assert scene.posts == []

        by_channel(scene, may=True)

        await schedule.posted(timeout=4.0)  # its first pause is of five seconds at most


class TestConnections:
    async def test_down_at_the_time_it_is_posted_once_all_the_same(self, scene: Scene, bot: Running) -> None:
        schedule = await followed(bot, scene)
        scene.stub.gateway.refuse_connections(1)
        scene.stub.gateway.drop(reset=True)

        await schedule.falls_due()
        await scene.stub.gateway.until(lambda: scene.stub.gateway.live_sessions, timeout=15.0)

        await schedule.posted()

    async def test_a_session_that_is_lost_at_the_time(self, scene: Scene, bot: Running) -> None:
        schedule = await followed(bot, scene)
        scene.stub.gateway.invalidate()
        await schedule.falls_due()

        await schedule.posted(timeout=15.0)

    @pytest.mark.parametrize("fault", [Fault.RESET, Fault.RESET_AFTER, Fault.HANG_AFTER])
    async def test_a_restart_before_it_is_known_whether_it_was_posted(
        self, scene: Scene, bot: Running, fault: Fault
    ) -> None:
        schedule = await followed(bot, scene)
        scene.post_fails(fault)
        await schedule.falls_due()
        await scene.stub.gateway.until(lambda: scene.stub.server.faults.struck)

        await bot.stop()
        await bot.start()

        await schedule.posted()

    async def test_due_while_it_was_not_there_it_is_posted_late_and_once(
        self, scene: Scene, bot: Running
    ) -> None:
        schedule = await followed(bot, scene)
        await bot.end()
        await schedule.falls_due()
        assert scene.posts == []

        await bot.stop()
        await bot.start()

        await schedule.posted()
