"""The articles that a guild's schedules take next, in order."""

from collections.abc import Collection

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.identity import ArticleId, GuildId
from bot.storage.article_tables import articles
from bot.storage.schema import queue


class Queue:
    """The queue of every guild, inside one transaction. Articles that were removed are not in it any more."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, guilds: Collection[GuildId]) -> dict[GuildId, list[ArticleId]]:
        """Return the articles that wait in each of *guilds*, in order."""
        found: dict[GuildId, list[ArticleId]] = {guild: [] for guild in guilds}
        rows = await self._connection.execute(
            select(queue.c.guild, queue.c.article)
            .join(articles, articles.c.key == queue.c.article)
            .where(queue.c.guild.in_(list(guilds)), articles.c.removed_at.is_(None))
            .order_by(queue.c.guild, queue.c.position)
        )
        for row in rows:
            found[GuildId(row.guild)].append(ArticleId(row.article))
        return found

    async def put(self, article: ArticleId, *, guild: GuildId, place: int | None = None) -> int:
        """Let *article* wait at *place* (1 is next), or at the end; return where it waits now."""
        waiting = [one for one in (await self.of([guild]))[guild] if one != article]
        index = len(waiting) if place is None else max(0, min(place - 1, len(waiting)))
        waiting.insert(index, article)
        await self._connection.execute(delete(queue).where(queue.c.guild == guild))
        rows = [
            {"guild": guild, "article": one, "position": position} for position, one in enumerate(waiting)
        ]
        await self._connection.execute(insert(queue), rows)
        return index + 1

    async def take(self, article: ArticleId, *, guild: GuildId) -> bool:
        """Let *article* wait no longer; return whether it did."""
        taken = await self._connection.execute(
            delete(queue).where(queue.c.guild == guild, queue.c.article == article).returning(queue.c.article)
        )
        return bool(taken.all())
