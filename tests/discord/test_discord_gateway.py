"""The connection to Discord in trouble: cut, closed, silent, doubled, out of order, full of nonsense."""

from collections.abc import Callable
from itertools import count

import pytest
from api_stub.faults import Fault
from api_stub.gateway import Gateway
from api_stub.gateway_codes import Close
from api_stub.people import Member
from api_stub.stub import Stub
from running import Running
from trouble import Kind, Scene, prepared, recording, stands, text, thread

from bot.discord_front import client, receipts, run
from bot.domain.discord_errors import IntentRefusedError, TokenWrongError

# After these a client may resume, and is told all that it missed.
RESUMABLE = (Close.UNKNOWN_ERROR, Close.UNKNOWN_OPERATION, Close.NOT_DECODED, Close.TOO_MANY_SENDS)
# After these it begins anew.
ANEW = (Close.NOT_AUTHENTICATED, Close.INVALID_SEQUENCE, Close.TIMED_OUT, Close.NORMAL)
# After these discord.py gives up, and we do not.
GIVEN_UP = (Close.INVALID_SHARD, Close.SHARDING_REQUIRED, Close.INVALID_VERSION)
CUTS: dict[str, Callable[[Gateway], None]] = {
    "dropped": lambda gateway: gateway.drop(),
    "reset": lambda gateway: gateway.drop(reset=True),
    "told to reconnect": lambda gateway: gateway.reconnect(),
    "told to resume": lambda gateway: gateway.invalidate(resumable=True),
    **{f"closed with {code.value}": lambda gateway, code=code: gateway.close(code) for code in RESUMABLE},  # type: ignore[misc]  # mypy does not see the default
}


pytestmark = pytest.mark.usefixtures("log")


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async def soon(*_args: object, **_more: object) -> None:
        """Identify without discord.py's wait of five seconds: the stub has no limit for it."""

    monkeypatch.setattr(run, "FIRST_WAIT", 0.05)
    monkeypatch.setattr(receipts, "PACE", 0.01)
    monkeypatch.setattr(client.Client, "before_identify_hook", soon)


@pytest.fixture
async def scene(stub: Stub, bot: Running) -> Scene:
    return await recording(stub, bot)


