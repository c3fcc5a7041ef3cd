"""When does a schedule open, and what then?

Pure arithmetic: nothing here reads the clock. What people chose is a time of day by the clocks of a place, so
each opening is worked out from its local day, never by adding 24 hours to the last.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.errors import UnknownZoneError
from bot.domain.identity import (
    ArticleId,
    ChannelId,
    DiscussionId,
    GuildId,
    MemberId,
    OccurrenceId,
    RoleId,
    ScheduleId,
)
from bot.domain.recurrence import FIRST_DAY, LAST_DAY, ONE_DAY, Recurrence
from bot.domain.schedule_errors import DaysBackwardsError, FarDayError, HoursEmptyError, QuietTimeError

GRACE = timedelta(hours=24)
# Before any opening, wherever it is.
EARLIEST = datetime.combine(FIRST_DAY - 2 * ONE_DAY, time(), tzinfo=UTC)


class Opens(StrEnum):
    """What an occurrence opens."""

    QUESTION = "question"  # the next of the article under discussion; after its last, of the queue's next one
    ARTICLE = "article"  # an article with all of its questions
    QUEUE = "queue"  # the same, of the guild's queue the next


class Missed(StrEnum):
    """What becomes of openings that nobody was there for."""

    ONCE = "once"  # the last of them opens late, within the grace time
    SKIP = "skip"
    ASK = "ask"  # the moderators say


class ScheduleState(StrEnum):
    """Whether a schedule is followed."""

    DRAFT = "draft"  # shown, and not yet agreed to
    ON = "on"
    PAUSED = "paused"


class OccurrenceState(StrEnum):
    """What came of a due day."""

    DUE = "due"
    ASKED = "asked"  # it was missed, and the moderators have yet to say
    OPENED = "opened"
    MISSED = "missed"
    SKIPPED = "skipped"
    EMPTY = "empty"  # there was nothing to open


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Days:
    """A range of days, both ends within it."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise DaysBackwardsError(first=self.first, last=self.last)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Hours of the day in which nothing is posted, by the clock on the wall. They may cross midnight."""

    start: time
    end: time  # itself no longer quiet

    def __post_init__(self) -> None:
        if self.start == self.end:
            raise HoursEmptyError(time=self.start)

    def covers(self, local: time) -> bool:
        """Return whether it is quiet at *local*."""
        if self.start < self.end:
            return self.start <= local < self.end
        return local >= self.start or local < self.end

    def end_after(self, local: datetime) -> datetime:
        """Return when, by the same clock, the quiet hours end next."""
        end = datetime.combine(local.date(), self.end)
        return end if end > local.replace(tzinfo=None) else end + ONE_DAY


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Opening:
    """A local day on which a schedule is due, and the instant, by the zone's rules as they are known."""

    on: date
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What is due by some instant, the oldest first, and the opening that comes after."""

    openings: tuple[Opening, ...]
    following: Opening | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """When a schedule opens: a time of day in a zone, on the days of a rule that are not excluded."""

    recurrence: Recurrence
    at: time
    zone: str  # an IANA name
    excluded: tuple[Days, ...] = ()
    quiet: Quiet | None = None

    def __post_init__(self) -> None:
        if self.quiet and self.quiet.covers(self.at):
            raise QuietTimeError(time=self.at, start=self.quiet.start, end=self.quiet.end)

    def opening(self, day: date) -> datetime:
        """Return when it opens on *day*, in UTC.

        A time that the clocks skip opens as much later as they skip, one that they repeat opens the first
        time round (RFC 5545, 3.3.5): so does ``fold=0`` (PEP 495). Raises UnknownZoneError and FarDayError.
        """
        if not FIRST_DAY <= day <= LAST_DAY:
            raise FarDayError(day=day, first=FIRST_DAY, last=LAST_DAY)
        return datetime.combine(day, self.at, tzinfo=zone_of(self.zone)).astimezone(UTC)

    def next(self, *, after: date) -> Opening | None:
        """Return the opening of the first due day strictly after *after*.

        Openings come in the order of their days. Raises UnknownZoneError.
        """
        day = self.recurrence.next_on(after=after)
        while day is not None:
            excluded = max((days.last for days in self.excluded if day in days), default=None)
            opening = self._opening_on(day) if excluded is None else None
            if opening:
                return opening
            day = self.recurrence.next_on(after=excluded or day)
        return None

    def first(self, *, after: datetime) -> Opening | None:
        """Return the first opening strictly later than *after*. Raises UnknownZoneError."""
        if after.year > LAST_DAY.year:
            return None
        since = max(after, EARLIEST)
        # An opening whose time the clocks skip may fall on the day after its own.
        day = since.astimezone(zone_of(self.zone)).date() - 2 * ONE_DAY
        opening = self.next(after=day)
        while opening and opening.at <= since:
            opening = self.next(after=opening.on)
        return opening

    def upcoming(self, *, after: datetime, count: int) -> tuple[Opening, ...]:
        """Return the first openings strictly later than *after*, *count* at most. Raises UnknownZoneError."""
        found: list[Opening] = []
        opening = self.first(after=after)
        while opening and len(found) < count:
            found.append(opening)
            opening = self.next(after=opening.on)
        return tuple(found)

    def missed(self, *, since: Opening, now: datetime, limit: int) -> Due:
        """Return the openings from *since* on that are due by *now*, the oldest *limit* of them.

        Where there are more, the one that follows them is due as well. Raises UnknownZoneError.
        """
        due: list[Opening] = []
        opening: Opening | None = since
        while opening and opening.at <= now and len(due) < limit:
            due.append(opening)
            opening = self.next(after=opening.on)
        return Due(openings=tuple(due), following=opening)

    def quiet_until(self, now: datetime) -> datetime | None:
        """Return when the quiet hours end that *now* lies in, in UTC; None where it lies in none.

        An end that the clocks skip is as much later as they skip. Raises UnknownZoneError.
        """
        if self.quiet is None or not FIRST_DAY.year <= now.year <= LAST_DAY.year:
            return None
        local = now.astimezone(zone_of(self.zone))
        if not self.quiet.covers(local.time()):
            return None
        end = self.quiet.end_after(local).replace(tzinfo=local.tzinfo)
        # The clocks may have been put back since, and come to that time again.
        first, second = (end.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
        return first if first > now else second

    def _opening_on(self, day: date) -> Opening | None:
        """Return the opening of *day*; None where the place never had that day (Samoa, 30 December 2011)."""
        at = self.opening(day)
        skipped = at.astimezone(zone_of(self.zone)).replace(tzinfo=None) - datetime.combine(day, self.at)
        return Opening(on=day, at=at) if skipped < ONE_DAY else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When prompts open in a channel, and what then."""

    id: ScheduleId
    guild: GuildId
    channel: ChannelId
    timing: Timing
    opens: Opens
    article: ArticleId | None = None  # which, unless the queue says
    # How long a discussion stays open after its last question; None is until somebody closes it, or its
    # channel is wanted for the schedule's next.
    stays: timedelta | None = None
    ping: RoleId | None = None
    has_event: bool = False  # whether each is shown as an event of the guild
    missed: Missed = Missed.ONCE
    grace: timedelta = GRACE  # how late what was missed may still open
    state: ScheduleState = ScheduleState.DRAFT
    next: Opening | None = None
    made_by: MemberId
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """A local day on which a schedule was due, and what came of it."""

    id: OccurrenceId
    schedule: ScheduleId
    on: date
    at: datetime
    state: OccurrenceState
    opens_at: datetime | None = None  # not before, while it is due
    discussion: DiscussionId | None = None
    by_hand: bool = False  # whether somebody said that it opens, or does not


@lru_cache(maxsize=1024)
def zone_of(name: str) -> ZoneInfo:
    """Return the time zone that *name* names. Raises UnknownZoneError.

    zoneinfo itself forgets all but the last eight.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # no such zone; not its name; a folder of zones
        raise UnknownZoneError(zone=name, nearest="") from None
