"""What an export reads: the responses that stand, a page at a time, and the record of exports taken."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    func,
    insert,
    literal,
    select,
    type_coerce,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.elements import ColumnElement

from bot.domain.identity import DiscussionId, GuildId, MemberId, PromptId
from bot.exports.rows import Escape, Format, PromptColumns
from bot.storage.schema import (
    articles,
    discussions,
    exports,
    prompts,
    questions,
    responses,
)

STANDS = and_(
    responses.c.withdrawn_at.is_(None), responses.c.deleted_at.is_(None), responses.c.hidden_at.is_(None)
)

# What the lines of one export say about their prompts; each connection has a table of its own.
heads = Table(
    "export_heads",
    MetaData(),
    Column("prompt", Integer, primary_key=True, autoincrement=False),
    Column("head", Text, nullable=False),
    prefixes=["TEMPORARY"],
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

    async def lines(
        self, format_: Format, *, prompts: Mapping[PromptId, PromptColumns], page: int
    ) -> AsyncGenerator[tuple[int, str], None]:
        """Yield the responses to *prompts* that stand as lines of *format_*, in the order of their ids.

        Each time come at most *page* lines, with how many there are. A page starts where the last one ended,
        so memory does not grow; the transaction makes them one state.
        """
        lowest, highest = await self._span(list(prompts))
        await self._connection.run_sync(heads.create)
        try:
            if prompts:
                rows = [{"prompt": key, "head": format_.head(columns)} for key, columns in prompts.items()]
                await self._connection.execute(insert(heads), rows)
            statement = _page(format_, limit=page)
            after = lowest - 1
            while after < highest:
                found = await self._connection.execute(statement, {"after": after, "highest": highest})
                last, count, text = found.one()
                if not count:
                    return
                after = last
                yield count, text
        finally:
            await self._connection.run_sync(heads.drop)

    async def left_out(self, prompt_ids: Sequence[PromptId]) -> dict[str, int]:
        """Return how many responses to these prompts do not stand, by why."""
        lowest, highest = await self._span(prompt_ids)
        gone = responses.c.withdrawn_at.is_not(None) | responses.c.deleted_at.is_not(None)
        found = await self._connection.execute(
            select(
                func.count(responses.c.withdrawn_at).label("withdrawn"),
                func.count().filter(responses.c.deleted_at.is_not(None), responses.c.withdrawn_at.is_(None)),
                func.count().filter(responses.c.hidden_at.is_not(None), ~gone),
            ).where(responses.c.key.between(lowest, highest), _answers(prompt_ids))
        )
        withdrawn, deleted, hidden = found.one()
        return {"withdrawn": withdrawn, "deleted": deleted, "hidden": hidden}

    async def _span(self, prompt_ids: Sequence[PromptId]) -> tuple[int, int]:
        """Return the first and the last id of the responses to these prompts, (0, -1) where there is none."""
        found = await self._connection.execute(
            select(func.min(responses.c.key), func.max(responses.c.key)).where(
                responses.c.prompt.in_(prompt_ids)
            )
        )
        lowest, highest = found.one()
        return (0, -1) if lowest is None else (lowest, highest)

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


def _answers(prompt_ids: Sequence[PromptId]) -> ColumnElement[bool]:
    # The sum keeps the database from looking prompts up in their index, from which it would fetch each row.
    return (responses.c.prompt + 0).in_(prompt_ids)


def _page(format_: Format, *, limit: int) -> Select[Any, int, str]:
    """Return the statement that makes one page: the last id, how many lines, and the lines in one text.

    A million responses took 1.6 s to fetch as rows and 1.3 s to encode in Python; so they take 1.7 s in all.
    """
    line = func.printf(
        format_.line,
        responses.c.key,
        heads.c.head,
        responses.c.author,
        _escaped(responses.c.author_name, format_),
        responses.c.given,
        _escaped(responses.c.text, format_),
        _as_text(responses.c.created_at),
        _time_or_nothing(_as_text(responses.c.edited_at), format_),
    )
    lines = (
        # The join is by ids in their order: an index on prompts would have each page sorted anew (79 s).
        select(responses.c.key, line.label("line"))
        .join(heads, heads.c.prompt == responses.c.prompt + 0)
        .where(
            responses.c.key > bindparam("after", type_=Integer),
            responses.c.key <= bindparam("highest", type_=Integer),
            STANDS,
        )
        .order_by(responses.c.key)
        .limit(limit)
        .subquery()
    )
    return select(func.max(lines.c.key), func.count(), func.aggregate_strings(lines.c.line, ""))


def _escaped(column: ColumnElement[Any], format_: Format) -> ColumnElement[Any]:
    if format_.escape is Escape.JSON:
        return func.json_quote(column)
    return func.replace(column, '"', '""')


def _as_text(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return type_coerce(column, Text)


def _time_or_nothing(column: ColumnElement[Any], format_: Format) -> ColumnElement[Any]:
    around, nothing = format_.time_or_nothing
    return func.coalesce(literal(around) + column + literal(around), nothing)
