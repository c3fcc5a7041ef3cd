"""Channels of discussions: some are deleted, and in lively ones it takes long to find what was posted."""

import asyncio
from datetime import timedelta

import discord
import pytest
from api_stub.faults import Fault
from api_stub.stub import Stub
from on_disk import table
from running import Running
from trouble import CHANNEL, POST, PROMPTS, THREAD, Scene, prepared, text

from bot.discord_front import find, threads
from bot.discord_front.cards import marker_of
from bot.discord_front.find import Search
from bot.discord_front.handlers import finish
from bot.domain.identity import PromptId
from bot.domain.outbox import OutboxRow, Step

MESSAGES = r"/channels/{}/messages$"


pytestmark = pytest.mark.usefixtures("log", "impatient")


def states(bot: Running) -> list[tuple[str, bool]]:
    rows = table(bot.folder, "SELECT state, ended_at FROM discussions ORDER BY key")
    return [(row["state"], row["ended_at"] is not None) for row in rows]


async def chatter(scene: Scene, channel: int, *, messages: int) -> None:
    for number in range(messages):
        await scene.ann.send(channel, text(number))


class TestDeleted:
    async def test_the_next_discussion_begins_elsewhere_and_its_article_can_go(
        self, stub: Stub, scene: Scene, bot: Running
    ) -> None:
        stub.server.expect(10003)
        await scene.start()
        scene.guild.remove_channel(scene.place)
        await stub.gateway.until(lambda: states(bot) == [("closed", True)])
        panel = await scene.ann.run("setup", channel=scene.general)
        await scene.ann.choose(panel, scene.say("pick.channel"), scene.guild.text("elsewhere"))

        said = await scene.start()
        assert said.text.startswith(scene.say("discuss.started", title="The mill on the river", n=9))
        await scene.close()
        said = await scene.ann.run("article remove", channel=scene.general, article="mill", yes=True)
        assert said.text == scene.say("article.removed", title="The mill on the river")

    async def test_it_is_closed_by_nobody(self, stub: Stub, scene: Scene, bot: Running) -> None:
        stub.server.expect(10003)
        await scene.start()
        scene.guild.remove_channel(scene.place)
        await stub.gateway.until(lambda: states(bot) == [("closed", True)])
        log = table(bot.folder, "SELECT action, moderator FROM moderation_log ORDER BY key")
        assert (log[-1]["action"], log[-1]["moderator"]) == ("discussion.close", 0)

    async def test_another_channel_is_none_of_its_business(
        self, stub: Stub, scene: Scene, bot: Running
    ) -> None:
        other = scene.guild.text("elsewhere")
        await scene.start()
        scene.guild.remove_channel(other)
        await stub.gateway.flushed()
        assert await finish(patience=5.0)
        assert states(bot) == [("open", False)]
        assert (await scene.next()).text == scene.say("discuss.asked", number=2)

    async def test_what_happened_while_the_bot_was_away_is_seen_at_the_next_start(
        self, stub: Stub, scene: Scene, bot: Running
    ) -> None:
        stub.server.expect(10003)
        await scene.start()
        await bot.stop()
        scene.guild.remove_channel(scene.place)
        await bot.start()
        await stub.gateway.until(lambda: states(bot) == [("closed", True)])

    @pytest.mark.parametrize(("status", "code"), [(403, 50001), (503, 0), (404, 10004)])
    async def test_what_is_only_out_of_sight_stays_open(
        self, *, stub: Stub, scene: Scene, bot: Running, status: int, code: int
    ) -> None:
        await scene.start()
        await bot.stop()
        scene.guild.remove_channel(scene.place)
        stub.server.faults.next("GET", CHANNEL, Fault.STATUS, status=status, code=code, times=50)
        asked = stub.server.faults.struck
        await bot.start()
        await stub.gateway.until(lambda: stub.server.faults.struck > asked)
        assert await finish(patience=5.0)
        assert states(bot) == [("open", False)]


