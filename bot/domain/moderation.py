"""What moderators decide about answers, what members report to them, and what is written down of it."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.discussion import Response
from bot.domain.identity import GuildId, MemberId


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
