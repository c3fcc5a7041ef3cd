"""What people did while the bot was away, or between two connections, stands in the end as on Discord."""

import json
import sqlite3
from contextlib import closing

import pytest
from api_stub.stub import Stub
from api_stub.world import Message
from on_disk import standing, table
from running import Running
from trouble import KINDS, SECRET, Kind, prepared, recording, stands, thread
from under_way import SAY, Talk, talk_of

from bot.discord_front import intake
from bot.services import recorder


@pytest.fixture
async def talk(stub: Stub, bot: Running) -> Talk:
    return await talk_of(stub, bot, records_typed=True)


async def known(bot: Running) -> None:
    """Wait until every prompt was read back."""
    bot.cases.recall.wanted.set()  # at once, and not within half a minute

    def is_known() -> bool:
        rows = table(bot.folder, "SELECT recalled_at FROM prompts")
        return bool(rows) and all(row["recalled_at"] is not None for row in rows)

    await bot.stub.gateway.until(is_known)


def unrecalled(bot: Running) -> list[str | None]:
    return [row["unrecalled"] for row in table(bot.folder, "SELECT unrecalled FROM prompts ORDER BY key")]


async def test_what_happened_while_the_bot_was_away_is_caught_up(talk: Talk) -> None:
    bea, cem = talk.bea, talk.joins("Cem")
    edited, deleted, crossed, liked = [await talk.answer(text) for text in ("One", "Two", "Three", "Four")]
    await cem.react(liked, "👍")
    await talk.until(lambda: talk.reactions() == {"👍": 1})
    await talk.bot.stop()

    await bea.edit(edited, "One, but better")
    await bea.delete(deleted)
    await bea.react(crossed, "❌")
    await cem.unreact(liked, "👍")
    await cem.react(liked, "🔥")
    await bea.react(liked, "🔥")
    new = await bea.send(talk.thread, f"Five, for <@{cem.id}>")
    await bea.edit(new, f"Five, for <@{cem.id}> alone")
    await bea.send(talk.thread, "Gone before anybody heard of it.", files=1)
    await bea.delete(talk.under_way.guild.messages(talk.thread)[-1])
    await bea.send(talk.thread, "", files=1)
    reply = await cem.send(talk.under_way.place, "Six, in reply", reply_to=talk.prompt)
    await cem.react(reply, "❌")
    await talk.joins("Dia").send(talk.under_way.place, "Lunch?")
    answered = await cem.send(talk.thread, "Seven, to you", reply_to=new)
    await cem.send(talk.thread, f"<@{talk.stub.world.bot}> when did the mill burn?")
    await talk.bot.start()

    expected = ["One, but better", "Four", "Five, for @Cem alone", "Seven, to you"]
    await talk.until(lambda: sorted(talk.texts()) == sorted(expected))
    await talk.until(lambda: talk.reactions() == {"🔥": 2})
    rows = {row["message"]: row for row in talk.rows()}
    assert rows[deleted.id]["deleted_at"] is not None
    assert rows[crossed.id]["withdrawn_at"] is not None
    assert (rows[new.id]["given"], rows[new.id]["author_name"]) == ("thread", "Bea")
    assert rows[new.id]["edited_at"] is not None
    assert (rows[reply.id]["given"], rows[reply.id]["withdrawn_at"] is None) == ("reply", False)
    assert (rows[answered.id]["given"], rows[answered.id]["reply_to"]) == ("thread", new.id)
    assert len(rows) == len(talk.rows()) == 7


@pytest.mark.parametrize("kind", KINDS)
async def test_what_happens_between_two_sessions_is_caught_up(stub: Stub, bot: Running, kind: Kind) -> None:
    scene = await prepared(stub, kind=kind, typed=True)
    await bot.until_ready(2)
    await scene.start()
    await known(bot)
    bea = scene.guild.member("Bea")
    first = await bea.send(thread(scene), f"{SECRET} one")
    await stands(bot, f"{SECRET} one")

    identified = len(stub.gateway.identifies)
    stub.gateway.refuse_connections(1)
    stub.gateway.drop()
    stub.gateway.forget_sessions()
    await bea.edit(first, f"{SECRET} one, changed")
    await bea.send(thread(scene), f"{SECRET} two")
    if kind == "forum":
        await bea.send(thread(scene), f"{SECRET} three", reply_to=scene.posts[0])
    await stub.gateway.wait_identified(identified + 1)

    more = [f"{SECRET} three"] if kind == "forum" else []
    await stub.gateway.until(
        lambda: sorted(standing(bot.folder)) == sorted([f"{SECRET} one, changed", f"{SECRET} two", *more])
    )


async def test_what_is_said_in_an_outage_is_caught_up(talk: Talk) -> None:
    await talk.answer("Before.")
    talk.stub.gateway.unavailable(talk.under_way.guild.id)
    await talk.bea.send(talk.thread, "Meanwhile.")

    talk.stub.gateway.available(talk.under_way.guild.id)

    await talk.until(lambda: talk.texts() == ["Before.", "Meanwhile."])


