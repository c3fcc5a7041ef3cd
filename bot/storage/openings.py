"""What a whole batch of due schedules has to know, and what it writes: a few statements for all of them.

Ten thousand schedules may be due in one minute; a statement for each thing of each would take that long.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, insert, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.article import Question
from bot.domain.discussion import DiscussionState
from bot.domain.identity import (
    NOBODY,
    ArticleId,
    ChannelId,
    DiscussionId,
    GuildId,
    OccurrenceId,
    PromptId,
    QuestionId,
    RoleId,
    ScheduleId,
)
from bot.domain.opening import Asked, Under
from bot.domain.schedule import Occurrence, OccurrenceState, ScheduleState
from bot.storage.article_tables import articles, questions
from bot.storage.discussions import UNPOSTED, to_discussion, with_run
from bot.storage.engine import SLICE
from bot.storage.schema import discussions, occurrences, prompts, queue, schedules

Channel = tuple[GuildId, ChannelId]
# Not as a list: a statement for many rows at once has none.
WAITS = (occurrences.c.state == OccurrenceState.DUE) | (occurrences.c.state == OccurrenceState.ASKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDiscussion:
    """A discussion that a schedule opens."""

    guild: GuildId
    channel: ChannelId
    article: ArticleId
    at: datetime
    closes_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PutOff:
    """An occurrence that cannot open yet, and why, if anything is wrong."""

    occurrence: OccurrenceId
    until: datetime
    problem: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPrompt:
    """A prompt that is to be posted."""

    discussion: DiscussionId
    number: int
    asked: Asked
    at: datetime
    ping: RoleId | None


class Openings:
    """Reading and writing for many schedules at once, inside one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def under(self, channels: Collection[Channel]) -> dict[Channel, Under]:
        """Return the discussions that are open in *channels*, and what was asked in each."""
        rows = await self._connection.execute(
            with_run().where(
                tuple_(discussions.c.guild, discussions.c.channel).in_(list(channels)),
                discussions.c.state == DiscussionState.OPEN,
            )
        )
        found = [to_discussion(row) for row in rows]
        asked: dict[DiscussionId, dict[QuestionId, int]] = {one.id: {} for one in found}
        unposted: set[DiscussionId] = set()
        if found:
            put = await self._connection.execute(
                select(prompts.c.discussion, prompts.c.question, prompts.c.number).where(
                    prompts.c.discussion.in_(list(asked))
                )
            )
            for row in put:
                asked[DiscussionId(row.discussion)][QuestionId(row.question)] = row.number
            waiting = await self._connection.scalars(UNPOSTED.where(prompts.c.discussion.in_(list(asked))))
            unposted.update(map(DiscussionId, waiting))
        return {
            (one.guild, one.channel): Under(
                discussion=one,
                asked=frozenset(asked[one.id]),
                last=max(asked[one.id].values(), default=0),
                is_posted=one.id not in unposted,
            )
            for one in found
        }

    async def questions(self, wanted: Collection[ArticleId]) -> dict[ArticleId, list[Asked]]:
        """Return the questions of the articles *wanted*, in order; none of those that were removed."""
        found: dict[ArticleId, list[Asked]] = {article: [] for article in wanted}
        keys = list(found)
        # Whole queues are asked about, and a statement takes so many parameters and no more.
        for start in range(0, len(keys), SLICE):
            rows = await self._connection.execute(
                select(questions)
                .join(articles, articles.c.key == questions.c.article)
                .where(
                    questions.c.article.in_(keys[start : start + SLICE]),
                    questions.c.removed_at.is_(None),
                    articles.c.removed_at.is_(None),
                )
                .order_by(questions.c.article, questions.c.position)
            )
            for row in rows:
                question = Question(id=row.id, text=row.text, follow_ups=tuple(row.follow_ups))
                found[ArticleId(row.article)].append(Asked(key=QuestionId(row.key), question=question))
        return found

    async def supersede(self, opening: Sequence[Occurrence], *, at: datetime) -> None:
        """Let whatever of the same schedules waited before be missed: of each one opens, not two."""
        if opening:
            statement = (
                update(occurrences)
                .where(occurrences.c.schedule == bindparam("of"), occurrences.c.due_at < bindparam("before"))
                .where(WAITS)
                .values(state=OccurrenceState.MISSED, decided_at=at, opens_at=None)
            )
            rows = [{"of": one.schedule, "before": one.at} for one in opening]
            await self._connection.execute(statement, rows)

    async def look_again(self, *, at: datetime) -> None:
        """Let whatever was put off until later than *at* be looked at then."""
        await self._connection.execute(
            update(occurrences)
            .where(occurrences.c.state == OccurrenceState.DUE, occurrences.c.opens_at > at)
            .values(opens_at=at)
        )

    async def undo_missed(self, *, after: datetime) -> list[tuple[ScheduleId, GuildId]]:
        """Let days later than *after*, which nobody can have missed, be due again.

        Return the schedules that have an event to be moved, and their guilds.
        """
        is_early = and_(
            occurrences.c.state == OccurrenceState.MISSED,
            occurrences.c.decided_by.is_(None),
            occurrences.c.due_at > after,
        )
        columns = (occurrences.c.schedule, occurrences.c.due_on, occurrences.c.due_at)
        days = await self._connection.execute(
            select(*columns).where(is_early).order_by(occurrences.c.due_at.desc())
        )
        first = {row.schedule: row for row in days}  # of each schedule the earliest, which comes last
        if not first:
            return []
        await self._connection.execute(delete(occurrences).where(is_early))
        statement = (
            update(schedules)
            .where(schedules.c.key == bindparam("k"), schedules.c.state == ScheduleState.ON)
            .where(or_(schedules.c.next_at.is_(None), schedules.c.next_at > bindparam("before")))
            .values(next_on=bindparam("then_on"), next_at=bindparam("then_at"))
        )
        rows = [
            {"k": key, "before": row.due_at, "then_on": row.due_on, "then_at": row.due_at}
            for key, row in first.items()
        ]
        await self._connection.execute(statement, rows)
        shown = await self._connection.execute(
            select(schedules.c.key, schedules.c.guild).where(schedules.c.has_event)
        )
        return [(ScheduleId(row.key), GuildId(row.guild)) for row in shown if row.key in first]

    async def put_off(self, waits: Sequence[PutOff]) -> None:
        """Let occurrences wait on."""
        if waits:
            statement = (
                update(occurrences)
                .where(occurrences.c.key == bindparam("k"))
                .values(opens_at=bindparam("until"), problem=bindparam("why"))
            )
            rows = [{"k": one.occurrence, "until": one.until, "why": one.problem} for one in waits]
            await self._connection.execute(statement, rows)

    async def take(self, taken: Sequence[tuple[GuildId, ArticleId]]) -> None:
        """Let articles wait in their guilds' queues no longer."""
        if taken:
            statement = delete(queue).where(
                queue.c.guild == bindparam("of"), queue.c.article == bindparam("which")
            )
            rows = [{"of": guild, "which": article} for guild, article in taken]
            await self._connection.execute(statement, rows)

    async def open(self, new: Sequence[NewDiscussion]) -> list[DiscussionId]:
        """Open discussions, which nobody did by hand, and return their ids in the same order."""
        if not new:
            return []
        rows = [
            {
                "guild": one.guild,
                "channel": one.channel,
                "article": one.article,
                "state": DiscussionState.OPEN,
                "opened_at": one.at,
                "opened_by": NOBODY,
                "closes_at": one.closes_at,
            }
            for one in new
        ]
        # In no order: to keep that of the rows SQLAlchemy would send SQLite a statement for each.
        added = await self._connection.execute(
            insert(discussions).returning(discussions.c.key, discussions.c.guild, discussions.c.channel), rows
        )
        keys = {(row.guild, row.channel): DiscussionId(row.key) for row in added}
        return [keys[one.guild, one.channel] for one in new]

    async def plan(self, new: Sequence[NewPrompt]) -> list[PromptId]:
        """Add prompts and return their ids in the same order."""
        if not new:
            return []
        rows: list[dict[str, Any]] = [
            {
                "discussion": one.discussion,
                "question": one.asked.key,
                "number": one.number,
                "text": one.asked.question.text,
                "follow_ups": list(one.asked.question.follow_ups),
                "planned_at": one.at,
                "ping": one.ping,
            }
            for one in new
        ]
        added = await self._connection.execute(
            insert(prompts).returning(prompts.c.key, prompts.c.discussion, prompts.c.number), rows
        )
        keys = {(row.discussion, row.number): PromptId(row.key) for row in added}
        return [keys[one.discussion, one.number] for one in new]

    async def prolong(self, ends: Sequence[tuple[DiscussionId, datetime]]) -> None:
        """Let discussions stay open until then."""
        if ends:
            statement = (
                update(discussions)
                .where(discussions.c.key == bindparam("k"))
                .values(closes_at=bindparam("until"))
            )
            await self._connection.execute(statement, [{"k": key, "until": until} for key, until in ends])

    async def opened(
        self, outcomes: Sequence[tuple[OccurrenceId, OccurrenceState, DiscussionId | None]], *, at: datetime
    ) -> None:
        """Note what came of occurrences."""
        if not outcomes:
            return
        statement = (
            update(occurrences)
            .where(occurrences.c.key == bindparam("k"))
            .values(
                state=bindparam("now"),
                discussion=bindparam("about"),
                decided_at=at,
                opens_at=None,
                problem=None,
            )
        )
        rows = [{"k": key, "now": state, "about": about} for key, state, about in outcomes]
        await self._connection.execute(statement, rows)
