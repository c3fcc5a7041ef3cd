"""Messages recorded as answers from their menu: one's own at once, another's with their leave."""

from typing import Any

import pytest
from api_stub.people import Member
from api_stub.seen import Answer
from api_stub.stub import Stub
from api_stub.world import PINNED, Message, snowflake
from running import Running
from under_way import SAY, Talk, table, talk_of, unescaped

RECEIPT = SAY("response.recorded", id="1", number=1)


@pytest.fixture
async def talk(stub: Stub, bot: Running) -> Talk:
    return await talk_of(stub, bot)


async def test_ones_own_message_is_recorded_from_its_menu(talk: Talk) -> None:
    message = await talk.bea.send(talk.under_way.elsewhere, "I said so all along.")

    receipt = await talk.bea.menu(SAY("menu.record"), message)

    assert receipt.is_private
    assert RECEIPT in unescaped(receipt.text)
    assert receipt.buttons == [SAY("action.edit"), SAY("action.withdraw")]
    (row,) = talk.rows()
    assert (row["text"], row["given"], row["message"]) == ("I said so all along.", "menu", message.id)
    again = await talk.bea.menu(SAY("menu.record"), message)
    assert SAY("record.already") in unescaped(again.text)


async def ask(talk: Talk, text: str = "Well said, @everyone **friends**.") -> tuple[Member, Message, Answer]:
    """Let Bea ask for a message of Cem's to be recorded."""
    cem = talk.joins("Cem")
    message = await cem.send(talk.under_way.elsewhere, text)
    return cem, message, await talk.bea.menu(SAY("menu.record"), message)


async def test_the_author_of_anothers_message_is_asked_and_nobody_else_is_pinged(talk: Talk) -> None:
    cem, _, asked = await ask(talk)

    assert not asked.is_private
    assert asked.message is not None
    assert asked.message.pinged == {cem.id}
    assert not asked.message.mentions_everyone
    assert asked.buttons == [SAY("record.yes"), SAY("record.no")]
    assert "**friends**" in unescaped(asked.text).replace("\u200b", "")
    assert "**friends**" not in asked.text
    assert talk.rows() == []


async def test_what_its_author_agrees_to_is_recorded_as_theirs(talk: Talk) -> None:
    cem, message, asked = await ask(talk)

    receipt = await cem.click(asked, SAY("record.yes"))

    assert receipt.is_private
    assert RECEIPT in unescaped(receipt.text)
    (row,) = talk.rows()
    assert row["text"] == "Well said, @everyone **friends**."
    assert (row["author"], row["author_name"], row["message"]) == (cem.id, "Cem", message.id)
    await talk.until(lambda: not talk.said(talk.under_way.elsewhere))  # nor is it asked any more


async def test_what_its_author_declines_is_not_recorded(talk: Talk) -> None:
    cem, _, asked = await ask(talk)

    declined = await cem.click(asked, SAY("record.no"))

    assert SAY("record.declined") in unescaped(declined.text)
    assert "friends" not in declined.text
    assert not declined.buttons
    assert talk.rows() == []


@pytest.mark.parametrize("word", ["record.yes", "record.no"])
async def test_nobody_decides_for_the_author(talk: Talk, word: str) -> None:
    cem, _, asked = await ask(talk)

    for other in (talk.bea, talk.under_way.ann):
        refused = await other.click(asked, SAY(word))
        assert refused.is_private
        assert SAY("record.not_yours") in unescaped(refused.text)
    assert talk.rows() == []

    await cem.click(asked, SAY("record.yes"))
    assert len(talk.rows()) == 1


async def test_a_forged_button_records_nobody_elses_message(talk: Talk) -> None:
    _, message, asked = await ask(talk)
    forged = f"c1||record|message={message.id}&author={talk.bea.id}&is=yes"

    refused = await talk.bea.click_id(asked, forged)

    assert refused.is_private
    assert talk.rows() == []


