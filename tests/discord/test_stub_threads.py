"""Tests for the stub's threads, forums, reactions and pins, with discord.py as the client."""

import asyncio
from collections.abc import AsyncIterator, Awaitable

import discord
import pytest
from api_stub.actors import GuildActor
from api_stub.stub import Stub
from bare_client import Bare, connected


@pytest.fixture
def articles(guild: GuildActor) -> int:
    return guild.forum("articles", tags=("open", "closed"))


@pytest.fixture
async def client(stub: Stub, guild: GuildActor, general: int, articles: int) -> AsyncIterator[Bare]:
    guild.invite_bot()
    async with connected(stub, Bare()) as made:
        yield made


async def code(work: Awaitable[object]) -> int:
    with pytest.raises(discord.HTTPException) as caught:
        await work
    return caught.value.code


async def test_a_thread_on_a_message_has_its_id(
    stub: Stub, client: Bare, guild: GuildActor, general: int
) -> None:
    message = await client.text(general).send("Prompt")
    thread = await message.create_thread(name="Answers", auto_archive_duration=10080)
    assert thread.id == message.id
    assert thread.owner_id == stub.world.bot
    assert thread.me is not None
    assert (await client.text(general).fetch_message(message.id)).flags.has_thread
    starter = [one async for one in thread.history()]
    assert [one.type for one in starter] == [discord.MessageType.thread_starter_message]
    stub.server.expect(160004)
    assert await code(message.create_thread(name="Again")) == 160004
    assert len(guild.threads(general)) == 1


async def test_a_thread_on_no_message(client: Bare, guild: GuildActor, general: int) -> None:
    kind = discord.ChannelType.public_thread
    thread = await client.text(general).create_thread(name="Alone", type=kind)
    assert [one["name"] for one in guild.threads(general)] == ["Alone"]
    assert guild.messages(general)[-1].reference_channel == thread.id


async def test_active_threads_are_limited(
    stub: Stub, client: Bare, guild: GuildActor, general: int, articles: int
) -> None:
    guild.guild.thread_limit = 1
    message = await client.text(general).send("Prompt")
    first = await message.create_thread(name="First")
    other = await client.text(general).send("Prompt")
    stub.server.expect(160006)
    assert await code(other.create_thread(name="Second")) == 160006
    assert await code(client.forum(articles).create_thread(name="Second", content="x")) == 160006
    assert guild.threads(articles) == []
    await first.edit(archived=True)
    await other.create_thread(name="Second")
    assert await code(first.edit(archived=False)) == 160006


async def test_a_post_in_a_forum(stub: Stub, client: Bare, guild: GuildActor, articles: int) -> None:
    forum = client.forum(articles)
    made = await forum.create_thread(name="Post", content="First", applied_tags=[forum.available_tags[0]])
    assert made.message.id == made.thread.id
    assert [one.name for one in made.thread.applied_tags] == ["open"]
    assert guild.messages(made.thread.id)[0].content == "First"
    assert (await client.thread(made.thread.id)).message_count == 0
    await guild.member("Ann").send(made.thread.id, "Second")
    assert (await client.thread(made.thread.id)).message_count == 1
    await made.thread.edit(applied_tags=[forum.available_tags[1]], locked=True, archived=True)
    (post,) = guild.threads(articles)
    assert post["applied_tags"] == [str(forum.available_tags[1].id)]
    stub.server.expect(50008)
    assert await code(client.get_partial_messageable(articles).send("x")) == 50008


async def test_a_post_with_files(client: Bare, guild: GuildActor, articles: int) -> None:
    file = discord.File(__file__, filename="tests.py")
    made = await client.forum(articles).create_thread(name="Post", file=file)
    assert made.message.attachments[0].filename == "tests.py"


async def test_a_forum_that_wants_a_tag(stub: Stub, client: Bare, guild: GuildActor) -> None:
    number = guild.forum("strict", requires_tag=True, tags=("open",))
    await stub.gateway.until(lambda: client.get_channel(number))
    forum = client.forum(number)
    stub.server.expect(40067)
    assert await code(forum.create_thread(name="Post", content="x")) == 40067
    await forum.create_thread(name="Post", content="x", applied_tags=forum.available_tags)


async def test_tags_of_a_forum(stub: Stub, client: Bare, guild: GuildActor, articles: int) -> None:
    forum = client.forum(articles)
    edited = await forum.edit(available_tags=[*forum.available_tags, discord.ForumTag(name="summarised")])
    assert edited is not None
    assert [one.name for one in edited.available_tags] == ["open", "closed", "summarised"]
    assert [one.id for one in edited.available_tags][:2] == [one.id for one in forum.available_tags][:2]
    stub.server.expect(50035)
    many = [discord.ForumTag(name=str(number)) for number in range(21)]
    assert await code(forum.edit(available_tags=many)) == 50035
    assert await code(forum.edit(available_tags=[discord.ForumTag(name="x" * 21)])) == 50035


async def test_moderated_tags_are_for_those_who_manage_threads(
    stub: Stub, client: Bare, guild: GuildActor, articles: int
) -> None:
    guild.guild.channels[articles]["available_tags"][0]["moderated"] = True
    guild.forbid(articles, manage_threads=True)
    await asyncio.sleep(0.05)
    forum = client.forum(articles)
    stub.server.expect(50013)
    tagged = forum.create_thread(name="Post", content="x", applied_tags=[forum.available_tags[0]])
    assert await code(tagged) == 50013
    await forum.create_thread(name="Post", content="x", applied_tags=[forum.available_tags[1]])


