"""Answers that are typed in a prompt's thread, and what becomes of their messages."""

import asyncio
import sqlite3
from contextlib import closing
from typing import Any

import pytest
from api_stub.stub import Stub
from api_stub.world import PINNED, THREAD_MADE, Message, snowflake
from on_disk import responses, standing
from running import Running
from under_way import SAY, Talk, begin, talk_of

from bot.discord_front.receipts import UNDER_WAY
from bot.domain.discussion import RESPONSE_LIMIT


@pytest.fixture
async def talk(stub: Stub, bot: Running) -> Talk:
    return await talk_of(stub, bot, records_typed=True)


async def test_what_is_typed_in_the_thread_is_recorded_and_gets_a_sign(talk: Talk) -> None:
    message = await talk.answer("  It was part of the town. ")

    (row,) = talk.rows()
    assert row["text"] == "It was part of the town."
    assert (row["author"], row["author_name"]) == (talk.bea.id, "Bea")
    assert (row["given"], row["kept"], row["message"]) == ("thread", "named", message.id)
    assert row["reply_to"] is None
    assert talk.said(talk.thread) == []  # no words are posted for it


async def test_nothing_typed_is_recorded_where_the_server_does_not_want_it(stub: Stub, bot: Running) -> None:
    plain = await begin(stub)
    other = await begin(stub, records_typed=True)
    await bot.until_ready(2)
    bea, cem = plain.guild.member("Bea"), other.guild.member("Cem")

    ignored = await bea.send(plain.thread, "Only talking here.")
    taken = await cem.send(other.thread, "An answer.")
    await stub.gateway.until(lambda: taken.reactions.get("✅"))

    assert not ignored.reactions
    assert standing(bot.folder) == ["An answer."]


async def test_recording_can_be_switched_off_again(talk: Talk) -> None:
    await talk.answer("While it is on.")
    panel = await talk.under_way.ann.run("setup", channel=talk.under_way.place)
    await talk.under_way.ann.click(panel, SAY("action.typed_off"))

    await talk.bea.send(talk.thread, "Once it is off.")
    reply = await talk.bea.send(talk.under_way.place, "But a reply counts.", reply_to=talk.under_way.prompt)
    await talk.until(lambda: reply.reactions.get("✅"))

    assert talk.texts() == ["While it is on.", "But a reply counts."]


async def test_other_threads_and_channels_are_not_recorded(talk: Talk) -> None:
    guild, place = talk.under_way.guild, talk.under_way.place
    note = await talk.bea.send(place, "Let us talk about lunch.")
    world, owner = talk.stub.world, talk.bea.id
    lunch = world.add_thread(guild.guild, id_=note.id, parent=place, name="lunch", owner=owner)
    talk.stub.gateway.dispatch("THREAD_CREATE", {**lunch, "newly_created": True})

    for channel in (place, talk.under_way.elsewhere, note.id):
        await talk.bea.send(channel, "Soup, I suppose.")
    await talk.everything_is_heard()

    assert talk.texts() == ["And another thing."]


async def test_bots_webhooks_and_system_messages_are_not_recorded(talk: Talk) -> None:
    world = talk.stub.world
    robot = world.add_user("robot", is_bot=True)
    world.add_member(talk.under_way.guild.guild, robot)
    kinds: list[tuple[int, dict[str, Any]]] = [
        (0, {"author": world.users[robot]}),
        (0, {"webhook_id": "77", "author": {**world.users[robot], "bot": False}}),
        (PINNED, {}),
        (THREAD_MADE, {}),
        (0, {"author": world.users[world.bot]}),
    ]
    for kind, changes in kinds:
        talk.tell("MESSAGE_CREATE", typed(talk, "From no person.", kind=kind), **changes)
    await talk.everything_is_heard()

    assert talk.texts() == ["And another thing."]


async def test_replies_among_members_keep_whom_they_answer(talk: Talk) -> None:
    first = await talk.answer("Burn it again.")
    second = await talk.joins("Cem").send(talk.thread, "Surely not.", reply_to=first)
    await talk.until(lambda: second.reactions.get("✅"))

    assert [row["reply_to"] for row in talk.rows()] == [None, first.id]
    assert [row["given"] for row in talk.rows()] == ["thread", "thread"]


async def test_people_and_channels_are_kept_by_their_names(talk: Talk) -> None:
    cem = talk.joins("Cem")

    await talk.answer(f"Ask <@{cem.id}> in <#{talk.under_way.place}>, 1 < 2.")

    assert talk.texts() == ["Ask @Cem in #talk, 1 < 2."]


