"""How far threads were read back, and what is recorded of the messages in them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, and_, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.discussion import DiscussionState, Given
from bot.domain.identity import LOCAL_GUILD, ChannelId, DiscussionId, GuildId, MemberId, PromptId, ResponseId
from bot.domain.outbox import OutboxState, Step
from bot.domain.snowflake import to_snowflake
from bot.storage.article_tables import articles, questions
from bot.storage.changes import change_responses
from bot.storage.expiry import ASKED, KEPT_DAYS
from bot.storage.guilds import Marks
from bot.storage.schema import (
    NOT_TAKEN_BACK,
    discussions,
    guilds,
    marks,
    outbox,
    prompts,
    reactions,
    responses,
)

# So many at once that a statement stays within every database's limit of parameters.
TOGETHER = 500
# Its message is out and its thread is open: until then there is nothing to be read.
THREAD_WAITS = (
    select(outbox.c.key)
    .where(outbox.c.step == Step.THREAD, outbox.c.subject == prompts.c.key)
    .where(outbox.c.state == OutboxState.WAITING)
    .exists()
)
POSTED = prompts.c.thread.is_not(None) & ~THREAD_WAITS
# The mark in which it is remembered since when what is typed is recorded.
TYPED = "typed:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far what people answered to a prompt is known."""

    prompt: PromptId
    number: int
    question: str  # its id within its article
    title: str  # of the article
    discussion: DiscussionId
    guild: GuildId
    channel: ChannelId
    thread: int
    closed_at: datetime | None
    seen: int | None  # the newest message up to which all is known that was to be recorded
    kept_days: int | None  # for how long answers are kept
    recalled_at: datetime | None
    unrecalled: str | None

    @property
    def is_open(self) -> bool:
        """Whether what is written now is still an answer."""
        return self.closed_at is None


class Recorded(NamedTuple):
    """What is recorded of a message."""

    message: int
    response: ResponseId
    prompt: PromptId
    author: MemberId
    given: Given
    edited_at: datetime | None
    is_gone: bool