class TestClosedBeforeItWasKnown:
    async def test_a_prompt_whose_answer_was_lost_is_closed_with_the_others(
        self, stub: Stub, scene: Scene, bot: Running
    ) -> None:
        stub.server.expect(160004)
        await scene.start()
        stub.server.faults.next("POST", THREAD if scene.kind == "text" else POST["forum"], Fault.HANG_AFTER)
        assert (await scene.next()).text == scene.say("error.posting_delayed")
        await scene.close()
        assert scene.posted_once(bot.folder) == 2
        assert scene.closed_once() == 1
        assert states(bot) == [("closed", True)]

    async def test_its_button_says_that_it_is_over(self, stub: Stub, scene: Scene, bot: Running) -> None:
        stub.server.expect(10003)  # in a text channel the prompt has no thread yet
        await scene.start()
        scene.post_fails(Fault.HANG_AFTER)
        await scene.next()
        await scene.close()
        rows = table(bot.folder, PROMPTS.format(place=scene.place))
        assert sorted(row["thread"] for row in rows) == sorted(post.id for post in scene.posts)
        for post in scene.posts:
            said = await scene.guild.member("Bo").click(post, scene.say("button.answer"))
            assert said.text == scene.say("error.discussion_closed", title="The mill on the river")

    async def test_it_waits_for_discord(self, stub: Stub, scene: Scene, bot: Running) -> None:
        stub.server.expect(10003)  # in a text channel the prompt has no thread yet
        await scene.start()
        scene.post_fails(Fault.HANG_AFTER)
        await scene.next()
        looked_for = MESSAGES.format(scene.place) if scene.kind == "text" else r"/threads/active$"
        stub.server.faults.next("GET", looked_for, Fault.STATUS, status=503, times=50)
        await scene.close()
        await bot.cases.discussions.post_pending()
        assert states(bot) == [("closed", False)]
        stub.server.faults.clear()
        await bot.cases.discussions.post_pending()
        assert states(bot) == [("closed", True)]
        assert len(scene.posts) == 2
        assert scene.closed_once() == 1


class TestLively:
    async def test_the_end_does_not_read_what_was_written_before_it(
        self, *, stub: Stub, scene: Scene, bot: Running, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # Discord tells its time in whole seconds, so the clocks may seem to differ by one.
        monkeypatch.setattr(threads, "earliest", lambda at, *, skew: at)

        async def read_nothing(_row: OutboxRow) -> None:
            """Leave out the reading back before the end, which does read what was written."""

        bot.cases.delivery._steps.add(Step.RECALL, read_nothing)
        await scene.start()
        (thread,) = scene.threads
        where = scene.place if scene.kind == "text" else int(thread["id"])
        await chatter(scene, where, messages=250)
        before = len(stub.server.sent("GET", MESSAGES.format(where)))
        await scene.close()
        assert len(stub.server.sent("GET", MESSAGES.format(where))) == before + 1
        assert scene.closed_once() == 1

    async def test_a_search_that_is_cut_short_goes_on_where_it_was(
        self, stub: Stub, bot: Running, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(find, "OVERLAP", timedelta(0))
        scene = await prepared(stub)
        await scene.start()
        await chatter(scene, scene.place, messages=350)
        path = MESSAGES.format(scene.place)
        channel = bot.threads.client and bot.threads.client.get_channel(scene.place)
        assert isinstance(channel, discord.TextChannel)
        search = Search()
        marker = marker_of(PromptId(99))

        def is_it(message: discord.Message) -> bool:
            stub.server.faults.next("GET", path, Fault.HANG)  # the page after this one
            return False

        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1.0):
                await search.find(channel, what=marker, after=0, is_it=is_it)
        stub.server.faults.clear()
        before = len(stub.server.sent("GET", path))

        assert (
            await search.find_message(channel, marker=marker, since=discord.utils.utcnow() - timedelta(1))
            is None
        )
        assert len(stub.server.sent("GET", path)) == before + 3  # of four pages
