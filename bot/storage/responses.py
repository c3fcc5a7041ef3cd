"""Responses, as rows: many at once on the way in."""

from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import DateTime, Dialect, Row, Select, bindparam, func, insert, select, true, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import TypeEngine

from bot.domain.discussion import Given, Kept, NewResponse, Response
from bot.domain.identity import DiscussionId, GuildId, MemberId, PromptId, ResponseId
from bot.storage.columns import UtcDateTime
from bot.storage.counters import RESPONSES, Counters
from bot.storage.schema import discussions, prompts, responses

NEW_COLUMNS = ("key", "prompt", "author", "author_name", "text", "given", "created_at")
# What most responses at a terminal or in a form do without, and a quarter more to write.
MORE_COLUMNS = ("kept", "message", "reply_to", "key_hash")

# Rows go in by the statement, not one by one: Python lets go of its lock and takes it back at each execution,
# and against a busy event loop that cost more than SQLite's own work. Beyond some hundreds nothing is gained.
ROWS_IN_STATEMENT = 250


class Responses:
    """The responses of every guild, inside one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add_all(self, batch: Sequence[NewResponse]) -> Sequence[int]:
        """Store *batch*; return the ids, in its order. A message that is there already keeps its response."""
        last = await Counters(self._connection).take(RESPONSES, count=len(batch))
        ids = range(last - len(batch) + 1, last + 1)
        dialect = self._connection.dialect
        to_driver = UtcDateTime().bind_processor(dialect) or (lambda time: time)
        rows: list[tuple[object, ...]] = [
            (
                key,
                new.prompt,
                new.author,
                new.author_name,
                new.text,
                new.given.value,
                to_driver(new.created_at),
            )
            for key, new in zip(ids, batch, strict=True)
        ]
        has_more = any(_more(new) != PLAIN for new in batch)
        if has_more:
            rows = [row + _more(new) for row, new in zip(rows, batch, strict=True)]
        added = await self._insert(rows, has_more=has_more)
        return ids if added == len(batch) else await self._ids(batch, ids)

    async def _insert(self, rows: Sequence[tuple[object, ...]], *, has_more: bool) -> int:
        dialect = self._connection.dialect
        if dialect.name != "sqlite":
            return await self._insert_columns(rows, has_more=has_more)
        many = _insert(dialect, rows=ROWS_IN_STATEMENT, has_more=has_more)
        few = _insert(dialect, rows=1, has_more=has_more)
        whole = len(rows) - len(rows) % ROWS_IN_STATEMENT
        added = 0
        for start in range(0, whole, ROWS_IN_STATEMENT):
            together = chain.from_iterable(rows[start : start + ROWS_IN_STATEMENT])
            done = await self._connection.exec_driver_sql(many, tuple(together))
            added += done.rowcount
        if rows[whole:]:
            done = await self._connection.exec_driver_sql(few, list(rows[whole:]))
            added += done.rowcount
        return added

    async def _insert_columns(self, rows: Sequence[tuple[object, ...]], *, has_more: bool) -> int:
        names = (*NEW_COLUMNS, *MORE_COLUMNS) if has_more else NEW_COLUMNS
        columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
        done = await self._connection.execute(_insert_of_columns(names), columns)
        return int(done.rowcount)

    async def _ids(self, batch: Sequence[NewResponse], ids: range) -> Sequence[int]:
        """Return the ids of *batch*, of which some messages were there already."""
        messages = [new.message for new in batch if new.message is not None]
        rows = await self._connection.execute(
            select(responses.c.message, responses.c.key).where(responses.c.message.in_(messages))
        )
        known = {row.message: row.key for row in rows}
        return [known.get(new.message, key) for key, new in zip(ids, batch, strict=True)]

    async def get(self, response: ResponseId, *, guild: GuildId) -> Response | None:
        """Return the guild's response with this id."""
        found = await self._connection.execute(
            _responses().where(responses.c.key == response, discussions.c.guild == guild)
        )
        row = found.one_or_none()
        return None if row is None else _to_response(row)

    async def latest_of(self, author: MemberId, *, discussion: DiscussionId) -> Response | None:
        """Return the author's newest response in *discussion* that was not taken back."""
        found = await self._connection.execute(
            _responses()
            .where(
                prompts.c.discussion == discussion,
                responses.c.author == author,
                responses.c.withdrawn_at.is_(None),
                responses.c.deleted_at.is_(None),
            )
            .order_by(responses.c.key.desc())
            .limit(1)
        )
        row = found.one_or_none()
        return None if row is None else _to_response(row)

    async def page(
        self, *, discussion: DiscussionId, number: int | None, limit: int, after: int = 0
    ) -> tuple[Response, ...]:
        """Return responses of *discussion*, hidden ones too, oldest first, with ids over *after*."""
        to_prompt = true() if number is None else prompts.c.number == number
        rows = await self._connection.execute(
            _responses()
            .where(
                prompts.c.discussion == discussion,
                to_prompt,
                responses.c.withdrawn_at.is_(None),
                responses.c.deleted_at.is_(None),
                responses.c.key > after,
            )
            .order_by(responses.c.key)
            .limit(limit)
        )
        return tuple(_to_response(row) for row in rows)

    async def change(self, response: ResponseId, **values: object) -> None:
        """Set columns of *response*."""
        await self._connection.execute(update(responses).where(responses.c.key == response).values(values))


