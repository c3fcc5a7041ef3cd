"""Articles that are being looked over before they are kept."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.article import FACT, Article, Fact, Question, item_of
from bot.domain.errors import UnknownDraftError
from bot.domain.identity import DraftId, GuildId, MemberId
from bot.storage.engine import SLICE, in_slices
from bot.storage.schema import draft_items, drafts

_ARTICLE, _FACT, _QUESTION = TypeAdapter(Article), TypeAdapter(Fact), TypeAdapter(Question)


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
            "heading": _ARTICLE.dump_python(replace(article, text="", facts=(), questions=()), mode="json"),
            "text": article.text,
        }
        added = await self._connection.execute(insert(drafts).values(row).returning(drafts.c.key))
        draft = DraftId(added.scalar_one())
        parts = article.parts
        for start in range(0, len(parts), SLICE):
            rows = [
                {"draft": draft, "item": item_of(one), "position": position, "content": _dumped(one)}
                for position, one in enumerate(parts[start : start + SLICE], start)
            ]
            await self._connection.execute(insert(draft_items), rows)
        return draft

    async def get(self, draft: DraftId, *, guild: GuildId) -> StoredDraft:
        """Return the guild's draft with this id. Raises UnknownDraftError."""
        found = await self._connection.execute(
            select(drafts).where(drafts.c.key == draft, drafts.c.guild == guild)
        )
        row = found.one_or_none()
        if row is None:
            raise UnknownDraftError
        rows = await self._connection.execute(
            select(draft_items.c.item, draft_items.c.content)
            .where(draft_items.c.draft == draft)
            .order_by(draft_items.c.position)
        )
        parts = await in_slices(rows, _to_part)
        article = replace(_ARTICLE.validate_python(row.heading), text=row.text).with_parts(parts)
        return StoredDraft(id=DraftId(row.key), name=row.name, had_title=row.had_title, article=article)

    async def put(self, draft: DraftId, part: Fact | Question) -> None:
        """Put *part* in the place of the draft's fact, or question, with its id."""
        await self._connection.execute(
            update(draft_items)
            .where(draft_items.c.draft == draft, draft_items.c.item == item_of(part))
            .values(content=_dumped(part))
        )

    async def drop(self, draft: DraftId, item: str) -> None:
        """Leave *item* out."""
        await self._connection.execute(
            delete(draft_items).where(draft_items.c.draft == draft, draft_items.c.item == item)
        )

    async def remove(self, draft: DraftId) -> None:
        """Forget *draft*."""
        await self._connection.execute(delete(drafts).where(drafts.c.key == draft))

    async def remove_older(self, than: datetime) -> None:
        """Forget the drafts from before *than*."""
        await self._connection.execute(delete(drafts).where(drafts.c.created_at < than))


def _dumped(part: Fact | Question) -> Any:
    if isinstance(part, Fact):
        return _FACT.dump_python(part, mode="json")
    return _QUESTION.dump_python(part, mode="json")


def _to_part(row: Row[Any]) -> Fact | Question:
    kind = _FACT if row.item.startswith(FACT) else _QUESTION
    return kind.validate_python(row.content)
