"""Messages recorded as answers from their menu: one's own at once, another's with their leave."""

from typing import Any

import discord
import pytest
from api_stub.faults import Fault
from api_stub.people import Member, NoAnswerError
from api_stub.seen import Answer
from api_stub.stub import Stub
from api_stub.world import PINNED, Message, snowflake
from on_disk import table
from running import Running
from under_way import SAY, Talk, talk_of, unescaped

from bot.commands.words import explain
from bot.discord_front.handlers import finish
from bot.domain.storage_errors import StoreBusyError

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
    await talk.bot.stop()
    await cem.delete(message)
    await talk.bot.start()

    gone = await cem.click(asked, SAY("record.yes"))

    assert SAY("record.gone") in unescaped(gone.text)
    assert talk.rows() == []


async def test_an_author_is_asked_once(talk: Talk) -> None:
    cem, message, _ = await ask(talk)

    for other in (talk.bea, talk.under_way.ann):
        again = await other.menu(SAY("menu.record"), message)
        assert again.is_private
        assert again.text == SAY("record.asked")
    assert len(talk.said(talk.under_way.elsewhere)) == 1
    own = await cem.menu(SAY("menu.record"), message)
    assert RECEIPT in unescaped(own.text)


async def test_an_author_who_declined_is_not_asked_again(talk: Talk) -> None:
    cem, message, asked = await ask(talk)
    await cem.click(asked, SAY("record.no"))

    for other in (talk.bea, talk.under_way.ann):
        refused = await other.menu(SAY("menu.record"), message)
        assert refused.is_private
        assert refused.text == SAY("record.refused")
    assert len(talk.said(talk.under_way.elsewhere)) == 1


async def test_nobody_has_people_asked_one_after_another(talk: Talk) -> None:
    cem = talk.joins("Cem")
    messages = [await cem.send(talk.under_way.elsewhere, f"Number {number}.") for number in range(4)]

    answers = [await talk.bea.menu(SAY("menu.record"), message) for message in messages]

    assert [one.is_private for one in answers] == [False, False, True, True]
    assert len(talk.said(talk.under_way.elsewhere)) == 2
    mine = await cem.menu(SAY("menu.record"), messages[3])  # what pings nobody waits for nothing
    assert RECEIPT in unescaped(mine.text)


async def test_what_the_network_kept_from_an_author_may_be_asked_again(talk: Talk) -> None:
    talk.stub.server.expect(50013)
    cem = talk.joins("Cem")
    message = await cem.send(talk.under_way.elsewhere, "Well said.")
    callback = r"/interactions/\d+/\w+/callback$"
    talk.stub.server.faults.next("POST", callback, Fault.STATUS, status=403, code=50013)

    with pytest.raises(NoAnswerError):
        await talk.bea.menu(SAY("menu.record"), message)
    asked = await talk.bea.menu(SAY("menu.record"), message)

    assert asked.buttons == [SAY("record.yes"), SAY("record.no")]


@pytest.mark.parametrize("is_thread", [False, True], ids=["channel", "thread"])
async def test_whoever_may_not_write_somewhere_has_nobody_asked_there(talk: Talk, *, is_thread: bool) -> None:
    under_way, cem = talk.under_way, talk.joins("Cem")
    place = talk.thread if is_thread else under_way.elsewhere
    channel = under_way.place if is_thread else under_way.elsewhere
    message = await cem.send(place, "Well said.")
    denied = {"send_messages_in_threads" if is_thread else "send_messages": True}
    other = {"send_messages" if is_thread else "send_messages_in_threads": True}

    under_way.guild.forbid_member(talk.bea, channel, **denied)
    refused = await talk.bea.menu(SAY("menu.record"), message)
    under_way.guild.forbid_member(talk.bea, channel, **other)
    asked = await talk.bea.menu(SAY("menu.record"), message)

    assert refused.is_private
    assert refused.text == SAY("front.may_not_write")
    assert asked.buttons == [SAY("record.yes"), SAY("record.no")]


async def test_what_is_asked_goes_with_the_message_it_quotes(talk: Talk) -> None:
    place = talk.under_way.elsewhere
    cem, message, _ = await ask(talk)
    other = await cem.send(place, "Something else.")
    await talk.bea.menu(SAY("menu.record"), other)
    assert len(talk.said(place)) == 2

    await cem.delete(message)
    await talk.until(lambda: len(talk.said(place)) == 1)
    talk.under_way.guild.delete_many(place, [other])

    await talk.until(lambda: not talk.said(place))


async def test_a_message_that_is_deleted_as_its_author_is_asked_is_quoted_no_longer(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, cem = talk.under_way.elsewhere, talk.joins("Cem")
    first, second = [await cem.send(place, text) for text in ("One.", "Two.")]
    await talk.bea.menu(SAY("menu.record"), first)
    await talk.until(lambda: talk.stub.server.sent("GET", r"/messages/@original$"))
    original_response = discord.Interaction.original_response

    async def after_it_is_gone(interaction: discord.Interaction) -> discord.InteractionMessage:
        await cem.delete(second)
        await cem.delete(first)
        await talk.until(lambda: len(talk.said(place)) == 1)  # so both are heard of
        return await original_response(interaction)

    monkeypatch.setattr(discord.Interaction, "original_response", after_it_is_gone)
    await talk.bea.menu(SAY("menu.record"), second)

    await talk.until(lambda: not talk.said(place))


async def test_a_database_that_gives_out_is_what_people_are_told_of(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    cem, place = talk.joins("Cem"), talk.under_way.elsewhere
    first = await talk.bea.send(place, "Was it right?")
    message = await cem.send(place, "It was.", reply_to=first)
    asked = await talk.bea.menu(SAY("menu.record"), message)
    assert await finish(patience=5.0)

    async def give_out(*_given: object, **_named: object) -> None:
        raise StoreBusyError(where="here")

    with monkeypatch.context() as patched:
        patched.setattr(talk.bot.cases.discussions, "thread_prompt", give_out)
        told = [await cem.menu(SAY("menu.record"), message), await cem.click(asked, SAY("record.yes"))]

    for one in told:
        assert one.is_private
        assert unescaped(one.text) == explain(StoreBusyError(where="here"), SAY)
    receipt = await cem.click(asked, SAY("record.yes"))
    assert RECEIPT in unescaped(receipt.text)


async def test_people_have_their_names_in_what_is_recorded(talk: Talk) -> None:
    cem, _, asked = await ask(talk, f"As <@{talk.bea.id}> said, in <#{talk.under_way.place}>.")
    mine = await talk.bea.send(talk.under_way.elsewhere, f"<@{cem.id}> is right.")

    await cem.click(asked, SAY("record.yes"))
    await talk.bea.menu(SAY("menu.record"), mine)

    assert "@Bea" in unescaped(asked.text).replace("\u200b", "")
    assert talk.texts() == ["As @Bea said, in #talk.", "@Cem is right."]


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
