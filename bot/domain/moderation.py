"""What moderators decide about answers, what members report to them, and what is written down of it."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.domain.discussion import Response
from bot.domain.identity import GuildId, MemberId

# Members, and their answers in brackets.
_COUNTED = re.compile(r"(\d+) \((\d+)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One thing that a moderator did."""

    key: int
    at: datetime
    moderator: MemberId  # NOBODY is the bot itself, and whoever was erased
    action: str  # the text ``deed.<action>`` says it
    target: str
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasedLeavers:
    """How many members who left were erased on one day, with how many answers; never who."""

    ACTION: ClassVar[str] = "guild.leavers"

    members: int
    answers: int

    def to_target(self) -> str:
        """Return it as the log has it."""
        return f"{self.members} ({self.answers})"

    @classmethod
    def of(cls, line: LogLine) -> "ErasedLeavers | None":
        """Return what *line* says of it, if anything."""
        read = _COUNTED.fullmatch(line.target)
        if line.action != cls.ACTION or read is None:
            return None
        return cls(members=int(read[1]), answers=int(read[2]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What moderators decided about an answer, as its author is told; not who of them it was."""

    guild: GuildId
    response: Response
    question: str
    is_hidden: bool
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """An answer that waits for a moderator: reported, or changed since it was hidden."""

    response: Response
    question: str
    people: int  # who reported it since a moderator last looked
    before: int = 0  # who had done so earlier
    reasons: tuple[str, ...] = ()
