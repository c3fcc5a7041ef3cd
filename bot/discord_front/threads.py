"""The thread port on Discord."""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

import discord

from bot.discord_front.cards import closing_card, marker_of, prompt_card, thread_name
from bot.discord_front.client import Client
from bot.discord_front.closing import find_threads, put_card, shut
from bot.discord_front.failures import FAILURES, UNKNOWN_CHANNEL, cannot_post, to_error
from bot.discord_front.find import Search, find_post, snowflake
from bot.discord_front.inspect import (
    Channel,
    inspect_channel,
    inspect_connection,
    inspect_events,
    inspect_guild,
    inspect_ping,
)
from bot.discord_front.people import public_words
from bot.discord_front.pins import pin, unpin
from bot.discord_front.posting import Post, earliest, open_on, post_in_forum, post_in_text, remove
from bot.discord_front.tags import make_tags, tags_for
from bot.discord_front.trace import at_most_once
from bot.domain.article import StoredArticle
from bot.domain.discord_errors import CannotPostError, PostingDelayedError
from bot.domain.discussion import Discussion, Ending, Prompt
from bot.domain.guild import Finding, GuildSettings, Severity
from bot.domain.identity import ChannelId, GuildId, RoleId

logger = logging.getLogger(__name__)

# How long Discord may take over a post, or over the end of a thread. After that whoever asked is told, the
# posts of other servers have their turn, and what was posted is looked for before it is tried again.
PATIENCE = 20.0  # seconds


