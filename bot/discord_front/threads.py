"""The thread port on Discord."""

import asyncio
import logging
import secrets

import discord

from bot.discord_front.cards import closing_card, marker_of, prompt_card, thread_name
from bot.discord_front.client import Client
from bot.discord_front.closing import find_threads, put_card, shut
from bot.discord_front.failures import FAILURES, UNKNOWN_CHANNEL, cannot_post, to_error
from bot.discord_front.find import Search, find_post, snowflake
from bot.discord_front.inspect import Channel, inspect_channel, inspect_connection, inspect_guild
from bot.discord_front.people import public_words
from bot.discord_front.pins import pin, unpin
from bot.discord_front.posting import Post, earliest, post_in_forum, post_in_text
from bot.discord_front.tags import make_tags, tags_for
from bot.discord_front.trace import at_most_once
from bot.domain.article import StoredArticle
from bot.domain.discord_errors import CannotPostError, PostingDelayedError
from bot.domain.discussion import Discussion, Ending, Prompt
from bot.domain.guild import Finding, GuildSettings, Severity
from bot.domain.identity import ChannelId, GuildId

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

    async def open_thread(
        self,
        prompt: Prompt,
        *,
        discussion: Discussion,
        article: StoredArticle,
        settings: GuildSettings,
        is_retry: bool,
    ) -> int:
        """Post *prompt*, open a thread on it and return the thread's id.

        Raises CannotPostError where it cannot be posted, PostingDelayedError where that is not known.
        """
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
            nonce=f"p{prompt.id}.{int(prompt.planned_at.timestamp())}",
            planned_at=prompt.planned_at,
        )
        try:
            async with asyncio.timeout(PATIENCE):
                if isinstance(channel, discord.ForumChannel):
                    return await post_in_forum(channel, post, is_retry=is_retry)
                posted = await post_in_text(channel, post, is_retry=is_retry, search=self._search)
        except FAILURES as error:
            logger.warning(
                "Prompt %s is not posted in channel %s: %s", prompt.id, channel.id, type(error).__name__
            )
            raise to_error(error, channel=channel.id, name=f"#{channel.name}") from error
        await pin(channel, posted)
        return posted

    async def find_thread(self, prompt: Prompt, *, discussion: Discussion) -> int | None:
        """Return where *prompt* was posted although that was never noted, or None where it certainly was not.

        Raises CannotPostError where it cannot be looked for, PostingDelayedError where it may be later.
        """
        if await self.is_gone(guild=discussion.guild, channel=discussion.channel):
            return None
        channel = self._channel(discussion.guild, discussion.channel)
        marker, since = marker_of(prompt.id), earliest(prompt.planned_at)
        try:
            async with asyncio.timeout(PATIENCE):
                if isinstance(channel, discord.ForumChannel):
                    post = await find_post(channel, marker=marker, since=since)
                    return None if post is None else post.id
                message = await self._search.find_message(channel, marker=marker, since=since)
                return None if message is None else message.id
        except FAILURES as error:
            logger.warning("Prompt %s is not looked for: %s", prompt.id, type(error).__name__)
            raise to_error(error, channel=channel.id, name=f"#{channel.name}") from error

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

    async def close_threads(self, ending: Ending, *, settings: GuildSettings) -> None:
        """Say that the discussion has ended, and close its threads. Raises PostingDelayedError."""
        discussion = ending.discussion
        guild = self._guild(discussion.guild)
        card = closing_card(ending, text=public_words(settings, guild))
        nonce = f"c{discussion.id}.{int(discussion.opened_at.timestamp())}"
        posted = [one.thread for one in ending.prompts if one.thread]
        # Its card is younger than the closing; and than the last prompt, before which another run may have
        # ended a moment ago.
        closed = snowflake(earliest(discussion.closed_at or discussion.opened_at))
        after = max([closed, *posted])
        try:
            async with asyncio.timeout(PATIENCE):
                threads = await find_threads(guild, posted)
                channel = guild.get_channel(discussion.channel)
                if posted and isinstance(channel, discord.TextChannel):
                    await put_card(channel, card, nonce=nonce, after=after, search=self._search)
                elif threads:
                    await put_card(threads[-1], card, nonce=nonce, after=after, search=self._search)
                    # What is written in comes out of the archive.
                    threads[-1:] = await find_threads(guild, [threads[-1].id])
            for thread in threads:
                async with asyncio.timeout(PATIENCE):
                    await shut(thread, tag="closed")
            if isinstance(channel, discord.TextChannel):
                for message in posted:
                    await unpin(channel, message)
        except FAILURES as error:
            logger.warning("Discussion %s is not closed yet: %s", discussion.id, type(error).__name__)
            raise PostingDelayedError from error

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
