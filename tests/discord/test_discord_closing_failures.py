"""Ending discussions while Discord fails; and being killed at any step of posting or of ending."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest
from api_stub.faults import Fault
from api_stub.seen import Answer
from api_stub.stub import Stub
from on_disk import ended
from running import Running
from trouble import CHANNEL, LOST, THREAD, Kind, Scene, prepared

from bot.discord_front import run, threads

Step = Callable[[], Awaitable[Answer]]


pytestmark = pytest.mark.usefixtures("log", "impatient")


class TestClosing:
    @pytest.mark.parametrize(
        ("method", "path"),
        [("POST", r"/channels/\d+/messages$"), ("PATCH", CHANNEL)],
        ids=["the card", "the lock"],
    )
    async def test_what_is_lost_on_the_way_is_done_once(
        self, *, scene: Scene, bot: Running, method: str, path: str, log: pytest.LogCaptureFixture
    ) -> None:
        for number, (fault, status) in enumerate(LOST, 1):
            await scene.start()
            scene.stub.server.faults.next(method, path, fault, status=status)
            said = await scene.close()
            assert said.is_private
            assert said.text.startswith(scene.say("discuss.closed", title="The mill on the river"))
            assert f"of discussion:{number} waits: posting_delayed" in log.text
            await bot.cases.discussions.post_pending()
            assert scene.closed_once() == number, fault
            assert all(ended(bot.folder))

    @pytest.mark.parametrize("seconds", [120, 0.001], ids=["of minutes", "without end"])
    async def test_a_rate_limit_delays_it(self, *, scene: Scene, bot: Running, seconds: float) -> None:
        await scene.start()
        scene.stub.server.faults.next(
            "*", r"/channels/", Fault.STATUS, status=429, retry_after=seconds, times=50
        )
        await scene.close()
        await bot.cases.discussions.post_pending()
        assert scene.closing_cards == []
        assert ended(bot.folder) == [False]
        scene.stub.server.faults.clear()
        await bot.cases.discussions.post_pending()
        assert scene.closed_once() == 1

    async def test_each_run_of_an_article_has_an_end_of_its_own(self, scene: Scene, bot: Running) -> None:
        for number in (1, 2, 3):
            await scene.start()
            await scene.close()
            assert scene.closed_once() == number

    async def test_what_was_never_posted_has_no_end(self, scene: Scene, bot: Running) -> None:
        scene.post_fails(Fault.HANG)
        await scene.start()
        await scene.close()
        await bot.cases.discussions.post_pending()
        assert scene.closing_cards == []
        assert scene.threads == []
        assert all(ended(bot.folder))

    async def test_a_thread_that_was_deleted(self, stub: Stub, scene: Scene, bot: Running) -> None:
        stub.server.expect(10003)
        await scene.start()
        await scene.next()
        scene.guild.remove_channel(int(scene.threads[0]["id"]))
        said = await scene.next()
        assert said.text == scene.say("discuss.asked", number=3)
        await scene.close()
        assert len(scene.threads) == 2
        assert scene.closed_once() == 1

    @pytest.mark.parametrize("is_locked", [True, False], ids=["locked", "archived"])
    async def test_a_thread_that_was_put_away_by_hand(
        self, *, scene: Scene, bot: Running, is_locked: bool
    ) -> None:
        await scene.start()
        (thread,) = scene.threads
        thread["thread_metadata"] |= {"archived": True, "locked": is_locked}
        scene.stub.gateway.dispatch("THREAD_UPDATE", thread)
        await scene.close()
        assert scene.closed_once() == 1
        assert all(ended(bot.folder))

    async def test_without_the_right_to_lock_it_is_put_away(
        self, scene: Scene, bot: Running, kind: Kind
    ) -> None:
        await scene.start()
        scene.guild.forbid(scene.place, manage_threads=True)
        await scene.close()
        (thread,) = scene.threads
        assert thread["thread_metadata"]["archived"]
        assert not thread["thread_metadata"]["locked"]
        assert len(scene.closing_cards) == 1
        assert all(ended(bot.folder))
        if kind == "forum":
            tags = {
                one["id"]: one["name"] for one in scene.guild.guild.channels[scene.place]["available_tags"]
            }
            assert [tags[one] for one in thread["applied_tags"]] == [scene.say("tag.closed")]

    async def test_a_right_that_is_missing_unknown_to_the_bot_does_not_keep_it_open(
        self, stub: Stub, scene: Scene, bot: Running, log: pytest.LogCaptureFixture
    ) -> None:
        stub.server.expect(50013)
        await scene.start()
        stub.gateway.hold("CHANNEL_UPDATE")
        scene.guild.forbid(scene.place, manage_threads=True)
        said = await scene.close()
        assert said.text.startswith(scene.say("discuss.closed", title="The mill on the river"))
        assert f"Thread {scene.threads[0]['id']} stays open: Forbidden" in log.text
        assert all(ended(bot.folder))
        await bot.cases.discussions.post_pending()
        assert len(scene.closing_cards) == 1


async def killed(bot: Running) -> None:
    """End the bot as a kill would: nothing that is under way is finished or noted."""
    bot.task.cancel()
    with suppress(asyncio.CancelledError):
        await bot.stop()


class TestKilled:
    """Killed after a step took effect and before that was noted, and started again."""

    @pytest.fixture(autouse=True)
    def at_once(self, monkeypatch: pytest.MonkeyPatch, stub: Stub) -> None:
        monkeypatch.setattr(threads, "PATIENCE", 60.0)
        monkeypatch.setattr(run, "FINISH_PATIENCE", 0.0)
        monkeypatch.setattr(run, "LEFT_PATIENCE", 0.0)
        stub.messages.nonce_window = 0.0

    @pytest.mark.parametrize("fault", [Fault.HANG, Fault.HANG_AFTER], ids=["before", "after"])
    async def test_at_the_post(self, *, scene: Scene, bot: Running, fault: Fault) -> None:
        scene.post_fails(fault)
        await self.killed_while(scene, bot, scene.start)
        await scene.stub.gateway.until(lambda: scene.threads)
        await bot.cases.discussions.post_pending()
        assert scene.posted_once(bot.folder) == 1

    @pytest.mark.parametrize("fault", [Fault.HANG, Fault.HANG_AFTER], ids=["before", "after"])
    async def test_at_the_thread(self, *, stub: Stub, bot: Running, fault: Fault) -> None:
        scene = await prepared(stub)
        stub.server.expect(160004)
        stub.server.faults.next("POST", THREAD, fault)
        await self.killed_while(scene, bot, scene.start)
        await bot.cases.discussions.post_pending()
        assert scene.posted_once(bot.folder) == 1

    @pytest.mark.parametrize("fault", [Fault.HANG, Fault.HANG_AFTER], ids=["before", "after"])
    @pytest.mark.parametrize(
        ("method", "path"),
        [("POST", r"/channels/\d+/messages$"), ("PATCH", CHANNEL)],
        ids=["card", "lock"],
    )
    async def test_at_the_end(
        self, *, scene: Scene, bot: Running, method: str, path: str, fault: Fault
    ) -> None:
        await scene.start()
        await scene.next()
        scene.stub.server.faults.next(method, path, fault)
        await self.killed_while(scene, bot, scene.close)
        await bot.cases.discussions.post_pending()
        assert scene.posted_once(bot.folder) == 2
        assert scene.closed_once() == 1
        assert all(ended(bot.folder))

    async def killed_while(self, scene: Scene, bot: Running, step: Step) -> None:
        """Kill the bot while Ann waits for *step*, which hangs; start it again."""
        struck = scene.stub.server.faults.struck
        asked = asyncio.ensure_future(step())
        await scene.stub.gateway.until(lambda: scene.stub.server.faults.struck > struck)
        await asyncio.sleep(0.05)  # until what takes effect has
        await killed(bot)
        asked.cancel()
        await asyncio.gather(asked, return_exceptions=True)
        await bot.start()
