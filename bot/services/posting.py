"""Posting what is planned, and ending what is closed: once each, whoever asks for it and whenever."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

from bot.domain.discord_errors import CannotPostError
from bot.domain.discussion import Discussion, DiscussionState, Ending, Prompt
from bot.domain.errors import BotError, DiscussionClosedError, UnknownPromptError
from bot.domain.identity import DiscussionId, GuildId, MemberId
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

        Raises CannotPostError, PostingDelayedError, UnknownPromptError where it was taken back, and
        DiscussionClosedError.
        """
        async with self._alone(prompt.discussion):
            return await self._post(prompt, guild=guild, is_retry=is_retry)

    async def post_or_take_back(
        self, prompt: Prompt, *, guild: GuildId, is_retry: bool, by: MemberId
    ) -> Prompt:
        """Post *prompt* as ``post`` does; where it cannot be, and is not there either, take it back."""
        async with self._alone(prompt.discussion):
            try:
                return await self._post(prompt, guild=guild, is_retry=is_retry)
            except CannotPostError:
                async with self._store.read() as tx:
                    discussion = await tx.discussions.get(prompt.discussion)
                # The attempt before this one may have posted it, and not have been told.
                if is_retry and await self._threads.find_thread(prompt, discussion=discussion) is not None:
                    raise
                async with self._store.write() as tx:
                    if await tx.discussions.take_back(prompt):
                        target = str(prompt.discussion)
                        await tx.log.add(
                            "discussion.undo", target=target, guild=guild, at=self._clock(), by=by
                        )
                raise

    async def end(self, discussion: DiscussionId) -> None:
        """Close the threads of *discussion*, unless that was done. Raises PostingDelayedError."""
        async with self._alone(discussion):
            async with self._store.read() as tx:
                found = await tx.discussions.get(discussion)
                prompts = await tx.discussions.prompts(discussion)
            if found.state is not DiscussionState.CLOSED or found.ended_at is not None:
                return
            for prompt in prompts:
                if prompt.thread is None:
                    await self._settle(prompt, discussion=found)
            async with self._store.read() as tx:
                ending = await _ending(tx, found)
                settings = await tx.guilds.get(ending.discussion.guild)
            await self._threads.close_threads(ending, settings=settings)
            async with self._store.write() as tx:
                await tx.discussions.ended(discussion, at=self._clock())

    async def catch_up(self, *, guild: GuildId | None) -> set[GuildId]:
        """Post and end whatever waits for it, in one guild or in all; a failure does not stop the rest.

        Return the guilds in which something could not be posted.
        """
        refused = set()
        async with self._store.read() as tx:
            prompts, discussions = await tx.discussions.pending(guild=guild)
            places = {prompt.id: (await tx.discussions.get(prompt.discussion)).guild for prompt in prompts}
        for prompt in prompts:
            try:
                await self.post(prompt, guild=places[prompt.id], is_retry=True)
            except (UnknownPromptError, DiscussionClosedError):
                continue  # taken back, or closed, in the meantime
            except BotError as error:
                logger.warning("Prompt %s waits for being posted: %s", prompt.id, error.code)
                if isinstance(error, CannotPostError):
                    refused.add(places[prompt.id])
            except Exception as error:  # noqa: BLE001 (whatever is wrong with it, others wait behind it)
                # No traceback: its last line may quote what was to be posted.
                logger.error("Prompt %s is not posted: %s", prompt.id, type(error).__name__)  # noqa: TRY400 (as said)
        for discussion in discussions:
            try:
                await self.end(discussion)
            except BotError as error:
                logger.warning("Discussion %s waits for its end: %s", discussion, error.code)
            except Exception as error:  # noqa: BLE001 (as above)
                logger.error("Discussion %s does not end: %s", discussion, type(error).__name__)  # noqa: TRY400
        return refused

    async def _post(self, prompt: Prompt, *, guild: GuildId, is_retry: bool) -> Prompt:
        async with self._store.read() as tx:
            discussion, prompt = await tx.discussions.prompt(prompt.id, guild=guild)
            article = await tx.articles.get(discussion.article, only=())
            settings = await tx.guilds.get(guild)
        if prompt.thread is not None:
            return prompt
        if discussion.state is not DiscussionState.OPEN:
            raise DiscussionClosedError(title=article.title)
        thread = await self._threads.open_thread(
            prompt, discussion=discussion, article=article, settings=settings, is_retry=is_retry
        )
        # Whatever happens between the two, the next attempt looks whether it was posted.
        async with self._store.write() as tx:
            await tx.discussions.posted(prompt.id, thread=thread, at=self._clock())
            return (await tx.discussions.prompt(prompt.id, guild=guild))[1]

    async def _settle(self, prompt: Prompt, *, discussion: Discussion) -> None:
        """Learn whether *prompt* was posted before its discussion closed, and note where, or forget it."""
        try:
            thread = await self._threads.find_thread(prompt, discussion=discussion)
        except CannotPostError:
            # It may be where we may not look any more. It stays, for its button to say that all is over.
            return
        async with self._store.write() as tx:
            if thread is None:
                await tx.discussions.forget(prompt.id)
            else:
                await tx.discussions.posted(prompt.id, thread=thread, at=self._clock())

    @asynccontextmanager
    async def _alone(self, discussion: DiscussionId) -> AsyncIterator[None]:
        """Let one at a time work on *discussion*: a command and what runs by itself may meet."""
        lock = self._locks.setdefault(discussion, asyncio.Lock())
        async with lock:
            yield


async def _ending(tx: Transaction, discussion: Discussion) -> Ending:
    answered = await tx.discussions.answered(discussion.id)
    planned = await tx.discussions.prompts(discussion.id)
    prompts = tuple(one for one in planned if one.thread is not None or one.id in answered)
    asked = {prompt.question for prompt in prompts}
    article = await tx.articles.get(discussion.article, only=())
    return Ending(
        discussion=discussion,
        title=article.title,
        prompts=prompts,
        answered=answered,
        unasked=tuple(one.text for one in article.article.questions if one.id not in asked),
        progress=await tx.discussions.progress(discussion.id),
    )
