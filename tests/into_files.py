"""Gives writers their files in memory, and rows of the responses to write."""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

from bot.exports.tables import RESPONSES, Create, Output, Row, Table, Value, Writer

START = datetime(2025, 3, 4, 10, tzinfo=UTC)


class Kept(io.BytesIO):
    """A file in memory whose content outlives it."""

    content: bytes | None = None  # once it is closed

    def close(self) -> None:
        if not self.closed:
            self.content = self.getvalue()
        super().close()


def into(create: Create) -> Output:
    """Return where *create* opens files."""
    return Output(create=create, spool=io.BytesIO)


class Files:
    """The files that a writer made, by name."""

    def __init__(self) -> None:
        self.made: dict[str, Kept] = {}
        self.most_open = 0

    def create(self, name: str) -> BinaryIO:
        assert name not in self.made
        self.made[name] = Kept()
        self.most_open = max(self.most_open, sum(not file.closed for file in self.made.values()))
        return self.made[name]

    @property
    def output(self) -> Output:
        return into(self.create)

    def __getitem__(self, name: str) -> bytes:
        content = self.made[name].content
        assert content is not None, f"{name} was not closed"
        return content


def response(number: int = 1, text: str = "I think so.", **values: Value) -> Row:
    """Return a response, with *values* in place of the usual ones."""
    usual: dict[str, Value] = {
        "response_id": number,
        "change": None,
        "article_id": "rain",
        "article_title": "A title",
        "discussion_id": 3,
        "question_id": "q2",
        "question_number": 2,
        "question": "What then?",
        "author_id": None,
        "author": "Quiet Heron",
        "given": "thread",
        "kept": "pseudonymous",
        "may_quote": True,
        "may_publish": False,
        "text": text,
        "created_at": START + timedelta(seconds=number),
        "edited_at": None,
        "reply_to": None,
        "reactions": 0,
        "link": None,
    }
    return row(RESPONSES, usual | values)


def row(table: Table, values: dict[str, Value]) -> Row:
    """Return *values* in the order of *table*'s columns."""
    assert values.keys() == {column.name for column in table.columns}
    return [values[column.name] for column in table.columns]


def write(
    writer: Writer, *tables: tuple[Table, Iterable[Row]], about: Iterable[tuple[str, str]] = ()
) -> None:
    """Write whole tables."""
    for table, rows in tables:
        writer.begin(table)
        writer.add(rows)
    writer.finish(list(about))


@contextmanager
def replaced(owner: object, name: str, value: object) -> Iterator[None]:
    """Let *owner* have another *value*, where a test that is run many times cannot patch."""
    before = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)