def _more(new: NewResponse) -> tuple[object, ...]:
    return (new.kept.value, new.message, new.reply_to, new.key_hash)


# The predicate of the index is part of its name, so to speak.
ONE_MESSAGE: dict[str, Any] = {
    "index_elements": [responses.c.message],
    "index_where": responses.c.message.is_not(None),
}
PLAIN: tuple[object, ...] = (Kept.NAMED.value, None, None, None)


@cache
def _insert(dialect: Dialect, *, rows: int, has_more: bool) -> str:
    """Return SQLAlchemy's statement; its values go straight to the driver, which doubles the speed."""
    row = dict.fromkeys((*NEW_COLUMNS, *MORE_COLUMNS) if has_more else NEW_COLUMNS)
    if not has_more:
        return str(insert(responses).values([row] * rows).compile(dialect=dialect))
    statement = sqlite.insert(responses).values([row] * rows)
    return str(statement.on_conflict_do_nothing(**ONE_MESSAGE).compile(dialect=dialect))


@cache
def _insert_of_columns(names: tuple[str, ...]) -> postgresql.Insert:
    """Return PostgreSQL's statement for any number of rows, which it takes by their columns."""
    columns = func.unnest(*(bindparam(name, type_=ARRAY(_type(name))) for name in names))
    rows = columns.table_valued(*names, name="batch").render_derived()
    statement = postgresql.insert(responses).from_select(names, select(*rows.c))
    return statement.on_conflict_do_nothing(**ONE_MESSAGE)


def _type(name: str) -> TypeEngine[Any]:
    """Return the type of a column, but for times, which were made the driver's already."""
    type_ = responses.c[name].type
    return DateTime(timezone=True) if isinstance(type_, UtcDateTime) else type_


def _responses() -> Select[Any]:
    return select(responses, prompts.c.number.label("prompt_number")).select_from(
        responses.join(prompts, prompts.c.key == responses.c.prompt).join(
            discussions, discussions.c.key == prompts.c.discussion
        )
    )


def _to_response(row: Row[Any]) -> Response:
    return Response(
        id=ResponseId(row.key),
        prompt=PromptId(row.prompt),
        prompt_number=row.prompt_number,
        author=MemberId(row.author),
        author_name=row.author_name,
        text=row.text,
        given=Given(row.given),
        created_at=row.created_at,
        edited_at=row.edited_at,
        withdrawn_at=row.withdrawn_at,
        deleted_at=row.deleted_at,
        hidden_at=row.hidden_at,
        kept=Kept(row.kept),
        message=row.message,
        key_hash=row.key_hash,
    )
