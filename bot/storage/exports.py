"""What an export reads: the responses that stand, a page at a time, and the record of exports taken."""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Integer,
    LargeBinary,
    MetaData,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    insert,
    literal,
    select,
    type_coerce,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.elements import ColumnElement

from bot.domain.discussion import Kept
from bot.domain.identity import DiscussionId, GuildId, MemberId, PromptId
from bot.exports.rows import Format, PromptColumns
from bot.storage.discussions import WAS_PUT
from bot.storage.schema import (
    STANDS,
    articles,
    discussions,
    exports,
    prompts,
    questions,
    reactions,
    responses,
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some responses, those that stand as lines of a file in UTF-8, the others by why they do not."""

    lines: bytes
    responses: int
    withdrawn: int
    deleted: int
    hidden: int


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
            .where(_in_scope(scope), WAS_PUT)
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
    ) -> AsyncGenerator[Page, None]:
        """Yield the responses to *prompts* as pages of *format_*, in the order of their ids.

        A page begins where the last one ended, so memory does not grow; the transaction makes them one state.
        """
        await self._connection.run_sync(heads.create)
        try:
            if prompts:
                rows = [{"prompt": key, "head": format_.head(columns)} for key, columns in prompts.items()]
                await self._connection.execute(insert(heads), rows)
            statement = _page(format_, limit=page)
            after = 0
            while True:
                found = await self._connection.execute(statement, {"after": after})
                row = found.one()
                if row.last is None:
                    return
                after = row.last
                yield Page(
                    lines=row.lines,
                    responses=row.responses,
                    withdrawn=row.withdrawn,
                    deleted=row.deleted,
                    hidden=row.hidden,
                )
        finally:
            await self._connection.run_sync(heads.drop)

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


def _page(format_: Format, *, limit: int) -> Select[Any, int, int, int, int, bytes]:
    """Return the statement that makes one page, from the response after the one with the id *after*.

    A million responses took 1.6 s to fetch as rows and 1.3 s to encode in Python; so they take 1.7 s in all.
    """
    # Nothing in a file leads to people who did not give their name.
    author = _around(_as_text(responses.c.author), format_)
    other = responses.alias("other")
    answered = (
        select(other.c.key)
        .where(
            other.c.message == responses.c.reply_to,
            other.c.withdrawn_at.is_(None),
            other.c.deleted_at.is_(None),
            other.c.hidden_at.is_(None),
        )
        .scalar_subquery()
    )
    reacted = (
        select(func.sum(reactions.c.count)).where(reactions.c.response == responses.c.key).scalar_subquery()
    )
    line = func.printf(
        _constant(format_.line),
        responses.c.key,
        heads.c.head,
        case((responses.c.kept == _constant(Kept.NAMED), author), else_=_constant(format_.nothing)),
        _text(responses.c.author_name, format_),
        responses.c.given,
        responses.c.kept,
        _text(responses.c.text, format_),
        _as_text(responses.c.created_at),
        func.coalesce(_around(_as_text(responses.c.edited_at), format_), _constant(format_.nothing)),
        # Asked only of those that may have one: most replies and reactions are to what was typed.
        case(
            (responses.c.reply_to.is_(None), _constant(format_.nothing)),
            else_=func.coalesce(_as_text(answered), _constant(format_.nothing)),
        ),
        case((responses.c.message.is_(None), _constant(0)), else_=func.coalesce(reacted, _constant(0))),
    )
    rows = (
        select(
            responses.c.key,
            responses.c.withdrawn_at,
            responses.c.deleted_at,
            responses.c.hidden_at,
            case((STANDS, line)).label("line"),
        )
        # The sum keeps SQLite from looking prompts up in their index: each page would be sorted anew (79 s).
        .join(heads, heads.c.prompt == responses.c.prompt + _constant(0))
        .where(responses.c.key > bindparam("after", type_=Integer))
        .order_by(responses.c.key)
        .limit(limit)
        .subquery()
    )
    was_withdrawn, was_deleted = rows.c.withdrawn_at.is_not(None), rows.c.deleted_at.is_not(None)
    return select(
        func.max(rows.c.key).label("last"),
        func.count(rows.c.line).label("responses"),
        func.count(rows.c.withdrawn_at).label("withdrawn"),
        func.count().filter(was_deleted, ~was_withdrawn).label("deleted"),
        func.count().filter(rows.c.hidden_at.is_not(None), ~was_withdrawn, ~was_deleted).label("hidden"),
        # As bytes: what is next is to write them.
        cast(func.coalesce(func.aggregate_strings(rows.c.line, ""), ""), LargeBinary).label("lines"),
    )


def _text(column: ColumnElement[Any], format_: Format) -> ColumnElement[Any]:
    return func.json_quote(column) if format_.has_json_texts else column


def _constant(value: str | int) -> ColumnElement[Any]:
    # Written into the statement: a parameter that is read a million times costs a sixth more.
    return literal(value, literal_execute=True)


def _as_text(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return type_coerce(column, Text)


def _around(column: ColumnElement[Any], format_: Format) -> ColumnElement[Any]:
    around = _constant(format_.around)
    return around + column + around
