"""Commands, buttons and forms while Discord, or the way to it, fails: said once and recorded once."""

import asyncio
import csv
import io

import pytest
from api_stub.faults import Fault
from api_stub.people import NoAnswerError
from api_stub.stub import Stub
from on_disk import responses, standing
from running import Running
from trouble import CALLBACK, LOST, ORIGINAL, POST, SECRET, Kind, Scene, prepared

from bot.commands.spec import command_name
from bot.discord_front import acknowledge, run, threads
from bot.discord_front.handlers import finish

TEXT = f"More {SECRET} for the mill"


pytestmark = pytest.mark.usefixtures("log")


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "PATIENCE", 5.0)
    monkeypatch.setattr(acknowledge, "SOON", 0.1)
    monkeypatch.setattr(run, "FINISH_PATIENCE", 0.3)
    monkeypatch.setattr(acknowledge, "PATIENCE", 0.3)
    monkeypatch.setattr(acknowledge, "LATER_PATIENCE", 0.3)
    monkeypatch.setattr(acknowledge, "LATER_PAUSE", 0.01)


@pytest.fixture
async def scene(stub: Stub, bot: Running) -> Scene:
    """A discussion that is open."""
    made = await prepared(stub)
    await made.start()
    return made


class TestAcknowledging:
    async def test_a_reply_that_is_lost_on_the_way_is_said_once(
        self, stub: Stub, bot: Running, scene: Scene
    ) -> None:
        stub.server.expect(40060)
        bea = scene.guild.member("Bea")
        usual = await bea.run("privacy", channel=scene.general)
        for fault, status in LOST:
            stub.server.faults.next("POST", CALLBACK, fault, status=status)
            before = len(bea.sees(scene.general))
            said = await bea.run("privacy", channel=scene.general)
            assert said.is_private, fault
            assert said.text == usual.text
            assert len(bea.sees(scene.general)) == before + 1, fault

    async def test_a_form_that_is_lost_on_the_way_is_opened(
        self, stub: Stub, bot: Running, scene: Scene
    ) -> None:
        stub.server.expect(40060)
        bea = scene.guild.member("Bea")
        for fault, status in LOST:
            stub.server.faults.next("POST", CALLBACK, fault, status=status)
            form = await bea.click(scene.posts[0], scene.say("button.answer"))
            assert form.modal is not None, fault

    async def test_an_answer_whose_receipt_is_lost_on_the_way_is_recorded_once(
        self, stub: Stub, bot: Running, scene: Scene
    ) -> None:
        stub.server.expect(40060)
        bea = scene.guild.member("Bea")
        for number, (fault, status) in enumerate(LOST, 1):
            form = await bea.click(scene.posts[0], scene.say("button.answer"))
            stub.server.faults.next("POST", CALLBACK, fault, status=status)
            receipt = await bea.submit(form, text=f"{TEXT} {number}", kept="named", agreed=True)
            assert receipt.is_private
            assert scene.say("action.withdraw") in receipt.buttons
            assert standing(bot.folder) == [f"{TEXT} {one}" for one in range(1, number + 1)], fault

    @pytest.mark.parametrize("kept", ["named", "unlinked"])
    async def test_a_form_that_is_sent_again_because_discord_said_so_counts_once(
        self, *, stub: Stub, bot: Running, scene: Scene, kept: str
    ) -> None:
        stub.server.expect(10062)
        bea = scene.guild.member("Bea")
        form = await bea.click(scene.posts[0], scene.say("button.answer"))
        stub.interactions.deadline = 0.5
        stub.server.faults.next("POST", CALLBACK, Fault.HANG, times=2)
        with pytest.raises(NoAnswerError):
            await bea.submit(form, text=TEXT, kept=kept, agreed=True)
        stub.interactions.deadline = 3.0
        assert await finish(patience=5.0)
        receipt = await bea.submit(form, text=TEXT, kept=kept, agreed=True)
        assert scene.say("action.withdraw") in receipt.buttons
        assert standing(bot.folder) == [TEXT]
        # Whoever says the same once more all the same has said it twice.
        form = await bea.click(scene.posts[0], scene.say("button.answer"))
        await bea.submit(form, text=TEXT, kept=kept, agreed=True)
        assert standing(bot.folder) == [TEXT, TEXT]

    async def test_an_interaction_that_discord_has_forgotten_is_logged_by_its_id(
        self, stub: Stub, bot: Running, scene: Scene, log: pytest.LogCaptureFixture
    ) -> None:
        bea = scene.guild.member("Bea")
        stub.server.faults.next("POST", CALLBACK, Fault.STATUS, status=404, code=10062)
        stub.interactions.deadline = 0.3
        with pytest.raises(NoAnswerError):
            await bea.run("fact", channel=scene.general, query=SECRET)
        stub.interactions.deadline = 3.0
        number = max(stub.interactions.all)
        assert f"Interaction {number} is refused: 404 (10062)" in log.text
        assert "/fact" in (await bea.run("help", channel=scene.general)).text

    async def test_one_that_was_acknowledged_already_is_left_alone(
        self, stub: Stub, bot: Running, scene: Scene, log: pytest.LogCaptureFixture
    ) -> None:
        bea = scene.guild.member("Bea")
        stub.server.faults.next("POST", CALLBACK, Fault.LOST_AFTER, status=400, code=40060)
        said = await bea.run("articles", channel=scene.general)
        assert "The mill on the river" in said.text
        assert "refused" not in log.text

    async def test_a_doubled_click_answers_once(self, stub: Stub, bot: Running, scene: Scene) -> None:
        bea = scene.guild.member("Bea")
        form = await bea.click(scene.posts[0], scene.say("button.answer"))
        stub.gateway.duplicate_next()
        await bea.submit(form, text=TEXT, kept="named", agreed=True)
        stub.gateway.duplicate_next()
        await scene.ann.run("discuss next", channel=scene.general)
        assert standing(bot.folder) == [TEXT]
        assert scene.posted_once(bot.folder) == 2


