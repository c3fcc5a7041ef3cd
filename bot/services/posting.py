"""Posting what is planned, and ending what is closed: once each, whoever asks for it and whenever."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

from bot.domain.discord_errors import CannotPostError, PostingDelayedError
from bot.domain.discussion import Ending, Prompt
from bot.domain.errors import BotError, UnknownPromptError
from bot.domain.identity import DiscussionId, GuildId
from bot.services.clock import Clock
from bot.services.threads import ThreadPort
from bot.storage.store import Store, Transaction

logger = logging.getLogger(__name__)


class Poster:
    """Brings the thread port in line with the database: planned before, noted after."""

    def __init__(self, store: Store, *, clock: Clock, threads: ThreadPort) -> None:
        self._store = store
        self._clock = clock
        self._threads = threads
        self._locks: WeakValueDictionary[DiscussionId, asyncio.Lock] = WeakValueDictionary()

    async def post(self, prompt: Prompt, *, guild: GuildId, is_retry: bool) -> Prompt:
        """Post *prompt* unless it was posted meanwhile, and return it with its thread.

        Raises CannotPostError, PostingDelayedError, UnknownPromptError where it was taken back.
        """
        async with self._alone(prompt.discussion):
            async with self._store.read() as tx:
                discussion, prompt = await tx.discussions.prompt(prompt.id, guild=guild)
                article = await tx.articles.get(discussion.article, only=())
                settings = await tx.guilds.get(guild)
            if prompt.thread is not None:
                return prompt
            thread = await self._threads.open_thread(
                prompt, discussion=discussion, article=article, settings=settings, is_retry=is_retry
            )
            # Whatever happens between the two, the next attempt looks whether it was posted.
            async with self._store.write() as tx:
                await tx.discussions.posted(prompt.id, thread=thread, at=self._clock())
                return (await tx.discussions.prompt(prompt.id, guild=guild))[1]

    async def end(self, discussion: DiscussionId) -> None:
        """Close the threads of *discussion*, unless that was done. Raises PostingDelayedError."""
        async with self._alone(discussion):
            async with self._store.read() as tx:
                if (await tx.discussions.get(discussion)).id not in (
                    await tx.discussions.pending(guild=None)
                )[1]:
                    return
                ending = await _ending(tx, discussion)
                settings = await tx.guilds.get(ending.discussion.guild)
            await self._threads.close_threads(ending, settings=settings)
            async with self._store.write() as tx:
                await tx.discussions.ended(discussion, at=self._clock())

    async def catch_up(self, *, guild: GuildId | None) -> None:
        """Post and end whatever waits for it, in one guild or in all; a failure does not stop the rest."""
        async with self._store.read() as tx:
            prompts, discussions = await tx.discussions.pending(guild=guild)
            places = {prompt.id: (await tx.discussions.get(prompt.discussion)).guild for prompt in prompts}
        for prompt in prompts:
            try:
                await self.post(prompt, guild=places[prompt.id], is_retry=True)
            except UnknownPromptError:
                continue  # taken back in the meantime
            except (CannotPostError, PostingDelayedError) as error:
                logger.warning("Prompt %s waits for being posted: %s", prompt.id, error.code)
        for discussion in discussions:
            try:
                await self.end(discussion)
            except BotError as error:
                logger.warning("Discussion %s waits for its end: %s", discussion, error.code)

    @asynccontextmanager
    async def _alone(self, discussion: DiscussionId) -> AsyncIterator[None]:
        """Let one at a time work on *discussion*: a command and what runs by itself may meet."""
        lock = self._locks.setdefault(discussion, asyncio.Lock())
        async with lock:
            yield


async def _ending(tx: Transaction, discussion: DiscussionId) -> Ending:
    found = await tx.discussions.get(discussion)
    prompts = await tx.discussions.prompts(discussion)
    asked = {prompt.question for prompt in prompts}
    article = await tx.articles.get(found.article, only=())
    return Ending(
        discussion=found,
        title=article.title,
        prompts=prompts,
        answered=await tx.discussions.answered(discussion),
        unasked=tuple(one.text for one in article.article.questions if one.id not in asked),
        progress=await tx.discussions.progress(discussion),
    )
