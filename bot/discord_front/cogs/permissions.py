"""What the bot may do changes: what waits for that is tried at once, and not when some clock says."""

import logging

import discord
from discord.ext import commands

from bot.domain.errors import BotError
from bot.domain.identity import GuildId
from bot.services.use_cases import UseCases

logger = logging.getLogger(__name__)


class Permissions(commands.Cog):
    """Hears of channels, roles and servers that change."""

    def __init__(self, *, cases: UseCases) -> None:
        self._cases = cases

    @commands.Cog.listener()
    async def on_guild_channel_update(
        self, _before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        """Try what waits in the channel's server."""
        await self._wake(after.guild)

    @commands.Cog.listener()
    async def on_guild_channel_create(self, channel: discord.abc.GuildChannel) -> None:
        """Try what waits in the channel's server: one comes into sight like this as well."""
        await self._wake(channel.guild)

    @commands.Cog.listener()
    async def on_guild_role_update(self, _before: discord.Role, after: discord.Role) -> None:
        """Try what waits in the role's server."""
        await self._wake(after.guild)

    @commands.Cog.listener()
    async def on_member_update(self, _before: discord.Member, after: discord.Member) -> None:
        """Try what waits in a server where the bot itself has other roles now: of others nobody tells it."""
        if after == after.guild.me:
            await self._wake(after.guild)

    @commands.Cog.listener()
    async def on_guild_update(self, _before: discord.Guild, after: discord.Guild) -> None:
        """Try what waits in the server."""
        await self._wake(after)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Try what waits in a server that is back."""
        await self._wake(guild)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Try what waits in a server that invited the bot anew, perhaps with more permissions."""
        await self._wake(guild)

    @commands.Cog.listener()
    async def on_thread_delete(self, thread: discord.Thread) -> None:
        """Try what waits in a server that had too many threads."""
        await self._wake(thread.guild)

    @commands.Cog.listener()
    async def on_thread_update(self, before: discord.Thread, after: discord.Thread) -> None:
        """Try what waits in a server that had too many threads: those put away do not count."""
        if after.archived and not before.archived:
            await self._wake(after.guild)

    async def _wake(self, guild: discord.Guild) -> None:
        self._cases.recall.wake(GuildId(guild.id))
        try:
            await self._cases.scheduler.wake(GuildId(guild.id))
        except BotError as error:
            logger.warning("What waits in guild %s waits on: %s", guild.id, error.code)
