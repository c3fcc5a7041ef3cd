"""Running discussions: opening one, putting its questions one after another, closing it."""

import logging
from contextlib import suppress
from dataclasses import dataclass

from bot.domain.article import StoredArticle
from bot.domain.discord_errors import CannotPostError, PostingDelayedError
from bot.domain.discussion import Discussion, DiscussionLine, DiscussionState, Progress, Prompt
from bot.domain.errors import DiscussionClosedError, NoDiscussionError, NoQuestionsError, UnknownPromptError
from bot.domain.guild import Severity
from bot.domain.identity import NOBODY, ArticleId, ChannelId, GuildId, MemberId, PromptId
from bot.domain.outbox import Step, discussion_stream
from bot.services.clock import Clock
from bot.services.delivery import Delivery
from bot.services.fresh_cache import FreshCache, Held
from bot.services.place import Place
from bot.services.planning import plan_end, plan_next, take_back
from bot.services.threads import ThreadPort
from bot.storage.store import Store, Transaction

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """An open discussion as it stands."""

    discussion: Discussion
    article: StoredArticle
    prompts: tuple[Prompt, ...]
    progress: Progress

    @property
    def unposted(self) -> Prompt | None:
        """The prompt that waits for being posted."""
        return next((prompt for prompt in self.prompts if prompt.thread is None), None)


