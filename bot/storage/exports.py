"""What an export reads: the responses that stand, a page at a time, and the record of exports taken."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Select, Text, and_, bindparam, func, insert, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.elements import ColumnElement

from bot.domain.identity import DiscussionId, GuildId, MemberId, PromptId
from bot.exports.rows import PromptColumns, ResponseRow
from bot.storage.schema import (
    UtcDateTime,
    articles,
    discussions,
    exports,
    prompts,
    questions,
    responses,
    to_utc_text,
)

COLUMNS = ("key", "prompt", "author", "author_name", "text", "given", "created_at", "edited_at")
STANDS = and_(
    responses.c.withdrawn_at.is_(None), responses.c.deleted_at.is_(None), responses.c.hidden_at.is_(None)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportScope:
    """Which responses an export is about: a guild's, or those to one article or in one discussion."""

    guild: GuildId
    article: str | None = None
    discussion: DiscussionId | None = None


class Exports:
    """What exports of a guild read and leave behind, inside one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def prompts(self, scope: ExportScope) -> dict[PromptId, PromptColumns]:
        """Return the prompts whose responses *scope* takes in."""
        rows = await self._connection.execute(
            select(
                prompts.c.key,
                prompts.c.number,
                prompts.c.text,
                prompts.c.discussion,
                questions.c.id.label("question"),
                articles.c.id.label("article"),
                func.coalesce(articles.c.title, articles.c.id).label("title"),
            )
            .select_from(
                prompts.join(discussions, discussions.c.key == prompts.c.discussion)
                .join(questions, questions.c.key == prompts.c.question)
                .join(articles, articles.c.key == discussions.c.article)
            )
            .where(_in_scope(scope))
        )
        return {
            PromptId(row.key): PromptColumns(
                prompt=PromptId(row.key),
                number=row.number,
                question=row.question,
                text=row.text,
                discussion=DiscussionId(row.discussion),
                article=row.article,
                title=row.title,
            )
            for row in rows
        }

    async def rows(self, prompt_ids: Sequence[PromptId], *, page: int) -> AsyncIterator[list[ResponseRow]]:
        """Yield the responses to these prompts that stand, in the order of their ids, *page* at a time.

        A row is (id, prompt, author, author name, text, given, created, edited); times are ISO 8601 text.
        Pages start where the last one ended, so memory does not grow; the transaction makes them one state.
        """
        after = 0
        statement = _page(prompt_ids, limit=page)
        is_sqlite = self._connection.dialect.name == "sqlite"
        while True:
            found = await self._connection.execute(statement, {"after": after})
            rows: list[Any] = list(found.all())
            if not rows:
                return
            after = rows[-1][0]
            yield rows if is_sqlite else [_with_time_texts(row) for row in rows]
            if len(rows) < page:
                return

    async def left_out(self, prompt_ids: Sequence[PromptId]) -> dict[str, int]:
        """Return how many responses to these prompts do not stand, by why."""
        gone = responses.c.withdrawn_at.is_not(None) | responses.c.deleted_at.is_not(None)
        found = await self._connection.execute(
            select(
                func.count(responses.c.withdrawn_at).label("withdrawn"),
                func.count().filter(responses.c.deleted_at.is_not(None), responses.c.withdrawn_at.is_(None)),
                func.count().filter(responses.c.hidden_at.is_not(None), ~gone),
            ).where(responses.c.prompt.in_(prompt_ids))
        )
        withdrawn, deleted, hidden = found.one()
        return {"withdrawn": withdrawn, "deleted": deleted, "hidden": hidden}

    async def log(self, manifest: dict[str, Any], *, guild: GuildId, at: datetime, by: MemberId) -> None:
        """Remember that an export was taken."""
        row = {"guild": guild, "at": at, "taken_by": by, "manifest": manifest}
        await self._connection.execute(insert(exports).values(row))


def _in_scope(scope: ExportScope) -> ColumnElement[bool]:
    wanted = [discussions.c.guild == scope.guild]
    if scope.article is not None:
        wanted.append(articles.c.id == scope.article)
    if scope.discussion is not None:
        wanted.append(discussions.c.key == scope.discussion)
    return and_(*wanted)


def _page(prompt_ids: Sequence[PromptId], *, limit: int) -> Select[Any]:
    columns = [
        type_coerce(column, Text) if isinstance(column.type, UtcDateTime) else column
        for column in (responses.c[name] for name in COLUMNS)
    ]
    return (
        select(*columns)
        .where(
            responses.c.key > bindparam("after", type_=Integer), responses.c.prompt.in_(prompt_ids), STANDS
        )
        .order_by(responses.c.key)
        .limit(limit)
    )


def _with_time_texts(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(to_utc_text(value) if isinstance(value, datetime) else value for value in row)
