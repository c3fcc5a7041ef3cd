"""A forum's tags: whether a discussion is open, closed or summarised, in any language of ours."""

import asyncio
import logging

import discord

from bot.commands.spec import fold
from bot.discord_front.failures import FAILURES
from bot.i18n import Language, Text, text_in

logger = logging.getLogger(__name__)

TAGS = ("open", "closed", "summarised")
# Discord's, for a forum.
LIMIT = 20
PATIENCE = 10.0  # seconds; somebody waits for the panel that shows them


def find_tag(forum: discord.ForumChannel, tag: str) -> discord.ForumTag | None:
    """Return the tag of *forum* that says *tag*, whichever language it was made in."""
    names = {fold(text_in(language)(f"tag.{tag}")) for language in Language}
    return next((one for one in forum.available_tags if fold(one.name) in names), None)


def missing_tags(forum: discord.ForumChannel) -> tuple[str, ...]:
    """Return which of our tags *forum* does not have."""
    return tuple(tag for tag in TAGS if find_tag(forum, tag) is None)


async def make_tags(forum: discord.ForumChannel, *, text: Text) -> None:
    """Add our tags to *forum*, as many as there is room for, if that is allowed."""
    missing = missing_tags(forum)[: LIMIT - len(forum.available_tags)]
    if not missing or not forum.permissions_for(forum.guild.me).manage_channels:
        return
    made = [discord.ForumTag(name=text(f"tag.{tag}")) for tag in missing]
    try:
        async with asyncio.timeout(PATIENCE):
            await forum.edit(available_tags=[*forum.available_tags, *made])
    except FAILURES as error:
        logger.warning("Forum %s got no tags: %s", forum.id, type(error).__name__)


def tags_for(forum: discord.ForumChannel, tag: str) -> list[discord.ForumTag]:
    """Return what a post that is *tag* is given; a moderated tag is only for those who may manage threads."""
    found = find_tag(forum, tag)
    is_allowed = found is not None and (
        not found.moderated or forum.permissions_for(forum.guild.me).manage_threads
    )
    return [found] if found is not None and is_allowed else []
