"""What people asked in vain, counted without who asked, and the facts that answer it since."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    case,
    delete,
    exists,
    func,
    literal,
    select,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.article import FactState
from bot.domain.gap import AnsweredGap, Gap, GapAnswer, GapState
from bot.domain.identity import ArticleId, GapId, GuildId
from bot.storage.article_tables import articles, facts
from bot.storage.engine import in_slices, upsert
from bot.storage.schema import gap_answers, gap_waiters, gap_wordings, gaps

# Wordings that are kept of a gap; what else is like it is found by being like it.
WORDINGS = 25

_IS_SERVED = (
    select(facts.c.key)
    .join(articles, articles.c.key == facts.c.article)
    .where(facts.c.article == gap_answers.c.article, facts.c.id == gap_answers.c.fact)
    .where(facts.c.state != FactState.WITHDRAWN, articles.c.removed_at.is_(None))
    .correlate(gap_answers)
    .exists()
)
# As long as its fact is served: withdrawn, the gap is open again, and nobody has to see to that.
IS_ANSWERED: ColumnElement[bool] = exists().where(gap_answers.c.gap == gaps.c.key, _IS_SERVED).correlate(gaps)
_IS: dict[GapState, ColumnElement[bool]] = {
    GapState.OPEN: ~IS_ANSWERED & gaps.c.dismissed_at.is_(None),
    GapState.ANSWERED: IS_ANSWERED,
    GapState.DISMISSED: ~IS_ANSWERED & gaps.c.dismissed_at.is_not(None),
}
_WAITING = select(func.count()).where(gap_waiters.c.gap == gaps.c.key).correlate(gaps).scalar_subquery()


class Gaps:
    """The gaps of every guild, inside one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def count(
        self, query: str, *, folded: str, guild: GuildId, on: date, into: GapId | None = None
    ) -> GapId:
        """Count one more vain *query*, as a wording of the gap *into* or of the one that folds alike."""
        day = on.isoformat()
        if into is not None and await self._count_again(into, day=day):
            await self._reword(into, query, folded=folded, guild=guild)
            return into
        row = {"guild": guild, "folded": folded, "query": query, "asked": 1, "first_on": day, "last_on": day}
        statement = upsert(self._connection, gaps).values(row)
        statement = statement.on_conflict_do_update(
            index_elements=[gaps.c.guild, gaps.c.folded], set_={"asked": gaps.c.asked + 1, "last_on": day}
        )
        counted = await self._connection.execute(statement.returning(gaps.c.key))
        return GapId(counted.scalar_one())

    async def find(self, folded: str, *, guild: GuildId) -> GapId | None:
        """Return the gap of which one wording folds to this."""
        found = await self._connection.execute(
            union_all(
                select(gaps.c.key).where(gaps.c.guild == guild, gaps.c.folded == folded),
                select(gap_wordings.c.gap).where(
                    gap_wordings.c.guild == guild, gap_wordings.c.folded == folded
                ),
            )
        )
        key = next(iter(found.scalars()), None)
        return None if key is None else GapId(key)

    async def near(self, heads: Sequence[str], *, guild: GuildId, limit: int) -> list[tuple[GapId, str]]:
        """Return gaps in which half of *heads* begin a word, those with most of them first, as queries."""
        padded = literal(" ") + gaps.c.folded
        shared = [case((padded.contains(f" {head}", autoescape=True), 1), else_=0) for head in heads]
        if not shared:
            return []
        # Within, so that it is worked out once for each: this looks at every gap of the guild's.
        rank: ColumnElement[int] = sum(shared, start=literal(0))
        ranked = select(gaps.c.key, rank.label("rank")).where(gaps.c.guild == guild).subquery()
        rows = await self._connection.execute(
            select(gaps.c.key, gaps.c.query)
            .join(ranked, ranked.c.key == gaps.c.key)
            .where(ranked.c.rank >= max(1, len(heads) // 2))
            .order_by(ranked.c.rank.desc(), gaps.c.asked.desc(), gaps.c.key)
            .limit(limit)
        )
        return [(GapId(row.key), row.query) for row in rows]

    async def rekey(self, gap: GapId, folded: str, *, guild: GuildId) -> None:
        """Let *gap*, which an earlier release folded otherwise, be found by what it folds to now."""
        if await self.find(folded, guild=guild) is None:
            await self._connection.execute(update(gaps).where(gaps.c.key == gap).values(folded=folded))

    async def get(self, gap: GapId, *, guild: GuildId) -> Gap | None:
        """Return one gap."""
        rows = await self._connection.execute(_gaps().where(gaps.c.guild == guild, gaps.c.key == gap))
        row = rows.one_or_none()
        return None if row is None else _to_gap(row)

    async def wordings(self, gap: GapId) -> tuple[str, ...]:
        """Return in which other words *gap* was asked."""
        rows = await self._connection.execute(
            select(gap_wordings.c.query).where(gap_wordings.c.gap == gap).order_by(gap_wordings.c.query)
        )
        return tuple(rows.scalars())

    async def most_asked(
        self, guild: GuildId, *, limit: int, state: GapState = GapState.OPEN
    ) -> tuple[Gap, ...]:
        """Return the guild's gaps, the most asked first."""
        rows = await self._connection.execute(
            _gaps()
            .where(gaps.c.guild == guild, _IS[state])
            .order_by(gaps.c.asked.desc(), gaps.c.last_on.desc(), gaps.c.key)
            .limit(limit)
        )
        return tuple(_to_gap(row) for row in rows)

    async def answered(self, guild: GuildId) -> list[AnsweredGap]:
        """Return the guild's gaps that have an answer which is served."""
        found = await self._connection.execute(
            select(gaps.c.key, gaps.c.query, gaps.c.folded, gap_answers.c.article, gap_answers.c.fact)
            .join(gap_answers, gap_answers.c.gap == gaps.c.key)
            .where(gaps.c.guild == guild, _IS_SERVED)
            .order_by(gaps.c.key)
        )
        rows = found.all()
        if not rows:
            return []
        others = await self._connection.execute(
            select(gap_wordings.c.gap, gap_wordings.c.folded)
            .join(gap_answers, gap_answers.c.gap == gap_wordings.c.gap)
            .where(gap_wordings.c.guild == guild)
        )
        keys: dict[int, set[str]] = {row.key: {row.folded} for row in rows}
        for other in others:
            keys.get(other.gap, set()).add(other.folded)
        return await in_slices(rows, lambda row: _to_answered(row, keys[row.key]))

    async def answer(self, gap: GapId, *, article: ArticleId, fact: str, at: datetime) -> None:
        """Let *fact* of *article* answer *gap*."""
        row = {"gap": gap, "article": article, "fact": fact, "answered_at": at}
        statement = upsert(self._connection, gap_answers).values(row)
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[gap_answers.c.gap], set_={"article": article, "fact": fact, "answered_at": at}
            )
        )
        await self._connection.execute(update(gaps).where(gaps.c.key == gap).values(dismissed_at=None))

    async def reopen(self, gap: GapId) -> None:
        """Let *gap* be open, answered or dismissed as it was."""
        await self._connection.execute(delete(gap_answers).where(gap_answers.c.gap == gap))
        await self._connection.execute(update(gaps).where(gaps.c.key == gap).values(dismissed_at=None))

    async def dismiss(self, gap: GapId, *, at: datetime) -> None:
        """Let *gap* not be among the open ones."""
        await self._connection.execute(update(gaps).where(gaps.c.key == gap).values(dismissed_at=at))

    async def _count_again(self, gap: GapId, *, day: str) -> bool:
        counted = await self._connection.execute(
            update(gaps)
            .where(gaps.c.key == gap)
            .values(asked=gaps.c.asked + 1, last_on=day)
            .returning(gaps.c.key)
        )
        return counted.one_or_none() is not None

    async def _reword(self, gap: GapId, query: str, *, folded: str, guild: GuildId) -> None:
        known = await self._connection.execute(select(func.count()).where(gap_wordings.c.gap == gap))
        if known.scalar_one() >= WORDINGS or await self.find(folded, guild=guild) is not None:
            return
        row = {"guild": guild, "folded": folded, "gap": gap, "query": query}
        await self._connection.execute(
            upsert(self._connection, gap_wordings).values(row).on_conflict_do_nothing()
        )


def _gaps() -> Select[Any]:
    answered = gaps.outerjoin(gap_answers, (gap_answers.c.gap == gaps.c.key) & _IS_SERVED)
    return select(
        gaps,
        gap_answers.c.article,
        gap_answers.c.fact,
        gap_answers.c.answered_at,
        _WAITING.label("waiting"),
    ).select_from(answered)


def _to_gap(row: Row[Any]) -> Gap:
    answer = None
    state = GapState.OPEN if row.dismissed_at is None else GapState.DISMISSED
    if row.fact is not None:
        answer = GapAnswer(article=ArticleId(row.article), fact=row.fact, at=row.answered_at)
        state = GapState.ANSWERED
    return Gap(
        id=GapId(row.key),
        query=row.query,
        asked=row.asked,
        first_on=date.fromisoformat(row.first_on),
        last_on=date.fromisoformat(row.last_on),
        state=state,
        waiting=row.waiting,
        answer=answer,
    )


def _to_answered(row: Row[Any], keys: Iterable[str]) -> AnsweredGap:
    return AnsweredGap(query=row.query, keys=frozenset(keys), article=ArticleId(row.article), fact=row.fact)
