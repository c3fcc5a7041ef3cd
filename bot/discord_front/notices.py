"""The notice port on Discord: one card in a server, edited in place."""

import asyncio
import logging
from datetime import datetime, timedelta

import discord

from bot.commands.health import SHOWN, health_card
from bot.discord_front.failures import FAILURES, UNKNOWN_MESSAGE, to_error
from bot.discord_front.find import Search, snowflake
from bot.discord_front.inspect import lacking
from bot.discord_front.people import public_words
from bot.discord_front.render import Rendered, render
from bot.discord_front.threads import PATIENCE, DiscordThreads
from bot.domain.discord_errors import CannotPostError, PostingDelayedError
from bot.domain.guild import GuildSettings
from bot.domain.health import Notice
from bot.domain.identity import ChannelId, GuildId
from bot.i18n import Language, Text, text_in

logger = logging.getLogger(__name__)

# Without these the card cannot be shown, or not be found again before it is posted a second time.
NEEDED = ("view_channel", "send_messages", "embed_links", "read_message_history")
# A message that is older than the first may not be edited as often as one likes (code 30046).
TOO_OLD_TO_EDIT_OFTEN = timedelta(hours=1)
TOO_MANY_EDITS = 30046
# News are put into a card that is as young as this, or among so many last messages; else nobody would see.
YOUNG = timedelta(days=1)
IN_SIGHT = 20  # messages


class DiscordNotices:
    """Shows each server's moderators what is wrong."""

    def __init__(self, threads: DiscordThreads) -> None:
        self._threads = threads  # whose connection it uses
        self._search = Search()

    def place(self, *, guild: GuildId, settings: GuildSettings) -> ChannelId | None:
        """Return the channel that was chosen, or where Discord itself tells moderators what is new.

        A channel that is gone is as good as none. Raises PostingDelayedError where the server is not there.
        """
        found = self._guild(guild)
        chosen = None if settings.notices is None else found.get_channel(settings.notices)
        if isinstance(chosen, discord.TextChannel):
            return ChannelId(chosen.id)
        updates = found.public_updates_channel
        return ChannelId(updates.id) if updates is not None and not lacking(updates, NEEDED) else None

    def name_of(self, channel: ChannelId, *, guild: GuildId) -> str:
        """Return what *channel* is called, or its number where nobody knows any more."""
        try:
            found = self._guild(guild).get_channel(channel)
        except PostingDelayedError:
            found = None
        return f"#{channel}" if found is None else f"#{found.name}"

    async def put(
        self,
        notice: Notice,
        *,
        guild: GuildId,
        channel: ChannelId,
        settings: GuildSettings,
        message: int | None,
        nonce: str,
        since: datetime | None,
    ) -> int:
        """Let the card in *channel* say *notice*, and return its id."""
        where = self._guild(guild).get_channel(channel)
        if not isinstance(where, discord.TextChannel):
            raise PostingDelayedError  # it went this instant; the next attempt has another place
        if lacks := lacking(where, NEEDED):
            raise CannotPostError(findings=lacks, channel=channel)
        rendered = rendered_card(notice, text=public_words(settings, where.guild))
        try:
            async with asyncio.timeout(PATIENCE):
                if since is not None:
                    message = await self._find(where, what=nonce, since=since) or message
                return await _put(where, rendered, message=message, nonce=nonce, is_news=notice.is_news)
        except FAILURES as error:
            logger.warning("Guild %s is not told what is wrong: %s", guild, type(error).__name__)
            raise to_error(error, channel=channel, name=f"#{where.name}") from error

    async def take_away(self, message: int, *, guild: GuildId, channel: ChannelId) -> bool:
        """Take away a card that is elsewhere now, if that is possible; return whether it is gone."""
        try:
            where = self._guild(guild).get_channel(channel)
        except PostingDelayedError:
            return False
        if where is None:
            return True  # with its channel
        if not isinstance(where, discord.TextChannel) or lacking(where, ("view_channel",)):
            return False
        return await _remove(where.get_partial_message(message))

    async def _find(self, where: discord.TextChannel, *, what: str, since: datetime) -> int | None:
        """Return our card that may have been posted although no answer came."""
        after = snowflake(self._threads.earliest(since))
        found = await self._search.find(where, what=what, after=after, is_it=is_card)
        return None if found is None else found.id

    def _guild(self, guild: int) -> discord.Guild:
        client = self._threads.client
        found = None if client is None else client.get_guild(guild)
        if found is None or found.unavailable:
            raise PostingDelayedError
        return found


def rendered_card(notice: Notice, *, text: Text) -> Rendered:
    """Return *notice* as Discord takes it: with fewer of its problems where they would be too long."""
    for shown in range(SHOWN, 0, -1):
        rendered = render(health_card(notice, text=text, shown=shown), text=text)
        if not rendered.files:
            return rendered
    raise AssertionError("one problem always has room")


def is_card(message: discord.Message) -> bool:
    """Return whether *message*, one of ours, is a card, in whichever language."""
    titles = {text_in(language)("health.well") for language in Language}
    words = {text_in(language)("health.title") for language in Language}
    return message.content in words or any(embed.title in titles for embed in message.embeds)


async def _put(
    where: discord.TextChannel, rendered: Rendered, *, message: int | None, nonce: str, is_news: bool
) -> int:
    """Edit *message*, or post anew where it is gone, cannot be edited, or is out of sight."""
    view = rendered.view or discord.utils.MISSING
    if message is not None:
        card = where.get_partial_message(message)
        is_hidden = is_news and await _is_out_of_sight(where, card)
        if not is_hidden and await _edit(card, rendered):
            return message
        # A deleted message still blocks its nonce; the card after this one has a nonce of its own.
        nonce = f"h{message}"
    sent = await where.send(rendered.content, embeds=rendered.embeds, view=view, nonce=nonce)
    if message is not None and message != sent.id:
        await _remove(where.get_partial_message(message))
    return sent.id


async def _edit(card: discord.PartialMessage, rendered: Rendered) -> bool:
    """Let *card* say something else; return whether it does. Raises what discord.py raises."""
    try:
        await card.edit(content=rendered.content, embeds=rendered.embeds, view=rendered.view)
    except discord.NotFound as error:
        if error.code != UNKNOWN_MESSAGE:
            raise
        return False
    except discord.HTTPException as error:
        if error.code != TOO_MANY_EDITS:
            raise
        return False
    except discord.RateLimited:
        # Discord asks to wait for minutes: of an old message that is the limit of its edits.
        if discord.utils.utcnow() - card.created_at < TOO_OLD_TO_EDIT_OFTEN:
            raise
        return False
    return True


async def _is_out_of_sight(where: discord.TextChannel, card: discord.PartialMessage) -> bool:
    if discord.utils.utcnow() - card.created_at < YOUNG:
        return False
    return card.id not in [message.id async for message in where.history(limit=IN_SIGHT)]


async def _remove(card: discord.PartialMessage) -> bool:
    """Take an old card away, so that there is one; the newer one is right in any case."""
    try:
        await card.delete()
    except discord.NotFound:
        return True
    except FAILURES as error:
        logger.info("Card %s stays: %s", card.id, type(error).__name__)
        return False
    return True
