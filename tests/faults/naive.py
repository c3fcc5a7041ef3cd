"""A sender as one might write it: who fails tries again, and looks at nothing."""

import secrets
from collections.abc import Callable
from contextlib import nullcontext
from unittest.mock import patch

import discord

from bot.discord_front import posting, trace
from bot.discord_front.find import Search, Speaks
from bot.discord_front.threads import DiscordThreads
from bot.domain.article import StoredArticle
from bot.domain.discussion import Discussion, Ending, Prompt
from bot.domain.guild import GuildSettings


class Blind(Search):
    """Finds nothing."""

    async def find(
        self, channel: Speaks, *, what: str, after: int, is_it: Callable[[discord.Message], bool]
    ) -> discord.Message | None:
        """Return nothing."""
        return None


class NaiveThreads(DiscordThreads):
    """Posts anew each time: no look-up, no nonce that stays the same, no thought for others."""

    def __init__(self) -> None:
        super().__init__()
        self._search = Blind()
        patch.object(posting, "at_most_once", nullcontext).start()
        patch.object(trace, "may_be_sent", lambda: True).start()

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
        """Post *prompt*."""
        return await super().post_prompt(
            prompt,
            discussion=discussion,
            article=article,
            settings=settings,
            nonce=secrets.token_hex(8),
            is_retry=False,
        )

    async def put_closing_card(self, ending: Ending, *, settings: GuildSettings, nonce: str) -> None:
        """Say that the discussion has ended."""
        await super().put_closing_card(ending, settings=settings, nonce=secrets.token_hex(8))
