"""Articles that are being looked over before they are kept, with what was changed in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row as DatabaseRow
from sqlalchemy import delete, func, insert, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.articles.draft_rows import Row, article_of, difference, heading_of, rows_of
from bot.articles.editing import Part
from bot.domain.article import FACT, QUESTION, SET_ASIDE, Article, Doubt, Fact, Question, SetAside
from bot.domain.draft_errors import DraftUndoneError, NoDraftError
from bot.domain.errors import UnknownDraftError
from bot.domain.identity import DraftId, GuildId, MemberId
from bot.storage.article_tables import (
    articles,
    draft_items,
    draft_steps,
    drafts,
    fact_history,
    facts,
    questions,
)
from bot.storage.engine import SLICE, in_slices, upsert
from bot.storage.schema import moderation_log

_ARTICLE = TypeAdapter(Article)
_PARTS: Mapping[str, TypeAdapter[Any]] = {
    FACT: TypeAdapter(Fact),
    QUESTION: TypeAdapter(Question),
    SET_ASIDE: TypeAdapter(SetAside),
}
# What the moderation log says of an article that was kept anew.
EDITED = "article.edit"
# In what a step keeps of a draft: its rows, and what is in none of them.
_ROWS, _HEADING = "rows", "heading"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDraft:
    """A draft as it is kept."""

    id: DraftId
    name: str  # of the file it came from
    had_title: bool
    article: Article = field(repr=False)
    rows: Mapping[str, Row] = field(default_factory=dict, repr=False)
    numbered: int = 0  # the last number that an id or a step of it has
    step: int | None = None  # the number of what was changed last


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
            "heading": _heading(article),
            "text": article.text,
        }
        added = await self._connection.execute(insert(drafts).values(row).returning(drafts.c.key))
        draft = DraftId(added.scalar_one())
        await self._put(draft, rows_of(article))
        return draft

    async def get(self, draft: DraftId, *, guild: GuildId) -> StoredDraft:
        """Return the guild's draft with this id. Raises UnknownDraftError."""
        found = await self._connection.execute(
            select(drafts).where(drafts.c.key == draft, drafts.c.guild == guild)
        )
        row = found.one_or_none()
        if row is None:
            raise UnknownDraftError
        items = await self._connection.execute(
            select(draft_items.c.item, draft_items.c.position, draft_items.c.content)
            .where(draft_items.c.draft == draft)
            .order_by(draft_items.c.position)
        )
        rows = dict(await in_slices(items, _to_row))
        steps = await self._connection.execute(
            select(func.max(draft_steps.c.number)).where(draft_steps.c.draft == draft)
        )
        return StoredDraft(
            id=draft,
            name=row.name,
            had_title=row.had_title,
            article=article_of(_ARTICLE.validate_python(row.heading), rows, text=row.text),
            rows=rows,
            numbered=row.numbered,
            step=steps.scalar(),
        )

    async def latest(self, *, guild: GuildId) -> DraftId:
        """Return the draft that the guild's moderators began last. Raises NoDraftError."""
        found = await self._connection.execute(select(func.max(drafts.c.key)).where(drafts.c.guild == guild))
        key = found.scalar()
        if key is None:
            raise NoDraftError
        return DraftId(key)

    async def change(
        self,
        stored: StoredDraft,
        article: Article,
        *,
        action: str,
        numbered: int,
        by: MemberId,
        at: datetime,
    ) -> StoredDraft:
        """Let *stored* be *article* from now on, until that is undone; return it.

        *numbered* is the last number that an id of it has by now.
        """
        rows = rows_of(article, before=stored.rows)
        changed = difference(stored.rows, rows)
        heading, headed_before = _heading(article), _heading(stored.article)
        if not changed and heading == headed_before:
            return stored
        await self._drop(stored.id, [name for name in changed if name not in rows])
        await self._put(stored.id, {name: rows[name] for name in changed if name in rows})
        before: dict[str, Any] = {_ROWS: {name: _dumped(row) for name, row in changed.items()}}
        if heading != headed_before:
            before[_HEADING] = headed_before
        step = numbered + 1
        await self._connection.execute(
            update(drafts).where(drafts.c.key == stored.id).values(numbered=step, heading=heading)
        )
        await self._connection.execute(
            insert(draft_steps).values(
                draft=stored.id, number=step, action=action, made_by=by, made_at=at, before=before
            )
        )
        return replace(stored, article=article, rows=rows, numbered=step, step=step)

    async def undo(self, draft: DraftId) -> str:
        """Let *draft* be what it was before its last change; return its action. Raises DraftUndoneError."""
        found = await self._connection.execute(
            select(draft_steps)
            .where(draft_steps.c.draft == draft)
            .order_by(draft_steps.c.number.desc())
            .limit(1)
        )
        step = found.one_or_none()
        if step is None:
            raise DraftUndoneError
        rows = step.before[_ROWS]
        await self._drop(draft, [name for name, row in rows.items() if row is None])
        await self._put(
            draft,
            dict(
                _row(name, position=row[0], content=row[1]) for name, row in rows.items() if row is not None
            ),
        )
        if _HEADING in step.before:
            await self._connection.execute(
                update(drafts).where(drafts.c.key == draft).values(heading=step.before[_HEADING])
            )
        await self._connection.execute(
            delete(draft_steps).where(draft_steps.c.draft == draft, draft_steps.c.number == step.number)
        )
        return str(step.action)

    async def taken_ids(self, article: str, *, guild: GuildId) -> frozenset[str]:
        """Return the ids that facts and questions of the guild's *article* ever had, or have in its drafts.

        Otherwise two that are looked over at once would call two facts by one name, and one would get lost.
        """
        is_it = (articles.c.guild == guild) & (articles.c.id == article)
        key = select(articles.c.key).where(is_it).scalar_subquery()
        found = await self._connection.execute(
            union_all(
                select(facts.c.id).where(facts.c.article == key),
                select(fact_history.c.fact).where(fact_history.c.article == key),
                select(questions.c.id).where(questions.c.article == key),
            )
        )
        looked_over = await self._connection.execute(
            select(drafts.c.key, drafts.c.heading).where(drafts.c.guild == guild)
        )
        of_it = [row.key for row in looked_over if row.heading["id"] == article]
        items = await self._connection.execute(
            select(draft_items.c.item).where(draft_items.c.draft.in_(of_it), ~draft_items.c.item.like("s:%"))
        )
        return frozenset(found.scalars()) | {item[len(FACT) :] for item in items.scalars()}

    async def is_overtaken(self, stored: StoredDraft, *, guild: GuildId) -> bool:
        """Return whether the article that *stored* changes was changed otherwise after that was begun.

        Also by a fact that answers a gap.
        """
        edited = (
            select(moderation_log.c.key)
            .join(drafts, drafts.c.key == stored.id)
            .where(
                moderation_log.c.guild == guild,
                moderation_log.c.action == EDITED,
                moderation_log.c.target == stored.article.id,
                moderation_log.c.at > drafts.c.created_at,
            )
        )
        added = (
            select(facts.c.key)
            .join(articles, articles.c.key == facts.c.article)
            .join(drafts, drafts.c.key == stored.id)
            .where(
                articles.c.guild == guild,
                articles.c.id == stored.article.id,
                facts.c.added_at > drafts.c.created_at,
            )
        )
        found = await self._connection.execute(union_all(edited, added).limit(1))
        return found.first() is not None

    async def remove(self, draft: DraftId) -> None:
        """Forget *draft*."""
        await self._connection.execute(delete(drafts).where(drafts.c.key == draft))

    async def remove_older(self, than: datetime) -> None:
        """Forget the drafts from before *than*."""
        await self._connection.execute(delete(drafts).where(drafts.c.created_at < than))

    async def _put(self, draft: DraftId, rows: Mapping[str, Row]) -> None:
        written = list(rows.items())
        statement = upsert(self._connection, draft_items)
        statement = statement.on_conflict_do_update(
            index_elements=[draft_items.c.draft, draft_items.c.item],
            set_={name: statement.excluded[name] for name in ("position", "content")},
        )
        # All at once, those of a long article would keep everybody waiting.
        for start in range(0, len(written), SLICE):
            await self._connection.execute(
                statement,
                [
                    {"draft": draft, "item": name, "position": row.position, "content": _content(row)}
                    for name, row in written[start : start + SLICE]
                ],
            )

    async def _drop(self, draft: DraftId, names: Sequence[str]) -> None:
        for start in range(0, len(names), SLICE):
            is_one = draft_items.c.item.in_(names[start : start + SLICE])
            await self._connection.execute(delete(draft_items).where(draft_items.c.draft == draft, is_one))


def _heading(article: Article) -> Any:
    return _ARTICLE.dump_python(heading_of(article), mode="json")


def _content(row: Row) -> Any:
    kinds = {Fact: FACT, Question: QUESTION, SetAside: SET_ASIDE}
    content = _PARTS[kinds[type(row.part)]].dump_python(row.part, mode="json")
    return {**content, "doubts": list(row.doubts)} if row.doubts else content


def _dumped(row: Row | None) -> Any:
    return None if row is None else [row.position, _content(row)]


def _to_row(row: DatabaseRow[Any]) -> tuple[str, Row]:
    return _row(row.item, position=row.position, content=row.content)


def _row(name: str, *, position: int, content: Mapping[str, Any]) -> tuple[str, Row]:
    said = dict(content)
    doubts = tuple(Doubt(doubt) for doubt in said.pop("doubts", ()))
    part: Part = _PARTS[name[: len(FACT)]].validate_python(said)
    return name, Row(position=position, part=part, doubts=doubts)
