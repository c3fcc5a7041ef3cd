"""Tests for the stub's HTTP API, with discord.py as its client."""

import io
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import discord
import pytest
from api_stub.actors import GuildActor
from api_stub.stub import Stub
from bare_client import Bare

Place = Callable[[Bare, int], Awaitable[Any]]


async def refused(work: Awaitable[object]) -> tuple[int, int]:
    with pytest.raises(discord.HTTPException) as caught:
        await work
    return caught.value.status, caught.value.code


async def test_who_one_is_and_where(stub: Stub, client: Bare, guild: GuildActor, general: int) -> None:
    assert client.user is not None
    assert client.user.id == stub.world.bot
    info = await client.application_info()
    assert info.id == client.application_id
    fetched = await client.fetch_guild(guild.id)
    assert fetched.name == "The Lighthouse"
    assert [one.id for one in await fetched.fetch_channels()] == [general]
    assert {role.name for role in await fetched.fetch_roles()} == {"@everyone", "causerie"}
    ann = guild.member("Ann")
    assert (await fetched.fetch_member(ann.id)).display_name == "Ann"
    guild.leaves(ann)
    stub.server.expect(10007)
    assert await refused(fetched.fetch_member(ann.id)) == (404, 10007)


async def test_a_wrong_token_is_refused(stub: Stub) -> None:
    stub.server.expect(401)
    client = Bare()
    with pytest.raises(discord.LoginFailure):
        await client.login("some.other.token")
    await client.close()


class TestMessages:
    async def test_sent_and_seen(self, stub: Stub, client: Bare, guild: GuildActor, general: int) -> None:
        channel = client.text(general)
        embed = discord.Embed(title="A card", description="with text")
        file = discord.File(io.BytesIO(b"picture"), filename="a b.png", description="A lamp")
        sent = await channel.send("Hello", embed=embed, file=file)

        (message,) = guild.messages(general)
        assert message.id == sent.id
        assert message.content == "Hello"
        assert message.embeds[0]["title"] == "A card"
        fetched = await channel.fetch_message(sent.id)
        assert await fetched.attachments[0].read() == b"picture"
        assert fetched.attachments[0].description == "A lamp"
        assert fetched.attachments[0].content_type == "image/png"

    async def test_edited_and_deleted(
        self, stub: Stub, client: Bare, guild: GuildActor, general: int
    ) -> None:
        sent = await client.text(general).send("Hello")
        edited = await sent.edit(content="Bye")
        assert edited.edited_at is not None
        assert guild.messages(general)[0].content == "Bye"
        await edited.delete()
        assert guild.messages(general) == []
        stub.server.expect(10008)
        assert await refused(edited.delete()) == (404, 10008)
        assert await refused(edited.edit(content="?")) == (404, 10008)

    async def test_nobody_edits_what_others_wrote(
        self, stub: Stub, client: Bare, guild: GuildActor, general: int
    ) -> None:
        said = await guild.member("Ann").send(general, "Mine")
        message = await client.text(general).fetch_message(said.id)
        stub.server.expect(50005, 50013)
        assert await refused(message.edit(content="Yours")) == (403, 50005)
        assert await refused(message.delete()) == (403, 50013)

    async def test_a_nonce_is_taken_once(self, client: Bare, guild: GuildActor, general: int) -> None:
        first = await client.text(general).send("Once", nonce="n1")
        again = await client.text(general).send("Once", nonce="n1")
        assert again.id == first.id
        assert len(guild.messages(general)) == 1
        await first.delete()
        assert (await client.text(general).send("Once", nonce="n1")).id == first.id
        assert guild.messages(general) == []

    async def test_a_nonce_is_forgotten_in_a_while(
        self, stub: Stub, client: Bare, guild: GuildActor, general: int
    ) -> None:
        stub.messages.nonce_window = 0.0
        await client.text(general).send("Twice", nonce="n1")
        await client.text(general).send("Twice", nonce="n1")
        assert len(guild.messages(general)) == 2

    async def test_pages_of_history(self, stub: Stub, client: Bare, guild: GuildActor, general: int) -> None:
        ann = guild.member("Ann")
        sent = [await ann.send(general, str(number)) for number in range(120)]
        channel = client.text(general)
        forth = [one.content async for one in channel.history(limit=None, oldest_first=True)]
        assert forth == [str(number) for number in range(120)]
        back = [one.content async for one in channel.history(limit=3)]
        assert back == ["119", "118", "117"]
        after = channel.history(after=discord.Object(sent[117].id), limit=None)
        assert [one.content async for one in after] == ["118", "119"]
        before = channel.history(before=discord.Object(sent[2].id), limit=None)
        assert [one.content async for one in before] == ["1", "0"]
        around = channel.history(around=discord.Object(sent[50].id), limit=3)
        assert sorted([one.content async for one in around]) == ["49", "50", "51"]

    async def test_replies(self, stub: Stub, client: Bare, guild: GuildActor, general: int) -> None:
        ann = guild.member("Ann")
        said = await ann.send(general, "Question")
        message = await client.text(general).fetch_message(said.id)
        pinging = await message.reply("Answer", mention_author=True)
        assert pinging.type is discord.MessageType.reply
        assert pinging.mentions == [message.author]
        assert guild.messages(general)[-1].pinged == {ann.id}
        quiet = await message.reply("Answer", mention_author=False)
        assert quiet.mentions == []
        assert isinstance(quiet.reference, discord.MessageReference)
        assert isinstance(quiet.reference.resolved, discord.Message)

    async def test_replies_to_what_is_gone(
        self, stub: Stub, client: Bare, guild: GuildActor, general: int
    ) -> None:
        ann = guild.member("Ann")
        said = await ann.send(general, "Question")
        message = await client.text(general).fetch_message(said.id)
        await ann.delete(said)
        stub.server.expect(50035)
        assert await refused(message.reply("Answer")) == (400, 50035)
        loose = message.to_reference(fail_if_not_exists=False)
        assert (await client.text(general).send("Answer", reference=loose)).reference is None

    async def test_only_allowed_mentions_ping(self, client: Bare, guild: GuildActor, general: int) -> None:
        ann, ben = guild.member("Ann"), guild.member("Ben")
        channel = client.text(general)
        text = f"<@{ann.id}> <@{ben.id}> @everyone"
        none = await channel.send(text)
        assert none.mentions == []
        assert not none.mention_everyone
        assert guild.messages(general)[-1].pinged == set()
        one = await channel.send(
            text, allowed_mentions=discord.AllowedMentions(users=[discord.Object(ben.id)])
        )
        assert [user.id for user in one.mentions] == [ben.id]
        # The bot lacks the permission for everybody.
        some = await channel.send(text, allowed_mentions=discord.AllowedMentions.all())
        assert not some.mention_everyone
        assert guild.messages(general)[-1].pinged == {ann.id, ben.id}

    async def test_roles_are_pinged_where_that_is_allowed(
        self, client: Bare, guild: GuildActor, general: int
    ) -> None:
        role = guild.role("readers")
        ann = guild.member("Ann", roles=(role,))
        everything = discord.AllowedMentions.all()
        await client.text(general).send(f"<@&{role}>", allowed_mentions=everything)
        assert guild.messages(general)[-1].pinged == set()
        guild.guild.roles[role]["mentionable"] = True
        sent = await client.text(general).send(f"<@&{role}>", allowed_mentions=everything)
        assert sent.raw_role_mentions == [role]
        assert guild.messages(general)[-1].pinged == {ann.id}

    async def test_many_are_deleted_at_once(
        self, stub: Stub, client: Bare, guild: GuildActor, general: int
    ) -> None:
        guild.guild.roles[guild.id]["permissions"] = str(discord.Permissions.all().value)
        sent = [await client.text(general).send(str(number)) for number in range(3)]
        await client.text(general).delete_messages(sent[:2])
        assert [one.content for one in guild.messages(general)] == ["2"]
        old = discord.Object(discord.utils.time_snowflake(discord.utils.utcnow() - timedelta(days=15)))
        stub.server.expect(50034)
        assert await refused(client.text(general).delete_messages([old, sent[2]])) == (400, 50034)


