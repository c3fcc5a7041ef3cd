"""How often facts were what look-ups were answered with. Nobody who asked is in it."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.identity import ArticleId
from bot.storage.article_tables import articles
from bot.storage.engine import upsert
from bot.storage.schema import lookups

# An article, the id of a fact in it, and the day.
Asked = tuple[ArticleId, str, date]


class Lookups:
    """What look-ups quoted, inside one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def count(self, asked: Mapping[Asked, int]) -> None:
        """Add how often facts were *asked* for; an article that is gone is counted no more."""
        known = await self._connection.execute(
            select(articles.c.key).where(articles.c.key.in_({article for article, _, _ in asked}))
        )
        there = set(known.scalars())
        rows = [
            {"article": article, "fact": fact, "day": day.isoformat(), "times": times}
            for (article, fact, day), times in asked.items()
            if article in there
        ]
        if not rows:
            return
        statement = upsert(self._connection, lookups)
        statement = statement.on_conflict_do_update(
            index_elements=[lookups.c.article, lookups.c.fact, lookups.c.day],
            set_={"times": lookups.c.times + statement.excluded.times},
        )
        await self._connection.execute(statement, rows)