class DiscordThreads:
    """Posts prompts to Discord, and waits as long as no client is attached."""

    def __init__(self) -> None:
        self.client: Client | None = None
        self._search = Search()
        self.sync: str | None = None  # how the commands stand: see inspect_connection

    async def inspect(
        self, *, guild: GuildId, channel: ChannelId, settings: GuildSettings
    ) -> tuple[Finding, ...]:
        """Return what could keep a discussion from being held in *channel*, and what is well."""
        try:
            found = self._guild(guild)
        except PostingDelayedError:
            is_there = self.client is not None and self.client.is_ready()
            code = "guild_unavailable" if is_there else "discord_unreachable"
            return (Finding(code=code, severity=Severity.BROKEN),)
        return (
            *_inspect_place(found, channel),
            *inspect_guild(found, moderators=settings.moderators),
            *self._inspect_connection(settings),
        )

    async def inspect_events(self, *, guild: GuildId) -> tuple[Finding, ...]:
        """Return what keeps schedules from being shown among the guild's events."""
        found = None if self.client is None else self.client.get_guild(guild)
        return () if found is None else tuple(inspect_events(found))

    async def inspect_ping(self, *, guild: GuildId, channel: ChannelId, role: RoleId) -> tuple[Finding, ...]:
        """Return whether the members of *role* can be told of a prompt in *channel*."""
        found = None if self.client is None else self.client.get_guild(guild)
        return () if found is None else (inspect_ping(found, channel=channel, role=role),)

    async def prepare(self, *, guild: GuildId, settings: GuildSettings) -> None:
        """Make the tags that a forum lacks."""
        if settings.channel is None:
            return
        channel = self._guild(guild).get_channel(settings.channel)
        if isinstance(channel, discord.ForumChannel):
            await make_tags(channel, text=public_words(settings, channel.guild))

    async def rehearse(self, *, guild: GuildId, channel: ChannelId, settings: GuildSettings) -> None:
        """Post a prompt for a trial and take it away again. Raises CannotPostError, PostingDelayedError."""
        where = self._channel(guild, channel)
        text = public_words(settings, where.guild)
        name = text("rehearsal.title")
        embed = discord.Embed(title=name, description=text("rehearsal.text"))
        try:
            async with asyncio.timeout(PATIENCE):
                if isinstance(where, discord.ForumChannel):
                    await _rehearse_in_forum(where, name=name, embed=embed)
                else:
                    await _rehearse_in_text(where, name=name, embed=embed)
        except FAILURES as error:
            raise to_error(error, channel=channel, name=f"#{where.name}") from error

    async def post_prompt(
        self,
        prompt: Prompt,
        *,
        discussion: Discussion,
        article: StoredArticle,
        settings: GuildSettings,
        nonce: str,
        is_retry: bool,
    ) -> int:
        """Post *prompt* and return its id, which its thread will have too."""
        channel = self._channel(discussion.guild, discussion.channel)
        # A message on which no thread may be opened would have to be taken away again, each time it is tried.
        _refuse_where_broken(channel)
        text = public_words(settings, channel.guild)
        embed, view = prompt_card(prompt, article=article, settings=settings, text=text)
        post = Post(
            name=thread_name(prompt, discussion=discussion, article=article, text=text),
            embed=embed,
            view=view,
            marker=marker_of(prompt.id),
            nonce=nonce,
            since=self.earliest(prompt.planned_at),
            ping=prompt.ping,
        )
        async with self._told(channel, what=f"Prompt {prompt.id} is not posted"):
            if isinstance(channel, discord.ForumChannel):
                return await post_in_forum(channel, post, is_retry=is_retry)
            return await post_in_text(channel, post, is_retry=is_retry, search=self._search)

    async def open_thread(
        self, prompt: Prompt, *, discussion: Discussion, article: StoredArticle, settings: GuildSettings
    ) -> None:
        """Open the thread of *prompt*; a post in a forum is one."""
        channel = self._channel(discussion.guild, discussion.channel)
        if isinstance(channel, discord.ForumChannel):
            return
        text = public_words(settings, channel.guild)
        name = thread_name(prompt, discussion=discussion, article=article, text=text)
        async with self._told(channel, what=f"Prompt {prompt.id} has no thread"):
            await open_on(channel.get_partial_message(prompt.thread or 0), name=name)

    async def pin(self, prompt: Prompt, *, discussion: Discussion) -> None:
        """Pin *prompt* in a text channel."""
        channel = self._guild(discussion.guild).get_channel(discussion.channel)
        if isinstance(channel, discord.TextChannel) and prompt.thread is not None:
            await pin(channel, prompt.thread)

    async def find_prompt(self, prompt: Prompt, *, discussion: Discussion) -> int | None:
        """Return as what *prompt* was posted although that was never noted, or None where it was not."""
        if await self.is_gone(guild=discussion.guild, channel=discussion.channel):
            return None
        channel = self._channel(discussion.guild, discussion.channel)
        marker, since = marker_of(prompt.id), self.earliest(prompt.planned_at)
        async with self._told(channel, what=f"Prompt {prompt.id} is not looked for"):
            if isinstance(channel, discord.ForumChannel):
                post = await find_post(channel, marker=marker, since=since)
                return None if post is None else post.id
            message = await self._search.find_message(channel, marker=marker, since=since)
            return None if message is None else message.id

    async def take_away(self, prompt: Prompt, *, discussion: Discussion) -> None:
        """Take the message of *prompt* away, on which no thread can be opened."""
        channel = self._guild(discussion.guild).get_channel(discussion.channel)
        if isinstance(channel, discord.TextChannel) and prompt.thread is not None:
            await remove(channel.get_partial_message(prompt.thread))

    async def is_gone(self, *, guild: GuildId, channel: ChannelId) -> bool:
        """Return whether *channel* certainly is gone: no longer known of, and denied by Discord.

        As long as it is known, Discord has not told of its end, and is not asked.
        """
        try:
            where = self._guild(guild)
            if where.get_channel(channel) is not None:
                return False
            async with asyncio.timeout(PATIENCE):
                await where.fetch_channel(channel)
        except PostingDelayedError:
            return False
        except FAILURES as error:
            return isinstance(error, discord.NotFound) and error.code == UNKNOWN_CHANNEL
        return False

    async def put_closing_card(self, ending: Ending, *, settings: GuildSettings, nonce: str) -> None:
        """Post the closing card: in a text channel below the prompts, in a forum in the last one's thread."""
        discussion = ending.discussion
        guild = self._guild(discussion.guild)
        card = closing_card(ending, text=public_words(settings, guild))
        posted = [one.thread for one in ending.prompts if one.thread]
        if not posted:
            return
        # Its card is younger than the closing; and than the last prompt, before which another run may have
        # ended a moment ago.
        closed = snowflake(self.earliest(discussion.closed_at or discussion.opened_at))
        after = max([closed, *posted])
        channel = guild.get_channel(discussion.channel)
        async with _delayed(f"Discussion {discussion.id} has no closing card yet"):
            if isinstance(channel, discord.TextChannel):
                await put_card(channel, card, nonce=nonce, after=after, search=self._search)
            elif threads := await find_threads(guild, reversed(posted), limit=1):
                await put_card(threads[0], card, nonce=nonce, after=after, search=self._search)

    def reach(self, *, guild: GuildId, channel: ChannelId) -> int | None:
        """Return how many members the guild has, but for the bot, where all of them can see *channel*.

        Who can see a channel that is not for everybody, only the list of members would tell, which the bot
        does not ask for.
        """
        found = None if self.client is None else self.client.get_guild(guild)
        where = None if found is None else found.get_channel(channel)
        if found is None or where is None or found.member_count is None:
            return None
        is_open = where.permissions_for(found.default_role).view_channel
        return max(0, found.member_count - 1) if is_open else None

    async def shut_thread(self, prompt: Prompt, *, discussion: Discussion) -> None:
        """Tag, lock and archive the thread of *prompt*."""
        guild = self._guild(discussion.guild)
        async with _delayed(f"Thread {prompt.thread} is not shut yet"):
            # Asked for anew: what is written in comes out of the archive.
            for thread in await find_threads(guild, [prompt.thread or 0], limit=1):
                await shut(thread, tag="closed")

    async def unpin(self, prompt: Prompt, *, discussion: Discussion) -> None:
        """Take the pin off *prompt* in a text channel."""
        channel = self._guild(discussion.guild).get_channel(discussion.channel)
        if isinstance(channel, discord.TextChannel) and prompt.thread is not None:
            await unpin(channel, prompt.thread)

    @asynccontextmanager
    async def _told(self, channel: Channel, *, what: str) -> AsyncIterator[None]:
        """Turn what Discord says in time, or does not, into an error of ours about *channel*."""
        try:
            async with asyncio.timeout(PATIENCE):
                yield
        except FAILURES as error:
            logger.warning("%s (channel %s): %s", what, channel.id, type(error).__name__)
            raise to_error(error, channel=channel.id, name=f"#{channel.name}") from error

    def earliest(self, at: datetime) -> datetime:
        """Return from when on, by Discord's clock, there may be what was decided on by ours *at* a time."""
        return earliest(at, skew=None if self.client is None else self.client.trace.skew)

    def _guild(self, guild: int) -> discord.Guild:
        found = None if self.client is None else self.client.get_guild(guild)
        if found is None or found.unavailable:
            raise PostingDelayedError
        return found

    def _channel(self, guild: GuildId, channel: int) -> discord.TextChannel | discord.ForumChannel:
        found = self._guild(guild).get_channel(channel)
        if found is None:
            raise cannot_post("channel_gone", channel=channel)
        if not isinstance(found, Channel):
            raise cannot_post("channel_kind", channel=channel, name=f"#{found.name}")
        return found

    def _inspect_connection(self, settings: GuildSettings) -> tuple[Finding, ...]:
        if self.client is None:
            return ()
        return tuple(
            inspect_connection(
                skew=self.client.trace.skew,
                sync=self.sync,
                reads_content=self.client.reads_content,
                records_typed=settings.records_typed,
            )
        )


