"""How each step of the outbox is done: what it needs from the database, what it does, what it notes."""

import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta

from bot.domain.discord_errors import CannotPostError, PostingDelayedError, QuietHoursError
from bot.domain.discussion import Discussion, DiscussionState, Ending, Prompt
from bot.domain.errors import BotError, UnknownPromptError
from bot.domain.guild import kept_days
from bot.domain.identity import DiscussionId, PromptId
from bot.domain.outbox import OutboxRow, Step
from bot.domain.schedule import Occurrence, Schedule
from bot.services.clock import Clock
from bot.services.recall import Recall
from bot.services.threads import ThreadPort
from bot.storage.store import Store, Transaction

logger = logging.getLogger(__name__)

# What is no later than this is on time: a restart, a slow minute.
ON_TIME = timedelta(minutes=10)
# How long a discussion that is over is tried to be read back before it ends without.
RECALL_PATIENCE = timedelta(hours=1)

Perform = Callable[[OutboxRow], Awaitable[int | None]]


class Steps:
    """Does one step at a time. Each method returns the id that Discord gave back, if any."""

    def __init__(
        self, store: Store, *, clock: Clock, threads: ThreadPort, recall: Recall | None = None
    ) -> None:
        self._store = store
        self._clock = clock
        self._threads = threads
        self._reading = recall
        self._performers: dict[Step, Perform] = {
            Step.PROMPT: self._prompt,
            Step.THREAD: self._thread,
            Step.PIN: self._pin,
            Step.RECALL: self._recall,
            Step.CARD: self._card,
            Step.LOCK: self._lock,
            Step.UNPIN: self._unpin,
        }

    def add(self, step: Step, perform: Perform) -> None:
        """Let *perform* do *step*, which is none of a discussion's."""
        self._performers[step] = perform

    async def perform(self, row: OutboxRow) -> int | None:
        """Do *row*. Raises CannotPostError, PostingDelayedError."""
        return await self._performers[row.step](row)

    async def _prompt(self, row: OutboxRow) -> int | None:
        async with self._store.read() as tx:
            try:
                discussion, prompt = await tx.discussions.prompt(PromptId(row.subject), guild=row.guild)
            except UnknownPromptError:
                return None  # taken back
            article = await tx.articles.get(discussion.article, only=())
            settings = await tx.guilds.get(row.guild)
            behind = await tx.occurrences.behind(prompt, guild=row.guild)
        if prompt.thread is not None:
            return prompt.thread
        if discussion.state is not DiscussionState.OPEN:
            return await self._settle(prompt, discussion)
        until = None if behind is None else _quiet_until(*behind, now=self._clock())
        posted = None
        if until is not None:
            # What was posted before they began, without our being told, gets its thread now.
            if row.is_retry:
                posted = await self._threads.find_prompt(prompt, discussion=discussion)
            if posted is None:
                raise QuietHoursError(until=until)
        posted = posted or await self._threads.post_prompt(
            prompt,
            discussion=discussion,
            article=article,
            settings=settings,
            nonce=row.nonce,
            is_retry=row.is_retry,
        )
        reach = self._threads.reach(guild=discussion.guild, channel=discussion.channel)
        # Whatever happens between the two, the next attempt looks whether it was posted.
        async with self._store.write() as tx:
            now = self._clock()
            await tx.discussions.posted(prompt.id, thread=posted, at=now, reach=reach)
            if behind is not None and (stays := _stays_until(discussion, prompt, behind[1], now=now)):
                await tx.openings.prolong([(discussion.id, stays)])
            days = kept_days(settings.retention_days, article.retention_days)
            await tx.expiry.promise(prompt.id, guild=row.guild, days=days)
        return posted

    async def _settle(self, prompt: Prompt, discussion: Discussion) -> int | None:
        """Learn whether *prompt* was posted before its discussion closed; note where, or forget it."""
        try:
            posted = await self._threads.find_prompt(prompt, discussion=discussion)
        except CannotPostError:
            # It may be where we may not look any more. It stays, for its button to say that all is over.
            return None
        async with self._store.write() as tx:
            if posted is None:
                await tx.discussions.forget(prompt.id)
            else:
                await tx.discussions.posted(prompt.id, thread=posted, at=self._clock())
        return posted

    async def _thread(self, row: OutboxRow) -> None:
        found = await self._posted(row)
        if found is None:
            return
        discussion, prompt = found
        async with self._store.read() as tx:
            article = await tx.articles.get(discussion.article, only=())
            settings = await tx.guilds.get(row.guild)
        try:
            await self._threads.open_thread(prompt, discussion=discussion, article=article, settings=settings)
        except CannotPostError:
            if discussion.state is DiscussionState.OPEN:
                raise

    async def _pin(self, row: OutboxRow) -> None:
        found = await self._posted(row)
        if found is not None and found[0].state is DiscussionState.OPEN:
            await self._threads.pin(found[1], discussion=found[0])

    async def _recall(self, row: OutboxRow) -> None:
        if self._reading is None:
            return
        recalled = await self._reading.recall_discussion(DiscussionId(row.subject))
        # What is over is not read again by whoever starts after us, so it waits here.
        if recalled.may_be_read_later and self._clock() - row.planned_at < RECALL_PATIENCE:
            raise PostingDelayedError

    async def _card(self, row: OutboxRow) -> None:
        async with self._store.read() as tx:
            ending = await to_ending(tx, await tx.discussions.get(DiscussionId(row.subject)))
            settings = await tx.guilds.get(row.guild)
        await self._threads.put_closing_card(ending, settings=settings, nonce=row.nonce)

    async def _lock(self, row: OutboxRow) -> None:
        if (found := await self._posted(row)) is not None:
            await self._threads.shut_thread(found[1], discussion=found[0])

    async def _unpin(self, row: OutboxRow) -> None:
        async with self._store.read() as tx:
            discussion = await tx.discussions.get(DiscussionId(row.subject))
            prompts = await tx.discussions.prompts(discussion.id)
        for prompt in prompts:
            if prompt.thread is not None:
                await self._threads.unpin(prompt, discussion=discussion)
        async with self._store.write() as tx:
            await tx.discussions.ended(discussion.id, at=self._clock())

    async def _posted(self, row: OutboxRow) -> tuple[Discussion, Prompt] | None:
        """Return the prompt that *row* is about if it was posted, and its discussion."""
        async with self._store.read() as tx:
            try:
                found = await tx.discussions.prompt(PromptId(row.subject), guild=row.guild)
            except UnknownPromptError:
                return None
        return found if found[1].thread is not None else None


def _quiet_until(occurrence: Occurrence, schedule: Schedule, *, now: datetime) -> datetime | None:
    """Return when the quiet hours end that *now* lies in, if what *occurrence* opened keeps them."""
    if occurrence.by_hand:
        return None
    with suppress(BotError):  # its zone is not known any more
        return schedule.timing.quiet_until(now)
    return None


def _stays_until(
    discussion: Discussion, prompt: Prompt, schedule: Schedule, *, now: datetime
) -> datetime | None:
    """Return until when *discussion* stays open, where that is later because *prompt* was posted late."""
    if discussion.closes_at is None or schedule.stays is None or now - prompt.planned_at <= ON_TIME:
        return None
    return max(discussion.closes_at, now + schedule.stays)


async def to_ending(tx: Transaction, discussion: Discussion) -> Ending:
    """Return how *discussion* ended: what its closing card says."""
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
