"""Running discussions: opening one, putting its questions one after another, closing it."""

from dataclasses import dataclass

from bot.domain.article import StoredArticle
from bot.domain.discussion import Discussion, Progress, Prompt
from bot.domain.errors import NoDiscussionError, NoQuestionLeftError, NoQuestionsError
from bot.domain.identity import ArticleId
from bot.services.clock import Clock
from bot.services.place import Place
from bot.services.threads import ThreadPort
from bot.storage.store import Store, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """An open discussion as it stands."""

    discussion: Discussion
    article: StoredArticle
    prompts: tuple[Prompt, ...]
    progress: Progress


class DiscussionService:
    """What can be done with the discussion of a channel."""

    def __init__(self, store: Store, *, clock: Clock, threads: ThreadPort) -> None:
        self._store = store
        self._clock = clock
        self._threads = threads

    async def start(self, article: StoredArticle, *, at: Place) -> Prompt:
        """Open a discussion of *article* with its first question.

        Raises DiscussionOpenError where the channel has one, NoQuestionsError where there is nothing to ask.
        """
        if not article.article.questions:
            raise NoQuestionsError(title=article.title)
        now = self._clock()
        async with self._store.write() as tx:
            article = await tx.articles.get(article.key)  # as it is now: a pack may have changed it meanwhile
            current = await tx.discussions.current(guild=at.guild, channel=at.channel)
            title = article.title if current is None else await tx.discussions.title(current.id)
            discussion = await tx.discussions.open(
                article.key, guild=at.guild, channel=at.channel, at=now, by=at.person.id, title=title
            )
            prompt = await self._plan_next(tx, discussion, article)
            await tx.log.add("discussion.start", target=article.id, guild=at.guild, at=now, by=at.person.id)
        await self._post(prompt, article)
        return prompt

    async def next(self, *, at: Place) -> Prompt:
        """Put the next question. Raises NoDiscussionError, NoQuestionLeftError."""
        async with self._store.write() as tx:
            discussion = await self._current(tx, at)
            article = await tx.articles.get(discussion.article)
            prompt = await self._plan_next(tx, discussion, article)
        await self._post(prompt, article)
        return prompt

    async def close(self, *, at: Place) -> Running:
        """Close the channel's discussion and return how it ended. Raises NoDiscussionError."""
        async with self._store.write() as tx:
            running = await self._running(tx, await self._current(tx, at))
            await tx.discussions.close(running.discussion.id, at=self._clock())
            await tx.log.add(
                "discussion.close",
                target=running.article.id,
                guild=at.guild,
                at=self._clock(),
                by=at.person.id,
            )
        await self._threads.close_threads(title=running.article.title, progress=running.progress)
        return running

    async def status(self, *, at: Place) -> Running | None:
        """Return the channel's open discussion."""
        async with self._store.read() as tx:
            current = await tx.discussions.current(guild=at.guild, channel=at.channel)
            return None if current is None else await self._running(tx, current)

    async def article_here(self, *, at: Place) -> ArticleId | None:
        """Return the article under discussion in the channel."""
        async with self._store.read() as tx:
            current = await tx.discussions.current(guild=at.guild, channel=at.channel)
            return None if current is None else current.article

    async def post_pending(self, *, at: Place) -> None:
        """Post what was planned before the program ended in between."""
        running = await self.status(at=at)
        for prompt in running.prompts if running else ():
            if prompt.thread is None and running is not None:
                await self._post(prompt, running.article)

    async def _post(self, prompt: Prompt, article: StoredArticle) -> None:
        # Planned before, noted after: whatever happens in between, the next start knows what is left to do.
        thread = await self._threads.open_thread(prompt, article=article)
        async with self._store.write() as tx:
            await tx.discussions.posted(prompt.id, thread=thread, at=self._clock())

    async def _plan_next(self, tx: Transaction, discussion: Discussion, article: StoredArticle) -> Prompt:
        asked = {prompt.question for prompt in await tx.discussions.prompts(discussion.id)}
        keys = await tx.articles.question_keys(article.key)
        for question in article.article.questions:
            if question.id not in asked:
                return await tx.discussions.plan_prompt(
                    discussion.id, question=question, key=keys[question.id], at=self._clock()
                )
        raise NoQuestionLeftError(title=article.title)

    async def _running(self, tx: Transaction, discussion: Discussion) -> Running:
        return Running(
            discussion=discussion,
            article=await tx.articles.get(discussion.article),
            prompts=await tx.discussions.prompts(discussion.id),
            progress=await tx.discussions.progress(discussion.id),
        )

    async def _current(self, tx: Transaction, at: Place) -> Discussion:
        current = await tx.discussions.current(guild=at.guild, channel=at.channel)
        if current is None:
            raise NoDiscussionError
        return current
