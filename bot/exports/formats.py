"""What a format is: the tables it writes, who writes them, and what the database may put together by itself.

A million lines are put together by the database in half the time that rows take on their way through Python.
So where a format is made of lines, they are data: a template, how texts are escaped in it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bot.domain.identity import DiscussionId, PromptId
from bot.exports.tables import Output, Table, Writer

# Raised whenever a column changes its name, its meaning or its place.
SCHEMA_VERSION = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptColumns:
    """What each response says about the prompt that it answers."""

    prompt: PromptId
    number: int
    question: str
    text: str
    discussion: DiscussionId
    article: str
    title: str
    address: str | None = None  # of its thread


class LineWriter(Writer, Protocol):
    """A writer that takes responses as lines, too."""

    def append(self, lines: bytes) -> None:
        """Append *lines* of responses, as the database made them."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """What a line of a response is made of.

    *line* is for SQLite's printf: ``%s`` is a value as it is, ``%w`` a text with each " twice. The values are
    those of the table RESPONSES in their order, all that is said about the prompt being one: see ``head``.
    """

    line: str
    head: Callable[[PromptColumns], str]  # the columns of the prompt, as they stand in each line
    has_json_texts: bool  # texts come as JSON strings, quotes and all
    around: str  # what stands around a time, an address, an id of a person
    nothing: str  # what stands for one that there is not
    yes: str
    no: str
    open: Callable[[Output], LineWriter]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of file that an export can be."""

    name: str
    tables: tuple[Table, ...]
    open: Callable[[Output], Writer]
    lines: Lines | None = None
    is_text: bool = False  # shrinks to a fraction when it is compressed
    is_tree: bool = False  # files in folders, which are written one after another
