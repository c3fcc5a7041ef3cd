"""Looking for what we posted: by the button that a post carries, so that nothing is posted a second time."""

from collections.abc import Iterable
from datetime import datetime

import discord

Speaks = discord.TextChannel | discord.Thread


async def find_message(channel: Speaks, *, marker: str, since: datetime) -> discord.Message | None:
    """Return our message in *channel* with the button *marker*. Raises what discord.py raises."""
    me = channel.guild.me.id
    async for message in channel.history(after=since, limit=None, oldest_first=True):
        if message.author.id == me and marker in custom_ids(message):
            return message
    return None


async def find_post(forum: discord.ForumChannel, *, marker: str, since: datetime) -> discord.Thread | None:
    """Return our post in *forum* whose first message has the button *marker*.

    Raises what discord.py raises.
    """
    active = [thread for thread in await forum.guild.active_threads() if thread.parent_id == forum.id]
    if (found := await _first_with(marker, active, forum=forum, since=since)) is not None:
        return found
    archived = [thread async for thread in forum.archived_threads(limit=100)]
    return await _first_with(marker, archived, forum=forum, since=since)


async def find_titled(channel: Speaks, *, title: str, after: int) -> discord.Message | None:
    """Return our message in *channel*, later than the message *after*, with an embed called *title*.

    Raises what discord.py raises.
    """
    me = channel.guild.me.id
    async for message in channel.history(after=discord.Object(after), limit=None, oldest_first=False):
        if message.author.id == me and any(embed.title == title for embed in message.embeds):
            return message
    return None


def custom_ids(message: discord.Message) -> set[str]:
    """Return the custom_ids of the buttons of *message*."""
    found = set()
    for row in message.components:
        for child in getattr(row, "children", ()):
            if custom_id := getattr(child, "custom_id", None):
                found.add(custom_id)
    return found


async def _first_with(
    marker: str, threads: Iterable[discord.Thread], *, forum: discord.ForumChannel, since: datetime
) -> discord.Thread | None:
    for thread in threads:
        made = discord.utils.snowflake_time(thread.id)
        if thread.owner_id != forum.guild.me.id or made < since:
            continue
        try:
            first = await thread.get_partial_message(thread.id).fetch()
        except discord.NotFound:
            continue  # the post's first message was deleted
        if marker in custom_ids(first):
            return thread
    return None
