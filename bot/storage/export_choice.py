"""Which responses an export takes, as conditions; and the tables that it makes for itself while it reads."""

from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    MetaData,
    Table,
    Text,
    and_,
    case,
    cast,
    false,
    func,
    insert,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.functions import GenericFunction

from bot.domain.consent import Purpose
from bot.domain.discussion import Kept
from bot.domain.export import Choice, Point
from bot.domain.identity import MemberId, PromptId
from bot.exports.formats import PromptColumns
from bot.storage.columns import Key, keyring_of
from bot.storage.schema import NOT_TAKEN_BACK, STANDS, responses


def _temporary(name: str, *columns: Column[Any], **options: Any) -> Table:
    """Return a table that ends with its connection, or on PostgreSQL with its transaction."""
    return Table(name, MetaData(), *columns, prefixes=["TEMPORARY"], postgresql_on_commit="DROP", **options)


# The prompts that are asked about, with what each line says of them.
heads = _temporary(
    "export_heads",
    Column("prompt", Key, primary_key=True, autoincrement=False),
    Column("discussion", BigInteger, nullable=False),
    Column("head", Text, nullable=False),
    Column("address", Text),  # of its thread
)
# Who answered, numbered by lot. Whoever chose a pseudonym is somebody else in each discussion, and in none of
# them who they are by name.
people = _temporary(
    "export_people",
    Column("author", BigInteger, primary_key=True, autoincrement=False),
    Column(
        "discussion", BigInteger, primary_key=True, autoincrement=False
    ),  # 0 for those who gave their name
    Column("name", Text, nullable=False),
    sqlite_with_rowid=False,
)
# Who holds the role that was chosen, as Discord said before.
holders = _temporary(
    "export_holders",
    Column("member", BigInteger, primary_key=True, autoincrement=False),
)
# The responses in which the words stand that are asked for, where some are.
worded = _temporary(
    "export_worded",
    Column("response", Key, primary_key=True, autoincrement=False),
)
TEMPORARY = (heads, people, holders, worded)


class lowered(GenericFunction[str]):  # noqa: N801 (as a function of SQL is called)
    """A text without capitals: the text, the capitals that matter, and what they become.

    In every script: SQLite's own function knows those of English, and PostgreSQL's those of the locale that
    the database was made with, which may be none.
    """

    type = Text()
    inherit_cache = True


@compiles(lowered, "sqlite")
def _lower(element: lowered, compiler: SQLCompiler, **options: Any) -> str:
    text, *_ = element.clauses
    return f"lowered({compiler.process(text, **options)})"


@compiles(lowered, "postgresql")
def _translate(element: lowered, compiler: SQLCompiler, **options: Any) -> str:
    return f"translate({compiler.process(element.clauses, **options)})"


def has_words(text: ColumnElement[Any], words: str) -> ColumnElement[bool]:
    """Return whether *words* stand in *text*, whatever their case."""
    small = words.lower()
    pairs = {letter.upper(): letter for letter in small if letter.upper().lower() == letter}
    # A capital of two letters, such as that of a ligature, has no place in a list of single ones.
    single = {capital: letter for capital, letter in pairs.items() if len(capital) == 1}
    capitals, letters = (literal("".join(some), Text) for some in (single.keys(), single.values()))
    return lowered(text, capitals, letters).contains(small, autoescape=True)


# Texts that are decrypted at a time.
TEXTS = 1_000

IS_UNLINKED = responses.c.kept == literal(Kept.UNLINKED.value, literal_execute=True)
IS_PSEUDONYM = responses.c.kept == literal(Kept.PSEUDONYMOUS.value, literal_execute=True)
# As *people* has it.
APART: ColumnElement[int] = case((IS_PSEUDONYM, heads.c.discussion), else_=literal(0, literal_execute=True))


@asynccontextmanager
async def tables_of_its_own(
    connection: AsyncConnection,
    choice: Choice,
    prompts: Mapping[PromptId, PromptColumns],
    *,
    holding: Collection[MemberId] = (),
) -> AsyncIterator[None]:
    """Have the tables above for *choice* of *prompts*, with those *holding* its role, for the block.

    Nobody has a number yet.
    """
    for table in TEMPORARY:
        await connection.run_sync(table.create)
    try:
        if prompts:
            rows = [
                {"prompt": key, "discussion": one.discussion, "head": "", "address": one.address}
                for key, one in prompts.items()
            ]
            await connection.execute(insert(heads), rows)
        if holding:
            await connection.execute(insert(holders), [{"member": one} for one in holding])
        if choice.text is not None:
            await _find_words(connection, choice.text)
        yield
    except BaseException:
        if connection.dialect.name == "sqlite":  # elsewhere they go with the transaction, which takes no more
            await _drop(connection)
        raise
    await _drop(connection)


async def _drop(connection: AsyncConnection) -> None:
    for table in reversed(TEMPORARY):
        await connection.run_sync(table.drop)


async def _find_words(connection: AsyncConnection, words: str) -> None:
    """Note the responses in which *words* stand. Where texts are encrypted, each is looked at here."""
    in_scope = heads.c.prompt == responses.c.prompt + literal(0, literal_execute=True)
    if not keyring_of(connection.dialect):
        found = select(responses.c.key).join(heads, in_scope).where(has_words(responses.c.text, words))
        await connection.execute(insert(worded).from_select(["response"], found))
        return
    small = words.lower()
    texts = (
        select(responses.c.key, responses.c.text)
        .join(heads, in_scope)
        .where(responses.c.text.is_not(None))
        .order_by(responses.c.key)
        .limit(TEXTS)
    )
    after = -1
    while rows := (await connection.execute(texts.where(responses.c.key > after))).all():
        after = rows[-1].key
        if having := [{"response": row.key} for row in rows if small in row.text.lower()]:
            await connection.execute(insert(worded), having)