async def test_a_message_that_is_deleted_meanwhile_is_not_recorded(talk: Talk) -> None:
    talk.stub.server.expect(10008)
    cem, message, asked = await ask(talk)
    await cem.delete(message)

    gone = await cem.click(asked, SAY("record.yes"))

    assert SAY("record.gone") in unescaped(gone.text)
    assert talk.rows() == []


async def test_what_was_recorded_meanwhile_is_not_recorded_again(talk: Talk) -> None:
    cem, message, asked = await ask(talk)
    receipt = await cem.menu(SAY("menu.record"), message)
    await cem.click(receipt, SAY("action.withdraw"))

    already = await cem.click(asked, SAY("record.yes"))

    assert SAY("record.already") in unescaped(already.text)
    assert talk.texts() == []
    assert len(talk.rows()) == 1


async def test_a_doubled_agreement_counts_once(talk: Talk) -> None:
    cem, _, asked = await ask(talk)
    talk.stub.gateway.duplicate_next(5)

    receipt = await cem.click(asked, SAY("record.yes"))

    assert RECEIPT in unescaped(receipt.text)
    assert len(talk.rows()) == 1


async def test_messages_of_bots_webhooks_and_discord_itself_are_not_recorded(talk: Talk) -> None:
    world, place = talk.stub.world, talk.under_way.elsewhere
    robot = world.add_user("robot", is_bot=True)
    hook: dict[str, Any] = {"id": "5", "type": 2, "name": "x", "user": world.users[robot]}
    for author, kind, interaction in ((robot, 0, None), (talk.bea.id, PINNED, None), (robot, 0, hook)):
        message = Message(
            id=snowflake(),
            channel=place,
            guild=talk.under_way.guild.id,
            author=author,
            content="From no person.",
            type=kind,
            interaction=interaction,
        )
        world.messages[place][message.id] = message
        refused = await talk.bea.menu(SAY("menu.record"), message)
        assert refused.is_private
        assert SAY("record.bot") in unescaped(refused.text)
    refused = await talk.bea.menu(SAY("menu.record"), talk.prompt)
    assert SAY("record.bot") in unescaped(refused.text)
    assert talk.rows() == []


async def test_a_picture_without_words_is_not_recorded(talk: Talk) -> None:
    message = await talk.bea.send(talk.under_way.elsewhere, "", files=1)

    refused = await talk.bea.menu(SAY("menu.record"), message)

    assert SAY("record.empty") in unescaped(refused.text)
    assert talk.rows() == []


async def test_without_a_discussion_there_is_nothing_to_record_for(talk: Talk) -> None:
    await talk.under_way.ann.run("discuss close", channel=talk.under_way.place)
    message = await talk.bea.send(talk.under_way.elsewhere, "Any time.")

    refused = await talk.bea.menu(SAY("menu.record"), message)

    assert SAY("record.no_discussion") in unescaped(refused.text)


async def test_a_reply_to_the_prompt_without_a_ping_is_recorded_for_it_from_its_menu(talk: Talk) -> None:
    under_way = talk.under_way
    await under_way.ann.run("discuss next", channel=under_way.place)  # now another question is the latest
    reply = await talk.bea.send(under_way.place, "Quietly.", reply_to=talk.prompt, ping=False)

    receipt = await talk.bea.menu(SAY("menu.record"), reply)

    assert RECEIPT in unescaped(receipt.text)
    (row,) = talk.rows()
    assert row["reply_to"] is None


async def test_a_message_recorded_from_its_menu_follows_its_message(talk: Talk) -> None:
    message = await talk.bea.send(talk.under_way.elsewhere, "I said so.")
    await talk.bea.menu(SAY("menu.record"), message)
    await talk.joins("Cem").react(message, "👍")
    await talk.until(lambda: table(talk.bot.folder, "SELECT * FROM reactions"))

    await talk.bea.delete(message)

    await talk.until(lambda: talk.texts() == [])
