"""The servers that the bot is removed from, and invited to again."""

import asyncio
import logging
from collections.abc import Awaitable

import discord
from discord.ext import commands

from bot.domain.errors import BotError
from bot.domain.identity import GuildId
from bot.domain.shards import Shards
from bot.services.use_cases import UseCases

logger = logging.getLogger(__name__)


class Departures(commands.Cog):
    """Hears of them, and learns which there were while nobody told us.

    Discord tells of an outage by an event of its own, which is none of ours.
    """

    def __init__(self, client: commands.AutoShardedBot, *, cases: UseCases) -> None:
        self._client = client
        self._cases = cases
        self._turn = asyncio.Lock()  # in the order in which it happened

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Remember that the bot was removed, unless it is back by now."""
        async with self._turn:
            if self._client.get_guild(guild.id) is None:
                await self._guarded(self._cases.leaving.left(GuildId(guild.id)))

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Remember that the bot is back, if it is."""
        async with self._turn:
            await self._guarded(self._cases.leaving.returned(GuildId(guild.id)))
        self._cases.delivery.wanted.set()

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Learn what happened while we were away: before a start, or between two sessions."""
        here = frozenset(GuildId(guild.id) for guild in self._client.guilds)
        async with self._turn:
            await self._guarded(self._cases.leaving.reconcile(here, is_ours=self._is_ours))

    def _is_ours(self, guild: GuildId) -> bool:
        """Return whether Discord would tell us of *guild*: another process may have its shard."""
        return Shards(tuple(self._client.shards), self._client.shard_count or 1).has(guild)

    async def _guarded(self, work: Awaitable[None]) -> None:
        try:
            await work
        except BotError as error:
            logger.warning("Whether servers were left is not noted: %s", error.code)
