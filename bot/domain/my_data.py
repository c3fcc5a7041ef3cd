"""All that is held about one member of a guild."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.consent import Consent, Purpose
from bot.domain.discussion import Kept
from bot.domain.identity import GuildId, MemberId


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnResponse:
    """One of the member's responses, with what it answers."""

    id: int
    article: str  # its id
    title: str
    discussion: int
    question: int  # the prompt's number in its discussion
    question_text: str
    text: str | None
    author_name: str
    kept: Kept
    given: str
    created_at: datetime
    edited_at: datetime | None
    withdrawn_at: datetime | None
    deleted_at: datetime | None
    hidden_at: datetime | None
    hidden_because: str | None
    message: int | None
    reply_to: int | None
    may_quote: bool
    may_publish: bool
    terms: int | None
    reactions: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_gone(self) -> bool:
        """Whether its words were taken back."""
        return self.withdrawn_at is not None or self.deleted_at is not None

    @property
    def state(self) -> str:
        """What became of it: ``withdrawn``, ``deleted``, ``hidden`` or ``stands``."""
        if self.withdrawn_at is not None:
            return "withdrawn"
        if self.deleted_at is not None:
            return "deleted"
        return "stands" if self.hidden_at is None else "hidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A question that the member waits to be told the answer to."""

    query: str
    language: str
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something that the member did as a moderator, or told moderators."""

    kind: str  # such as "article" or "export"; the text ``mydata.deed.<kind>`` says it
    at: datetime
    what: str
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOfTheirs:
    """An export that was taken while it could hold the member's responses."""

    id: int
    at: datetime
    purpose: Purpose
    has_names: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """All that is held about *member* in *guild*, but for what nobody can find: unlinked responses."""

    guild: GuildId
    member: MemberId
    responses: tuple[OwnResponse, ...] = ()
    consents: tuple[Consent, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    deeds: tuple[Deed, ...] = ()
    exports: tuple[ExportOfTheirs, ...] = ()
    never_since: date | None = None
    muted_until: date | None = None
    absent_since: date | None = None  # not found in the guild, as far as was seen last

    @property
    def standing(self) -> tuple[OwnResponse, ...]:
        """The responses that were not taken back."""
        return tuple(one for one in self.responses if not one.is_gone)

    @property
    def hidden(self) -> tuple[OwnResponse, ...]:
        """The responses that moderators keep out of sight."""
        return tuple(one for one in self.standing if one.hidden_at is not None)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that erasing would erase."""
        return not (self.responses or self.consents or self.waiting or self.deeds or self.absent_since)

    def agreed(self, purpose: Purpose) -> Consent | None:
        """Return what was agreed to for *purpose* last."""
        return next((one for one in self.consents if one.purpose is purpose), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What was erased of a member: how many rows, and which messages the bot knew as theirs."""

    responses: int
    others: int
    messages: tuple[int, ...] = ()
