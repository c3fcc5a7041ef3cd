"""What an export is made of: tables, whose columns say what stands in them.

Every format writes the same tables. A format that the database does not write by itself is given rows, some
thousands at a time, and never holds more of them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import BinaryIO, Protocol

Value = str | int | bool | datetime | date | None
Row = Sequence[Value]
# Opens a file of the export by its name, to be written from its beginning to its end.
Create = Callable[[str], BinaryIO]


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """Where an export is written to."""

    create: Create
    spool: Callable[[], BinaryIO]  # opens a file without a name, for what has to wait
    is_raw: bool = False  # whether texts are left alone that a program might run


class Kind(StrEnum):
    """What a column's values are."""

    # A name, or a number that nobody counts with: Discord's have more digits than a spreadsheet's numbers.
    ID = "id"
    TEXT = "text"  # words, a person's or an article's
    NUMBER = "number"
    FLAG = "flag"
    TIME = "time"  # aware, UTC
    DAY = "day"
    LINK = "link"  # an address of the web


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of an export, without its rows."""

    name: str
    columns: tuple[Column, ...]


def _table(name: str, **kinds: Kind) -> Table:
    return Table(name=name, columns=tuple(Column(name=column, kind=kind) for column, kind in kinds.items()))


RESPONSES = _table(
    "responses",
    response_id=Kind.ID,
    change=Kind.ID,  # new, or changed since the export that this one goes on from; empty in a whole one
    article_id=Kind.ID,
    article_title=Kind.TEXT,
    discussion_id=Kind.ID,
    question_id=Kind.ID,
    question_number=Kind.NUMBER,
    question=Kind.TEXT,
    author_id=Kind.ID,  # only where names were asked for, and given
    author=Kind.TEXT,  # a pseudonym of this export's, or the name; empty where nothing leads to anybody
    given=Kind.ID,
    kept=Kind.ID,
    may_quote=Kind.FLAG,
    may_publish=Kind.FLAG,
    text=Kind.TEXT,
    created_at=Kind.TIME,  # of those without a link to their authors, the beginning of the day
    edited_at=Kind.TIME,
    reply_to=Kind.ID,
    reactions=Kind.NUMBER,
    link=Kind.LINK,  # to the message it was typed as, only where names were asked for
)
QUESTIONS = _table(
    "questions",
    article_id=Kind.ID,
    article_title=Kind.TEXT,
    discussion_id=Kind.ID,
    question_id=Kind.ID,
    question_number=Kind.NUMBER,
    question=Kind.TEXT,
    follow_ups=Kind.TEXT,  # a line each
    posted_at=Kind.TIME,
    responses=Kind.NUMBER,  # that stand and are in the export
    link=Kind.LINK,  # to its thread
)
FACTS = _table(
    "facts",
    article_id=Kind.ID,
    article_title=Kind.TEXT,
    fact_id=Kind.ID,
    fact=Kind.TEXT,
    passage=Kind.TEXT,
    speaker=Kind.TEXT,
    state=Kind.ID,
    source=Kind.LINK,  # or a name, where it has no address
)
LOOKUPS = _table(
    "lookups",
    article_id=Kind.ID,
    fact_id=Kind.ID,
    day=Kind.DAY,
    times=Kind.NUMBER,  # how often the fact was the answer
)
GAPS = _table(
    "gaps",
    gap_id=Kind.ID,
    query=Kind.TEXT,
    asked=Kind.NUMBER,
    first_on=Kind.DAY,
    last_on=Kind.DAY,
    state=Kind.ID,  # open, answered, dismissed
    article_id=Kind.ID,  # of the fact that answers it
    fact_id=Kind.ID,
)


def to_text(value: str | int | date) -> str:
    """Return *value* in the one form that all text formats have it in: times in UTC, to the microsecond."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    return str(value)


class Writer(Protocol):
    """A file, or several, of one format while they grow. Tables come one after another."""

    def begin(self, table: Table) -> None:
        """Begin *table*; the one before it is whole."""
        ...

    def add(self, rows: Iterable[Row]) -> None:
        """Append *rows* to the table that was begun last, each as long as its columns."""
        ...

    def finish(self, about: Sequence[tuple[str, str]]) -> None:
        """Write what is left to be written; *about* are names and values that describe the whole export."""
        ...
