"""Posting a prompt once, whatever the network does.

In a text channel a nonce keeps Discord from taking the same message twice for a few minutes; beyond that, and
in forums, which know no nonce, what was posted is looked for by its button before it is posted again.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import discord

from bot.discord_front.failures import FAILURES, THREAD_EXISTS, is_final
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
    planned_at: datetime

    @property
    def since(self) -> datetime:
        """From when on it may have been posted."""
        return earliest(self.planned_at)


def earliest(at: datetime) -> datetime:
    """Return from when on, by Discord's clock, there may be what was decided on *at* this time by ours."""
    return at - MARGIN


async def post_in_text(channel: discord.TextChannel, post: Post, *, is_retry: bool, search: Search) -> int:
    """Post in *channel*, open a thread on the message and return the id of both.

    Raises what discord.py raises; nothing is left behind where that is final.
    """
    message = None
    if is_retry:
        message = await search.find_message(channel, marker=post.marker, since=post.since)
    if message is None:
        message = await channel.send(embed=post.embed, view=post.view, nonce=post.nonce)
    try:
        await message.create_thread(name=post.name, auto_archive_duration=WEEK)
    except discord.HTTPException as error:
        if error.code == THREAD_EXISTS:
            return message.id
        if is_final(error):
            await _remove(message)
        raise
    return message.id


async def post_in_forum(forum: discord.ForumChannel, post: Post, *, is_retry: bool) -> int:
    """Post in *forum* and return the post's id. Raises what discord.py raises."""
    if is_retry and (found := await find_post(forum, marker=post.marker, since=post.since)) is not None:
        return found.id
    try:
        with at_most_once():
            made = await forum.create_thread(
                name=post.name,
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


async def _remove(message: discord.Message) -> None:
    try:
        await message.delete()
    except FAILURES as error:
        logger.warning("Message %s stays without a thread: %s", message.id, type(error).__name__)