@asynccontextmanager
async def _delayed(what: str) -> AsyncIterator[None]:
    """Let what Discord does not do in time be done later; what it refuses for good is given up before."""
    try:
        async with asyncio.timeout(PATIENCE):
            yield
    except FAILURES as error:
        logger.warning("%s: %s", what, type(error).__name__)
        raise PostingDelayedError from error


def _refuse_where_broken(channel: Channel) -> None:
    findings = (*inspect_channel(channel), *inspect_guild(channel.guild, moderators=None))
    broken = tuple(one for one in findings if one.severity is Severity.BROKEN)
    if broken:
        raise CannotPostError(findings=broken, channel=ChannelId(channel.id))


def _inspect_place(guild: discord.Guild, channel: int) -> tuple[Finding, ...]:
    where = guild.get_channel(channel)
    if where is None:
        return (Finding(code="channel_gone", severity=Severity.BROKEN, data={"channel": f"#{channel}"}),)
    if not isinstance(where, Channel):
        kind = Finding(code="channel_kind", severity=Severity.BROKEN, data={"channel": f"#{where.name}"})
        return (kind,)
    return tuple(inspect_channel(where))


async def _rehearse_in_forum(forum: discord.ForumChannel, *, name: str, embed: discord.Embed) -> None:
    if not forum.permissions_for(forum.guild.me).manage_threads:
        # The post could not be taken away again.
        raise cannot_post("lacks", channel=forum.id, name=f"#{forum.name}", permission="manage_threads")
    with at_most_once():
        made = await forum.create_thread(name=name, embed=embed, applied_tags=tags_for(forum, "open"))
    await made.thread.delete()


async def _rehearse_in_text(channel: discord.TextChannel, *, name: str, embed: discord.Embed) -> None:
    message = await channel.send(embed=embed, nonce=secrets.token_hex(8))
    try:
        thread = await message.create_thread(name=name)
        if channel.permissions_for(channel.guild.me).manage_threads:
            await thread.delete()
    finally:
        await message.delete()
