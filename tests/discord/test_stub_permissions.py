"""Tests for the permissions of the stub, with discord.py as the client."""

import io
from collections.abc import Awaitable, Callable
from typing import Any

import discord
import pytest
from api_stub.actors import INVITED_WITH, GuildActor
from api_stub.permissions import permissions_of
from api_stub.stub import Stub
from bare_client import Bare

Work = Callable[[Bare, int], Awaitable[Any]]


async def code(work: Awaitable[object]) -> int:
    with pytest.raises(discord.HTTPException) as caught:
        await work
    return caught.value.code


async def send(client: Bare, general: int) -> None:
    await client.text(general).send("x")


async def send_file(client: Bare, general: int) -> None:
    await client.text(general).send("x", file=discord.File(io.BytesIO(b"x"), filename="x.txt"))


async def send_embed_alone(client: Bare, general: int) -> None:
    await client.text(general).send(embed=discord.Embed(title="x"))


async def read(client: Bare, general: int) -> None:
    assert [one async for one in client.text(general).history()]


async def start_thread(client: Bare, general: int) -> None:
    (message,) = [one async for one in client.text(general).history(limit=1)]
    await message.create_thread(name="x")


async def reply(client: Bare, general: int) -> None:
    message = client.text(general).get_partial_message(client.text(general).last_message_id or 0)
    await message.reply("x")


async def rename(client: Bare, general: int) -> None:
    await client.text(general).edit(name="x")


@pytest.mark.parametrize(
    ("work", "lacks", "expected"),
    [
        pytest.param(send, "view_channel", 50001, id="send-unseen"),
        pytest.param(send, "send_messages", 50013, id="send"),
        pytest.param(send_file, "attach_files", 50013, id="file"),
        # Discord drops the embed in silence; nothing is left to send.
        pytest.param(send_embed_alone, "embed_links", 50006, id="embed"),
        pytest.param(read, "view_channel", 50001, id="read-unseen"),
        pytest.param(read, "read_message_history", 50013, id="read"),
        pytest.param(start_thread, "create_public_threads", 50013, id="thread"),
        pytest.param(reply, "read_message_history", 160002, id="reply"),
        pytest.param(rename, "manage_channels", 50013, id="rename"),
    ],
)
async def test_what_is_lacking_is_refused(
    *, stub: Stub, client: Bare, guild: GuildActor, general: int, work: Work, lacks: str, expected: int
) -> None:
    await guild.member("Ann").send(general, "Said")
    await stub.gateway.until(lambda: client.text(general).last_message_id)
    await work(client, general)
    guild.forbid(general, **{lacks: True})
    stub.server.expect(expected)
    assert await code(work(client, general)) == expected
    guild.forbid(general)
    if work is not start_thread:
        await work(client, general)


async def test_an_embed_is_dropped_where_there_is_text(client: Bare, guild: GuildActor, general: int) -> None:
    guild.forbid(general, embed_links=True)
    sent = await client.text(general).send("Words", embed=discord.Embed(title="x"))
    assert sent.embeds == []
    assert sent.content == "Words"


async def test_in_threads_another_permission_counts(
    stub: Stub, client: Bare, guild: GuildActor, general: int
) -> None:
    thread = await (await client.text(general).send("Prompt")).create_thread(name="Answers")
    guild.forbid(general, send_messages=True)
    await thread.send("Said")
    guild.forbid(general, send_messages_in_threads=True)
    stub.server.expect(50013)
    assert await code(thread.send("Said")) == 50013


async def test_a_post_takes_the_permission_to_send(stub: Stub, client: Bare, guild: GuildActor) -> None:
    articles = guild.forum("articles")
    await stub.gateway.until(lambda: client.get_channel(articles))
    guild.forbid(articles, create_public_threads=True)
    await client.forum(articles).create_thread(name="x", content="x")
    guild.forbid(articles, send_messages=True)
    stub.server.expect(50013)
    assert await code(client.forum(articles).create_thread(name="x", content="x")) == 50013


