"""What an export is made of: its columns, and what a format says about a line.

A million lines are put together by the database itself, in half the time that rows take on their way through
Python. So a format is data: a template, how texts are escaped in it, and what is still to be done to many
lines at once.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.identity import DiscussionId, PromptId

# Raised whenever a column changes its name, its meaning or its place.
SCHEMA_VERSION = 2

COLUMNS = (
    "response_id",
    "article_id",
    "article_title",
    "discussion_id",
    "question_id",
    "question_number",
    "question",
    "author_id",
    "author",
    "given",
    "kept",
    "text",
    "created_at",
    "edited_at",
    "reply_to",
    "reactions",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptColumns:
    """What each line says about the prompt that it answers."""

    prompt: PromptId
    number: int
    question: str
    text: str
    discussion: DiscussionId
    article: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of file that an export can be."""

    name: str
    suffix: str
    header: str
    # One line for SQLite's printf: response id, head, author id, author, given, kept, text, created, edited,
    # the response it replies to, reactions.
    # %s is a value as it is, %w a text with each " twice.
    line: str
    head: Callable[[PromptColumns], str]  # the columns of the prompt, as they stand in each line
    has_json_texts: bool  # author and text come as JSON strings, quotes and all
    around: str  # what stands around a time or a person's id
    nothing: str  # what stands for one that there is not
    finish: Callable[[bytes], bytes]  # what is still to be done to lines
