"""The thread port: what puts prompts before people, on Discord or at a terminal.

Each method that changes something does one step, and doing it again does no harm. All of them raise
CannotPostError where it will not work until somebody changes something, PostingDelayedError where it may
work later, or may have worked without our being told.
"""

from typing import Protocol

from bot.domain.article import StoredArticle
from bot.domain.discussion import Discussion, Ending, Prompt
from bot.domain.guild import Finding, GuildSettings
from bot.domain.identity import ChannelId, GuildId, RoleId


class ThreadPort(Protocol):
    """Where prompts are posted. What it posts speaks the guild's language."""

    async def inspect(
        self, *, guild: GuildId, channel: ChannelId, settings: GuildSettings
    ) -> tuple[Finding, ...]:
        """Return what could keep a discussion from being held in *channel*, and what is well."""
        ...

    async def inspect_events(self, *, guild: GuildId) -> tuple[Finding, ...]:
        """Return what keeps schedules from being shown among the guild's events."""
        ...

    async def inspect_ping(self, *, guild: GuildId, channel: ChannelId, role: RoleId) -> tuple[Finding, ...]:
        """Return whether the members of *role* can be told of a prompt in *channel*."""
        ...

    def reach(self, *, guild: GuildId, channel: ChannelId) -> int | None:
        """Return how many people can see what is posted in *channel* now; None where that is not known.

        Nobody is told who has seen what.
        """
        ...

    async def prepare(self, *, guild: GuildId, settings: GuildSettings) -> None:
        """Make what the channel of *settings* lacks for discussions, as far as that is allowed."""
        ...

    async def rehearse(self, *, guild: GuildId, channel: ChannelId, settings: GuildSettings) -> None:
        """Post a prompt for a trial and take it away again."""
        ...

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
        """Post *prompt* and return its id, which its thread will have too.

        With *is_retry* it may have been posted before, and is looked for; *nonce* is the same each time.
        """
        ...

    async def open_thread(
        self, prompt: Prompt, *, discussion: Discussion, article: StoredArticle, settings: GuildSettings
    ) -> None:
        """Open the thread of *prompt*, which is posted, in the words of its post."""
        ...

    async def pin(self, prompt: Prompt, *, discussion: Discussion) -> None:
        """Keep *prompt* in sight, where that is possible."""
        ...

    async def find_prompt(self, prompt: Prompt, *, discussion: Discussion) -> int | None:
        """Return as what *prompt* was posted although that was never noted, or None where it was not."""
        ...

    async def take_away(self, prompt: Prompt, *, discussion: Discussion) -> None:
        """Take the post of *prompt* away, whose thread cannot be opened."""
        ...

    async def is_gone(self, *, guild: GuildId, channel: ChannelId) -> bool:
        """Return whether *channel* certainly is not there any more."""
        ...

    async def put_closing_card(self, ending: Ending, *, settings: GuildSettings, nonce: str) -> None:
        """Say that the discussion has ended."""
        ...

    async def shut_thread(self, prompt: Prompt, *, discussion: Discussion) -> None:
        """Keep what people wrote below *prompt* as it is now."""
        ...

    async def unpin(self, prompt: Prompt, *, discussion: Discussion) -> None:
        """Keep *prompt* in sight no longer."""
        ...
