"""The rows of an export, for formats that the database does not put together by itself."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Any

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
    said = {int(key): _said_by(prompt) for key, prompt in prompts.items()}
    after = 0
    while True:
        found = (await connection.execute(statement.where(responses.c.key > after))).all()
        if not found:
            return
        after = found[-1].key
        yield [_to_row(record, said) for record in found]


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
    """Return the statement whose columns ``_to_row`` takes, in that order."""
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


def _said_by(prompt: PromptColumns) -> Row:
    """Return what each response says about the prompt that it answers."""
    return (
        prompt.article,
        prompt.title,
        str(prompt.discussion),
        prompt.question,
        prompt.number,
        prompt.text,
    )


def _to_row(record: Sequence[Any], said: Mapping[int, Row]) -> Row:
    # By their places: to ask for each by its name takes as long as all else that becomes of a row here.
    (
        key,
        prompt,
        changed,
        author,
        name,
        given,
        kept,
        may_quote,
        may_publish,
        text,
        created_at,
        edited_at,
        answers,
        reactions,
        link,
    ) = record
    return (
        str(key),
        changed,
        *said[prompt],
        None if author is None else str(author),
        name,
        given,
        kept,
        may_quote,
        may_publish,
        text,
        created_at,
        edited_at,
        None if answers is None else str(answers),
        reactions or 0,
        link,
    )
