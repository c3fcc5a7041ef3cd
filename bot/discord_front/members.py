"""The member port on Discord: in which servers the bot is, and who else is there.

Of members Discord is asked one by one: being told of all of them takes an intent that it grants for reasons.
"""

import asyncio
import logging

import discord

from bot.discord_front.failures import FAILURES
from bot.discord_front.threads import PATIENCE, DiscordThreads
from bot.domain.discord_errors import MembersUnknownError
from bot.domain.identity import GuildId, MemberId, RoleId

logger = logging.getLogger(__name__)

# What Discord says of a server that the bot is not in, or that is no more: Unknown Guild, Missing Access.
# https://discord.com/developers/docs/topics/opcodes-and-status-codes#json-json-error-codes
NOT_THERE = frozenset({(404, 10004), (403, 50001)})
# And of somebody who is no member of a server that the bot is in: Unknown Member, Unknown User. The account
# may have been deleted; no other answer means that somebody left.
NO_MEMBER = frozenset({(404, 10007), (404, 10013)})
# What is raised where an answer cannot be read, or the connection that was to ask is closed for good.
STRANGE = (KeyError, TypeError, ValueError, RuntimeError)


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

    async def roles_of(self, member: MemberId, *, guild: GuildId) -> frozenset[RoleId] | None:
        """Return the roles of *member*, everybody's among them; None where they are certainly no member.

        Raises MembersUnknownError where Discord does not say.
        """
        client, _ = self._there(guild)
        try:
            async with asyncio.timeout(PATIENCE):
                found = await client.http.get_member(guild, member)
            roles = frozenset(RoleId(int(role)) for role in found["roles"])
        except (*FAILURES, *STRANGE) as error:
            if isinstance(error, discord.HTTPException) and (error.status, error.code) in NO_MEMBER:
                return None
            logger.warning("Who is a member of guild %s is not known: %s", guild, type(error).__name__)
            raise MembersUnknownError from error
        return roles | {RoleId(guild)}

    async def role_name(self, role: RoleId, *, guild: GuildId) -> str | None:
        """Return what *role* is called; None where there is none. Raises MembersUnknownError."""
        _, there = self._there(guild)
        found = there.get_role(role)
        return None if found is None else found.name

    def _there(self, guild: GuildId) -> tuple[discord.Client, discord.Guild]:
        """Return who can be asked about *guild*; in an outage of it nothing that is said counts."""
        client = self._threads.client
        if client is None or not client.is_ready() or client.is_closed():
            raise MembersUnknownError
        found = client.get_guild(guild)
        if found is None or found.unavailable:
            raise MembersUnknownError
        return client, found