async def test_a_server_without_the_bot_is_out_of_sight(stub: Stub, client: Bare) -> None:
    other = stub.guild("Another")
    elsewhere = other.text("elsewhere")
    stub.server.expect(50001, 10004, 10003)
    assert await code(client.fetch_guild(other.id)) == 50001
    assert await code(client.get_partial_messageable(elsewhere).send("x")) == 50001
    assert await code(client.fetch_guild(1)) == 10004
    assert await code(client.fetch_channel(1)) == 10003


class TestAlgorithm:
    async def test_it_is_discord_pys(self, stub: Stub, client: Bare, guild: GuildActor, general: int) -> None:
        guild.forbid(general, send_messages=True, embed_links=True)
        await stub.gateway.until(lambda: not _allowed(client, general).embed_links)
        ours = permissions_of(stub.world, guild.guild, stub.world.bot, general)
        assert ours == _allowed(client, general)
        whole = permissions_of(stub.world, guild.guild, stub.world.bot)
        assert whole == client.text(general).guild.me.guild_permissions

    async def test_roles_overrule_everybody_and_people_overrule_roles(
        self, stub: Stub, guild: GuildActor, general: int
    ) -> None:
        role = guild.role("readers")
        ann = guild.member("Ann", roles=(role,))
        send = discord.Permissions(send_messages=True).value

        def may(*overwrites: tuple[int, int, int]) -> bool:
            guild.guild.channels[general]["permission_overwrites"] = [
                {"id": str(who), "type": 0, "allow": str(allow), "deny": str(deny)}
                for who, allow, deny in overwrites
            ]
            return permissions_of(stub.world, guild.guild, ann.id, general).send_messages

        assert may()
        assert not may((guild.id, 0, send))
        assert may((guild.id, 0, send), (role, send, 0))
        assert not may((guild.id, 0, send), (role, send, 0), (ann.id, 0, send))
        assert may((role, 0, send), (ann.id, send, 0))

    async def test_administrators_and_owners_may_everything(self, stub: Stub, guild: GuildActor) -> None:
        hidden = guild.text("hidden")
        denied = str(discord.Permissions(view_channel=True).value)
        overwrite = {"id": str(guild.id), "type": 0, "allow": "0", "deny": denied}
        guild.guild.channels[hidden]["permission_overwrites"] = [overwrite]
        ann = guild.member("Ann", administrator=True)
        ben = guild.member("Ben")
        assert permissions_of(stub.world, guild.guild, ann.id, hidden).manage_guild
        assert permissions_of(stub.world, guild.guild, guild.guild.owner, hidden).manage_guild
        assert not permissions_of(stub.world, guild.guild, ben.id, hidden).view_channel
        assert not permissions_of(stub.world, guild.guild, ben.id, hidden).send_messages

    async def test_whoever_may_not_send_may_not_attach_either(
        self, stub: Stub, guild: GuildActor, general: int
    ) -> None:
        ann = guild.member("Ann")
        everyone = guild.guild.roles[guild.id]
        value = int(everyone["permissions"]) & ~discord.Permissions(send_messages=True).value
        everyone["permissions"] = str(value)
        allowed = permissions_of(stub.world, guild.guild, ann.id, general)
        assert allowed.view_channel
        assert not allowed.attach_files
        assert not allowed.embed_links

    async def test_whoever_is_silenced_can_only_read(
        self, stub: Stub, guild: GuildActor, general: int
    ) -> None:
        ann = guild.member("Ann")
        later = discord.utils.utcnow().replace(year=2100).isoformat()
        guild.guild.members[ann.id]["communication_disabled_until"] = later
        allowed = permissions_of(stub.world, guild.guild, ann.id, general)
        assert allowed == discord.Permissions(view_channel=True, read_message_history=True)


def _allowed(client: Bare, channel: int) -> discord.Permissions:
    found = client.text(channel)
    return found.permissions_for(found.guild.me)


def test_the_invitation_is_for_no_administrator() -> None:
    assert not INVITED_WITH.administrator
