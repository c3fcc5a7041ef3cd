"""Looking for what we posted: by the button that a post carries, so that nothing is posted a second time."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import discord

from bot.discord_front.recent import Recent

Speaks = discord.TextChannel | discord.Thread

# Discord's machines number messages by their own clocks, so one may appear that is older than the newest.
OVERLAP = timedelta(seconds=10)


class Search:
    """Looks for messages of ours, each from when on it may have been posted.

    Where people have talked since, that can take longer than anybody waits; and to stop at some page would be
    to post twice, or never. So each search goes on where the one before it was cut short: every attempt comes
    nearer to the end, which people reach more slowly than we read (100 messages at once).
    """

    def __init__(self) -> None:
        self._read: Recent[tuple[int, str], int] = Recent()  # the newest message that was looked at

    async def find(
        self, channel: Speaks, *, what: str, after: int, is_it: Callable[[discord.Message], bool]
    ) -> discord.Message | None:
        """Return our message in *channel*, later than the message *after*, of which *is_it* is true.

        *what* is known by this name the next time. Raises what discord.py raises.
        """
        me = channel.guild.me.id
        key = (channel.id, what)
        start = after
        if (read := self._read.get(key)) is not None:
            start = max(start, snowflake(discord.utils.snowflake_time(read) - OVERLAP))
        async for message in channel.history(after=discord.Object(start), limit=None, oldest_first=True):
            if message.author.id == me and is_it(message):
                return message
            self._read.put(key, message.id)
        return None

    async def find_message(self, channel: Speaks, *, marker: str, since: datetime) -> discord.Message | None:
        """Return our message in *channel* with the button *marker*. Raises what discord.py raises."""
        return await self.find(
            channel,
            what=marker,
            after=snowflake(since),
            is_it=lambda message: marker in custom_ids(message),
        )


def snowflake(at: datetime) -> int:
    """Return the id that the first message written *at* this time could have."""
    return discord.utils.time_snowflake(at)


async def find_post(forum: discord.ForumChannel, *, marker: str, since: datetime) -> discord.Thread | None:
    """Return our post in *forum* whose first message has the button *marker*.

    Raises what discord.py raises.
    """
    active = [thread for thread in await forum.guild.active_threads() if thread.parent_id == forum.id]
    if (found := await _first_with(marker, active, forum=forum, since=since)) is not None:
        return found
    archived = []
    async for thread in forum.archived_threads(limit=None):  # the last that was put away comes first
        if thread.archive_timestamp < since:
            break
        archived.append(thread)
    return await _first_with(marker, archived, forum=forum, since=since)


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
