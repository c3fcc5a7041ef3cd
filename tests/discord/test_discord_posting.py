"""Posting prompts while Discord, or the way to it, fails: each is posted once, or nothing is left of it."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import discord
import pytest
from api_stub.actors import INVITED_WITH
from api_stub.faults import Fault
from api_stub.stub import Stub
from api_stub.world import snowflake
from on_disk import ended
from running import Running
from trouble import LOST, THREAD, Kind, Scene, prepared

from bot.discord_front import threads
from bot.discord_front.inspect import NEEDED, NEEDED_IN_TEXT
from bot.storage.columns import to_utc_text

pytestmark = pytest.mark.usefixtures("log", "impatient")


@pytest.fixture
async def text_scene(stub: Stub, bot: Running) -> Scene:
    return await prepared(stub, kind="text")


@pytest.fixture
async def forum_scene(stub: Stub, bot: Running) -> Scene:
    return await prepared(stub, kind="forum")


class TestLost:
    async def test_a_prompt_whose_answer_is_lost_is_posted_once(
        self, scene: Scene, bot: Running, log: pytest.LogCaptureFixture
    ) -> None:
        for number, (fault, status) in enumerate(LOST, 1):
            scene.post_fails(fault, status=status)
            said = await (scene.start() if number == 1 else scene.next())
            assert said.is_private
            if (fault, status) != (Fault.LOST_AFTER, 502) or scene.kind == "text":
                assert said.text == scene.say("error.posting_delayed"), fault
                assert f"Prompt {number} is not posted (channel {scene.place})" in log.text
            await bot.cases.discussions.post_pending()
            assert scene.posted_once(bot.folder) == number, fault
        await bot.cases.discussions.post_pending()
        assert scene.posted_once(bot.folder) == len(LOST)

    async def test_a_thread_whose_answer_is_lost_is_made_once(
        self, stub: Stub, text_scene: Scene, bot: Running
    ) -> None:
        scene = text_scene
        stub.server.expect(160004)
        for number, (fault, status) in enumerate(LOST, 1):
            stub.server.faults.next("POST", THREAD, fault, status=status)
            said = await (scene.start() if number == 1 else scene.next())
            assert said.text == scene.say("error.posting_delayed"), fault
            await bot.cases.discussions.post_pending()
            assert scene.posted_once(bot.folder) == number, fault
        # Discord said that the thread was there already, and that was that.
        assert any(one.code == 160004 for one in stub.server.sent("POST", THREAD))

    async def test_long_after_discord_has_forgotten_it_is_found(
        self, stub: Stub, scene: Scene, bot: Running
    ) -> None:
        stub.messages.nonce_window = 0.0
        for number in range(120):  # more than Discord gives at once
            await scene.ann.send(scene.general if scene.kind == "forum" else scene.place, str(number))
        scene.post_fails(Fault.HANG_AFTER)
        await scene.start()
        await bot.cases.discussions.post_pending()
        assert scene.posted_once(bot.folder) == 1

    async def test_however_far_our_clock_is_ahead_it_is_found(self, scene: Scene, bot: Running) -> None:
        scene.stub.messages.nonce_window = 0.0
        scene.stub.server.clock_skew = -timedelta(hours=2)
        scene.post_fails(Fault.HANG_AFTER)
        await scene.start()
        ahead = datetime.now(UTC) + timedelta(hours=2)
        with closing(sqlite3.connect(bot.folder / "causerie.db")) as connection, connection:
            connection.execute("UPDATE prompts SET planned_at = ?", [to_utc_text(ahead)])
        await bot.cases.discussions.post_pending()
        assert scene.posted_once(bot.folder) == 1

    async def test_a_prompt_that_is_deleted_before_it_has_its_thread_holds_nothing_up(
        self, stub: Stub, text_scene: Scene, bot: Running
    ) -> None:
        scene = text_scene
        stub.server.faults.next("POST", THREAD, Fault.STATUS, status=503, times=9)
        await scene.start()
        (message,) = scene.posts
        await scene.ann.delete(message)
        stub.server.faults.clear()
        stub.server.expect(10008)
        await bot.cases.discussions.post_pending()
        assert (await scene.next()).text == scene.say("discuss.asked", number=2)
        assert len(scene.posts) == len(scene.threads) == 1

    async def test_a_post_is_found_though_many_were_put_away_since(
        self, forum_scene: Scene, bot: Running
    ) -> None:
        scene = forum_scene
        scene.post_fails(Fault.HANG_AFTER)
        await scene.start()
        (post,) = scene.threads
        post["thread_metadata"]["archived"] = True
        now = datetime.now(UTC)
        for number in range(120):  # more than Discord gives at once
            world, ann = scene.stub.world, scene.ann.id
            other = world.add_thread(
                scene.guild.guild, id_=snowflake(), parent=scene.place, name="Other", owner=ann, minutes=60
            )
            put_away = {"archived": True, "archive_timestamp": (now + timedelta(seconds=number)).isoformat()}
            other["thread_metadata"] |= put_away
        await bot.cases.discussions.post_pending()
        assert len(scene.posts) == 1

    async def test_what_discord_py_would_send_again_is_sent_once(
        self, *, stub: Stub, scene: Scene, bot: Running, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(threads, "PATIENCE", 10.0)
        scene.post_fails(Fault.LOST_AFTER, status=502)
        said = await scene.start()
        assert said.text.startswith(scene.say("discuss.started", title="The mill on the river", n=9))
        assert scene.posted_once(bot.folder) == 1

    async def test_asking_again_finds_what_was_posted(self, scene: Scene, bot: Running) -> None:
        scene.post_fails(Fault.HANG_AFTER)
        assert (await scene.start()).text == scene.say("error.posting_delayed")
        assert scene.say("discuss.started", title="The mill on the river", n=9) in (await scene.start()).text
        scene.post_fails(Fault.RESET_AFTER)
        assert (await scene.next()).text == scene.say("error.posting_delayed")
        assert (await scene.next()).text == scene.say("discuss.asked", number=2)
        assert scene.posted_once(bot.folder) == 2

    async def test_it_is_posted_as_soon_as_discord_is_back(self, scene: Scene, bot: Running) -> None:
        scene.stub.server.faults.next("*", r"/channels/", Fault.STATUS, status=503, times=100)
        said = await scene.start()
        assert said.text == scene.say("error.posting_delayed")
        await bot.cases.discussions.post_pending()
        assert scene.threads == []
        scene.stub.server.faults.clear()
        await bot.cases.discussions.post_pending()
        assert scene.posted_once(bot.folder) == 1

    async def test_a_restart_posts_what_waits(self, scene: Scene, bot: Running) -> None:
        scene.post_fails(Fault.HANG)
        await scene.start()
        await bot.stop()
        await bot.start()
        await scene.stub.gateway.until(lambda: scene.threads)
        await bot.cases.discussions.post_pending()
        assert scene.posted_once(bot.folder) == 1

    async def test_what_waits_does_not_outlive_its_discussion(self, scene: Scene, bot: Running) -> None:
        await scene.start()
        scene.post_fails(Fault.HANG)
        await scene.next()
        await scene.close()
        await bot.cases.discussions.post_pending()
        assert scene.posted_once(bot.folder) == 1
        assert scene.closed_once() == 1


class TestRateLimits:
    async def test_a_short_one_is_waited_for(self, scene: Scene, bot: Running) -> None:
        scene.post_fails(Fault.STATUS, status=429, retry_after=0.1)
        said = await scene.start()
        assert scene.say("discuss.started", title="The mill on the river", n=9) in said.text
        assert scene.posted_once(bot.folder) == 1

    @pytest.mark.parametrize("seconds", [30, 120], ids=["longer than our patience", "minutes"])
    async def test_a_long_one_delays(self, *, scene: Scene, bot: Running, seconds: float) -> None:
        scene.post_fails(Fault.STATUS, status=429, retry_after=seconds)
        assert (await scene.start()).text == scene.say("error.posting_delayed")
        await bot.cases.discussions.post_pending()
        assert scene.posted_once(bot.folder) == 1

    @pytest.mark.parametrize(("seconds", "times"), [(120, 1), (0.01, 5)], ids=["minutes", "again and again"])
    async def test_one_between_message_and_thread_leaves_one_of_each(
        self, *, stub: Stub, text_scene: Scene, bot: Running, seconds: float, times: int
    ) -> None:
        stub.server.faults.next("POST", THREAD, Fault.STATUS, status=429, retry_after=seconds, times=times)
        assert (await text_scene.start()).text == text_scene.say("error.posting_delayed")
        await bot.cases.discussions.post_pending()
        assert text_scene.posted_once(bot.folder) == 1


class TestPermissions:
    async def test_each_that_is_needed_is_named_before_anything_is_posted(
        self, scene: Scene, bot: Running
    ) -> None:
        needed = NEEDED if scene.kind == "forum" else (*NEEDED, *NEEDED_IN_TEXT)
        for permission in needed:
            scene.guild.forbid(scene.place, **{permission: True})
            said = await scene.start()
            assert said.is_private
            assert scene.say("error.cannot_post") in said.text
            name = scene.say(f"permission.{permission}")
            assert scene.say("finding.lacks", channel="#talk", permission=name) in said.text
            assert scene.leftovers(bot.folder) == []
        scene.guild.forbid(scene.place)
        await scene.start()
        assert scene.posted_once(bot.folder) == 1

    async def test_one_that_is_lost_under_way_keeps_the_next_question_back(
        self, stub: Stub, scene: Scene, bot: Running
    ) -> None:
        await scene.start()
        scene.guild.forbid(scene.place, embed_links=True)
        said = await scene.next()
        name = scene.say("permission.embed_links")
        assert scene.say("finding.lacks", channel="#talk", permission=name) in said.text
        assert scene.posted_once(bot.folder) == 1
        scene.guild.forbid(scene.place)
        assert (await scene.next()).text == scene.say("discuss.asked", number=2)
        assert scene.posted_once(bot.folder) == 2

    async def test_what_waits_is_not_tried_where_it_cannot_be_posted(
        self, stub: Stub, scene: Scene, bot: Running
    ) -> None:
        await scene.start()
        scene.post_fails(Fault.HANG)
        await scene.next()
        lost = "create_public_threads" if scene.kind == "text" else "send_messages"
        scene.guild.forbid(scene.place, **{lost: True})
        tried = len(stub.server.requests)
        await bot.cases.discussions.post_pending()
        assert not [one for one in stub.server.requests[tried:] if one.method == "POST"]
        scene.guild.forbid(scene.place)
        await bot.cases.discussions.post_pending()
        assert scene.posted_once(bot.folder) == 2

    async def test_one_that_is_missing_unknown_to_the_bot_leaves_nothing_behind(
        self, stub: Stub, scene: Scene, bot: Running, log: pytest.LogCaptureFixture
    ) -> None:
        stub.server.expect(50001, 50013)
        lost = {"view_channel": 50001, "send_messages": 50013}
        if scene.kind == "text":
            lost |= {"create_public_threads": 50013}
        for permission, code in lost.items():
            stub.gateway.hold("CHANNEL_UPDATE")
            scene.guild.forbid(scene.place, **{permission: True})
            said = await scene.start()
            assert said.is_private
            assert scene.say("finding.refused", channel="#talk", reason=str(code)) in said.text
            assert scene.leftovers(bot.folder) == []
            stub.gateway.release()
            scene.guild.forbid(scene.place)
        assert f"Prompt 1 is not posted (channel {scene.place}): Forbidden" in log.text
        await scene.start()
        assert scene.posted_once(bot.folder) == 1

    async def test_it_is_said_in_the_language_of_whoever_asks(self, stub: Stub, bot: Running) -> None:
        scene = await prepared(stub, locale="fr")
        scene.guild.forbid(scene.place, send_messages=True)
        said = await scene.start()
        assert scene.say.language == "fr"
        assert scene.say("error.cannot_post") in said.text
        name = scene.say("permission.send_messages")
        assert scene.say("finding.lacks", channel="#talk", permission=name) in said.text
        scene.guild.forbid(scene.place)
        scene.post_fails(Fault.HANG)
        assert (await scene.start()).text == scene.say("error.posting_delayed")


class TestPlaces:
    @pytest.mark.parametrize("is_known", [True, False], ids=["known", "not yet known"])
    async def test_a_channel_that_was_deleted(
        self, *, stub: Stub, scene: Scene, bot: Running, is_known: bool
    ) -> None:
        stub.server.expect(10003)
        if not is_known:
            stub.gateway.hold("CHANNEL_DELETE")
        scene.guild.remove_channel(scene.place)
        said = await scene.start()
        assert said.is_private
        where = f"#{scene.place}" if is_known else "#talk"
        assert scene.say("finding.channel_gone", channel=where) in said.text
        assert scene.leftovers(bot.folder) == []

    async def test_a_channel_that_is_deleted_under_way_ends_with_its_discussion(
        self, stub: Stub, scene: Scene, bot: Running
    ) -> None:
        stub.server.expect(10003)
        await scene.start()
        scene.guild.remove_channel(scene.place)
        await stub.gateway.until(lambda: all(ended(bot.folder)))
        assert (await scene.next()).text == scene.say("error.no_discussion")

    async def test_a_server_full_of_threads(self, stub: Stub, scene: Scene, bot: Running) -> None:
        stub.server.expect(160006)
        scene.guild.guild.thread_limit = 0
        said = await scene.start()
        assert said.is_private
        assert scene.say("finding.threads_full") in said.text
        assert scene.leftovers(bot.folder) == []
        scene.guild.guild.thread_limit = 1
        await scene.start()
        assert scene.posted_once(bot.folder) == 1
        said = await scene.next()
        assert scene.say("finding.threads_full") in said.text
        assert scene.posted_once(bot.folder) == 1

    async def test_a_forum_that_wants_a_tag_and_has_none_of_ours(self, stub: Stub, bot: Running) -> None:
        without = discord.Permissions(INVITED_WITH.value)
        without.manage_channels = False
        scene = await prepared(stub, kind="forum", requires_tag=True, permissions=without)
        said = await scene.start()
        assert scene.say("finding.tag_required", channel="#talk") in said.text
        assert scene.leftovers(bot.folder) == []

    async def test_a_forum_whose_want_of_a_tag_is_not_yet_known(
        self, stub: Stub, bot: Running, forum_scene: Scene
    ) -> None:
        stub.server.expect(40067)
        forum_scene.guild.guild.channels[forum_scene.place]["available_tags"] = []
        forum_scene.guild.forbid(forum_scene.place)  # tells of the channel as it is
        forum_scene.guild.guild.channels[forum_scene.place]["flags"] = 1 << 4
        said = await forum_scene.start()
        assert forum_scene.say("finding.tag_required", channel="#talk") in said.text
        assert forum_scene.leftovers(bot.folder) == []

    async def test_a_forum_that_wants_a_tag_gets_ours(self, stub: Stub, bot: Running) -> None:
        scene = await prepared(stub, kind="forum", requires_tag=True)
        await scene.start()
        assert scene.posted_once(bot.folder) == 1


async def test_one_server_that_hangs_keeps_no_other_waiting(stub: Stub, bot: Running, kind: Kind) -> None:
    first = await prepared(stub, kind=kind, name="The First")
    second = await prepared(stub, kind=kind, name="The Second")
    for scene in (first, second):
        scene.post_fails(Fault.HANG)
        assert (await scene.start()).text == scene.say("error.posting_delayed")
    stub.server.faults.next(
        "*", rf"/(channels|guilds)/({first.place}|{first.guild.id})/", Fault.HANG, times=9
    )
    await bot.cases.discussions.post_pending()
    assert first.threads == []
    assert second.posted_once(bot.folder) == 1
    stub.server.faults.clear()
    await bot.cases.discussions.post_pending()
    assert first.posted_once(bot.folder) == 1


async def test_an_outage_of_one_server_waits_and_leaves_the_others_alone(
    stub: Stub, bot: Running, kind: Kind
) -> None:
    dark = await prepared(stub, kind=kind, name="The Dark")
    light = await prepared(stub, kind=kind, name="The Light")
    dark.post_fails(Fault.HANG)
    await dark.start()
    stub.gateway.unavailable(dark.guild.id)
    await stub.gateway.flushed()
    await light.start()
    await bot.cases.discussions.post_pending()
    assert light.posted_once(bot.folder) == 1
    assert dark.threads == []
    stub.gateway.available(dark.guild.id)
    client = bot.threads.client
    await stub.gateway.until(
        lambda: client and (found := client.get_guild(dark.guild.id)) and not found.unavailable
    )
    await bot.cases.discussions.post_pending()
    assert dark.posted_once(bot.folder) == 1
    assert light.posted_once(bot.folder) == 1
