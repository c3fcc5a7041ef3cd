"""Articles that are being looked over before they are kept."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.article import Article
from bot.domain.errors import UnknownDraftError
from bot.domain.identity import DraftId, GuildId, MemberId
from bot.storage.schema import drafts

ARTICLE = TypeAdapter(Article)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDraft:
    """A draft as it is kept."""

    id: DraftId
    name: str  # of the file it came from
    had_title: bool
    article: Article


class Drafts:
    """The drafts of every guild, inside one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self, article: Article, *, name: str, had_title: bool, guild: GuildId, by: MemberId, at: datetime
    ) -> DraftId:
        """Keep *article* as a draft."""
        row = {
            "guild": guild,
            "made_by": by,
            "created_at": at,
            "name": name,
            "had_title": had_title,
            "article": ARTICLE.dump_python(article, mode="json"),
        }
        added = await self._connection.execute(insert(drafts).values(row).returning(drafts.c.key))
        return DraftId(added.scalar_one())

    async def get(self, draft: DraftId, *, guild: GuildId) -> StoredDraft:
        """Return the guild's draft with this id. Raises UnknownDraftError."""
        found = await self._connection.execute(
            select(drafts).where(drafts.c.key == draft, drafts.c.guild == guild)
        )
        row = found.one_or_none()
        if row is None:
            raise UnknownDraftError
        return StoredDraft(
            id=DraftId(row.key),
            name=row.name,
            had_title=row.had_title,
            article=ARTICLE.validate_python(row.article),
        )

    async def replace(self, draft: DraftId, article: Article) -> None:
        """Put *article* in the draft's place."""
        await self._connection.execute(
            update(drafts)
            .where(drafts.c.key == draft)
            .values(article=ARTICLE.dump_python(article, mode="json"))
        )

    async def remove(self, draft: DraftId) -> None:
        """Forget *draft*."""
        await self._connection.execute(delete(drafts).where(drafts.c.key == draft))

    async def remove_older(self, than: datetime) -> None:
        """Forget the drafts from before *than*."""
        await self._connection.execute(delete(drafts).where(drafts.c.created_at < than))
