"""Gaps: what people looked up in vain, which moderators can answer."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.identity import ArticleId, GapId, GuildId, MemberId, WaiterId


class GapState(StrEnum):
    """What became of a gap."""

    OPEN = "open"
    ANSWERED = "answered"  # by a fact that is served
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True, kw_only=True)
class GapAnswer:
    """The fact that answers a gap."""

    article: ArticleId
    fact: str  # its id
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A look-up that the articles could not answer, however it was worded."""

    id: GapId
    query: str  # as it was first asked
    asked: int
    first_on: date
    last_on: date
    state: GapState
    waiting: int  # how many want to be told
    answer: GapAnswer | None = None  # where it has one that is served


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredGap:
    """What a gap that is answered is known by."""

    query: str
    keys: frozenset[str]
    article: ArticleId
    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiter:
    """Somebody who chose to be told when a gap is answered; *language* is a code of ours."""

    id: WaiterId
    gap: GapId
    guild: GuildId
    member: MemberId
    language: str
