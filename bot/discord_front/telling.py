"""The tell port on Discord: one direct message to a member who waits for an answer."""

import asyncio
import logging
from contextlib import suppress
from datetime import datetime

import discord

from bot.commands.gaps import told_answer
from bot.discord_front.failures import FAILURES
from bot.discord_front.find import snowflake
from bot.discord_front.render import Rendered, render
from bot.discord_front.threads import PATIENCE, DiscordThreads
from bot.discord_front.times import words_in
from bot.domain.discord_errors import PostingDelayedError
from bot.domain.gap import Waiter
from bot.i18n import Language
from bot.services.lookup import Hit
from bot.services.telling import CannotTellError

logger = logging.getLogger(__name__)

# What Discord says of somebody who has left the server (10007) or Discord (10013, 50033), or who takes no
# messages of ours (50007; 50278 where there is no server in common).
# https://discord.com/developers/docs/topics/opcodes-and-status-codes#json-json-error-codes
FOR_GOOD = frozenset({10007, 10013, 50033, 50007, 50278})


class DiscordTelling:
    """Writes to members, as long as they are in the server in which they asked for it."""

    def __init__(self, threads: DiscordThreads) -> None:
        self._threads = threads  # whose connection it uses

    async def tell(self, waiter: Waiter, hit: Hit, *, nonce: str, since: datetime | None) -> None:
        """Send *waiter* the fact that they wait for, unless that was done *since*."""
        client = self._threads.client
        guild = None if client is None else client.get_guild(waiter.guild)
        if client is None or client.user is None or guild is None or guild.unavailable:
            raise PostingDelayedError
        language = Language.ENGLISH
        with suppress(ValueError):  # of a release that spoke more of them
            language = Language(waiter.language)
        text = words_in(language)
        rendered = render(told_answer(hit, text), text=text)
        try:
            async with asyncio.timeout(PATIENCE):
                await guild.fetch_member(waiter.member)
                channel = await client.create_dm(discord.Object(waiter.member))
                if since is not None and await self._was_sent(channel, rendered, since, me=client.user.id):
                    return
                await channel.send(
                    rendered.content, embeds=rendered.embeds, files=rendered.open_files(), nonce=nonce
                )
        except FAILURES as error:
            if isinstance(error, discord.HTTPException) and error.code in FOR_GOOD:
                raise CannotTellError from error
            logger.warning("Somebody who waits is not told yet: %s", type(error).__name__)
            raise PostingDelayedError from error

    async def _was_sent(
        self, channel: discord.DMChannel, rendered: Rendered, since: datetime, *, me: int
    ) -> bool:
        """Return whether the very message stands there: beyond a few minutes no nonce tells."""
        after = discord.Object(snowflake(self._threads.earliest(since)))
        async for message in channel.history(after=after, limit=None, oldest_first=True):
            if message.author.id == me and _said(message.embeds) == _said(rendered.embeds):
                return True
        return False


def _said(embeds: list[discord.Embed]) -> list[tuple[str | None, str]]:
    # Discord drops the blank space around what is sent.
    return [(embed.title and embed.title.strip(), (embed.description or "").strip()) for embed in embeds]
