"""Responses, as rows: many at once on the way in."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import DateTime, Dialect, Row, Select, Text, bindparam, func, insert, select, true, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import TypeEngine

from bot.domain.discussion import Given, Kept, NewResponse, Response
from bot.domain.identity import DiscussionId, GuildId, MemberId, PromptId, ResponseId
from bot.storage.changes import change_responses
from bot.storage.columns import Sealed, UtcDateTime
from bot.storage.counters import EXPORTED, RESPONSES, Counters
from bot.storage.people_tables import tombstones
from bot.storage.schema import discussions, prompts, responses

NEW_COLUMNS = ("key", "prompt", "author", "author_name", "text", "given", "created_at")
# What most responses at a terminal or in a form do without, and a quarter more to write.
MORE_COLUMNS = ("kept", "message", "reply_to", "key_hash", "may_quote", "may_publish", "terms", "changed")

# Unlinked responses have ids of ten digits, drawn by lot; the others are counted and never come as far.
FIRST_LOT = 10**9
LOTS = 9 * 10**9

# Rows go in by the statement, not one by one: Python lets go of its lock and takes it back at each execution,
# and against a busy event loop that cost more than SQLite's own work. Beyond some hundreds nothing is gained.
ROWS_IN_STATEMENT = 250


class Responses:
    """The responses of every guild, inside one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add_all(self, batch: Sequence[NewResponse]) -> Sequence[int]:
        """Store *batch*; return the ids, in its order. A message that is there already keeps its response."""
        ids, mark = await self._numbers(batch)
        dialect = self._connection.dialect
        to_driver = UtcDateTime().bind_processor(dialect) or _as_it_is
        seal_name = responses.c.author_name.type.bind_processor(dialect) or _as_it_is
        seal = responses.c.text.type.bind_processor(dialect) or _as_it_is
        rows: list[tuple[object, ...]] = [
            (
                key,
                new.prompt,
                new.author,
                seal_name(new.author_name),
                seal(new.text),
                new.given.value,
                to_driver(new.created_at),
            )
            for key, new in zip(ids, batch, strict=True)
        ]
        has_more = any(_more(new, mark) != PLAIN for new in batch)
        if has_more:
            rows = [row + _more(new, mark) for row, new in zip(rows, batch, strict=True)]
        added = await self._insert(rows, has_more=has_more)
        return ids if added == len(batch) else await self._ids(batch, ids)

    async def _numbers(self, batch: Sequence[NewResponse]) -> tuple[Sequence[int], int | None]:
        """Return an id for each of *batch*, and what unlinked ones among them are marked with.

        The ids of unlinked ones are drawn by lot, and so is their place in the table: neither tells when they
        were given, and there is no gap among the others' ids that would.
        """
        counters = Counters(self._connection)
        unlinked = sum(new.kept is Kept.UNLINKED for new in batch)
        linked = len(batch) - unlinked
        last = await counters.take(RESPONSES, count=linked) if linked else 0
        following = iter(range(last - linked + 1, last + 1))
        if not unlinked:
            return list(following), None
        lots = iter(await self._draw(unlinked))
        ids = [next(lots if new.kept is Kept.UNLINKED else following) for new in batch]
        return ids, await counters.value(EXPORTED)

    async def _draw(self, count: int) -> Sequence[int]:
        """Return *count* ids of the unlinked ones' that are free."""
        while True:
            drawn = {FIRST_LOT + secrets.randbelow(LOTS) for _ in range(count)}
            taken = await self._connection.execute(select(responses.c.key).where(responses.c.key.in_(drawn)))
            gone = await self._connection.execute(
                select(tombstones.c.response).where(tombstones.c.response.in_(drawn))
            )
            if len(drawn) == count and not taken.all() and not gone.all():
                return list(drawn)

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

    async def _ids(self, batch: Sequence[NewResponse], ids: Sequence[int]) -> Sequence[int]:
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

    async def rewrite_unlinked(self, *, since: datetime, before: datetime) -> int:
        """Write the unlinked responses of those days anew, in the order of their ids; return how many.

        PostgreSQL keeps rows as they were written and says by which transaction, which is an order in time.
        Once all of a day are written by one, none is left but the day; on SQLite there is none to begin with.
        """
        if self._connection.dialect.name == "sqlite":
            return 0
        at = func.coalesce(responses.c.edited_at, responses.c.created_at)
        found = await self._connection.execute(
            select(responses.c.key)
            .where(responses.c.kept == Kept.UNLINKED, at >= since, at < before)
            .order_by(responses.c.key)
        )
        keys = [{"of": key} for key in found.scalars()]
        if keys:
            same = update(responses).values(kept=responses.c.kept)
            await self._connection.execute(same.where(responses.c.key == bindparam("of")), keys)
        return len(keys)

    async def change(self, response: ResponseId, **values: object) -> None:
        """Set columns of *response*."""
        await change_responses(self._connection, responses.c.key == response, **values)


def _more(new: NewResponse, mark: int | None) -> tuple[object, ...]:
    changed = mark if new.kept is Kept.UNLINKED else None
    used = (new.may_quote, new.may_publish, new.terms)
    return (new.kept.value, new.message, new.reply_to, new.key_hash, *used, changed)


# The predicate of the index is part of its name, so to speak.
ONE_MESSAGE: dict[str, Any] = {
    "index_elements": [responses.c.message],
    "index_where": responses.c.message.is_not(None),
}
PLAIN: tuple[object, ...] = (Kept.NAMED.value, None, None, None, False, False, None, None)


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
    """Return the type of a column, but for times and encrypted texts, which are the driver's already."""
    type_ = responses.c[name].type
    if isinstance(type_, UtcDateTime):
        return DateTime(timezone=True)
    return Text() if isinstance(type_, Sealed) else type_


def _as_it_is(value: Any) -> Any:
    return value


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
        may_quote=row.may_quote,
        may_publish=row.may_publish,
        hidden_because=row.hidden_because,
        changed_hidden=row.changed_hidden,
    )