class Recalls:
    """How far the threads of every guild were read back, inside one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def open_in(self, guilds: Collection[GuildId], *, only_new: bool = False) -> list[DiscussionId]:
        """Return the open discussions in *guilds*; with *only_new* those with a prompt never read back."""
        where = and_(discussions.c.state == DiscussionState.OPEN, POSTED, discussions.c.guild != LOCAL_GUILD)
        if only_new:
            where = and_(where, prompts.c.recalled_at.is_(None), prompts.c.unrecalled.is_(None))
        found = await self._connection.execute(
            select(discussions.c.key, discussions.c.guild)
            .join(prompts, prompts.c.discussion == discussions.c.key)
            .where(where)
            .distinct()
        )
        return [DiscussionId(row.key) for row in found if row.guild in guilds]

    async def over_in(self, guilds: Collection[GuildId], *, since: datetime) -> list[DiscussionId]:
        """Return the discussions in *guilds* closed *since* a time of which answers stand that were typed."""
        typed = select(responses.c.key).where(
            responses.c.prompt == prompts.c.key, responses.c.message.is_not(None), NOT_TAKEN_BACK
        )
        found = await self._connection.execute(
            select(discussions.c.key, discussions.c.guild)
            .join(prompts, prompts.c.discussion == discussions.c.key)
            .where(discussions.c.state == DiscussionState.CLOSED, POSTED, typed.exists())
            .where(discussions.c.guild != LOCAL_GUILD, discussions.c.closed_at >= since)
            .distinct()
        )
        return [DiscussionId(row.key) for row in found if row.guild in guilds]

    async def at(self, places: Sequence[int]) -> dict[DiscussionId, set[int]]:
        """Return the discussions of whose prompts *places* are threads, and the open ones in them."""
        is_open = discussions.c.state == DiscussionState.OPEN
        found: dict[DiscussionId, set[int]] = {}
        for start in range(0, len(places), TOGETHER):
            some = places[start : start + TOGETHER]
            rows = await self._connection.execute(
                select(discussions.c.key, discussions.c.channel, prompts.c.thread)
                .join(prompts, prompts.c.discussion == discussions.c.key)
                .where(or_(prompts.c.thread.in_(some), and_(discussions.c.channel.in_(some), is_open)))
                .where(POSTED)
            )
            for row in rows:
                there = {row.channel, row.thread}.intersection(some)
                found.setdefault(DiscussionId(row.key), set()).update(there)
        return found

    async def discussion(self, discussion: DiscussionId) -> tuple[Reach, ...]:
        """Return how far the prompts of *discussion* that were posted are known."""
        return await self._reaches(_reaches().where(prompts.c.discussion == discussion))

    async def in_scope(
        self, guild: GuildId, *, article: str | None, discussion: DiscussionId | None
    ) -> tuple[Reach, ...]:
        """Return how far the posted prompts of *guild* are known, or those of an article or a discussion."""
        query = _reaches().where(discussions.c.guild == guild)
        if article is not None:
            query = query.where(articles.c.id == article)
        if discussion is not None:
            query = query.where(discussions.c.key == discussion)
        return await self._reaches(query)

    async def unread(self, guild: GuildId) -> tuple[Reach, ...]:
        """Return the prompts of open discussions in *guild* that could not be read back."""
        is_open = discussions.c.state == DiscussionState.OPEN
        query = _reaches().where(discussions.c.guild == guild, is_open, prompts.c.unrecalled.is_not(None))
        return await self._reaches(query)

    async def standing(self, wanted: Collection[PromptId], given: Collection[Given]) -> dict[int, Recorded]:
        """Return what stands of the messages that answer the *wanted* prompts and were *given* like that."""
        return await self._recorded(
            responses.c.prompt.in_(wanted),
            responses.c.given.in_(given),
            responses.c.message.is_not(None),
            NOT_TAKEN_BACK,
        )

    async def recorded(self, messages: Sequence[int]) -> dict[int, Recorded]:
        """Return what is recorded of *messages*, though it was taken back."""
        found: dict[int, Recorded] = {}
        for start in range(0, len(messages), TOGETHER):
            found |= await self._recorded(responses.c.message.in_(messages[start : start + TOGETHER]))
        return found

    async def counts(self, wanted: Sequence[ResponseId]) -> dict[ResponseId, dict[str, int]]:
        """Return how often people reacted to the *wanted* responses, by emoji."""
        found: dict[ResponseId, dict[str, int]] = {}
        for start in range(0, len(wanted), TOGETHER):
            some = reactions.c.response.in_(wanted[start : start + TOGETHER])
            columns = (reactions.c.response, reactions.c.emoji, reactions.c.count)
            for key, emoji, count in await self._connection.execute(select(*columns).where(some)):
                found.setdefault(ResponseId(key), {})[emoji] = count
        return found

    async def set_counts(self, response: ResponseId, counts: Mapping[str, int]) -> None:
        """Let this be how often people reacted to *response*."""
        await change_responses(self._connection, responses.c.key == response)
        await self._connection.execute(delete(reactions).where(reactions.c.response == response))
        rows = [{"response": response, "emoji": emoji, "count": count} for emoji, count in counts.items()]
        if rows:
            await self._connection.execute(insert(reactions), rows)

    async def recalled(self, prompt: PromptId, *, seen: int, at: datetime) -> None:
        """Remember that all is known of *prompt*, up to the message *seen* at least."""
        await self._connection.execute(
            update(prompts).where(prompts.c.key == prompt).values(recalled_at=at, unrecalled=None)
        )
        await self.advance([prompt], seen=seen)

    async def unrecalled(self, prompt: PromptId, *, problem: str) -> None:
        """Remember why *prompt* could not be read back."""
        await self._connection.execute(
            update(prompts).where(prompts.c.key == prompt).values(unrecalled=problem)
        )

    async def advance(self, wanted: Sequence[PromptId], *, seen: int) -> None:
        """Remember that all is known of the *wanted* prompts up to the message *seen*."""
        is_news = or_(prompts.c.seen.is_(None), prompts.c.seen < seen)
        for start in range(0, len(wanted), TOGETHER):
            some = prompts.c.key.in_(wanted[start : start + TOGETHER])
            await self._connection.execute(update(prompts).where(some, is_news).values(seen=seen))

    async def typed_since(self, guild: GuildId) -> int | None:
        """Return after which message what is typed in *guild* is to be recorded; None where it is not."""
        found = await self._connection.execute(
            select(guilds.c.changed_at, marks.c.value)
            .outerjoin(marks, marks.c.name == f"{TYPED}{guild}")
            .where(guilds.c.guild == guild, guilds.c.records_typed)
        )
        row = found.one_or_none()
        if row is None:
            return None
        # In an old database since when is not written down; not later than this.
        return to_snowflake(row.changed_at) if row.value is None else int(row.value)

    async def take_typed(self, guild: GuildId, *, since: int) -> None:
        """Have what is typed in *guild* recorded where it is newer than the message *since*."""
        await Marks(self._connection).put(f"{TYPED}{guild}", str(since))

    async def _reaches(self, query: Select[Any]) -> tuple[Reach, ...]:
        rows = await self._connection.execute(query.order_by(prompts.c.discussion, prompts.c.number))
        return tuple(_to_reach(row) for row in rows)

    async def _recorded(self, *where: ColumnElement[bool]) -> dict[int, Recorded]:
        rows = await self._connection.execute(
            select(
                responses.c.message,
                responses.c.key,
                responses.c.prompt,
                responses.c.author,
                responses.c.given,
                responses.c.edited_at,
                or_(responses.c.withdrawn_at.is_not(None), responses.c.deleted_at.is_not(None)),
            ).where(*where)
        )
        return {
            message: Recorded(
                message, ResponseId(key), PromptId(prompt), MemberId(author), Given(given), edited, bool(gone)
            )
            for message, key, prompt, author, given, edited, gone in rows
        }


def _reaches() -> Select[Any]:
    return (
        select(
            prompts,
            discussions.c.guild,
            discussions.c.channel,
            discussions.c.closed_at,
            KEPT_DAYS.label("kept_days"),
            questions.c.id.label("question_id"),
            articles.c.id.label("article_id"),
            articles.c.title,
        )
        .select_from(ASKED.join(questions, questions.c.key == prompts.c.question))
        .where(POSTED)
    )


def _to_reach(row: Row[Any]) -> Reach:
    return Reach(
        prompt=PromptId(row.key),
        number=row.number,
        question=row.question_id,
        title=row.title or row.article_id,
        discussion=DiscussionId(row.discussion),
        guild=GuildId(row.guild),
        channel=ChannelId(row.channel),
        thread=row.thread,
        closed_at=row.closed_at,
        seen=row.seen,
        kept_days=row.kept_days,
        recalled_at=row.recalled_at,
        unrecalled=row.unrecalled,
    )
