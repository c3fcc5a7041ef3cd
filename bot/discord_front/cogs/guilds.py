"""The servers: the first message in a new one."""

import asyncio
import logging
from datetime import timedelta

import discord
from discord.ext import commands

from bot.commands.welcome import welcome
from bot.discord_front.failures import FAILURES
from bot.discord_front.people import public_words
from bot.discord_front.render import render
from bot.domain.errors import BotError
from bot.domain.identity import GuildId
from bot.services.clock import Clock
from bot.services.use_cases import UseCases

logger = logging.getLogger(__name__)


# Whoever invited the bot while it was away is still about; later on a greeting would only be odd.
RECENT = timedelta(days=1)


class Guilds(commands.Cog):
    """Greets each server once."""

    def __init__(self, *, cases: UseCases, clock: Clock) -> None:
        self._cases = cases
        self._clock = clock
        self._greeting: set[int] = set()
        self._turn = asyncio.Lock()  # one after another, should many have come at once

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Greet *guild* if it invited the bot while that was away: after a start, after an outage."""
        joined = guild.me.joined_at
        if joined is not None and self._clock() - joined < RECENT:
            await self.on_guild_join(guild)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Greet *guild*."""
        if guild.id in self._greeting:
            return
        self._greeting.add(guild.id)
        try:
            async with self._turn:
                await self._greet(guild)
        except BotError as error:
            logger.warning("Guild %s is not greeted: %s", guild.id, error.code)
        except FAILURES as error:
            logger.warning("Guild %s is not greeted: %s", guild.id, type(error).__name__)
        finally:
            self._greeting.discard(guild.id)

    async def _greet(self, guild: discord.Guild) -> None:
        mark = f"welcomed:{guild.id}"
        if await self._cases.guilds.mark(mark) is not None:
            return
        channel = meeting_place(guild)
        if channel is None:
            logger.info("Guild %s has no channel to greet it in", guild.id)
            return
        settings = await self._cases.guilds.get(GuildId(guild.id))
        text = public_words(settings, guild)
        rendered = render(welcome(text), text=text)
        await channel.send(
            rendered.content,
            embeds=rendered.embeds,
            view=rendered.view or discord.utils.MISSING,
            nonce=f"w{guild.id}",
        )
        await self._cases.guilds.set_mark(mark, "1")


def meeting_place(guild: discord.Guild) -> discord.TextChannel | None:
    """Return where a first message is in place: the system channel, else the first that may be written in."""
    candidates = [guild.system_channel] if guild.system_channel is not None else []
    for channel in [*candidates, *sorted(guild.text_channels, key=lambda one: one.position)]:
        allowed = channel.permissions_for(guild.me)
        if allowed.view_channel and allowed.send_messages and allowed.embed_links:
            return channel
    return None
