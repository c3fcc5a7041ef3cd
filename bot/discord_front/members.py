"""The member port on Discord: in which servers the bot is."""

import asyncio
import logging

import discord

from bot.discord_front.failures import FAILURES
from bot.discord_front.threads import PATIENCE, DiscordThreads
from bot.domain.identity import GuildId

logger = logging.getLogger(__name__)

# What Discord says of a server that the bot is not in, or that is no more: Unknown Guild, Missing Access.
# https://discord.com/developers/docs/topics/opcodes-and-status-codes#json-json-error-codes
NOT_THERE = frozenset({(404, 10004), (403, 50001)})


class DiscordMembers:
    """Knows it of the servers that Discord told of; of others it asks."""

    def __init__(self, threads: DiscordThreads) -> None:
        self._threads = threads

    async def is_member(self, guild: GuildId) -> bool | None:
        """Return whether the bot is in *guild*, for certain; None where Discord does not say."""
        client = self._threads.client
        if client is None or not client.is_ready() or client.is_closed():
            return None
        if client.get_guild(guild) is not None:
            return True  # it may be unavailable: that is an outage
        try:
            async with asyncio.timeout(PATIENCE):
                await client.http.get_guild(guild, with_counts=False)
        except FAILURES as error:
            if isinstance(error, discord.HTTPException) and (error.status, error.code) in NOT_THERE:
                return False
            logger.warning("Nobody knows whether guild %s was left: %s", guild, type(error).__name__)
            return None
        return True
