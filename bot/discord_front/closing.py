"""Ending a discussion on Discord: the closing card once, then the threads tagged, locked and put away."""

import logging
from collections.abc import Iterable
from typing import Any

import discord

from bot.discord_front.failures import FAILURES, is_final
from bot.discord_front.find import Search, Speaks
from bot.discord_front.tags import tags_for

logger = logging.getLogger(__name__)


async def put_card(where: Speaks, card: discord.Embed, *, nonce: str, after: int, search: Search) -> None:
    """Post *card* unless it is there already, after the message *after*: a card before it ended another run.

    Raises what discord.py raises where it may work later.
    """

    def is_it(message: discord.Message) -> bool:
        return any(embed.title == card.title for embed in message.embeds)

    try:
        if await search.find(where, what=nonce, after=after, is_it=is_it) is None:
            await where.send(embed=card, nonce=nonce)
    except FAILURES as error:
        if not is_final(error):
            raise
        logger.warning("Channel %s got no closing card: %s", where.id, type(error).__name__)


async def shut(thread: discord.Thread, *, tag: str) -> None:
    """Tag, lock and archive *thread*, as far as is allowed.

    Raises what discord.py raises where it may work later.
    """
    locks = thread.parent is not None and thread.permissions_for(thread.guild.me).manage_threads
    if thread.archived and (thread.locked or not locks):
        return
    changes: dict[str, Any] = {"archived": True, **({"locked": True} if locks else {})}
    try:
        if thread.archived:  # nothing else of an archived thread can be changed
            thread = await thread.edit(archived=False)
        if isinstance(thread.parent, discord.ForumChannel):
            ours = [one for one in thread.applied_tags if one not in tags_for(thread.parent, "open")]
            tags = [*tags_for(thread.parent, tag), *ours][:5]
            changes["applied_tags"] = tags
        await thread.edit(**changes)
    except FAILURES as error:
        if not is_final(error):
            raise
        logger.warning("Thread %s stays open: %s", thread.id, type(error).__name__)


async def find_threads(guild: discord.Guild, ids: Iterable[int], *, limit: int) -> list[discord.Thread]:
    """Return the first *limit* of the threads that are still there.

    Raises what discord.py raises where they may be later.
    """
    found = []
    for thread_id in ids:
        try:
            thread = guild.get_thread(thread_id) or await guild.fetch_channel(thread_id)
        except FAILURES as error:
            if not is_final(error):
                raise
            continue  # deleted, or out of our sight
        if isinstance(thread, discord.Thread):
            found.append(thread)
        if len(found) == limit:
            break
    return found
