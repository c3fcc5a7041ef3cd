"""Events from Discord that come doubled, out of order or full of nonsense: what is said counts once."""

import json

import pytest
from api_stub.faults import Fault
from api_stub.people import Member
from api_stub.stub import Stub
from on_disk import reactions, responses
from running import Running
from trouble import SECRET, Kind, Scene, prepared, recording, stands, text, thread

from bot.discord_front import receipts, run

pytestmark = pytest.mark.usefixtures("log")


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "FIRST_WAIT", 0.05)
    monkeypatch.setattr(receipts, "PACE", 0.01)


@pytest.fixture
async def scene(stub: Stub, bot: Running) -> Scene:
    return await recording(stub, bot)


class TestEvents:
    async def test_doubled_ones_count_once(self, stub: Stub, bot: Running, scene: Scene, bea: Member) -> None:
        cem = scene.guild.member("Cem")
        stub.gateway.duplicate_next(100)
        typed, gone = await bea.send(thread(scene), text(1)), await bea.send(thread(scene), text(2))
        await stands(bot, text(1), text(2))
        await cem.react(typed, "👍")
        await bea.edit(typed, text(3))
        await bea.delete(gone)
        await stands(bot, text(3))
        await stub.gateway.until(lambda: reactions(bot.folder) == {"👍": 1})
        form = await cem.click(scene.posts[0], scene.say("button.answer"))
        await cem.submit(form, text=text(4), kept="named", agreed=True)
        await stands(bot, text(3), text(4))
        assert len(responses(bot.folder)) == 3
        assert reactions(bot.folder) == {"👍": 1}

    async def test_a_message_its_edit_and_its_deletion_may_come_in_any_order(
        self, stub: Stub, bot: Running, scene: Scene, bea: Member
    ) -> None:
        expected: list[str] = []
        for seed in range(8):
            stub.gateway.hold("MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK")
            kept = await bea.send(thread(scene), text(1))
            gone = await bea.send(thread(scene), text(2))
            many = [await bea.send(thread(scene), text(3)) for _ in range(2)]
            await bea.edit(kept, text(4))
            await bea.edit(gone, text(5))
            await bea.edit(kept, text(10 + seed))
            await bea.delete(gone)
            scene.guild.delete_many(thread(scene), many)
            assert stub.gateway.release(shuffle=True, seed=seed) == 9
            await bea.send(thread(scene), text(100 + seed))
            expected += [text(10 + seed), text(100 + seed)]
            await stands(bot, *expected)

    async def test_a_thread_may_come_after_what_is_typed_in_it(
        self, stub: Stub, bot: Running, kind: Kind
    ) -> None:
        scene = await prepared(stub, kind=kind, typed=True)
        await bot.until_ready(2)
        stub.gateway.hold("THREAD_CREATE")
        await scene.start()
        bea = scene.guild.member("Bea")
        typed = await bea.send(thread(scene), text(1))
        await bea.edit(typed, text(2))
        await stands(bot, text(2))
        stub.gateway.release()
        await bea.send(thread(scene), text(3))
        await stands(bot, text(2), text(3))
        await scene.close()
        assert scene.closed_once() == 1

    async def test_what_is_typed_may_come_before_the_bot_knows_that_its_post_is_there(
        self, stub: Stub, bot: Running, scene: Scene, bea: Member
    ) -> None:
        # The reply to a prompt says by its button which prompt that is.
        scene.post_fails(Fault.RESET_AFTER)
        await scene.next()
        (new,) = [one for one in scene.posts if one.id != thread(scene)]
        await bea.send(scene.place, text(1), reply_to=new)
        await stands(bot, text(1))


NONSENSE = ("null", "[]", "5", f'"{SECRET}"', "{}", '{"id": null}', '{"id": {}, "channel_id": []}')
EVENTS = (
    "MESSAGE_CREATE",
    "MESSAGE_UPDATE",
    "MESSAGE_DELETE",
    "MESSAGE_DELETE_BULK",
    "MESSAGE_REACTION_ADD",
    "MESSAGE_REACTION_REMOVE",
    "MESSAGE_REACTION_REMOVE_ALL",
    "MESSAGE_REACTION_REMOVE_EMOJI",
    "THREAD_CREATE",
    "THREAD_UPDATE",
    "THREAD_DELETE",
    "CHANNEL_CREATE",
    "CHANNEL_UPDATE",
    "CHANNEL_DELETE",
    "GUILD_CREATE",
    "GUILD_UPDATE",
    "GUILD_DELETE",
    "GUILD_ROLE_CREATE",
    "GUILD_ROLE_UPDATE",
    "GUILD_ROLE_DELETE",
    "GUILD_MEMBER_UPDATE",
    "INTERACTION_CREATE",
    "NOTHING_THAT_IS_KNOWN",
)
WRONG = {
    "author": None,
    "content": 5,
    "timestamp": SECRET,
    "edited_timestamp": SECRET,
    "embeds": {"title": SECRET},
    "mentions": SECRET,
    "attachments": [SECRET],
    "message_reference": SECRET,
    "reactions": [{"emoji": SECRET}],
    "components": [SECRET],
    "type": SECRET,
    "guild_id": SECRET,
    "channel_id": SECRET,
    "id": SECRET,
    "member": SECRET,
}


