"""The channels of discussions: a discussion ends with its channel, for nobody could close it any more."""

import asyncio
import logging
from collections.abc import Awaitable

import discord
from discord.ext import commands

from bot.domain.errors import BotError
from bot.domain.identity import ChannelId, GuildId
from bot.services.use_cases import UseCases

logger = logging.getLogger(__name__)


class Channels(commands.Cog):
    """Hears of channels that are deleted, and learns which were while nobody told us."""

    def __init__(self, *, cases: UseCases) -> None:
        self._cases = cases
        self._turn = asyncio.Lock()  # one server after another: after a start all of them come at once

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Close the discussion of *channel*."""
        guild, number = GuildId(channel.guild.id), ChannelId(channel.id)
        await self._guarded(self._cases.discussions.abandon(guild=guild, channel=number), guild=guild)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Close what lost its channel while we were away: before a start, in an outage."""
        number = GuildId(guild.id)
        async with self._turn:
            await self._guarded(self._cases.discussions.abandon_gone(guild=number), guild=number)

    async def _guarded(self, work: Awaitable[None], *, guild: GuildId) -> None:
        try:
            await work
        except BotError as error:
            logger.warning("Guild %s keeps what is open in a channel that is gone: %s", guild, error.code)
