"""By what articles that are alike are known: their addresses, and sketches of what they say."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Row, null, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.articles.sketch import Sketch
from bot.domain.identity import ArticleId, GuildId
from bot.storage.article_tables import articles
from bot.storage.engine import in_slices


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownArticle:
    """An article, and by what another one like it is known."""

    key: ArticleId
    id: str
    title: str
    language: str
    address: str | None
    sketch: Sketch


class Likeness:
    """What is known of the articles of every guild, inside one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def unsketched(self, guild: GuildId) -> tuple[ArticleId, ...]:
        """Return the guild's articles that are not known yet by what they say, as those of older releases."""
        found = await self._connection.execute(
            select(articles.c.key).where(
                articles.c.guild == guild, articles.c.removed_at.is_(None), articles.c.sketch.is_(None)
            )
        )
        return tuple(ArticleId(key) for key in found.scalars())

    async def put(self, key: ArticleId, *, address: str | None, sketch: Sketch) -> None:
        """Keep by what an article is known."""
        await self._connection.execute(
            update(articles)
            .where(articles.c.key == key, articles.c.sketch.is_(None))
            .values(address=address, sketch=to_row(sketch))
        )

    async def known(self, guild: GuildId) -> list[KnownArticle]:
        """Return the guild's articles that are known by what they say, the newest first."""
        rows = await self._connection.execute(
            select(
                articles.c.key,
                articles.c.id,
                articles.c.title,
                articles.c.language,
                articles.c.address,
                articles.c.sketch,
            )
            .where(articles.c.guild == guild, articles.c.removed_at.is_(None), articles.c.sketch.is_not(None))
            .order_by(articles.c.key.desc())
        )
        return await in_slices(rows, _to_known)


def to_row(sketch: Sketch | None) -> Any:
    """Return a sketch as it is kept; without one, nothing at all, which is not JSON's null."""
    return null() if sketch is None else asdict(sketch)


def _to_known(row: Row[Any]) -> KnownArticle:
    return KnownArticle(
        key=ArticleId(row.key),
        id=row.id,
        title=row.title or row.id,
        language=row.language,
        address=row.address,
        sketch=Sketch(size=row.sketch["size"], lowest=tuple(row.sketch["lowest"])),
    )
