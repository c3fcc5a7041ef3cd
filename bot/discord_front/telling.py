"""The ports that tell members in private on Discord: an answer they wait for, what became of their own."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import discord

from bot.commands.decisions import told_decision
from bot.commands.gaps import told_answer
from bot.discord_front.failures import FAILURES
from bot.discord_front.find import snowflake
from bot.discord_front.people import public_words
from bot.discord_front.render import Rendered, render
from bot.discord_front.threads import PATIENCE, DiscordThreads
from bot.discord_front.times import words_in
from bot.domain.discord_errors import PostingDelayedError
from bot.domain.gap import Waiter
from bot.domain.guild import GuildSettings
from bot.domain.identity import GuildId, MemberId
from bot.domain.moderation import Decision
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
        language = Language.ENGLISH
        with suppress(ValueError):  # of a release that spoke more of them
            language = Language(waiter.language)
        text = words_in(language)
        rendered = render(told_answer(hit, text), text=text)
        await self._send(waiter.guild, waiter.member, lambda _: rendered, nonce=nonce, since=since)

    async def tell_decision(
        self, decision: Decision, *, settings: GuildSettings, nonce: str, since: datetime | None
    ) -> None:
        """Send the author of an answer what was decided about it, unless that was done *since*.

        Their own language is not known, so it is the server's.
        """

        def rendered(guild: discord.Guild) -> Rendered:
            text = public_words(settings, guild)
            return render(told_decision(decision, text, guild=guild.name), text=text)

        await self._send(decision.guild, decision.response.author, rendered, nonce=nonce, since=since)

    async def _send(
        self,
        where: GuildId,
        member: MemberId,
        make: Callable[[discord.Guild], Rendered],
        *,
        nonce: str,
        since: datetime | None,
    ) -> None:
        client = self._threads.client
        guild = None if client is None else client.get_guild(where)
        if client is None or client.user is None or guild is None or guild.unavailable:
            raise PostingDelayedError
        rendered = make(guild)
        try:
            async with asyncio.timeout(PATIENCE):
                await guild.fetch_member(member)
                channel = await client.create_dm(discord.Object(member))
                if since is not None and await self._was_sent(channel, rendered, since, me=client.user.id):
                    return
                await channel.send(
                    rendered.content, embeds=rendered.embeds, files=rendered.open_files(), nonce=nonce
                )
        except FAILURES as error:
            if isinstance(error, discord.HTTPException) and error.code in FOR_GOOD:
                raise CannotTellError from error
            logger.warning("Somebody is not told yet: %s", type(error).__name__)
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
