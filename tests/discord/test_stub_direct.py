"""The stub's direct messages: opened once, refused as Discord refuses them, and read back."""

import discord
import pytest
from api_stub.stub import Stub
from lighthouse import open_lighthouse
from running import Running


async def code(bot: Running, member: int) -> int:
    """Write to *member*; return the code of the refusal, 0 where there is none."""
    client = bot.threads.client
    assert client is not None
    try:
        channel = await client.create_dm(discord.Object(member))
        await channel.send("Good news", nonce="n")
    except discord.HTTPException as error:
        return error.code
    return 0


async def test_a_message_arrives_once_for_each_nonce_and_can_be_read_back(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    client = bot.threads.client
    assert client is not None

    assert [await code(bot, server.bea.id) for _ in range(2)] == [0, 0]

    (message,) = server.bea.told()
    assert message.content == "Good news"
    assert server.ann.told() == []
    channel = await client.create_dm(discord.Object(server.bea.id))
    assert [one.content async for one in channel.history()] == ["Good news"]
    assert "Good news" not in server.bea.reads(server.place)


@pytest.mark.parametrize("expected", [50007, 50278, 50033])
async def test_who_takes_none_shares_no_server_or_is_nobody_gets_none(
    stub: Stub, bot: Running, expected: int
) -> None:
    server = await open_lighthouse(stub)
    stub.server.expect(expected)
    if expected == 50007:
        server.bea.takes_messages(False)
    elif expected == 50278:
        server.guild.leaves(server.bea)

    assert await code(bot, 1 if expected == 50033 else server.bea.id) == expected

    assert server.bea.told() == []
    server.bea.takes_messages(True)
