"""A plain discord.py client for the tests of the stub itself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord
import pytest
from api_stub.actors import INVITED_WITH, GuildActor
from api_stub.stub import Stub
from discord import app_commands

INTENTS = discord.Intents(guilds=True, guild_messages=True, guild_reactions=True, message_content=True)


class Bare(discord.Client):
    """A client that does what a test tells it to, with a tree of commands."""

    def __init__(self) -> None:
        super().__init__(
            intents=INTENTS, guild_ready_timeout=0.05, allowed_mentions=discord.AllowedMentions.none()
        )
        self.tree = app_commands.CommandTree(self)

    def text(self, number: int) -> discord.TextChannel:
        """Return a text channel."""
        found = self.get_channel(number)
        assert isinstance(found, discord.TextChannel)
        return found

    def forum(self, number: int) -> discord.ForumChannel:
        """Return a forum."""
        found = self.get_channel(number)
        assert isinstance(found, discord.ForumChannel)
        return found

    async def thread(self, number: int) -> discord.Thread:
        """Return a thread, as Discord has it now."""
        found = await self.fetch_channel(number)
        assert isinstance(found, discord.Thread)
        return found


@asynccontextmanager
async def connected(stub: Stub, client: Bare) -> AsyncIterator[Bare]:
    """Connect *client* until it is ready; close it after the block."""
    task = asyncio.create_task(client.start(stub.token))
    ready = asyncio.create_task(client.wait_until_ready())
    try:
        # Whatever ends the client is what the test should fail with, not a timeout.
        await asyncio.wait({task, ready}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            await task
        yield client
    finally:
        ready.cancel()
        await client.close()
        await asyncio.gather(task, ready, return_exceptions=True)


def without(**permissions: bool) -> discord.Permissions:
    """Return what the bot is invited with, without *permissions*."""
    return discord.Permissions(INVITED_WITH.value & ~discord.Permissions(**permissions).value)


def everybody_without(guild: GuildActor, **permissions: bool) -> None:
    """Take *permissions* from everybody, so that only roles give them."""
    everyone = guild.guild.roles[guild.id]
    value = int(everyone["permissions"]) & ~discord.Permissions(**permissions).value
    everyone["permissions"] = str(value)


@pytest.fixture
def guild(stub: Stub) -> GuildActor:
    """A server, which has yet to invite the client."""
    return stub.guild("The Lighthouse")


@pytest.fixture
def general(guild: GuildActor) -> int:
    """Its channel."""
    return guild.text("general")


@pytest.fixture
async def client(stub: Stub, guild: GuildActor, general: int) -> AsyncIterator[Bare]:
    """A client that the server has invited, connected."""
    guild.invite_bot()
    async with connected(stub, Bare()) as made:
        yield made
