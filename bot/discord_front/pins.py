"""Prompts kept in sight in a text channel: pinned as long as their discussion is open.

A pin is a convenience. Where it is not allowed, or the channel has its 250 pins, the prompt does without.
"""

import asyncio
import logging
from collections.abc import Awaitable

import discord

from bot.discord_front.failures import FAILURES

logger = logging.getLogger(__name__)

PATIENCE = 5.0  # seconds


async def pin(channel: discord.TextChannel, message: int) -> None:
    """Pin *message*; doing it again does no harm."""
    if channel.permissions_for(channel.guild.me).pin_messages:
        await _try(channel.get_partial_message(message).pin(), of=message)


async def unpin(channel: discord.TextChannel, message: int) -> None:
    """Take the pin of *message* off; doing it again does no harm."""
    if channel.permissions_for(channel.guild.me).pin_messages:
        await _try(channel.get_partial_message(message).unpin(), of=message)


async def remove_notice(message: discord.Message) -> None:
    """Take away what Discord writes below a prompt when it is pinned: it tells people nothing."""
    await _try(message.delete(), of=message.id)


async def _try(work: Awaitable[None], *, of: int) -> None:
    try:
        async with asyncio.timeout(PATIENCE):
            await work
    except FAILURES as error:
        logger.info("The pin of message %s is left as it is: %s", of, type(error).__name__)
