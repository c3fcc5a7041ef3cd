"""What an export is asked for: which responses, for what, and with whose names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.domain.consent import Purpose
from bot.domain.discussion import Given
from bot.domain.identity import DiscussionId, RoleId


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Up to where an export goes, for another to go on from there.

    Changes are counted, so that no clock can hide one. Unlinked responses have no number of their own: those
    marked with *unlinked_from* or later may be new, or have been in it already.
    """

    export: int  # its number
    last_response: int
    last_change: int
    unlinked_from: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenRole:
    """A role on Discord whose holders' responses are taken: those who hold it when that is asked."""

    id: RoleId
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which responses an export takes, and what it says of their authors.

    Only those are taken whose authors agreed to *purpose*. With *names*, and a *reason* for it, authors who
    gave theirs are named; otherwise everybody has a pseudonym that holds in this export and no other.
    """

    purpose: Purpose = Purpose.RECORD
    names: bool = False
    reason: str | None = None
    article: str | None = None  # its id
    discussion: DiscussionId | None = None
    question: str | None = None  # its id, or its number
    first_day: date | None = None
    last_day: date | None = None
    given: Given | None = None
    role: ChosenRole | None = None
    text: str | None = None  # that stands in the response, whatever its case
    is_raw: bool = False  # whether formulas stay in CSV files
    since: Point | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return it as a manifest says it."""
        return {
            "purpose": self.purpose.value,
            "names": self.names,
            "reason": self.reason,
            "article": self.article,
            "discussion": self.discussion,
            "question": self.question,
            "from": None if self.first_day is None else self.first_day.isoformat(),
            "until": None if self.last_day is None else self.last_day.isoformat(),
            "given": self.given,
            "role": None if self.role is None else str(self.role.id),
            "role_name": None if self.role is None else self.role.name,
            "text": self.text,
            "raw": self.is_raw,
            "since_export": None if self.since is None else self.since.export,
        }

    def is_alike(self, asked: Mapping[str, Any]) -> bool:
        """Return whether a manifest that says *asked* took the same responses, whatever it called people."""
        same = ("purpose", "article", "discussion", "question", "from", "until", "given", "role", "text")
        own = self.to_dict()
        return all(asked.get(name) == own[name] for name in same)


@dataclass(frozen=True, slots=True, kw_only=True)
class Census:
    """What an export will hold, counted before it is written."""

    responses: int
    characters: int  # in their texts
    left_out: Mapping[str, int]  # by why


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """How many responses stand where none was taken: all to these questions, and what each option leaves."""

    responses: int
    by_option: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """An export of before."""

    export: int
    at: datetime
    manifest: Mapping[str, Any]
    point: Point | None