class DiscussionService:
    """What can be done with the discussion of a channel."""

    def __init__(self, store: Store, *, clock: Clock, threads: ThreadPort, delivery: Delivery) -> None:
        self._store = store
        self._clock = clock
        self._threads = threads
        self._delivery = delivery
        self._prompts: FreshCache[int, PromptId | None] = FreshCache()

    async def start(self, article: StoredArticle, *, at: Place) -> Prompt:
        """Open a discussion of *article* with its first question.

        Raises DiscussionOpenError where the channel has one, NoQuestionsError where there is nothing to ask,
        CannotPostError where it could not be posted, PostingDelayedError where it will be later.
        """
        if not article.article.questions:
            raise NoQuestionsError(title=article.title)
        running = await self.status(at=at)
        if running is not None and running.article.key == article.key and running.unposted is not None:
            return await self._post(running.unposted, at=at)
        if running is None:
            await self._refuse_where_broken(at)
        now = self._clock()
        async with self._store.write() as tx:
            # As it is now: a pack may have changed it meanwhile.
            article = await tx.articles.get(article.key, only=())
            current = await tx.discussions.current(guild=at.guild, channel=at.channel)
            title = article.title if current is None else await tx.discussions.title(current.id)
            discussion = await tx.discussions.open(
                article.key, guild=at.guild, channel=at.channel, at=now, by=at.person.id, title=title
            )
            prompt = await plan_next(tx, discussion, article, at=now)
            await tx.log.add("discussion.start", target=article.id, guild=at.guild, at=now, by=at.person.id)
        return await self._post(prompt, at=at)

    async def next(self, *, at: Place) -> Prompt:
        """Put the next question. Raises NoDiscussionError, NoQuestionLeftError, and what posting raises."""
        async with self._store.write() as tx:
            discussion = await self._current(tx, at)
            waiting = [one for one in await tx.discussions.prompts(discussion.id) if one.thread is None]
            article = await tx.articles.get(discussion.article, only=())
            now = self._clock()
            prompt = waiting[0] if waiting else await plan_next(tx, discussion, article, at=now)
            await tx.log.add("discussion.next", target=article.id, guild=at.guild, at=now, by=at.person.id)
        return await self._post(prompt, at=at)

    async def close(self, *, at: Place) -> Running:
        """Close the channel's discussion and return how it ended. Raises NoDiscussionError.

        Its closing card and its threads follow as soon as Discord lets them.
        """
        async with self._store.write() as tx:
            discussion = await self._current(tx, at)
            running = await self._running(tx, discussion)
            await self._close(tx, running, by=at.person.id)
        await self._end(discussion)
        return running

    async def abandon(self, *, guild: GuildId, channel: ChannelId) -> None:
        """Close the discussion of *channel*, which is gone, if it has one: nobody else can any more."""
        async with self._store.write() as tx:
            discussion = await tx.discussions.current(guild=guild, channel=channel)
            if discussion is None:
                return
            await self._close(tx, await self._running(tx, discussion), by=NOBODY)
        logger.info("Discussion %s is closed: its channel %s is gone", discussion.id, channel)
        await self._end(discussion)

    async def abandon_gone(self, *, guild: GuildId) -> None:
        """Close the discussions of *guild* whose channels went without our being told."""
        async with self._store.read() as tx:
            running = await tx.discussions.open_in(guild)
        for one in running:
            if await self._threads.is_gone(guild=guild, channel=one.channel):
                await self.abandon(guild=guild, channel=one.channel)

    async def status(self, *, at: Place) -> Running | None:
        """Return the channel's open discussion."""
        async with self._store.read() as tx:
            current = await tx.discussions.current(guild=at.guild, channel=at.channel)
            return None if current is None else await self._running(tx, current)

    async def held(self, guild: GuildId, *, limit: int = 200) -> tuple[DiscussionLine, ...]:
        """Return the guild's discussions, the newest first."""
        async with self._store.read() as tx:
            return await tx.discussions.held(guild, limit=limit)

    async def article_here(self, *, at: Place) -> ArticleId | None:
        """Return the article under discussion in the channel."""
        async with self._store.read() as tx:
            current = await tx.discussions.current(guild=at.guild, channel=at.channel)
            return None if current is None else current.article

    async def channel_of(
        self, *, guild: GuildId, here: int, parent: int | None
    ) -> tuple[ChannelId, int | None]:
        """Return the channel whose discussion somebody in *here* means, and the prompt's thread they are in.

        *parent* is the channel that *here* is a thread of.
        """
        async with self._store.read() as tx:
            with suppress(UnknownPromptError):
                discussion, _ = await tx.discussions.prompt_in(here, guild=guild)
                return discussion.channel, here
            own = ChannelId(here if parent is None else parent)
            if await tx.discussions.current(guild=guild, channel=own) is not None:
                return own, None
            chosen = (await tx.guilds.get(guild)).channel
            return own if chosen is None else chosen, None

    async def prompt_of(
        self, prompt: PromptId, *, guild: GuildId
    ) -> tuple[Discussion, Prompt, StoredArticle]:
        """Return a prompt with its discussion and article. Raises UnknownPromptError."""
        async with self._store.read() as tx:
            discussion, found = await tx.discussions.prompt(prompt, guild=guild)
            return discussion, found, await tx.articles.get(discussion.article, only=())

    async def thread_prompt(self, thread: int, *, guild: GuildId) -> PromptId | None:
        """Return the prompt of an open discussion that was posted as *thread*, thread and message alike.

        Every message that people write is asked about, so the answer is remembered for some seconds.
        """
        held = self._prompts.get(thread)
        if held is not None:
            return held.value
        cleared = self._prompts.cleared
        async with self._store.read() as tx:
            prompt = None
            with suppress(UnknownPromptError):
                discussion, found = await tx.discussions.prompt_in(thread, guild=guild)
                prompt = found.id if discussion.state is DiscussionState.OPEN else None
        self._prompts.put(thread, prompt, cleared=cleared)
        return prompt

    def known_thread(self, thread: int) -> Held[PromptId | None] | None:
        """Return what ``thread_prompt`` remembers of *thread*."""
        return self._prompts.get(thread)

    def forget_threads(self) -> None:
        """Remember nothing of threads: there are new ones."""
        self._prompts.clear()

    def forget(self, _guild: GuildId) -> None:
        """Remember nothing of a guild of which nothing is kept any more."""
        self._prompts.clear()

    async def post_pending(self, *, at: Place | None = None, at_once: bool = True) -> None:
        """Post what was planned and end what was closed before the program, or Discord, gave out.

        With *at_once* whatever failed a moment ago is tried again as well.
        """
        refused = await self._delivery.run(guild=None if at is None else at.guild, at_once=at_once)
        self._prompts.clear()
        for guild in refused:
            try:
                await self.abandon_gone(guild=guild)
            except Exception as error:  # noqa: BLE001 (other guilds wait behind it)
                # No traceback, as its last line may quote a person.
                logger.error("Guild %s keeps what is open: %s", guild, type(error).__name__)  # noqa: TRY400

    async def _refuse_where_broken(self, at: Place) -> None:
        async with self._store.read() as tx:
            settings = await tx.guilds.get(at.guild)
        findings = await self._threads.inspect(guild=at.guild, channel=at.channel, settings=settings)
        broken = tuple(one for one in findings if one.severity is Severity.BROKEN)
        if broken:
            raise CannotPostError(findings=broken, channel=at.channel)

    async def _post(self, prompt: Prompt, *, at: Place) -> Prompt:
        """Post *prompt* for somebody who waits for it; where it cannot be, and is not there, take it back."""
        stream = discussion_stream(prompt.discussion)
        try:
            async with self._delivery.alone(stream):
                try:
                    await self._delivery.deliver_alone(stream)
                except CannotPostError:
                    await self._take_back(prompt, at=at)
                    raise
        except CannotPostError:
            await self.abandon_gone(guild=at.guild)
            raise
        finally:
            self._prompts.clear()
        async with self._store.read() as tx:
            try:
                _, posted = await tx.discussions.prompt(prompt.id, guild=at.guild)
            except UnknownPromptError:
                # Taken back; or its discussion was closed, which nobody wants to open with it.
                if await tx.discussions.is_closed(prompt.discussion):
                    title = await tx.discussions.title(prompt.discussion)
                    raise DiscussionClosedError(title=title) from None
                raise
        return posted

    async def _take_back(self, prompt: Prompt, *, at: Place) -> None:
        """Take back what could not be posted, unless somebody may have seen it."""
        async with self._store.read() as tx:
            discussion, prompt = await tx.discussions.prompt(prompt.id, guild=at.guild)
            attempts = await tx.outbox.attempts(Step.PROMPT, prompt.id)
        if discussion.state is not DiscussionState.OPEN:
            return
        if prompt.thread is not None:
            # A moment ago; its thread could not be opened.
            if attempts > 1:
                return
            await self._threads.take_away(prompt, discussion=discussion)
        # The attempt before this one may have posted it, and not have been told.
        elif attempts > 1 and await self._threads.find_prompt(prompt, discussion=discussion) is not None:
            return
        async with self._store.write() as tx:
            await tx.discussions.unpost(prompt.id)
            if await take_back(tx, prompt):
                target, now = str(prompt.discussion), self._clock()
                await tx.log.add("discussion.undo", target=target, guild=at.guild, at=now, by=at.person.id)

    async def _close(self, tx: Transaction, running: Running, *, by: MemberId) -> None:
        now = self._clock()
        await plan_end(tx, running.discussion, at=now)
        target = running.article.id
        await tx.log.add("discussion.close", target=target, guild=running.discussion.guild, at=now, by=by)

    async def _end(self, discussion: Discussion) -> None:
        self._prompts.clear()
        try:
            await self._delivery.deliver(discussion_stream(discussion.id))
        except PostingDelayedError:
            logger.info("Discussion %s waits for its end", discussion.id)
        finally:
            self._prompts.clear()

    async def _running(self, tx: Transaction, discussion: Discussion) -> Running:
        return Running(
            discussion=discussion,
            article=await tx.articles.get(discussion.article, only=()),
            prompts=await tx.discussions.prompts(discussion.id),
            progress=await tx.discussions.progress(discussion.id),
        )

    async def _current(self, tx: Transaction, at: Place) -> Discussion:
        current = await tx.discussions.current(guild=at.guild, channel=at.channel)
        if current is None:
            raise NoDiscussionError
        return current
