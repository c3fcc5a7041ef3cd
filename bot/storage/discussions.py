"""Discussions and their prompts, as rows."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.article import Question
from bot.domain.discussion import Discussion, DiscussionLine, DiscussionState, Kept, Progress, Prompt
from bot.domain.errors import DiscussionOpenError, UnknownPromptError
from bot.domain.identity import (
    NOBODY,
    ArticleId,
    ChannelId,
    DiscussionId,
    GuildId,
    MemberId,
    PromptId,
    QuestionId,
    RoleId,
)
from bot.domain.outbox import OutboxState, Step
from bot.domain.shards import Shards
from bot.storage.article_tables import articles, questions
from bot.storage.guilds import is_meant
from bot.storage.schema import STANDS, discussions, outbox, prompts, responses

# Nothing leads from an unlinked response to who gave it, so each of them counts as somebody.
# And each pseudonym is somebody: who gave some answers with a name would otherwise give it away.
IS_PSEUDONYM = responses.c.kept == Kept.PSEUDONYMOUS
PEOPLE = (
    func.count(responses.c.author.distinct()).filter(responses.c.author != 0, ~IS_PSEUDONYM)
    + func.count(responses.c.author.distinct()).filter(IS_PSEUDONYM)
    + func.count().filter(responses.c.author == 0)
)
ANSWERED = select(responses.c.key).where(responses.c.prompt == prompts.c.key).exists()
# Where it was posted may never have been noted; whoever answered it has seen it.
WAS_PUT = or_(prompts.c.thread.is_not(None), ANSWERED)
# The discussions of which a prompt is on its way.
UNPOSTED = (
    select(prompts.c.discussion)
    .join(outbox, outbox.c.subject == prompts.c.key)
    .where(outbox.c.state == OutboxState.WAITING, outbox.c.step == Step.PROMPT)
)


class Discussions:
    """The discussions of every guild, inside one transaction."""

    def __init__(self, connection: AsyncConnection, *, shards: Shards | None = None) -> None:
        self._connection = connection
        self._shards = shards

    async def open(
        self,
        article: ArticleId,
        *,
        guild: GuildId,
        channel: ChannelId,
        at: datetime,
        by: MemberId,
        title: str,
        closes_at: datetime | None = None,
    ) -> Discussion:
        """Open a discussion of *article*. Raises DiscussionOpenError where the channel has one."""
        row = {
            "guild": guild,
            "channel": channel,
            "article": article,
            "state": DiscussionState.OPEN,
            "opened_at": at,
            "opened_by": by,
            "closes_at": closes_at,
        }
        try:
            # PostgreSQL does nothing more in a transaction in which something was refused, but for this.
            async with self._connection.begin_nested():
                added = await self._connection.execute(
                    insert(discussions).values(row).returning(discussions.c.key)
                )
        except IntegrityError as error:
            raise DiscussionOpenError(title=title) from error
        return await self.get(DiscussionId(added.scalar_one()))

    async def close(self, discussion: DiscussionId, *, at: datetime) -> None:
        """Close *discussion*."""
        await self._connection.execute(
            update(discussions)
            .where(discussions.c.key == discussion)
            .values(state=DiscussionState.CLOSED, closed_at=at)
        )

    async def current(self, *, guild: GuildId, channel: ChannelId) -> Discussion | None:
        """Return the channel's open discussion."""
        found = await self._connection.execute(
            with_run().where(
                discussions.c.guild == guild,
                discussions.c.channel == channel,
                discussions.c.state == DiscussionState.OPEN,
            )
        )
        row = found.one_or_none()
        return None if row is None else to_discussion(row)

    async def open_in(self, guild: GuildId) -> tuple[Discussion, ...]:
        """Return the discussions that are open in *guild*, the oldest first."""
        rows = await self._connection.execute(
            with_run()
            .where(discussions.c.guild == guild, discussions.c.state == DiscussionState.OPEN)
            .order_by(discussions.c.key)
        )
        return tuple(to_discussion(row) for row in rows)

    async def latest(self, *, guild: GuildId, channel: ChannelId) -> Discussion | None:
        """Return the channel's open discussion, or its last one."""
        found = await self._connection.execute(
            with_run()
            .where(discussions.c.guild == guild, discussions.c.channel == channel)
            .order_by((discussions.c.state == DiscussionState.OPEN).desc(), discussions.c.key.desc())
            .limit(1)
        )
        row = found.one_or_none()
        return None if row is None else to_discussion(row)

    async def held(self, guild: GuildId, *, limit: int) -> tuple[DiscussionLine, ...]:
        """Return the newest discussions of *guild* that have begun."""
        rows = await self._connection.execute(
            select(
                discussions.c.key,
                discussions.c.opened_at,
                func.coalesce(articles.c.title, articles.c.id).label("title"),
            )
            .join(articles, articles.c.key == discussions.c.article)
            .where(discussions.c.guild == guild, discussions.c.state != DiscussionState.PLANNED)
            .order_by(discussions.c.key.desc())
            .limit(limit)
        )
        return tuple(
            DiscussionLine(id=DiscussionId(row.key), title=row.title, opened_at=row.opened_at) for row in rows
        )

    async def over(self, at: datetime, *, guild: GuildId | None, limit: int) -> tuple[Discussion, ...]:
        """Return up to *limit* open discussions whose time is over *at* a time.

        None of which people have yet to see a prompt. Without *guild* those of all of Discord.
        """
        rows = await self._connection.execute(
            with_run()
            .where(
                discussions.c.state == DiscussionState.OPEN,
                discussions.c.closes_at <= at,
                discussions.c.key.not_in(UNPOSTED),
                is_meant(discussions.c.guild, guild, self._shards),
            )
            .order_by(discussions.c.closes_at, discussions.c.key)
            .limit(limit)
        )
        return tuple(to_discussion(row) for row in rows)

    async def next_over(self, *, guild: GuildId | None) -> datetime | None:
        """Return when the next discussion closes by itself."""
        is_open = discussions.c.state == DiscussionState.OPEN
        found = await self._connection.execute(
            select(func.min(discussions.c.closes_at)).where(
                is_open,
                discussions.c.key.not_in(UNPOSTED),
                is_meant(discussions.c.guild, guild, self._shards),
            )
        )
        at: datetime | None = found.scalar_one()
        return at

    async def is_open_on(self, article: ArticleId) -> bool:
        """Return whether an open discussion is about *article*."""
        found = await self._connection.execute(
            select(func.count()).where(
                discussions.c.article == article, discussions.c.state == DiscussionState.OPEN
            )
        )
        return found.scalar_one() > 0

    async def plan_prompt(
        self,
        discussion: DiscussionId,
        *,
        question: Question,
        key: QuestionId,
        at: datetime,
        ping: RoleId | None = None,
    ) -> Prompt:
        """Add the discussion's next prompt, which has yet to be posted."""
        number = (
            select(func.coalesce(func.max(prompts.c.number), 0) + 1)
            .where(prompts.c.discussion == discussion)
            .scalar_subquery()
        )
        row = {
            "discussion": discussion,
            "question": key,
            "number": number,
            "text": question.text,
            "follow_ups": list(question.follow_ups),
            "planned_at": at,
            "ping": ping,
        }
        added = await self._connection.execute(insert(prompts).values(row).returning(prompts))
        return _to_prompt(added.one(), question=question.id)

    async def posted(self, prompt: PromptId, *, thread: int, at: datetime, reach: int | None = None) -> None:
        """Remember where *prompt* was posted, and how many people could see it."""
        values = {"thread": thread, "posted_at": at, "reach": reach}
        await self._connection.execute(update(prompts).where(prompts.c.key == prompt).values(values))

    async def prompts(self, discussion: DiscussionId) -> tuple[Prompt, ...]:
        """Return the discussion's prompts, in the order they were asked."""
        rows = await self._connection.execute(
            select(prompts, questions.c.id.label("question_id"))
            .join(questions, questions.c.key == prompts.c.question)
            .where(prompts.c.discussion == discussion)
            .order_by(prompts.c.number)
        )
        return tuple(_to_prompt(row, question=row.question_id) for row in rows)

    async def progress(self, discussion: DiscussionId) -> Progress:
        """Return how *discussion* is doing."""
        asked = select(func.count()).where(prompts.c.discussion == discussion, WAS_PUT).scalar_subquery()
        was_asked = questions.c.key.in_(select(prompts.c.question).where(prompts.c.discussion == discussion))
        asked_or_left = (
            select(func.count())
            .select_from(questions.join(discussions, discussions.c.article == questions.c.article))
            .where(discussions.c.key == discussion, questions.c.removed_at.is_(None) | was_asked)
            .scalar_subquery()
        )
        found = await self._connection.execute(
            select(
                asked.label("asked"),
                asked_or_left.label("questions"),
                func.count(responses.c.key).label("responses"),
                PEOPLE.label("people"),
            )
            .select_from(responses.join(prompts, prompts.c.key == responses.c.prompt))
            .where(prompts.c.discussion == discussion, STANDS)
        )
        row = found.one()
        return Progress(asked=row.asked, questions=row.questions, responses=row.responses, people=row.people)

    async def answered(self, discussion: DiscussionId) -> dict[PromptId, int]:
        """Return how many people answered each prompt that anybody answered."""
        rows = await self._connection.execute(
            select(responses.c.prompt, PEOPLE.label("people"))
            .join(prompts, prompts.c.key == responses.c.prompt)
            .where(prompts.c.discussion == discussion, STANDS)
            .group_by(responses.c.prompt)
        )
        return {PromptId(row.prompt): row.people for row in rows}

    async def get(self, discussion: DiscussionId) -> Discussion:
        """Return the discussion with this id."""
        found = await self._connection.execute(with_run().where(discussions.c.key == discussion))
        return to_discussion(found.one())

    async def is_closed(self, discussion: DiscussionId) -> bool:
        """Return whether *discussion* is there, and closed."""
        found = await self._connection.execute(
            select(discussions.c.state).where(discussions.c.key == discussion)
        )
        return found.scalar_one_or_none() == DiscussionState.CLOSED

    async def prompt(self, prompt: PromptId, *, guild: GuildId) -> tuple[Discussion, Prompt]:
        """Return the guild's prompt with this id, and its discussion. Raises UnknownPromptError."""
        return await self._prompt_where(prompts.c.key == prompt, guild=guild)

    async def prompt_in(self, thread: int, *, guild: GuildId) -> tuple[Discussion, Prompt]:
        """Return the prompt that was posted as *thread*, and its discussion. Raises UnknownPromptError."""
        return await self._prompt_where(prompts.c.thread == thread, guild=guild)

    async def ended(self, discussion: DiscussionId, *, at: datetime) -> None:
        """Remember that the closing card is out and the threads are shut."""
        await self._connection.execute(
            update(discussions).where(discussions.c.key == discussion).values(ended_at=at)
        )

    async def unpost(self, prompt: PromptId) -> None:
        """Remember that *prompt* was taken away again."""
        await self._connection.execute(
            update(prompts).where(prompts.c.key == prompt).values(thread=None, posted_at=None)
        )

    async def forget(self, prompt: PromptId) -> bool:
        """Forget *prompt*, which was never posted; return False where it was after all, and stays."""
        forgotten = await self._connection.execute(
            delete(prompts).where(prompts.c.key == prompt, ~WAS_PUT).returning(prompts.c.key)
        )
        return forgotten.one_or_none() is not None

    async def take_back(self, prompt: Prompt) -> bool:
        """Forget *prompt*, never posted, and its discussion if it was the first; return whether it was."""
        if not await self.forget(prompt.id) or prompt.number > 1:
            return False
        await self._connection.execute(delete(discussions).where(discussions.c.key == prompt.discussion))
        return True

    async def title(self, discussion: DiscussionId) -> str:
        """Return the title of the article that *discussion* is about."""
        found = await self._connection.execute(
            select(func.coalesce(articles.c.title, articles.c.id))
            .join(discussions, discussions.c.article == articles.c.key)
            .where(discussions.c.key == discussion)
        )
        title: str = found.scalar_one()
        return title

    async def _prompt_where(
        self, condition: ColumnElement[bool], *, guild: GuildId
    ) -> tuple[Discussion, Prompt]:
        found = await self._connection.execute(
            select(prompts, questions.c.id.label("question_id"))
            .join(questions, questions.c.key == prompts.c.question)
            .join(discussions, discussions.c.key == prompts.c.discussion)
            .where(condition, discussions.c.guild == guild)
        )
        row = found.one_or_none()
        if row is None:
            raise UnknownPromptError
        prompt = _to_prompt(row, question=row.question_id)
        return await self.get(prompt.discussion), prompt


def with_run() -> Select[Any]:
    """Return a query for discussions, each with how often its article had been discussed by then."""
    until_then = discussions.alias()
    run = select(func.count()).where(
        until_then.c.article == discussions.c.article, until_then.c.key <= discussions.c.key
    )
    return select(discussions, run.scalar_subquery().label("run"))


def to_discussion(row: Row[Any]) -> Discussion:
    """Return what a row of ``with_run`` says."""
    return Discussion(
        id=DiscussionId(row.key),
        guild=GuildId(row.guild),
        article=ArticleId(row.article),
        channel=ChannelId(row.channel),
        state=DiscussionState(row.state),
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        ended_at=row.ended_at,
        closes_at=row.closes_at,
        by_hand=row.opened_by != NOBODY,
        run=row.run,
    )


def _to_prompt(row: Row[Any], *, question: str) -> Prompt:
    return Prompt(
        id=PromptId(row.key),
        discussion=DiscussionId(row.discussion),
        number=row.number,
        question=question,
        text=row.text,
        follow_ups=tuple(row.follow_ups),
        planned_at=row.planned_at,
        thread=row.thread,
        ping=None if row.ping is None else RoleId(row.ping),
    )
