"""From when on a server's events come in, and so before when something may have been missed."""

import discord
from discord.ext import commands

from bot.domain.identity import GuildId
from bot.services.use_cases import UseCases


class Gaps(commands.Cog):
    """Has what was missed read back: before a start, in a session that could not be resumed, in an outage."""

    def __init__(self, *, cases: UseCases) -> None:
        self._recall = cases.recall

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Begin to be sure of *guild*: it comes with each session, and when its outage ends."""
        self._recall.begin(GuildId(guild.id))

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Begin to be sure of *guild*, which invited the bot, perhaps anew."""
        self._recall.begin(GuildId(guild.id))
