"""One run of an article in a channel: its prompts, and what people answer to them."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from unicodedata import category

from bot.domain.errors import EmptyResponseError, ResponseTooLongError
from bot.domain.identity import (
    ArticleId,
    ChannelId,
    DiscussionId,
    GuildId,
    MemberId,
    PromptId,
    ResponseId,
    RoleId,
)

# Discord's limit for a message that a member with a subscription types; everybody else's is 2,000.
RESPONSE_LIMIT = 4_000

# Blank space, controls, marks that sit on a letter, halves of surrogate pairs (Unicode's general categories);
# and the letters and symbols that show nothing all the same: the Hangul fillers, the empty Braille pattern.
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Me", "Mn", "Zl", "Zp", "Zs"})
FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")

# What no database keeps: NUL ends a text in PostgreSQL, and half a surrogate pair has no bytes in UTF-8.
UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class DiscussionState(StrEnum):
    """How far a discussion is."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class Given(StrEnum):
    """How a response reached us."""

    THREAD = "thread"
    REPLY = "reply"
    BUTTON = "button"
    MENU = "menu"
    COMMAND = "command"


class Kept(StrEnum):
    """How a response is kept: views on the news can be political, so people choose."""

    NAMED = "named"
    PSEUDONYMOUS = "pseudonymous"  # one invented name for each person and discussion
    UNLINKED = "unlinked"  # nothing leads to its author, who alone holds the key to change it


@dataclass(frozen=True, slots=True, kw_only=True)
class Discussion:
    """One run of an article in a channel."""

    id: DiscussionId
    guild: GuildId
    article: ArticleId
    channel: ChannelId
    state: DiscussionState
    opened_at: datetime
    closed_at: datetime | None = None
    ended_at: datetime | None = None  # when the closing card was out and the threads were shut
    closes_at: datetime | None = None  # when it is closed by itself
    by_hand: bool = True  # whether somebody opened it, rather than a schedule
    run: int = 1  # 2 where its article is discussed for the second time, and so on


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscussionLine:
    """A discussion that took place, or does, as one is picked from several."""

    id: DiscussionId
    title: str
    opened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """The post that puts one question to the community."""

    id: PromptId
    discussion: DiscussionId
    number: int  # 1 is the discussion's first
    question: str  # the question's id within its article
    text: str
    follow_ups: tuple[str, ...]
    planned_at: datetime
    # Where it was posted; None until it has been. On Discord the id of its message as well: a thread made
    # from a message, and a forum post's first message, share theirs.
    thread: int | None = None
    ping: RoleId | None = None  # who is told of it, having asked for that


@dataclass(frozen=True, slots=True, kw_only=True)
class NewResponse:
    """What a person answers, before it is on disk."""

    prompt: PromptId
    author: MemberId
    author_name: str
    text: str
    given: Given
    created_at: datetime
    kept: Kept = Kept.NAMED
    message: int | None = None  # the message it was typed as, of which there is one response at most
    reply_to: int | None = None  # the message it answers, where that is another member's
    key_hash: str | None = None  # what proves the author of an unlinked one
    may_quote: bool = False  # in summaries and reports
    may_publish: bool = False  # outside of its guild
    terms: int | None = None  # the version of the words that its author agreed to in a form


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A person's answer to a prompt. *text* is None once it was withdrawn or deleted."""

    id: ResponseId
    prompt: PromptId
    prompt_number: int
    author: MemberId
    author_name: str
    text: str | None
    given: Given
    created_at: datetime
    edited_at: datetime | None = None
    withdrawn_at: datetime | None = None
    deleted_at: datetime | None = None
    hidden_at: datetime | None = None
    kept: Kept = Kept.NAMED
    message: int | None = None
    key_hash: str | None = None
    may_quote: bool = False
    may_publish: bool = False
    hidden_because: str | None = None
    changed_hidden: bool = False  # since it was hidden

    @property
    def is_gone(self) -> bool:
        """Whether its author took it back, for good."""
        return self.withdrawn_at is not None or self.deleted_at is not None

    @property
    def is_hidden(self) -> bool:
        """Whether a moderator keeps it out of sight."""
        return self.hidden_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How an open discussion is doing."""

    asked: int  # prompts opened so far
    questions: int  # in the article
    responses: int  # that stand
    people: int  # who gave them


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a discussion ended: what its closing card says."""

    discussion: Discussion
    title: str
    prompts: tuple[Prompt, ...]
    answered: dict[PromptId, int]  # people who answered each prompt; unlinked responses count as one each
    unasked: tuple[str, ...]  # questions that were never put
    progress: Progress


def is_blank(text: str) -> bool:
    """Return whether there is nothing to be seen of *text*."""
    return all(category(character) in INVISIBLE or character in FILLERS for character in text)


def to_response_text(text: str) -> str:
    """Return *text* as it is recorded: without the blank space around it, U+FFFD for what cannot be stored.

    Raises EmptyResponseError and ResponseTooLongError.
    """
    stripped = text.strip()
    if is_blank(stripped):
        raise EmptyResponseError
    if len(stripped) > RESPONSE_LIMIT:
        raise ResponseTooLongError(length=len(stripped), limit=RESPONSE_LIMIT)
    return UNSTORABLE.sub("\ufffd", stripped)
