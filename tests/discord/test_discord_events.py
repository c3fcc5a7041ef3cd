"""What becomes of typed answers: edits, deletions, signs and reactions, in whatever order they come."""

import pytest
from api_stub.stub import Stub
from api_stub.world import Message, Payload, emoji_payload, timestamp
from running import Running
from under_way import Talk, talk_of

from bot.discord_front.receipts import UNDER_WAY


@pytest.fixture
async def talk(stub: Stub, bot: Running) -> Talk:
    return await talk_of(stub, bot, records_typed=True)


async def test_an_edit_is_followed_and_a_preview_is_no_edit(talk: Talk) -> None:
    message = await talk.answer("See https://example.org/mill")
    preview = [{"type": "link", "url": "https://example.org/mill", "title": "The mill"}]

    talk.tell("MESSAGE_UPDATE", message, embeds=preview)
    await talk.everything_is_heard()
    assert talk.rows()[0]["edited_at"] is None

    await talk.bea.edit(message, "See the archive instead.")
    await talk.until(lambda: "See the archive instead." in talk.texts())
    edited_at = talk.rows()[0]["edited_at"]
    assert edited_at is not None
    talk.tell("MESSAGE_UPDATE", message, embeds=preview)
    await talk.everything_is_heard()
    assert talk.rows()[0]["edited_at"] == edited_at


async def test_an_edit_that_leaves_no_words_changes_nothing(talk: Talk) -> None:
    message = await talk.answer("Words.")

    await talk.bea.edit(message, " ")
    await talk.everything_is_heard()

    assert talk.texts()[0] == "Words."


async def test_a_deleted_message_takes_its_text_along(talk: Talk) -> None:
    message = await talk.answer("I should not have said this.")
    await talk.bea.delete(message)
    await talk.until(lambda: talk.texts() == [])

    (row,) = talk.rows()
    assert row["deleted_at"] is not None
    assert row["withdrawn_at"] is None


async def test_many_deleted_at_once_take_their_texts_along(talk: Talk) -> None:
    messages = [await talk.answer(f"Thought {number}") for number in range(3)]
    chat = await talk.bea.send(talk.under_way.elsewhere, "Never an answer.")

    talk.under_way.guild.delete_many(talk.thread, [*messages[:2], chat])
    await talk.until(lambda: talk.texts() == ["Thought 2"])


async def test_what_happens_to_older_messages_is_followed_after_a_restart(talk: Talk) -> None:
    kept, gone, crossed = [await talk.answer(text) for text in ("One", "Two", "Three")]
    await talk.bot.stop()
    await talk.bot.start()

    await talk.bea.edit(kept, "One, but better")
    await talk.bea.delete(gone)
    await talk.bea.react(crossed, "❌")
    await talk.joins("Cem").react(kept, "👍")

    await talk.until(lambda: talk.texts() == ["One, but better"])
    await talk.until(lambda: talk.reactions() == {"👍": 1})
    await talk.until(lambda: not crossed.reactions.get("✅"))


async def test_crossing_out_ones_own_message_withdraws_it(talk: Talk) -> None:
    message = await talk.answer("No longer mine.")
    await talk.joins("Cem").react(message, "❌")
    await talk.until(lambda: talk.reactions() == {"❌": 1})
    assert talk.texts() == ["No longer mine."]  # another's sign is an opinion

    await talk.bea.react(message, "❌")
    await talk.until(lambda: talk.texts() == [])
    await talk.until(lambda: not message.reactions.get("✅"))
    assert talk.rows()[0]["withdrawn_at"] is not None

    # It was taken back for good.
    await talk.bea.edit(message, "Mine again?")
    talk.tell("MESSAGE_CREATE", message)
    await talk.everything_is_heard()
    assert talk.texts() == ["And another thing."]
    assert not message.reactions.get("✅")


async def test_what_is_crossed_out_before_its_sign_gets_none(talk: Talk) -> None:
    messages = [await talk.bea.send(talk.thread, f"Thought {number}") for number in range(UNDER_WAY)]

    def signed() -> list[Message]:
        return [one for one in messages if one.reactions.get("✅")]

    await talk.until(lambda: len(signed()) == 1)  # the others wait for their turns
    crossed = next(one for one in messages if one not in signed())
    await talk.bea.react(crossed, "❌")
    await talk.until(lambda: len(talk.texts()) == UNDER_WAY - 1)
    await talk.until(lambda: len(signed()) == UNDER_WAY - 1)
    await talk.answer("The next in turn.")

    assert not talk.stub.server.sent("PUT", f"/messages/{crossed.id}/reactions/")


