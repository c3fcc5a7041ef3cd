"""What an export is made of: the columns, the rows as the database gives them, and what a format does."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.domain.identity import DiscussionId, PromptId

# Raised whenever a column changes its name, its meaning or its place.
SCHEMA_VERSION = 1

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
    "text",
    "created_at",
    "edited_at",
)

# Response id, prompt id, author id, author's name, text, how it was given, created, edited; times are
# ISO 8601. A bare tuple, because a million of them pass through here.
ResponseRow = tuple[int, int, int, str, str, str, str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptColumns:
    """What each row says about the prompt that it answers."""

    prompt: PromptId
    number: int
    question: str
    text: str
    discussion: DiscussionId
    article: str
    title: str


class Encoder(Protocol):
    """One format at work on one export."""

    def header(self) -> bytes:
        """Return what the file begins with."""
        ...

    def rows(self, rows: Iterable[ResponseRow]) -> bytes:
        """Return *rows* as they stand in the file."""
        ...


class EncoderFactory(Protocol):
    """Makes the encoder of an export from the prompts it takes in."""

    def __call__(self, prompts: Mapping[PromptId, PromptColumns]) -> Encoder:
        """Return an encoder."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of file that an export can be."""

    name: str
    suffix: str
    encoder: EncoderFactory
