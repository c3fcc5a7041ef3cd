"""The thread port: how a prompt comes before people, on Discord or at a terminal."""

from typing import Protocol

from bot.domain.article import StoredArticle
from bot.domain.discussion import Progress, Prompt


class ThreadPort(Protocol):
    """Where prompts are posted. Both of its methods speak the guild's language."""

    async def open_thread(self, prompt: Prompt, *, article: StoredArticle) -> int:
        """Post *prompt*, open a thread on it and return the thread's id."""
        ...

    async def close_threads(self, *, title: str, progress: Progress) -> None:
        """Say that the discussion has ended, and with how many answers."""
        ...
