"""What is wrong in a guild, as moderators are told of it: what failed, since when, and what lies below it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from bot.domain.guild import Finding, Severity
from bot.domain.outbox import Step

# Moderators are told so many openings before there is nothing left to open.
LOW = 3
# What failed once is tried again within seconds, and as a rule works; nobody has to hear of it.
TELL_AFTER_ATTEMPTS = 2
TELL_AFTER = timedelta(minutes=2)
# Without these steps people have nothing to answer to; without the others something is less tidy.
KEEPS_FROM_ANSWERING = frozenset({Step.PROMPT, Step.THREAD})


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong.

    ``code`` selects the text ``health.<code>``, which *data* fills. What mends it is said by *cause*, where
    something else lies below, else by ``health.<code>.mend``.
    """

    code: str
    severity: Severity
    since: datetime | None = None
    data: dict[str, object] = field(default_factory=dict)
    subject: int | None = None  # what it is about, among others of its code
    cause: Finding | None = None

    @property
    def key(self) -> str:
        """What tells it from every other problem of its guild."""
        return f"{self.code}:{self.subject}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a guild's card says."""

    problems: tuple[Problem, ...]
    well_since: datetime | None = None  # where there are none
    is_news: bool = False  # whether it says something that moderators were not told before


def is_worth_telling(*, attempts: int, since: datetime, now: datetime) -> bool:
    """Return whether somebody should hear of a step that failed *attempts* times, the first *since* then."""
    return attempts >= TELL_AFTER_ATTEMPTS or now - since >= TELL_AFTER


def severity_of(step: Step) -> Severity:
    """Return what it means that *step* cannot be done."""
    return Severity.BROKEN if step in KEEPS_FROM_ANSWERING else Severity.NOTICE


def is_low(left: int | None, *, ahead: int) -> bool:
    """Return whether *left* openings are few, and too few for the *ahead* that are planned."""
    return left is not None and left <= LOW and left < ahead


def digest(problems: Iterable[Problem], *also: object) -> str:
    """Return what changes whenever something is said otherwise; nothing where nothing is wrong."""
    said = [
        [
            one.key,
            one.severity,
            one.since,
            one.data,
            None if one.cause is None else [one.cause.code, one.cause.data],
        ]
        for one in problems
    ]
    if not said:
        return ""
    content = json.dumps([said, *also], default=str, sort_keys=True)
    return sha256(content.encode()).hexdigest()[:32]
