"""What a report reads: each response with no more than is counted of it, a page at a time."""

from collections.abc import AsyncGenerator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, case, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.article import FactState
from bot.domain.export import Choice
from bot.insight.tally import ResponseRow
from bot.storage.article_tables import articles, facts
from bot.storage.export_choice import IS_UNLINKED, heads, is_taken
from bot.storage.gaps import IS_ANSWERED
from bot.storage.schema import discussions, gaps, guilds, lookups, prompts, reactions, responses


class Put(NamedTuple):
    """A prompt with all that a report says of it besides what was answered."""

    prompt: int
    number: int
    text: str
    posted_at: datetime | None
    reach: int | None
    language: str
    title: str
    discussion: int


class ReportRows:
    """What a report of *choice* reads, in one state of the database."""

    def __init__(self, connection: AsyncConnection, *, guild: int, choice: Choice) -> None:
        self._connection = connection
        self._guild = guild
        self._choice = choice

    async def pages(self, *, page: int) -> AsyncGenerator[Sequence[ResponseRow], None]:
        """Yield the responses that stand, in the order of their ids."""
        statement = (
            # In the order of what a ResponseRow has, after the key.
            select(
                responses.c.key,
                responses.c.prompt,
                # Unlinked ones are somebody of their own each; no member's id is negative.
                case((IS_UNLINKED, -responses.c.key), else_=responses.c.author).label("person"),
                responses.c.text,
                responses.c.created_at,
                responses.c.given,
                responses.c.kept,
                responses.c.edited_at.is_not(None).label("edited"),
                case((responses.c.message.is_(None), 0), else_=func.coalesce(_reacted(), 0)).label(
                    "reactions"
                ),
                responses.c.may_quote,
            )
            .join(heads, heads.c.prompt == responses.c.prompt + literal(0, literal_execute=True))
            .where(is_taken(self._choice))
            .order_by(responses.c.key)
            .limit(page)
        )
        after = 0
        while True:
            found = (await self._connection.execute(statement.where(responses.c.key > after))).all()
            if not found:
                return
            after = found[-1][0]
            yield [ResponseRow._make(row[1:]) for row in found]

    async def prompts(self) -> tuple[Put, ...]:
        """Return the prompts, in the order in which they were put."""
        rows = await self._connection.execute(
            select(
                prompts.c.key,
                prompts.c.number,
                prompts.c.text,
                prompts.c.posted_at,
                prompts.c.reach,
                articles.c.language,
                func.coalesce(articles.c.title, articles.c.id),
                prompts.c.discussion,
            )
            .join(heads, heads.c.prompt == prompts.c.key)
            .join(discussions, discussions.c.key == prompts.c.discussion)
            .join(articles, articles.c.key == discussions.c.article)
            .order_by(prompts.c.discussion, prompts.c.number)
        )
        return tuple(Put(*row) for row in rows)

    async def quoted(self, *, since: datetime, until: datetime, limit: int) -> Sequence[tuple[str, int]]:
        """Return the facts of the articles under discussion that look-ups quoted most, with how often."""
        times = func.sum(lookups.c.times)
        rows = await self._connection.execute(
            select(facts.c.text, times)
            .join(facts, (facts.c.article == lookups.c.article) & (facts.c.id == lookups.c.fact))
            .where(
                lookups.c.article.in_(self._articles()),
                lookups.c.day >= since.date().isoformat(),
                lookups.c.day <= until.date().isoformat(),
                facts.c.state != FactState.WITHDRAWN,
            )
            .group_by(facts.c.key, facts.c.text)
            .order_by(times.desc(), facts.c.key)
            .limit(limit)
        )
        return [(text, int(count)) for text, count in rows]

    async def gaps(self, *, since: datetime, until: datetime, limit: int) -> Sequence[tuple[str, int, bool]]:
        """Return what was asked in vain then, the most asked first, and whether it is answered since."""
        rows = await self._connection.execute(
            select(gaps.c.query, gaps.c.asked, IS_ANSWERED)
            .where(
                gaps.c.guild == self._guild,
                gaps.c.dismissed_at.is_(None),
                gaps.c.last_on >= since.date().isoformat(),
                gaps.c.first_on <= until.date().isoformat(),
            )
            .order_by(gaps.c.asked.desc(), gaps.c.key)
            .limit(limit)
        )
        return [(query, asked, bool(answered)) for query, asked, answered in rows]

    async def span(self) -> tuple[datetime | None, datetime | None]:
        """Return when the first prompt was posted, and when the last discussion was closed, if none is open.

        When responses came is nothing to tell: the last one is somebody's.
        """
        begun = await self._connection.execute(
            select(func.min(prompts.c.posted_at)).where(prompts.c.key.in_(select(heads.c.prompt)))
        )
        ended = await self._connection.execute(
            select(func.max(discussions.c.closed_at), func.count() - func.count(discussions.c.closed_at))
            .join(prompts, prompts.c.discussion == discussions.c.key)
            .where(prompts.c.key.in_(select(heads.c.prompt)))
        )
        closed_at, still_open = ended.one()
        return begun.scalar_one(), None if still_open else closed_at

    async def count(self) -> int:
        """Return how many responses there are."""
        given = await self._connection.execute(
            select(func.count())
            .select_from(responses)
            .join(heads, heads.c.prompt == responses.c.prompt + literal(0, literal_execute=True))
            .where(is_taken(self._choice))
        )
        count: int = given.scalar_one()
        return count

    async def floor_and_zone(self) -> tuple[int, str] | None:
        """Return how few people are never shown apart, and the time zone; None where nothing was chosen."""
        found = await self._connection.execute(
            select(guilds.c.floor, guilds.c.time_zone).where(guilds.c.guild == self._guild)
        )
        row = found.one_or_none()
        return None if row is None else (row.floor, row.time_zone)

    def _articles(self) -> Any:
        return (
            select(discussions.c.article)
            .join(prompts, prompts.c.discussion == discussions.c.key)
            .where(prompts.c.key.in_(select(heads.c.prompt)))
        )


def _reacted() -> ColumnElement[Any]:
    """Return how many people reacted to a response, at least: one person may do so with several emoji."""
    most = func.max(reactions.c.count)
    return select(most).where(reactions.c.response == responses.c.key).scalar_subquery()