class TestArchived:
    async def test_only_writing_brings_it_back(
        self, stub: Stub, client: Bare, guild: GuildActor, general: int
    ) -> None:
        message = await client.text(general).send("Prompt")
        thread = await message.create_thread(name="Answers")
        said = await thread.send("Said")
        await thread.edit(archived=True)
        stub.server.expect(50083)
        assert await code(said.edit(content="Changed")) == 50083
        assert await code(said.add_reaction("✅")) == 50083
        assert await code(thread.edit(name="Other")) == 50083
        await thread.send("Back")
        assert not guild.threads(general)[0]["thread_metadata"]["archived"]
        await said.add_reaction("✅")

    async def test_locked_ones_stay_put(
        self, stub: Stub, client: Bare, guild: GuildActor, general: int
    ) -> None:
        message = await client.text(general).send("Prompt")
        thread = await message.create_thread(name="Answers")
        await thread.edit(archived=True, locked=True)
        guild.forbid(general, manage_threads=True)
        stub.server.expect(50083, 50013)
        assert await code(thread.send("Back")) == 50083
        assert await code(thread.edit(archived=False)) == 50013
        guild.forbid(general)
        await thread.edit(archived=False)
        await thread.send("Back")

    async def test_they_are_listed_page_by_page(self, client: Bare, guild: GuildActor, general: int) -> None:
        for number in range(5):
            message = await client.text(general).send(str(number))
            thread = await message.create_thread(name=str(number))
            if number:
                await thread.edit(archived=True)
        names = [one.name async for one in client.text(general).archived_threads(limit=None)]
        assert names == ["4", "3", "2", "1"]
        two = [one.name async for one in client.text(general).archived_threads(limit=2)]
        assert two == ["4", "3"]
        fetched = client.get_guild(guild.id)
        assert fetched is not None
        assert [one.name for one in await fetched.active_threads()] == ["0"]


async def test_threads_are_deleted_by_those_who_manage_them(
    stub: Stub, client: Bare, guild: GuildActor, general: int
) -> None:
    thread = await (await client.text(general).send("Prompt")).create_thread(name="Answers")
    guild.forbid(general, manage_threads=True)
    stub.server.expect(50013, 10003)
    assert await code(thread.delete()) == 50013
    guild.forbid(general)
    await thread.delete()
    assert guild.threads(general) == []
    assert await code(thread.send("x")) == 10003
    assert await code(client.fetch_channel(thread.id)) == 10003


async def test_who_is_in_a_thread(stub: Stub, client: Bare, guild: GuildActor, general: int) -> None:
    thread = await (await client.text(general).send("Prompt")).create_thread(name="Answers")
    ann = guild.member("Ann")
    await thread.add_user(discord.Object(ann.id))
    assert (await thread.fetch_member(ann.id)).id == ann.id
    await thread.remove_user(discord.Object(ann.id))
    stub.server.expect(10007)
    assert await code(thread.fetch_member(ann.id)) == 10007
    await thread.leave()
    await thread.join()


class TestReactions:
    async def test_added_and_removed(self, stub: Stub, client: Bare, guild: GuildActor, general: int) -> None:
        ann = guild.member("Ann")
        said = await ann.send(general, "Said")
        message = await client.text(general).fetch_message(said.id)
        await message.add_reaction("✅")
        await ann.react(said, "❌")
        assert said.reactions == {"✅": [stub.world.bot], "❌": [ann.id]}
        fetched = await client.text(general).fetch_message(said.id)
        assert [one.me for one in fetched.reactions] == [True, False]
        assert [user.id async for user in fetched.reactions[1].users()] == [ann.id]
        await message.remove_reaction("✅", discord.Object(stub.world.bot))
        assert said.reactions["✅"] == []
        stub.server.expect(50013, 10014)
        assert await code(message.remove_reaction("❌", discord.Object(ann.id))) == 50013
        assert await code(message.clear_reactions()) == 50013
        assert await code(message.add_reaction("x")) == 10014

    async def test_the_first_of_a_kind_takes_a_permission(
        self, stub: Stub, client: Bare, guild: GuildActor, general: int
    ) -> None:
        ann = guild.member("Ann")
        said = await ann.send(general, "Said")
        await ann.react(said, "👍")
        message = await client.text(general).fetch_message(said.id)
        guild.forbid(general, add_reactions=True)
        stub.server.expect(50013)
        assert await code(message.add_reaction("✅")) == 50013
        await message.add_reaction("👍")
        guild.forbid(general, read_message_history=True)
        assert await code(message.add_reaction("👍")) == 50013


async def test_pins(stub: Stub, client: Bare, guild: GuildActor, general: int) -> None:
    first, second = [await client.text(general).send(name) for name in ("First", "Second")]
    await first.pin()
    await second.pin()
    assert [one.content async for one in client.text(general).pins()] == ["Second", "First"]
    assert guild.messages(general)[-1].type == discord.MessageType.pins_add.value
    await second.unpin()
    assert [one.content async for one in client.text(general).pins()] == ["First"]
    guild.forbid(general, pin_messages=True)
    stub.server.expect(50013)
    assert await code(second.pin()) == 50013