class TestNonsense:
    def emit(self, stub: Stub, event: str, data: str) -> None:
        """Send the JSON text *data* as an event, in its turn."""
        for session in stub.gateway.live_sessions:
            session.emit(event, data)

    async def test_events_that_make_no_sense_harm_no_other(
        self, stub: Stub, bot: Running, scene: Scene, bea: Member, log: pytest.LogCaptureFixture
    ) -> None:
        other = await prepared(stub, name="The Other", typed=True)
        await other.start()
        cem = other.guild.member("Cem")
        expected: list[str] = []
        for number, event in enumerate(EVENTS):
            for nonsense in NONSENSE:
                self.emit(stub, event, nonsense)
            await bea.send(thread(scene), text(number))
            await cem.send(thread(other), text(1000 + number))
            expected += [text(number), text(1000 + number)]
        await stands(bot, *expected)
        assert len(stub.gateway.identifies) == 2
        assert stub.gateway.resumes == []
        assert "An event MESSAGE_CREATE is left out: TypeError" in log.text
        form = await bea.click(scene.posts[0], scene.say("button.answer"))
        assert form.modal is not None

    async def test_messages_of_the_wrong_types_harm_no_other(
        self, stub: Stub, bot: Running, scene: Scene, bea: Member
    ) -> None:
        typed = await bea.send(thread(scene), text(0))
        expected = [text(0)]
        whole = {**stub.world.message_payload(typed), "guild_id": str(scene.guild.id)}
        whole["member"] = {**scene.guild.guild.members[bea.id]}
        del whole["member"]["user"]
        for number, (name, value) in enumerate(WRONG.items(), 1):
            for event in ("MESSAGE_CREATE", "MESSAGE_UPDATE"):
                self.emit(stub, event, json.dumps({**whole, name: value}))
                self.emit(stub, event, json.dumps({one: it for one, it in whole.items() if one != name}))
            await bea.send(thread(scene), text(number))
            expected.append(text(number))
        await stands(bot, *expected)
        assert len(stub.gateway.identifies) == 2
        assert stub.gateway.resumes == []

    async def test_interactions_of_the_wrong_shape_harm_no_other(
        self, stub: Stub, bot: Running, scene: Scene, bea: Member
    ) -> None:
        base = {
            "id": "1",
            "application_id": str(stub.world.application),
            "token": SECRET,
            "version": 1,
            "guild_id": str(scene.guild.id),
            "channel_id": str(scene.place),
            "member": {**scene.guild.guild.members[bea.id], "permissions": "0"},
            "locale": "en-US",
        }
        stub.server.expect(10062)
        for number, kind in enumerate((2, 3, 4, 5, 99)):
            shapes: tuple[object, ...] = (
                None,
                {},
                {"name": SECRET},
                {"custom_id": None},
                {"custom_id": 5, "values": 7},
                SECRET,
            )
            for place, data in enumerate(shapes):
                strange = {**base, "id": str(100 + 10 * number + place), "type": kind, "data": data}
                self.emit(stub, "INTERACTION_CREATE", json.dumps(strange))
            self.emit(stub, "INTERACTION_CREATE", json.dumps({**base, "id": str(number), "type": SECRET}))
        form = await bea.click(scene.posts[0], scene.say("button.answer"))
        await bea.submit(form, text=text(1), kept="named", agreed=True)
        await stands(bot, text(1))
        assert len(stub.gateway.identifies) == 2

    @pytest.mark.parametrize(
        "frame",
        [
            f"{{{SECRET}",
            "[]",
            "5",
            f'{{"op": 0, "t": ["{SECRET}"], "s": null, "d": null}}',
            b"\x00neither JSON nor compressed",
            '{"op": 10, "d": null}',
        ],
        ids=["no JSON", "a list", "a number", "no name", "not compressed", "no hello"],
    )
    async def test_a_frame_that_cannot_be_read_costs_the_connection_and_no_more(
        self, *, stub: Stub, bot: Running, scene: Scene, bea: Member, frame: str | bytes
    ) -> None:
        await bea.send(thread(scene), text(1))
        await stands(bot, text(1))
        stub.gateway.send_raw(frame)
        await bot.until_ready(3)
        await bea.send(thread(scene), text(2))
        await stands(bot, text(1), text(2))
        form = await bea.click(scene.posts[0], scene.say("button.answer"))
        assert form.modal is not None