async def number_people(connection: AsyncConnection, choice: Choice) -> None:
    """Give everybody who is in *choice* a number by lot, which says nothing outside of this export."""
    who = (
        select(responses.c.author, APART.label("discussion"))
        .join(heads, heads.c.prompt == responses.c.prompt)
        .where(~IS_UNLINKED, is_taken(choice))
        .distinct()
        .subquery()
    )
    number = cast(func.row_number().over(order_by=func.random()), Text)
    named = select(who.c.author, who.c.discussion, literal("P-") + number)
    await connection.execute(insert(people).from_select(["author", "discussion", "name"], named))


def is_taken(choice: Choice) -> ColumnElement[bool]:
    """Return what is true of the responses that an export of *choice* holds."""
    return and_(STANDS, is_agreed(choice), is_chosen(choice), is_since(choice.since))


def is_agreed(choice: Choice) -> ColumnElement[bool]:
    """Return whether authors let their responses be used for what *choice* is for."""
    may: dict[Purpose, ColumnElement[bool]] = {
        Purpose.RECORD: true(),
        Purpose.QUOTE: responses.c.may_quote,
        Purpose.PUBLISH: responses.c.may_publish,
    }
    return may[choice.purpose]


def is_chosen(choice: Choice) -> ColumnElement[bool]:
    """Return whether responses are among those that *choice* names, whatever became of them."""
    holds = true() if choice.role is None else responses.c.author.in_(select(holders.c.member))
    return and_(holds, *narrowed(choice).values())


def narrowed(choice: Choice) -> dict[str, ColumnElement[bool]]:
    """Return what is true of the responses that each option of *choice* leaves, by the name of the option.

    But for the role: how much its holders answered is told of no fewer than may be shown apart.
    """
    where: dict[str, ColumnElement[bool]] = {}
    if choice.first_day is not None:
        where["first"] = responses.c.created_at >= _midnight(choice.first_day)
    if choice.last_day is not None and choice.last_day < date.max:  # after which there is no midnight
        where["last"] = responses.c.created_at < _midnight(choice.last_day + timedelta(days=1))
    if choice.given is not None:
        where["given"] = responses.c.given == choice.given.value
    if choice.text is not None:
        where["words"] = responses.c.key.in_(select(worded.c.response))
    return where


def is_since(point: Point | None) -> ColumnElement[bool]:
    """Return whether something became of responses since *point*; with None all are meant."""
    return true() if point is None else or_(is_new(point), is_touched(point), is_answer_to_touched(point))


def is_new(point: Point) -> ColumnElement[bool]:
    """Return whether responses were given after *point*.

    Of unlinked ones that cannot be known: those that came with the export itself may count as new once more.
    """
    linked = and_(~IS_UNLINKED, responses.c.key > point.last_response)
    unlinked = and_(IS_UNLINKED, responses.c.changed >= point.unlinked_from, responses.c.edited_at.is_(None))
    return or_(linked, unlinked)


def is_touched(point: Point) -> ColumnElement[bool]:
    """Return whether responses were changed after *point*."""
    # Whatever was changed has a number; comparing with NULL is no "no" once it is negated.
    changed = func.coalesce(responses.c.changed, 0)
    return case((IS_UNLINKED, changed >= point.unlinked_from), else_=changed > point.last_change)


def is_answer_to_touched(point: Point) -> ColumnElement[bool]:
    """Return whether responses answer one that came or was changed after *point*."""
    other = responses.alias("touched")
    touched = select(other.c.key).where(
        other.c.message == responses.c.reply_to,
        or_(other.c.key > point.last_response, func.coalesce(other.c.changed, 0) > point.last_change),
    )
    return and_(responses.c.reply_to.is_not(None), touched.exists())


def change(choice: Choice) -> ColumnElement[str | None]:
    """Return what the column *change* says."""
    if choice.since is None:
        return literal(None, Text)
    new, changed = (literal(word, literal_execute=True) for word in ("new", "changed"))
    return case((is_new(choice.since), new), else_=changed)


def is_gone(choice: Choice) -> ColumnElement[bool]:
    """Return whether responses that an export before may have are not in one of *choice* any more."""
    if choice.since is None:
        return false()
    was_there = or_(IS_UNLINKED, responses.c.key <= choice.since.last_response)
    still = and_(STANDS, is_agreed(choice), func.coalesce(is_chosen(choice), false()))
    return and_(was_there, is_touched(choice.since), ~still)


# Why a response is left out: the first that holds.
REASONS: dict[str, ColumnElement[bool]] = {
    "withdrawn": responses.c.withdrawn_at.is_not(None),
    "deleted": responses.c.deleted_at.is_not(None),
    "hidden": and_(NOT_TAKEN_BACK, responses.c.hidden_at.is_not(None)),
}


def why_gone(choice: Choice) -> ColumnElement[str]:
    """Return why responses are not there any more."""
    whens = [(holds, literal(reason)) for reason, holds in REASONS.items()]
    whens.append((~is_agreed(choice), literal("not_agreed")))
    return case(*whens, else_=literal("not_chosen"))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
