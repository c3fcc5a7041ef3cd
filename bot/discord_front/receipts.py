"""Receipts for what was typed: a reaction on the message, as long as Discord keeps up.

Reactions are limited to about four a second in a channel, so in a burst most messages go without: each is
recorded all the same, and the card says so.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from weakref import WeakValueDictionary

import discord

from bot.discord_front.failures import FAILURES

logger = logging.getLogger(__name__)

RECORDED = "✅"
WITHDRAW = "❌"
# Reactions under way in one channel; those beyond are left out.
UNDER_WAY = 4
# Between two in a channel, so that each is sent when it is decided upon, not when a rate limit lets it.
PACE = 0.3  # seconds


class Receipts:
    """Puts receipts on messages."""

    def __init__(self) -> None:
        self._under_way: Counter[int] = Counter()
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def has_room(self, channel: int) -> bool:
        """Return whether a message in *channel* may get a receipt: not where many are waiting already."""
        return self._under_way[channel] < UNDER_WAY

    async def put(
        self, message: discord.Message | discord.PartialMessage, *, stands: Callable[[], bool]
    ) -> None:
        """React to *message*, unless many are waiting already, or it does not stand any more in its turn."""
        channel = message.channel.id
        if not self.has_room(channel):
            return
        self._under_way[channel] += 1
        try:
            async with self._turns.setdefault(channel, asyncio.Lock()):
                is_closed = isinstance(message.channel, discord.Thread) and message.channel.archived
                if is_closed or not stands():
                    return
                await message.add_reaction(RECORDED)
                await asyncio.sleep(PACE)
        except FAILURES as error:
            logger.info("Message %s got no receipt: %s", message.id, type(error).__name__)
        finally:
            self._under_way[channel] -= 1
            if not self._under_way[channel]:
                del self._under_way[channel]

    async def take_off(self, message: discord.PartialMessage, *, me: int) -> None:
        """Take the receipt off *message* again."""
        try:
            async with self._turns.setdefault(message.channel.id, asyncio.Lock()):  # after one under way
                await message.remove_reaction(RECORDED, discord.Object(me))
        except FAILURES as error:
            logger.info("Message %s kept its receipt: %s", message.id, type(error).__name__)