class TestLimits:
    @pytest.mark.parametrize(
        ("more", "field"),
        [
            pytest.param({"content": "x" * 2001}, "content", id="content"),
            pytest.param({"embed": discord.Embed(title="x" * 257)}, "title", id="embed-title"),
            pytest.param({"embed": discord.Embed(description="x" * 4097)}, "description", id="embed-text"),
            pytest.param(
                {"embeds": [discord.Embed(description="x" * 3001)] * 2}, "embeds", id="embeds-together"
            ),
            pytest.param(
                {"embed": discord.Embed().add_field(name="x" * 257, value="x")}, "fields", id="field-name"
            ),
        ],
    )
    async def test_too_long(
        self, *, stub: Stub, client: Bare, guild: GuildActor, general: int, more: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(discord.HTTPException) as caught:
            await client.text(general).send(**more)
        assert (caught.value.status, caught.value.code) == (400, 50035)
        assert field in caught.value.text
        assert guild.messages(general) == []
        assert stub.server.refusals()
        stub.server.expect(50035)

    async def test_nothing_at_all(self, stub: Stub, client: Bare, general: int) -> None:
        stub.server.expect(50006)
        assert await refused(client.text(general).send("")) == (400, 50006)

    async def test_buttons(self, stub: Stub, client: Bare, general: int) -> None:
        stub.server.expect(50035)
        doubled = discord.ui.View()
        for _ in range(2):
            doubled.add_item(discord.ui.Button(label="x", custom_id="same"))
        assert await refused(client.text(general).send("x", view=doubled)) == (400, 50035)

    async def test_the_shape_of_a_refusal(self, stub: Stub, client: Bare, general: int) -> None:
        stub.server.expect(50035)
        with pytest.raises(discord.HTTPException) as caught:
            await client.text(general).send("x", embed=discord.Embed(title="x" * 257))
        assert "In embeds.0.title: Must be 256 or fewer in length." in str(caught.value)