class TestWaiting:
    """What takes longer than a moment: Discord is told to wait, and the answer takes its place."""

    async def slowly(self, scene: Scene) -> None:
        scene.stub.server.faults.next("POST", POST["text"], Fault.STATUS, status=429, retry_after=0.3)

    async def test_an_answer_that_is_lost_on_the_way_takes_its_place_once(
        self, stub: Stub, bot: Running, scene: Scene
    ) -> None:
        for number, (fault, status) in enumerate(LOST[:7], 2):
            await self.slowly(scene)
            stub.server.faults.next("PATCH", ORIGINAL, fault, status=status)
            before = len(scene.ann.sees(scene.general))
            said = await scene.next()
            assert said.text == scene.say("discuss.asked", number=number), fault
            assert len(scene.ann.sees(scene.general)) == before + 1
            assert scene.posted_once(bot.folder) == number

    @pytest.mark.parametrize("status", [429, 500, 503])
    async def test_it_is_tried_as_long_as_discord_cannot(
        self, *, stub: Stub, bot: Running, scene: Scene, status: int
    ) -> None:
        await self.slowly(scene)
        stub.server.faults.next("PATCH", ORIGINAL, Fault.STATUS, status=status, retry_after=60.0, times=3)
        assert (await scene.next()).text == scene.say("discuss.asked", number=2)

    async def test_a_wait_that_is_lost_on_the_way(self, stub: Stub, bot: Running, scene: Scene) -> None:
        stub.server.expect(40060)
        for number, (fault, status) in enumerate(LOST[:7], 2):
            await self.slowly(scene)
            stub.server.faults.next("POST", CALLBACK, fault, status=status)
            said = await scene.next()
            assert said.is_private
            assert said.text == scene.say("discuss.asked", number=number), fault
            assert scene.posted_once(bot.folder) == number

    async def test_a_token_that_has_run_out_loses_the_words_and_nothing_else(
        self, stub: Stub, bot: Running, scene: Scene, log: pytest.LogCaptureFixture
    ) -> None:
        stub.server.expect(50027)
        await self.slowly(scene)
        stub.interactions.life = 0.2
        asked = asyncio.create_task(scene.next())
        await stub.gateway.until(lambda: "(50027)" in log.text)
        asked.cancel()
        await asyncio.gather(asked, return_exceptions=True)
        stub.interactions.life = 900.0
        assert f"Interaction {max(stub.interactions.all)} is refused: 401 (50027)" in log.text
        assert scene.posted_once(bot.folder) == 2
        assert (await scene.next()).text == scene.say("discuss.asked", number=3)

    async def test_one_server_that_waits_keeps_no_other_waiting(
        self, stub: Stub, bot: Running, scene: Scene
    ) -> None:
        other = await prepared(stub, name="The Other")
        scene.post_fails(Fault.HANG)
        asked = asyncio.create_task(scene.next())
        await stub.gateway.until(lambda: stub.server.faults.struck)
        said = await other.start()
        assert said.text.startswith(other.say("discuss.started", title="The mill on the river", n=9))
        assert other.posted_once(bot.folder) == 1
        assert not asked.done()
        asked.cancel()
        await asyncio.gather(asked, return_exceptions=True)