async def test_what_is_typed_until_the_bot_may_read_is_caught_up(stub: Stub, bot: Running) -> None:
    talk = await talk_of(stub, bot)
    await talk.bea.send(talk.thread, "Nobody said that this would be kept.")
    panel = await talk.under_way.ann.run("setup", channel=talk.under_way.place)
    identified = len(stub.gateway.identifies)

    await talk.under_way.ann.click(panel, SAY("action.typed_on"))
    await talk.bea.send(talk.thread, "Typed at once.")
    await stub.gateway.wait_identified(identified + 1)

    await talk.until(lambda: talk.texts() == ["Typed at once."])


async def test_what_was_written_before_the_thread_was_known_is_caught_up(stub: Stub, bot: Running) -> None:
    scene = await prepared(stub, typed=True)
    await bot.until_ready(2)
    stub.gateway.hold("MESSAGE_CREATE")
    await scene.start()
    bea = scene.guild.member("Bea")
    await bea.send(thread(scene), f"{SECRET} at once")
    stub.gateway.drain()  # it is never told
    bot.cases.recall.wanted.set()

    await stands(bot, f"{SECRET} at once")


async def test_a_thread_that_may_not_be_read_is_told_of_and_read_when_it_may(
    stub: Stub, bot: Running
) -> None:
    scene = await recording(stub, bot)
    await known(bot)
    bea = scene.guild.member("Bea")
    await bot.stop()
    await bea.send(thread(scene), f"{SECRET} unread")
    scene.guild.forbid(scene.place, read_message_history=True)
    await bot.start()
    await stub.gateway.until(
        lambda: (
            [row["unrecalled"] for row in table(bot.folder, "SELECT unrecalled FROM prompts")]
            == ["lacks_history"]
        )
    )
    assert not stub.server.invalid()  # nothing was asked that would be refused

    export = await scene.ann.run("export", channel=scene.general)
    assert scene.say("export.incomplete") in export.text
    question = scene.say("export.unread_question", number=1, title="The mill on the river")
    assert scene.say("export.unread_lacks_history", questions=question) in export.text
    manifest = json.loads(export.files["manifest.json"])
    assert not manifest["complete"]
    assert [(one["question"], one["reason"]) for one in manifest["unread"]] == [("q1", "lacks_history")]

    scene.guild.forbid(scene.place, read_message_history=False)
    await stands(bot, f"{SECRET} unread")
    ben = scene.guild.member("Ben", manage_guild=True, manage_messages=True)
    export = await ben.run("export", channel=scene.general)
    assert scene.say("export.title") in export.text
    assert json.loads(export.files["manifest.json"])["unread"] == []


async def test_a_thread_that_is_gone_keeps_no_other_from_being_read(stub: Stub, bot: Running) -> None:
    scene = await recording(stub, bot)
    await scene.next()
    await known(bot)
    first, second = sorted(int(one["id"]) for one in scene.threads)
    stub.server.expect(10003)
    await bot.stop()
    scene.guild.remove_channel(first)
    await scene.guild.member("Bea").send(second, f"{SECRET} to the second")
    await bot.start()

    await stands(bot, f"{SECRET} to the second")
    await stub.gateway.until(
        lambda: (
            [row["unrecalled"] for row in table(bot.folder, "SELECT unrecalled FROM prompts ORDER BY key")]
            == ["thread_gone", None]
        )
    )


async def test_a_discussion_is_read_once_more_before_it_is_shut(stub: Stub, bot: Running) -> None:
    scene = await recording(stub, bot)
    await known(bot)
    bea = scene.guild.member("Bea")
    stub.gateway.hold("MESSAGE_CREATE", "MESSAGE_UPDATE")
    said = await bea.send(thread(scene), f"{SECRET} in the last moment")
    await bea.edit(said, f"{SECRET} in the very last moment")
    stub.gateway.drain()  # it is never told

    await scene.close()

    await stands(bot, f"{SECRET} in the very last moment")
    await stub.gateway.until(scene.closed_once)


async def test_a_long_thread_is_read_to_its_end_in_pages(talk: Talk) -> None:
    await talk.bot.stop()
    messages: list[Message] = [await talk.bea.send(talk.thread, f"Thought {number}") for number in range(250)]
    for message in messages[::50]:
        await talk.bea.delete(message)
    before = len(talk.stub.server.requests)
    await talk.bot.start()

    await talk.until(lambda: len(talk.texts()) == 245)
    paths = [one.path for one in talk.stub.server.requests[before:]]
    assert paths.count(f"/channels/{talk.thread}/messages") == 3


async def test_a_crowd_while_the_disk_stands_still_is_recorded_in_the_end(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "WAITING", 20)
    monkeypatch.setattr(intake, "WAITING", 30)
    await known(talk.bot)
    with closing(sqlite3.connect(talk.bot.folder / "causerie.db", isolation_level=None)) as stalled:
        stalled.execute("BEGIN IMMEDIATE")  # nobody else writes meanwhile
        messages = [await talk.bea.send(talk.thread, f"Thought {number}") for number in range(200)]
        await talk.stub.gateway.flushed()
        assert not any(one.reactions for one in messages)
        stalled.execute("ROLLBACK")
    texts = sorted(f"Thought {number}" for number in range(200))
    await talk.until(lambda: sorted(talk.texts()) == texts)
