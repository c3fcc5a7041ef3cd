"""What look-ups are answered from: the facts that may be quoted, and when they changed last."""

import re
import secrets
from collections.abc import AsyncIterator, Collection, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.article import FactState
from bot.domain.identity import ArticleId, GuildId
from bot.domain.lookup import IndexedFact
from bot.storage.article_tables import articles, facts
from bot.storage.counters import Counters, facts_of
from bot.storage.engine import SLICE, in_slices

_ID = re.compile(r"[0-9]{1,18}:.+", re.DOTALL)
# Two histories meet by chance once in so many changes; 64 bits are enough for thousands of millions of steps.
_FURTHEST_STEP = 2**31


class IndexedFacts:
    """The facts of every guild that look-ups may quote, inside one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def facts(self, guild: GuildId, *, only: Collection[ArticleId] | None = None) -> list[IndexedFact]:
        """Return what look-ups in *guild* are answered from; ids are ``<article key>:<fact id>``.

        Of all its articles, or *only* of some.
        """
        found: list[IndexedFact] = []
        for where in _slices(only):
            rows = await self._connection.execute(_indexed(guild).where(where))
            found += await in_slices(rows, _to_indexed_fact)
        return found

    async def in_parts(self, guild: GuildId) -> AsyncIterator[list[IndexedFact]]:
        """Yield what ``facts`` returns, some at a time: a million at once would fill the memory."""
        rows = await self._connection.stream(_indexed(guild).execution_options(yield_per=4 * SLICE))
        async for some in rows.partitions():
            yield [_to_indexed_fact(row) for row in some]

    async def count(self, guild: GuildId, *, only: Collection[ArticleId] | None = None) -> int:
        """Return how many facts they are."""
        counted = 0
        for where in _slices(only):
            rows = await self._connection.execute(_served(select(func.count()), guild=guild).where(where))
            counted += rows.scalar_one()
        return counted

    async def only_article(self, guild: GuildId) -> ArticleId | None:
        """Return the one article that all of the facts are of; None where there are several, or none."""
        has_some = select(facts.c.key).where(
            facts.c.article == articles.c.key, facts.c.state != FactState.WITHDRAWN
        )
        rows = await self._connection.execute(
            select(articles.c.key)
            .where(articles.c.guild == guild, articles.c.removed_at.is_(None), has_some.exists())
            .limit(2)
        )
        keys = rows.scalars().all()
        return ArticleId(keys[0]) if len(keys) == 1 else None

    async def served(self, ids: Collection[str], *, guild: GuildId) -> dict[str, str]:
        """Return the texts of those of *ids*, as ``facts`` gives them, that a look-up may quote."""
        pairs = [id_.partition(":") for id_ in ids if _ID.fullmatch(id_)]
        statement = _served(select(facts.c.article, facts.c.id, facts.c.text), guild=guild).where(
            facts.c.article.in_({int(key) for key, _, _ in pairs}),
            facts.c.id.in_({fact for _, _, fact in pairs}),
        )
        rows = await self._connection.execute(statement)
        texts = {f"{row.article}:{row.id}": row.text for row in rows}
        return {id_: texts[id_] for id_ in ids if id_ in texts}

    async def revision(self, guild: GuildId) -> int:
        """Return a number that is another one whenever ``facts`` may be."""
        return await Counters(self._connection).value(facts_of(guild))

    async def revisions(self, guild: GuildId, *, since: int = -1) -> dict[ArticleId, int]:
        """Return for each of the guild's articles what ``revision`` was when its facts changed last.

        Those that were removed are among them: that is a change too. None that did not change *since* then.
        """
        rows = await self._connection.execute(
            select(articles.c.key, articles.c.revision).where(
                articles.c.guild == guild, articles.c.revision > since
            )
        )
        return dict(await in_slices(rows, _to_revision))

    async def answered_otherwise(self, guild: GuildId) -> int:
        """Let everybody know that look-ups may be answered otherwise; return the new ``revision``.

        It is greater than the last one, by chance more or less: where a backup is put back, or a guild is
        erased and returns, no number comes again that stood for other facts. Files of indexes go by it.
        """
        step = 1 + secrets.randbelow(_FURTHEST_STEP)
        return await Counters(self._connection).take(facts_of(guild), count=step)


def _served(statement: Select[Any], *, guild: GuildId) -> Select[Any]:
    """Return *statement*, about the facts that a look-up in *guild* may quote."""
    return (
        statement.select_from(articles)
        .join(facts, facts.c.article == articles.c.key)
        .where(
            articles.c.guild == guild,
            articles.c.removed_at.is_(None),
            facts.c.state != FactState.WITHDRAWN,
        )
    )


def _indexed(guild: GuildId) -> Select[Any]:
    statement = select(
        articles.c.key,
        articles.c.language,
        articles.c.title,
        facts.c.id,
        facts.c.text,
        facts.c.position,
    )
    return _served(statement, guild=guild).order_by(articles.c.key, facts.c.position)


def _slices(keys: Collection[ArticleId] | None) -> Iterator[ColumnElement[bool]]:
    """Yield what says that an article is among *keys*, in as many statements as a database takes for that."""
    if keys is None:
        yield true()
        return
    ordered = sorted(keys)
    for start in range(0, len(ordered), SLICE):
        yield articles.c.key.in_(ordered[start : start + SLICE])


def _to_indexed_fact(row: Row[Any]) -> IndexedFact:
    return IndexedFact(
        id=f"{row.key}:{row.id}",
        text=row.text,
        language=row.language,
        article=str(row.key),
        title=row.title or "",
        position=row.position,
    )


def _to_revision(row: Row[Any]) -> tuple[ArticleId, int]:
    return ArticleId(row.key), row.revision