class TestPeopleAndPlaces:
    async def test_the_moderators_role_is_deleted(self, stub: Stub, bot: Running) -> None:
        scene = await prepared(stub, locale="fr")
        role = scene.guild.role("Modération", manage_messages=True)
        mo = scene.guild.member("Mo", locale="fr", roles=(role,), manage_messages=True)
        panel = await scene.ann.run("setup", channel=scene.general)
        await scene.ann.choose(panel, scene.say("pick.role"), role)
        assert (await mo.run("discuss status", channel=scene.general)).text == scene.say("discuss.none")
        scene.guild.remove_role(role)
        await stub.gateway.flushed()
        refused = await mo.run("discuss start", channel=scene.general)
        assert refused.is_private
        assert refused.text == scene.say(
            "error.not_allowed", command="/" + command_name("discuss start", scene.say)
        )
        assert scene.leftovers(bot.folder) == []
        checked = await scene.ann.run("doctor", channel=scene.general)
        assert scene.say("finding.role_gone") in checked.text
        await scene.start()
        assert scene.posted_once(bot.folder) == 1

    async def test_a_channel_that_was_deleted_is_named_to_whoever_clicks_too_late(
        self, stub: Stub, bot: Running, scene: Scene
    ) -> None:
        bea = scene.guild.member("Bea")
        form = await bea.click(scene.posts[0], scene.say("button.answer"))
        scene.guild.remove_channel(int(scene.threads[0]["id"]))
        receipt = await bea.submit(form, text=TEXT, kept="named", agreed=True)
        assert scene.say("action.withdraw") in receipt.buttons
        assert standing(bot.folder) == [TEXT]

    async def test_who_left_stays_in_what_they_said(self, stub: Stub, bot: Running, kind: Kind) -> None:
        scene = await prepared(stub, kind=kind, typed=True)
        await bot.until_ready(2)
        await scene.start()
        bea = scene.guild.member("Bea")
        thread = int(scene.threads[0]["id"])
        typed = await bea.send(thread, TEXT)
        await stub.gateway.until(lambda: typed.reactions)
        gone = await bea.send(thread, f"{TEXT}, again")
        await stub.gateway.until(lambda: gone.reactions)
        scene.guild.leaves(bea)
        await bea.delete(gone)
        await stub.gateway.until(lambda: standing(bot.folder) == [TEXT])
        exported = await scene.ann.run(
            "export", channel=scene.general, format="csv", names=True, reason="to tell who left"
        )
        table = next(content for name, content in exported.files.items() if name.endswith(".csv"))
        rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
        assert [(row["author"], row["text"]) for row in rows] == [("Bea", TEXT)]

    async def test_a_receipt_that_may_not_be_put_costs_no_answer(
        self, stub: Stub, bot: Running, kind: Kind, log: pytest.LogCaptureFixture
    ) -> None:
        stub.server.expect(50013)
        scene = await prepared(stub, kind=kind, typed=True)
        await bot.until_ready(2)
        await scene.start()
        scene.guild.forbid(scene.place, add_reactions=True)
        bea = scene.guild.member("Bea")
        typed = await bea.send(int(scene.threads[0]["id"]), TEXT)
        await stub.gateway.until(lambda: f"Message {typed.id} got no receipt: Forbidden" in log.text)
        assert standing(bot.folder) == [TEXT]

    async def test_the_parts_that_come_of_files_that_are_gone(
        self, stub: Stub, bot: Running, scene: Scene
    ) -> None:
        attached = ("mill.toml", b"id = 'mill'")
        task = asyncio.ensure_future(scene.ann.run("article add", channel=scene.general, file=attached))
        stub.world.files.clear()
        said = await task
        assert said.is_private
        assert "mill.toml" in said.text
        assert responses(bot.folder) == []
