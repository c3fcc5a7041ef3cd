"""Channels of every kind: in which discussions are held, and what is said of the others."""

import pytest
from api_stub.stub import Stub
from lighthouse import keep_sample, open_lighthouse

pytestmark = pytest.mark.usefixtures("bot")

NEWS, VOICE = 5, 2  # Discord's types of channels


async def test_a_discussion_is_held_in_an_announcement_channel(stub: Stub) -> None:
    server = await open_lighthouse(stub)
    await keep_sample(server)
    news = int(stub.world.add_channel(server.guild.guild, "news", kind=NEWS)["id"])
    stub.gateway.dispatch("CHANNEL_CREATE", server.guild.guild.channels[news])

    started = await server.ann.run("discuss start", channel=news)

    assert "is open" in started.text
    assert len(server.guild.threads(news)) == 1


@pytest.mark.parametrize("known", [{}, {"bitrate": 64_000, "user_limit": 0}], ids=["sparse", "whole"])
async def test_what_is_neither_text_nor_forum_is_called_so(stub: Stub, known: dict[str, int]) -> None:
    guild = stub.guild("The Lighthouse")
    general = guild.text("general")
    voice = int(stub.world.add_channel(guild.guild, "voice", kind=VOICE, **known)["id"])
    ann = guild.member("Ann", manage_guild=True, manage_messages=True)
    guild.invite_bot()
    await stub.gateway.until(lambda: guild.messages(general))

    answer = await ann.run("doctor", channel=voice)

    assert "#voice is neither a text channel nor a forum." in answer.text
