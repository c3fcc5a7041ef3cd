"""The history port on Discord."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import discord

from bot.discord_front.client import Client
from bot.discord_front.failures import FAILURES, UNKNOWN, is_final
from bot.discord_front.mentions import is_asked
from bot.discord_front.people import is_persons
from bot.discord_front.receipts import WITHDRAW
from bot.discord_front.threads import DiscordThreads
from bot.discord_front.typed import said
from bot.domain.discord_errors import PostingDelayedError, UnreadableError
from bot.domain.identity import ChannelId, GuildId, MemberId
from bot.domain.shards import Shards
from bot.domain.snowflake import to_snowflake
from bot.services.history import Page, Standing

# Discord's, for one request.
PAGE = 100
# How long one may take, waiting for Discord's rate limits included.
PATIENCE = 20.0  # seconds
# Between two requests: Discord takes fifty a second, and others want theirs. discord.py knows no more of that
# limit than that it was exceeded, and who exceeds it too often is shut out.
PACE = 0.025  # seconds
# By how much we may be wrong about Discord's time: it is told by the second, and its machines differ.
UNCERTAIN = timedelta(seconds=10)
# https://discord.com/developers/docs/topics/opcodes-and-status-codes#json-json-error-codes
MISSING_ACCESS = 50001
MISSING_PERMISSIONS = 50013


class DiscordHistory:
    """Reads back what stands on Discord, through whichever client is attached to *threads*."""

    def __init__(self, threads: DiscordThreads, *, shards: Shards | None = None) -> None:
        self._threads = threads
        # Processes that have other shards send by the same limit.
        self._pace = PACE if shards is None else PACE * shards.of / len(shards.ids)
        self._next = 0.0  # when the next request may go

    def now(self) -> int:
        """Return an id that nothing written from now on falls short of, whatever our own clock says."""
        skew = self._client.trace.skew
        if skew is None:
            return 0
        return to_snowflake(datetime.now(UTC) - skew - UNCERTAIN)

    def has_replies(self, *, guild: GuildId, channel: ChannelId) -> bool:
        """Return whether *channel* is one of texts: a forum has nothing but its posts."""
        return isinstance(self._guild(guild).get_channel(channel), discord.TextChannel)

    async def page(self, place: int, *, guild: GuildId, channel: ChannelId, after: int) -> Page:
        """Return the messages in *place* that come after the id *after*."""
        client, found = self._client, self._guild(guild)
        parent = found.get_channel(channel)
        if parent is not None:
            # A refusal would count among those for which Discord shuts a bot out.
            allowed = parent.permissions_for(found.me)
            if not allowed.view_channel:
                raise UnreadableError(reason="lacks_view")
            if not allowed.read_message_history:
                raise UnreadableError(reason="lacks_history")
        where = found.get_channel_or_thread(place) or client.get_partial_messageable(place, guild_id=guild)
        if not isinstance(where, discord.abc.Messageable):
            raise UnreadableError(reason="refused")
        me = found.me.id
        await self._turn()
        async with _told():
            messages = [
                to_standing(message, me=me)
                async for message in where.history(limit=PAGE, after=discord.Object(after), oldest_first=True)
            ]
        messages.sort(key=lambda one: one.id)
        return Page(messages=tuple(messages), is_last=len(messages) < PAGE)

    async def has_crossed_out(self, place: int, *, message: int, author: MemberId) -> bool:
        """Return whether *author* is among those who crossed *message* out: they come sorted by their ids."""
        client = self._client
        await self._turn()
        async with _told():
            try:
                people = await client.http.get_reaction_users(place, message, WITHDRAW, 1, author - 1)
            except discord.NotFound:
                return False  # deleted meanwhile
        return any(int(one["id"]) == author for one in people)

    async def _turn(self) -> None:
        """Wait until one more request may go."""
        now = time.monotonic()
        turn = max(now, self._next)
        self._next = turn + self._pace
        await asyncio.sleep(turn - now)

    @property
    def _client(self) -> Client:
        if self._threads.client is None:
            raise PostingDelayedError
        return self._threads.client

    def _guild(self, guild: GuildId) -> discord.Guild:
        found = self._client.get_guild(guild)
        if found is None or found.unavailable:
            raise PostingDelayedError
        return found


def to_standing(message: discord.Message, *, me: int) -> Standing:
    """Return *message* as it stands."""
    return Standing(
        id=message.id,
        author=MemberId(message.author.id),
        author_name=message.author.display_name,
        text=said(message),
        is_persons=is_persons(message),
        asks_bot=is_asked(message, me=me),
        reply_to=message.reference.message_id if message.reference is not None else None,
        edited_at=message.edited_at,
        reactions={str(one.emoji): count for one in message.reactions if (count := one.count - one.me)},
        is_crossed=any(str(one.emoji) == WITHDRAW and one.count - one.me for one in message.reactions),
    )


@asynccontextmanager
async def _told() -> AsyncIterator[None]:
    """Turn what Discord says, or does not say in time, into an error of ours."""
    try:
        async with asyncio.timeout(PATIENCE):
            yield
    except FAILURES as error:
        if not isinstance(error, discord.HTTPException) or not is_final(error):
            raise PostingDelayedError from error
        raise UnreadableError(reason=_reason(error)) from error


def _reason(error: discord.HTTPException) -> str:
    if error.code in UNKNOWN:
        return "thread_gone"
    if error.code == MISSING_ACCESS:
        return "lacks_view"
    return "lacks_history" if error.code == MISSING_PERMISSIONS else "refused"