@pytest.mark.parametrize("text", ["", "  \n ", "\u200b\u2800"])
async def test_what_shows_no_words_is_passed_over_in_silence(talk: Talk, text: str) -> None:
    await talk.bea.send(talk.thread, text, files=1)
    await talk.everything_is_heard()

    assert talk.texts() == ["And another thing."]
    assert talk.said(talk.thread) == []


async def test_a_picture_with_words_is_recorded_by_its_words(talk: Talk) -> None:
    message = await talk.bea.send(talk.thread, "Look at this ruin.", files=1)
    await talk.until(lambda: message.reactions.get("✅"))

    assert talk.texts() == ["Look at this ruin."]


async def test_what_is_too_long_with_names_spelled_out_is_said_so(talk: Talk) -> None:
    longest = talk.joins("N" * 32)
    words = f"<@{longest.id}>" * 170  # what Discord takes, and a third longer when it is read

    await talk.bea.send(talk.thread, words)
    await talk.until(lambda: talk.said(talk.thread))

    (said,) = talk.said(talk.thread)
    assert SAY("error.response_too_long", length=170 * 33, limit=RESPONSE_LIMIT) in said.content
    assert not said.pinged
    assert talk.rows() == []


async def test_nothing_is_acknowledged_before_it_is_on_disk(talk: Talk) -> None:
    form = await talk.bea.click(talk.prompt, SAY("button.answer"))
    with closing(sqlite3.connect(talk.bot.folder / "causerie.db", isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")  # nobody else writes meanwhile
        written = asyncio.create_task(talk.bea.submit(form, text="In the form.", agreed=True))
        message = await talk.bea.send(talk.thread, "In the thread.")
        for _ in range(3):
            assert "/fact" in (await talk.joins("Cem").run("help", channel=talk.thread)).text
        assert not written.done()
        assert not message.reactions
        connection.execute("ROLLBACK")

    assert "Recorded" in (await written).text
    await talk.until(lambda: message.reactions.get("✅"))
    assert sorted(talk.texts()) == ["In the form.", "In the thread."]


async def test_in_a_burst_all_is_recorded_and_fewer_signs_are_put(talk: Talk) -> None:
    words = [f"Thought {number}" for number in range(30)]
    talk.stub.gateway.hold("MESSAGE_CREATE")
    messages = [await talk.bea.send(talk.thread, text) for text in words]
    talk.stub.gateway.release()
    await talk.until(lambda: len(talk.rows()) == len(words))
    assert sorted(talk.texts()) == sorted(words)

    def signs() -> int:
        return sum(bool(one.reactions.get("✅")) for one in messages)

    await talk.until(lambda: signs() >= UNDER_WAY)
    await talk.answer("And the last one, with nothing before it.")
    assert signs() < len(words)


async def test_whoever_replies_after_the_end_is_told_once_in_the_servers_language(
    stub: Stub, bot: Running
) -> None:
    under_way = await begin(stub, records_typed=True)
    await bot.until_ready(2)
    guild, ann, bea = under_way.guild, under_way.ann, under_way.guild.member("Bea")
    await ann.run("setup", channel=under_way.place, language="fr")
    await ann.run("discuss close", channel=under_way.place)
    before = len(guild.messages(under_way.place))

    for text in ("Too late?", "Still too late?"):
        await bea.send(under_way.place, text, reply_to=under_way.prompt)
    await stub.gateway.until(lambda: len(guild.messages(under_way.place)) == before + 3)

    said = [one for one in guild.messages(under_way.place) if "The mill on the river" in one.content]
    assert len(said) == 1
    assert "terminée" in said[0].content or "close" in said[0].content
    assert not said[0].pinged
    assert responses(bot.folder) == []


async def test_hundreds_at_once_are_all_recorded(talk: Talk) -> None:
    await asyncio.gather(*(talk.bea.send(talk.thread, f"Thought {number}") for number in range(200)))
    await talk.until(lambda: len(talk.rows()) == 200)


def typed(talk: Talk, text: str, *, kind: int = 0) -> Message:
    """Return a message of Bea's in the thread, which nobody was told of."""
    return Message(
        id=snowflake(),
        channel=talk.thread,
        guild=talk.under_way.guild.id,
        author=talk.bea.id,
        content=text,
        type=kind,
    )