async def test_reactions_are_counted_taken_away_and_cleared(talk: Talk) -> None:
    message = await talk.answer("Rebuild it.")
    cem, dia = talk.joins("Cem"), talk.joins("Dia")

    for member, emoji in ((cem, "👍"), (dia, "👍"), (cem, "🔥"), (dia, "mill:123"), (dia, "🎉")):
        await member.react(message, emoji)
    counted = {"👍": 2, "🔥": 1, "<:mill:123>": 1, "🎉": 1}
    await talk.until(lambda: talk.reactions() == counted)  # the bot's own sign is none of them

    await cem.unreact(message, "👍")
    await dia.unreact(message, "🎉")
    await talk.until(lambda: talk.reactions() == {"👍": 1, "🔥": 1, "<:mill:123>": 1})

    cleared = {**ids(message), "emoji": emoji_payload("🔥")}
    talk.stub.gateway.dispatch("MESSAGE_REACTION_REMOVE_EMOJI", cleared)
    await talk.until(lambda: talk.reactions() == {"👍": 1, "<:mill:123>": 1})
    talk.stub.gateway.dispatch("MESSAGE_REACTION_REMOVE_ALL", ids(message))
    await talk.until(lambda: talk.reactions() == {})


async def test_reactions_to_what_is_no_answer_are_not_counted(talk: Talk) -> None:
    chat = await talk.bea.send(talk.under_way.elsewhere, "Good morning.")
    await talk.joins("Cem").react(chat, "👍")
    await talk.joins("Dia").react(talk.under_way.prompt, "👍")
    await talk.everything_is_heard()

    assert talk.reactions() == {}


async def happen(talk: Talk) -> tuple[Message, ...]:
    """Type four answers and let something happen to each."""
    cem = talk.joins("Cem")
    edited = await talk.bea.send(talk.thread, "First")
    deleted = await talk.bea.send(talk.thread, "Second")
    crossed = await talk.bea.send(talk.thread, "Third")
    liked = await talk.bea.send(talk.thread, "Fourth")
    for text in ("First, changed", "First, as it ends"):
        await talk.bea.edit(edited, text)
    await talk.bea.delete(deleted)
    await talk.bea.react(crossed, "❌")
    await cem.react(liked, "👍")
    await cem.react(liked, "🔥")
    return edited, deleted, crossed, liked


def has_come_to_its_end(talk: Talk, *others: str) -> bool:
    stands = sorted(talk.texts()) == sorted([*others, "First, as it ends", "Fourth"])
    return stands and talk.reactions() == {"👍": 1, "🔥": 1}


@pytest.mark.parametrize("seed", range(4))
async def test_events_out_of_order_end_in_the_same_rows(talk: Talk, seed: int) -> None:
    talk.stub.gateway.hold()
    edited, _, crossed, liked = await happen(talk)
    talk.stub.gateway.release(shuffle=True, seed=seed)
    await talk.until(lambda: has_come_to_its_end(talk))
    await talk.everything_is_heard()

    rows = {row["message"]: row for row in talk.rows()}
    assert rows[edited.id]["edited_at"] is not None
    assert rows[crossed.id]["withdrawn_at"] is not None
    await talk.until(lambda: liked.reactions.get("✅"))
    await talk.until(lambda: not crossed.reactions.get("✅"))


async def test_doubled_events_count_once(talk: Talk) -> None:
    talk.stub.gateway.duplicate_next(100)
    await happen(talk)
    await talk.until(lambda: has_come_to_its_end(talk))
    await talk.everything_is_heard()

    assert has_come_to_its_end(talk, "And another thing.")
    messages = [row["message"] for row in talk.rows()]
    assert len(messages) == len(set(messages))
    message = await talk.answer("Once more.")
    reply = await talk.bea.send(talk.under_way.place, "And as a reply.", reply_to=talk.prompt)
    await talk.until(lambda: reply.reactions.get("✅"))
    for one in (message, reply):
        talk.tell("MESSAGE_CREATE", one)  # a good while later
    await talk.everything_is_heard()
    signs = [one.path for one in talk.stub.server.sent("PUT", r"/reactions/")]
    assert len(signs) == len(set(signs))


async def test_events_that_come_late_after_a_dropped_connection_count_once(talk: Talk) -> None:
    await talk.answer("Before.")
    talk.stub.gateway.drop()
    await happen(talk)
    await talk.stub.gateway.wait_resumed()

    await talk.until(lambda: has_come_to_its_end(talk, "Before."))


async def test_nobody_can_change_anothers_answer_by_an_event(talk: Talk) -> None:
    message = await talk.answer("Mine.")
    other = talk.stub.world.users[talk.joins("Cem").id]

    talk.tell("MESSAGE_UPDATE", message, author=other, content="Forged.", edited_timestamp=timestamp())
    await talk.everything_is_heard()

    assert talk.texts()[0] == "Mine."


def ids(message: Message) -> Payload:
    return {
        "channel_id": str(message.channel),
        "message_id": str(message.id),
        "guild_id": str(message.guild),
    }
