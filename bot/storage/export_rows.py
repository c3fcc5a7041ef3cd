"""The rows of an export, for formats that the database does not put together by itself."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Any

from sqlalchemy import Row as Record
from sqlalchemy import Select, Text, and_, case, cast, literal, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.discussion import Kept
from bot.domain.export import Choice
from bot.domain.identity import PromptId
from bot.exports.formats import PromptColumns
from bot.exports.tables import Row
from bot.storage.export_choice import (
    APART,
    change,
    heads,
    is_gone,
    is_taken,
    people,
    why_gone,
)
from bot.storage.export_lines import answered, author_of, message_address, reacted
from bot.storage.people_tables import tombstones
from bot.storage.schema import responses

Rows = Sequence[Row]


async def row_pages(
    connection: AsyncConnection,
    *,
    choice: Choice,
    prompts: Mapping[PromptId, PromptColumns],
    page: int,
) -> AsyncGenerator[Rows, None]:
    """Yield the responses of *choice* as rows of the table RESPONSES, in the order of their ids."""
    statement = _rows(choice).limit(page)
    after = 0
    while True:
        found = (await connection.execute(statement.where(responses.c.key > after))).all()
        if not found:
            return
        after = found[-1].key
        yield [_to_row(record, prompts[PromptId(record.prompt)]) for record in found]


async def tombstone_pages(
    connection: AsyncConnection, *, choice: Choice, page: int
) -> AsyncGenerator[Sequence[tuple[int, str]], None]:
    """Yield the ids of responses that an earlier export may have and that are gone, with why."""
    if choice.since is None:
        return
    in_scope = select(heads.c.prompt)
    rows = union_all(
        select(responses.c.key.label("key"), why_gone(choice).label("why"))
        .join(heads, heads.c.prompt == responses.c.prompt + literal(0, literal_execute=True))
        .where(is_gone(choice)),
        select(tombstones.c.response, tombstones.c.why).where(
            tombstones.c.changed > choice.since.last_change, tombstones.c.prompt.in_(in_scope)
        ),
    ).subquery()
    statement = select(rows.c.key, rows.c.why).order_by(rows.c.key).limit(page)
    after = 0
    while True:
        found = (await connection.execute(statement.where(rows.c.key > after))).all()
        if not found:
            return
        after = found[-1].key
        yield [(key, why) for key, why in found]


def _rows(choice: Choice) -> Select[Any]:
    nothing = literal(None, Text)
    is_named = and_(literal(choice.names), responses.c.kept == Kept.NAMED.value)
    is_answer = or_(responses.c.reply_to.is_not(None), responses.c.message.is_not(None))
    return (
        select(
            responses.c.key,
            responses.c.prompt,
            change(choice).label("change"),
            case((is_named, responses.c.author)).label("author"),
            author_of(choice).label("author_name"),
            responses.c.given,
            responses.c.kept,
            responses.c.may_quote,
            responses.c.may_publish,
            responses.c.text,
            responses.c.created_at,
            responses.c.edited_at,
            case((is_answer, answered())).label("answered"),
            case((responses.c.message.is_not(None), reacted())).label("reactions"),
            case((is_named, message_address(cast(responses.c.message, Text))), else_=nothing).label("link"),
        )
        .join(heads, heads.c.prompt == responses.c.prompt + literal(0, literal_execute=True))
        .outerjoin(people, (people.c.author == responses.c.author) & (people.c.discussion == APART))
        .where(is_taken(choice))
        .order_by(responses.c.key)
    )


def _to_row(record: Record[Any], prompt: PromptColumns) -> Row:
    return (
        str(record.key),
        record.change,
        prompt.article,
        prompt.title,
        str(prompt.discussion),
        prompt.question,
        prompt.number,
        prompt.text,
        None if record.author is None else str(record.author),
        record.author_name,
        record.given,
        record.kept,
        record.may_quote,
        record.may_publish,
        record.text,
        record.created_at,
        record.edited_at,
        None if record.answered is None else str(record.answered),
        record.reactions or 0,
        record.link,
    )