class TestCut:
    async def test_what_is_typed_while_it_is_cut_off_is_recorded_once(
        self, stub: Stub, bot: Running, scene: Scene, bea: Member
    ) -> None:
        numbers = count(1)
        said: list[str] = []
        for how, cut in CUTS.items():
            resumed = len(stub.gateway.resumes)
            cut(stub.gateway)
            said += [text(next(numbers)), text(next(numbers))]
            for one in said[-2:]:
                await bea.send(thread(scene), one)
            await stub.gateway.wait_resumed(resumed + 1)
            await stands(bot, *said)
            assert stub.gateway.resumes[-1].is_accepted, how
        assert len(stub.gateway.identifies) == 2

    async def test_edits_and_deletions_while_it_is_cut_off_are_followed(
        self, stub: Stub, bot: Running, scene: Scene, bea: Member
    ) -> None:
        kept, gone = await bea.send(thread(scene), text(1)), await bea.send(thread(scene), text(2))
        await stands(bot, text(1), text(2))
        stub.gateway.drop()
        await bea.edit(kept, text(3))
        await bea.delete(gone)
        await stands(bot, text(3))

    @pytest.mark.parametrize("code", ANEW)
    async def test_it_begins_anew_where_it_cannot_resume(
        self, *, stub: Stub, bot: Running, scene: Scene, bea: Member, code: Close
    ) -> None:
        await bea.send(thread(scene), text(1))
        await stands(bot, text(1))
        stub.gateway.forget_sessions()
        stub.gateway.close(code)
        await self.goes_on(stub, bot, scene, bea)

    async def test_it_begins_anew_when_its_session_is_called_invalid(
        self, stub: Stub, bot: Running, scene: Scene, bea: Member
    ) -> None:
        await bea.send(thread(scene), text(1))
        await stands(bot, text(1))
        stub.gateway.invalidate()
        await self.goes_on(stub, bot, scene, bea)

    @pytest.mark.parametrize("code", GIVEN_UP)
    async def test_it_begins_anew_where_discord_py_would_end(
        self,
        *,
        stub: Stub,
        bot: Running,
        scene: Scene,
        bea: Member,
        code: Close,
        log: pytest.LogCaptureFixture,
    ) -> None:
        await bea.send(thread(scene), text(1))
        await stands(bot, text(1))
        stub.gateway.close(code)
        await self.goes_on(stub, bot, scene, bea)
        assert f"The connection to Discord was closed with {code.value}" in log.text

    async def goes_on(self, stub: Stub, bot: Running, scene: Scene, bea: Member) -> None:
        """See that it comes back, records what is typed then, and answers buttons."""
        await stub.gateway.wait_identified(3)
        await bot.until_ready(3)
        await bea.send(thread(scene), text(2))
        await stands(bot, text(1), text(2))
        form = await bea.click(scene.posts[0], scene.say("button.answer"))
        await bea.submit(form, text=text(3), kept="named", agreed=True)
        await stands(bot, text(1), text(2), text(3))
        assert len(scene.posts) == 1

    async def test_it_comes_back_when_discord_takes_no_connections_for_a_while(
        self, stub: Stub, bot: Running, scene: Scene, bea: Member
    ) -> None:
        stub.gateway.refuse_connections(1)
        stub.gateway.drop()
        await stub.gateway.wait_identified(3)
        await bot.until_ready(3)
        await bea.send(thread(scene), text(1))
        await stands(bot, text(1))

    async def test_a_connection_whose_heartbeats_are_not_answered_is_given_up(
        self, *, stub: Stub, bot: Running, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        scene = await prepared(stub, typed=True)
        await bot.until_ready(2)
        await scene.start()
        await bot.stop()
        monkeypatch.setattr(client, "HEARTBEAT_PATIENCE", 0.6)
        stub.gateway.heartbeat_interval = 0.2
        await bot.start()
        stub.gateway.stop_acking()
        await stub.gateway.until(lambda: stub.gateway.resumes)
        bea = scene.guild.member("Bea")
        await bea.send(thread(scene), text(1))
        stub.gateway.start_acking()
        await stands(bot, text(1))

    async def test_what_waits_is_posted_by_the_next_connection(
        self, *, stub: Stub, bot: Running, kind: Kind, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        scene = await prepared(stub, kind=kind)
        scene.post_fails(Fault.RESET)
        assert (await scene.start()).text == scene.say("error.posting_delayed")
        stub.gateway.close(Close.INVALID_SHARD)
        await stub.gateway.until(lambda: scene.threads)
        await bot.cases.discussions.post_pending()
        assert scene.posted_once(bot.folder) == 1


class TestForGood:
    async def test_a_token_that_was_reset_ends_it(self, stub: Stub, bot: Running) -> None:
        stub.gateway.close(Close.WRONG_TOKEN)
        with pytest.raises(TokenWrongError):
            await bot.task
        with pytest.raises(TokenWrongError):
            await bot.stop()
        await bot.start()

    async def test_an_intent_that_nobody_knows_ends_it(self, stub: Stub, bot: Running) -> None:
        stub.gateway.close(Close.INVALID_INTENTS)
        with pytest.raises(IntentRefusedError):
            await bot.task
        with pytest.raises(IntentRefusedError):
            await bot.stop()
        await bot.start()

    async def test_content_that_is_refused_is_done_without(
        self, stub: Stub, bot: Running, scene: Scene, bea: Member, log: pytest.LogCaptureFixture
    ) -> None:
        stub.gateway.portal_message_content = False
        stub.gateway.close(Close.DISALLOWED_INTENTS)
        await bot.until_ready(3)
        assert "message content intent" in log.text
        form = await bea.click(scene.posts[0], scene.say("button.answer"))
        await bea.submit(form, text=text(1), kept="named", agreed=True)
        await stands(bot, text(1))


class TestOutage:
    async def test_a_server_that_is_out_when_the_bot_starts_is_greeted_when_it_is_back(
        self, stub: Stub, bot: Running
    ) -> None:
        await bot.stop()
        dark, light = stub.guild("The Dark"), stub.guild("The Light")
        in_the_dark, in_the_light = dark.text("general"), light.text("general")
        dark.invite_bot()
        light.invite_bot()
        stub.gateway.unavailable_guilds.add(dark.id)
        await bot.start()
        await stub.gateway.until(lambda: light.messages(in_the_light))
        assert dark.messages(in_the_dark) == []
        stub.gateway.available(dark.id)
        await stub.gateway.until(lambda: dark.messages(in_the_dark))
        assert len(light.messages(in_the_light)) == 1

    async def test_after_an_outage_all_is_as_before(
        self, stub: Stub, bot: Running, scene: Scene, bea: Member
    ) -> None:
        other = await prepared(stub, name="The Other")
        stub.gateway.unavailable(scene.guild.id)
        await other.start()
        assert other.posted_once(bot.folder) == 1
        stub.gateway.available(scene.guild.id)
        await bea.send(thread(scene), text(1))
        await stands(bot, text(1))
        form = await bea.click(scene.posts[0], scene.say("button.answer"))
        assert form.modal is not None
        assert (await scene.next()).text == scene.say("discuss.asked", number=2)
        assert scene.posted_once(bot.folder) == 2
