"""Posting a prompt once, whatever the network does.

In a text channel a nonce keeps Discord from taking the same message twice for a few minutes; beyond that, and
in forums, which know no nonce, what was posted is looked for by its button before it is posted again.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import discord

from bot.discord_front.failures import FAILURES, THREAD_EXISTS, UNKNOWN_MESSAGE
from bot.discord_front.find import Search, find_post
from bot.discord_front.tags import tags_for
from bot.discord_front.trace import SentBeforeError, at_most_once

logger = logging.getLogger(__name__)

WEEK: Final = 10_080  # minutes: the longest that a thread stays in sight untouched
# How far before its planning, by our clock, a post may have been made, by Discord's.
MARGIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What is posted, and how it is known again."""

    name: str  # the thread's
    embed: discord.Embed
    view: discord.ui.View
    marker: str  # the custom_id of one of its buttons
    nonce: str
    since: datetime  # by Discord's clock: from when on it may have been posted
    ping: int | None = None  # a role whose members asked to be told

    @property
    def words(self) -> str | None:
        """What stands above the card: nothing, unless somebody is to be told."""
        return None if self.ping is None else f"<@&{self.ping}>"

    @property
    def mentions(self) -> discord.AllowedMentions:
        """Who may be told: nobody else, whatever stands anywhere."""
        roles = [] if self.ping is None else [discord.Object(self.ping)]
        return discord.AllowedMentions(everyone=False, users=False, roles=roles, replied_user=False)


def earliest(at: datetime, *, skew: timedelta | None) -> datetime:
    """Return from when on, by Discord's clock, there may be what was decided on *at* this time by ours.

    Ours is ahead by *skew*, as far as is known.
    """
    return at - MARGIN - max(skew or timedelta(0), timedelta(0))


async def post_in_text(channel: discord.TextChannel, post: Post, *, is_retry: bool, search: Search) -> int:
    """Post in *channel* and return the message's id. Raises what discord.py raises."""
    if is_retry:
        found = await search.find_message(channel, marker=post.marker, since=post.since)
        if found is not None:
            return found.id
    message = await channel.send(
        post.words,
        embed=post.embed,
        view=post.view,
        nonce=post.nonce,
        allowed_mentions=post.mentions,
    )
    return message.id


async def open_on(message: discord.PartialMessage, *, name: str) -> None:
    """Open the thread *name* on *message*, unless it has one. Raises what discord.py raises.

    Somebody may have deleted the message meanwhile: then they want no thread, and nothing waits for one.
    """
    try:
        await message.create_thread(name=name, auto_archive_duration=WEEK)
    except discord.HTTPException as error:
        if error.code not in {THREAD_EXISTS, UNKNOWN_MESSAGE}:
            raise


async def post_in_forum(forum: discord.ForumChannel, post: Post, *, is_retry: bool) -> int:
    """Post in *forum* and return the post's id. Raises what discord.py raises."""
    if is_retry and (found := await find_post(forum, marker=post.marker, since=post.since)) is not None:
        return found.id
    try:
        with at_most_once():
            made = await forum.create_thread(
                name=post.name,
                content=post.words,
                allowed_mentions=post.mentions,
                embed=post.embed,
                view=post.view,
                applied_tags=tags_for(forum, "open"),
                auto_archive_duration=WEEK,
            )
    except SentBeforeError:
        # The first time may have taken effect although no answer came.
        found = await find_post(forum, marker=post.marker, since=post.since)
        if found is None:
            raise
        return found.id
    return made.thread.id


async def remove(message: discord.PartialMessage) -> None:
    """Take *message* away, if that is possible."""
    try:
        await message.delete()
    except FAILURES as error:
        logger.warning("Message %s stays without a thread: %s", message.id, type(error).__name__)
