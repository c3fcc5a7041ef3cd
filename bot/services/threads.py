"""The thread port: what puts prompts before people, on Discord or at a terminal."""

from typing import Protocol

from bot.domain.article import StoredArticle
from bot.domain.discussion import Discussion, Ending, Prompt
from bot.domain.guild import Finding, GuildSettings
from bot.domain.identity import ChannelId, GuildId


class ThreadPort(Protocol):
    """Where prompts are posted. What it posts speaks the guild's language."""

    async def inspect(
        self, *, guild: GuildId, channel: ChannelId, settings: GuildSettings
    ) -> tuple[Finding, ...]:
        """Return what could keep a discussion from being held in *channel*, and what is well."""
        ...

    async def prepare(self, *, guild: GuildId, settings: GuildSettings) -> None:
        """Make what the channel of *settings* lacks for discussions, as far as that is allowed."""
        ...

    async def rehearse(self, *, guild: GuildId, channel: ChannelId, settings: GuildSettings) -> None:
        """Post a prompt for a trial and take it away again. Raises CannotPostError, PostingDelayedError."""
        ...

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

        With *is_retry* it may have been posted before, and is looked for. Raises CannotPostError where it
        cannot be posted, PostingDelayedError where it is not known whether it was.
        """
        ...

    async def find_thread(self, prompt: Prompt, *, discussion: Discussion) -> int | None:
        """Return where *prompt* was posted although that was never noted, or None where it certainly was not.

        Raises CannotPostError where it cannot be looked for, PostingDelayedError where it may be later.
        """
        ...

    async def is_gone(self, *, guild: GuildId, channel: ChannelId) -> bool:
        """Return whether *channel* certainly is not there any more."""
        ...

    async def close_threads(self, ending: Ending, *, settings: GuildSettings) -> None:
        """Say that the discussion has ended, and close its threads. Doing it again does no harm.

        Raises PostingDelayedError.
        """
        ...
