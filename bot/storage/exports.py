"""What an export reads: the responses that stand, a page at a time, and the record of exports taken."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.elements import ColumnElement

from bot.domain.identity import DiscussionId, GuildId, MemberId, PromptId
from bot.exports.rows import Format, PromptColumns
from bot.storage.article_tables import articles, questions
from bot.storage.discussions import WAS_PUT
from bot.storage.export_lines import Page, pages
from bot.storage.schema import discussions, exports, prompts


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
        heads = {key: format_.head(columns) for key, columns in prompts.items()}
        async with aclosing(pages(self._connection, format_, heads=heads, page=page)) as made:
            async for one in made:
                yield one

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
