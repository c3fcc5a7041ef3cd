"""Mentioning the bot, the path without slash commands; and asking too often, by either."""

import asyncio
from dataclasses import replace

import pytest
from api_stub.people import Member
from api_stub.seen import text_of
from api_stub.stub import Stub
from api_stub.world import snowflake
from lighthouse import EN, FR, Lighthouse, answers_of, asking, heard, keep, open_lighthouse, start
from running import Running
from under_way import PACK

from bot.discord_front.handlers import finish

FACT = "The mill on the river burned down in 1901."


def say_by_webhook(stub: Stub, server: Lighthouse, text: str) -> None:
    """Let something write by a webhook: under any name, and not as a bot."""
    author = {"id": str(snowflake()), "username": "Hook", "discriminator": "0000", "avatar": None}
    payload = stub.world.message_payload(server.messages[0])
    ids = {"id": str(snowflake()), "guild_id": str(server.guild.id), "webhook_id": author["id"]}
    said = {"author": author, "content": text, "embeds": [], "components": []}
    stub.gateway.dispatch("MESSAGE_CREATE", {**payload, **ids, **said})


async def test_a_mention_with_words_is_a_look_up(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub, locale="fr")
    await keep(server, PACK)
    zoe = server.guild.member("Zoe", locale="en-GB")

    asked = await zoe.send(server.place, f"when did the mill burn down, <@!{stub.world.bot}>")
    (answer,) = await answers_of(stub, server, place=server.place, after=asked)

    assert answer.reference == asked.id
    assert FACT in text_of(answer)
    assert FR("state.stated") in text_of(answer)
    assert answer.pinged == set()
    assert answer.components == []


async def test_a_mention_without_words_gets_help(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)

    asked = await server.ann.send(server.place, asking(stub, ""))
    (answer,) = await answers_of(stub, server, place=server.place, after=asked)

    assert EN("help.intro") in text_of(answer)
    # Everybody reads it: what Ann alone may do is not there.
    assert "/setup" not in text_of(answer)
    assert "/discuss" not in text_of(answer)


async def test_a_mention_in_vain_is_told_so(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await keep(server, PACK)

    asked = await server.bea.send(server.place, asking(stub, "price of saffron?"))
    (answer,) = await answers_of(stub, server, place=server.place, after=asked)

    assert EN("fact.not_in_articles") in text_of(answer)


async def test_a_reply_that_mentions_the_bot_by_its_ping_alone_is_no_question(
    stub: Stub, bot: Running
) -> None:
    server = await open_lighthouse(stub)
    (welcome,) = server.messages

    await server.bea.send(server.place, "Nice to meet you", reply_to=welcome)
    await heard(stub, bot, server)

    assert [one.author for one in server.messages].count(stub.world.bot) == 2


async def test_bots_and_webhooks_are_not_answered(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    robot = server.guild.member("Robot")
    stub.world.users[robot.id]["bot"] = True

    await robot.send(server.place, asking(stub, "mill"))
    say_by_webhook(stub, server, asking(stub, "mill"))
    await heard(stub, bot, server)

    assert [one.author for one in server.messages].count(stub.world.bot) == 2


async def test_a_mention_of_everyone_is_none_of_the_bot(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)

    await server.ann.send(server.place, "@everyone look at the mill")
    await server.ann.send(server.place, f"`<@{stub.world.bot + 1}>` mill")
    await heard(stub, bot, server)

    assert [one.author for one in server.messages].count(stub.world.bot) == 2


async def test_a_mention_where_the_bot_may_not_write_is_left_alone(stub: Stub, bot: Running) -> None:
    stub.server.expect(50013)
    server = await open_lighthouse(stub)
    silent = server.guild.text("silent")
    server.guild.forbid(silent, send_messages=True)

    await server.bea.send(silent, asking(stub, "mill"))
    await heard(stub, bot, server)

    assert len(server.guild.messages(silent)) == 1


async def test_a_mention_in_a_prompts_thread_is_no_answer(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    panel = await server.ann.run("setup", channel=server.place)
    await server.ann.click(panel, EN("action.typed_on"))
    await bot.until_ready(2)
    prompt = await start(server, await keep(server, PACK))

    asked = await server.bea.send(prompt.id, asking(stub, "when did the mill burn down?"))
    (answer,) = await answers_of(stub, server, place=prompt.id, after=asked)
    listed = await server.ann.run("responses list", channel=prompt.id)

    assert FACT in text_of(answer)
    assert listed.text == EN("responses.none")


# -- not too often ---------------------------------------------------------------------------------


async def asks(member: Member, server: Lighthouse, times: int) -> list[str]:
    """Let *member* look the mill up so many times at once; return what they are told."""
    found = await asyncio.gather(
        *(member.run("fact", channel=server.place, query="mill burned down") for _ in range(times))
    )
    assert all(one.is_private for one in found)
    return [one.text for one in found]


async def test_one_person_is_asked_to_wait(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await keep(server, PACK)

    told = await asks(server.bea, server, 6)
    others = await asks(server.max, server, 1)

    assert sum(FACT in text for text in told) == 3
    assert sum("wait" in text for text in told) == 3
    assert FACT in others[0]


async def test_a_crowd_does_not_keep_the_bot_from_another_channel(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await keep(server, PACK)
    crowd = [server.guild.member(f"Member {number}") for number in range(25)]
    elsewhere = replace(server, place=server.guild.text("elsewhere"))

    told = await asyncio.gather(*(asks(one, server, 1) for one in crowd))
    calm = await asks(server.bea, elsewhere, 1)

    assert sum(FACT in text for (text,) in told) == 20
    assert sum("wait" in text for (text,) in told) == 5
    assert FACT in calm[0]


@pytest.mark.parametrize("words", ["", "mill burned"])
async def test_who_mentions_the_bot_over_and_over_is_answered_once(
    stub: Stub, bot: Running, words: str
) -> None:
    server = await open_lighthouse(stub)
    await keep(server, PACK)

    for _ in range(10):
        await server.bea.send(server.place, asking(stub, words))
    await server.bea.run("help", channel=server.place)
    assert await finish(patience=5.0)

    replies = [one for one in server.messages if one.author == stub.world.bot and one.reference]
    assert len(replies) == 1
