"""Responses, as rows: many at once on the way in."""

from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import Dialect, Row, Select, insert, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.discussion import Given, NewResponse, Response
from bot.domain.identity import DiscussionId, GuildId, MemberId, PromptId, ResponseId
from bot.storage.counters import RESPONSES, Counters
from bot.storage.schema import UtcDateTime, discussions, prompts, responses

NEW_COLUMNS = ("key", "prompt", "author", "author_name", "text", "given", "created_at")

# Rows go in by the statement, not one by one: Python lets go of its lock and takes it back at each execution,
# and against a busy event loop that cost more than SQLite's own work. Beyond some hundreds nothing is gained.
ROWS_IN_STATEMENT = 250


class Responses:
    """The responses of every guild, inside one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add_all(self, batch: Sequence[NewResponse]) -> range:
        """Store *batch*; return the ids, in its order."""
        last = await Counters(self._connection).take(RESPONSES, count=len(batch))
        ids = range(last - len(batch) + 1, last + 1)
        dialect = self._connection.dialect
        to_driver = UtcDateTime().bind_processor(dialect) or (lambda time: time)
        rows = [
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
        many, few = _insert(dialect, rows=ROWS_IN_STATEMENT), _insert(dialect, rows=1)
        whole = len(rows) - len(rows) % ROWS_IN_STATEMENT
        for start in range(0, whole, ROWS_IN_STATEMENT):
            together = chain.from_iterable(rows[start : start + ROWS_IN_STATEMENT])
            await self._connection.exec_driver_sql(many, tuple(together))
        if rows[whole:]:
            await self._connection.exec_driver_sql(few, rows[whole:])
        return ids

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


@cache
def _insert(dialect: Dialect, *, rows: int) -> str:
    """Return SQLAlchemy's statement; its values go straight to the driver, which doubles the speed."""
    row = dict.fromkeys(NEW_COLUMNS)
    return str(insert(responses).values([row] * rows).compile(dialect=dialect))


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
    )
