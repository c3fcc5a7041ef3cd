"""When, as people say it, in English and French at once: "every Monday at 18:00", « tous les lundis à 18 h ».

Nothing is guessed. What is not understood raises an error with the very words that were not; what is
understood is shown before it is kept.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from bot.domain.recurrence import DAYS_IN_WEEK, Recurrence, counted_from, to_recurrence
from bot.domain.recurrence_rule import WEEKDAYS as RULE_DAYS
from bot.domain.recurrence_rule import Frequency
from bot.domain.schedule import Days, Quiet
from bot.domain.schedule_errors import (
    DaysUnclearError,
    HoursUnclearError,
    RulePartError,
    StayRangeError,
    StayUnclearError,
    WhenAmbiguousError,
    WhenAnotherError,
    WhenElsewhereError,
    WhenNoDaysError,
    WhenUnclearError,
)
from bot.domain.spoken_phrases import Phrases, Said
from bot.domain.spoken_reader import Reader
from bot.domain.spoken_times import HOURS_IN_DAY, Spoken, in_half, take_day, take_time, to_day
from bot.domain.spoken_words import (
    AND,
    BETWEEN,
    BREAKS,
    ELSEWHERE,
    ELSEWHERE_BEHIND,
    FOR,
    FROM,
    INDEFINITE,
    MORE,
    NUMBERS,
    ON,
    TO,
    UNITS,
    UNTIL,
    WEEKDAYS,
    Unit,
)

# FREQ is the one part that every rule has; spaces may stand around the marks only.
RULE = re.compile(
    r"(?:RRULE\s*:\s*)?FREQ\s*=[^\s;]*(?:\s*;\s*[A-Z]+\s*=[^\s;]*)*;?", re.ASCII | re.IGNORECASE
)

SHORTEST_STAY = timedelta(minutes=1)
LONGEST_STAY = timedelta(days=366)
MOST_DIGITS = 9
HOURS_TO = (*TO, ("and",), ("et",))
FREQUENCIES = {
    Unit.DAY: Frequency.DAILY,
    Unit.WEEK: Frequency.WEEKLY,
    Unit.MONTH: Frequency.MONTHLY,
}
MINUTES = {
    Unit.MINUTE: 1,
    Unit.HOUR: 60,
    Unit.DAY: 24 * 60,
    Unit.WEEK: 7 * 24 * 60,
    Unit.FORTNIGHT: 14 * 24 * 60,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """On which days, and at what time of them where that was said."""

    recurrence: Recurrence
    at: time | None


class _Bounds:
    """Reads the time of day, the first day and the last that come up in *reader*."""

    def __init__(self, reader: Reader, *, today: date) -> None:
        self._reader = reader
        self._today = today
        self.at: time | None = None
        self.starts_on: date | None = None
        self.ends_on: date | None = None

    def take(self) -> bool:
        """Read one of them, if it comes next."""
        reader, before = self._reader, self._reader.position
        if not _is_range_of_weekdays(reader) and reader.take_any(FROM):
            day = _take_day(reader, floor=self._today)
            if self.starts_on:
                reader.unclear(before)
            self.starts_on = day
        elif reader.take_any(UNTIL):
            day = _take_day(reader, floor=self.starts_on or self._today)
            if self.ends_on:
                reader.unclear(before)
            self.ends_on = day
        elif (said := take_time(reader)) is not None:
            if self.at is not None:
                raise WhenAnotherError(part=reader.typed(before))
            self.at = said
        else:
            return False
        return True

    def until(self) -> str:
        """Return the part of a rule that says the last day. Raises DaysBackwardsError."""
        if self.ends_on is None:
            return ""
        return f";UNTIL={Days(first=self.starts_on or self._today, last=self.ends_on).last:%Y%m%d}"


def parse_when(text: str, *, today: date) -> When:
    """Return when *text* says that a schedule opens, from *today* on unless it says from when.

    Raises WhenUnclearError, WhenNoDaysError, DaysBackwardsError, SpokenTooLongError, FarDayError, and for a
    rule of RFC 5545 what to_recurrence does.
    """
    Reader(text, error=WhenUnclearError)  # refuses what is too long
    rule = RULE.search(text)
    # The rule is blanked out, and the rest read as if it stood alone.
    reader = Reader(
        text[: rule.start()] + " " * len(rule[0]) + text[rule.end() :] if rule else text,
        error=WhenUnclearError,
    )
    phrases, bounds = Phrases(reader), _Bounds(reader, today=today)
    while not reader.is_done:
        if reader.take(BREAKS) or phrases.take_part_of_day() or phrases.take_except() or bounds.take():
            continue
        _refuse_others(reader)
        if rule or not phrases.take():
            reader.unclear()
    if rule:
        _leave_out(phrases.said, reader)  # of a rule's days, none can be
        recurrence = to_recurrence(
            f"{rule[0].rstrip(',;')}{bounds.until()}", starts_on=bounds.starts_on or today
        )
    else:
        recurrence = _recurrence(phrases.said, reader, bounds=bounds, today=today)
    return When(recurrence=recurrence, at=_in_its_half(bounds.at, phrases.said, reader))


def parse_days(text: str, *, today: date) -> tuple[Days, ...]:
    """Return the days that *text* lists, in their order: "2026-12-24..2027-01-02, 1 May", « du 3 au 5 août ».

    What has no year is the next such day. Raises DaysUnclearError, DaysBackwardsError and SpokenTooLongError.
    """
    reader = Reader(text, error=DaysUnclearError)
    found: set[Days] = set()
    while not reader.is_done:
        if reader.take(AND) or reader.take(BREAKS) or reader.take(BETWEEN) or reader.take(ON):
            continue
        said = take_day(reader, unfinished=True)
        if said is None:
            reader.unclear()
        last = take_day(reader) if reader.take_any(TO) else said
        if last is None:
            reader.unclear()
        found.add(_days(reader, said, last, floor=today))
    return tuple(sorted(found))


def parse_hours(text: str) -> Quiet:
    """Return the hours that *text* says: "22:00-08:00", "10pm to 8am", « de 22 h à 8 h ».

    Raises HoursUnclearError, HoursEmptyError and SpokenTooLongError.
    """
    reader = Reader(text, error=HoursUnclearError)
    reader.take(BETWEEN)
    start = take_time(reader, bare=True)
    end = take_time(reader, bare=True) if start is not None and reader.take_any(HOURS_TO) else None
    if start is None or end is None or not reader.is_done:
        reader.unclear(0 if reader.is_done else None)
    return Quiet(start=start, end=end)


def parse_stay(text: str) -> timedelta:
    """Return the length of time that *text* says: "3 days", « une semaine », "1 week and 2 days".

    Raises StayUnclearError, StayRangeError and SpokenTooLongError.
    """
    reader = Reader(text, error=StayUnclearError)
    reader.take(FOR)
    minutes = _take_minutes(reader)
    while not reader.is_done:
        reader.take(AND)
        minutes += _take_minutes(reader)
    if not SHORTEST_STAY.total_seconds() <= minutes * 60 <= LONGEST_STAY.total_seconds():
        raise StayRangeError(part=text.strip())
    return timedelta(minutes=minutes)


def _take_minutes(reader: Reader) -> int:
    """Read a number and a unit, and return how many minutes that is."""
    word = reader.take(NUMBERS) or reader.take(INDEFINITE)
    number = NUMBERS.get(word, 1) if word else reader.take_digits(MOST_DIGITS)
    unit = UNITS.get(reader.peek())
    if number is None or unit not in MINUTES:
        reader.unclear()
    reader.position += 1
    return number * MINUTES[unit]


def _is_range_of_weekdays(reader: Reader) -> bool:
    """Return whether "from" begins "from Monday to Friday", and not the day of a start."""
    return reader.peek(1) in WEEKDAYS and (reader.peek(2),) in TO


def _take_day(reader: Reader, *, floor: date) -> date:
    said = take_day(reader)
    if said is None:
        reader.unclear()
    return to_day(reader, said, floor=floor)


def _refuse_others(reader: Reader) -> None:
    """Refuse what a schedule has none of beside the rest: a second rule, or what another option says."""
    start = reader.position
    if reader.take(MORE):
        part = reader.rest() if not reader.is_done else reader.typed(start)
        raise WhenAnotherError(part=part)
    option = ELSEWHERE.get(reader.peek()) or ELSEWHERE_BEHIND.get(reader.peek(1))
    if option:
        raise WhenElsewhereError(part=reader.rest(), option=option)


def _in_its_half(at: time | None, said: Said, reader: Reader) -> time | None:
    """Return *at* in the half of the day that was said beside the days: "Monday evening at 6"."""
    if at is None or said.half is None:
        return at
    hour = in_half(at.hour, said.half)
    if hour >= HOURS_IN_DAY:
        reader.unclear(said.half_at, said.half_at + 1)
    return at.replace(hour=hour)


def _leave_out(said: Said, reader: Reader) -> None:
    """Take the weekdays that are excepted from those that were said, or from every day."""
    if not said.excepted:
        return
    is_daily = said.unit is Unit.DAY and said.every == 1 and not said.has_days
    left = [day for day in (range(DAYS_IN_WEEK) if is_daily else said.weekdays) if day not in said.excepted]
    if not left:
        reader.unclear(*said.excepted_at)
    said.weekdays, said.unit = left, Unit.WEEK if is_daily else said.unit


def _recurrence(said: Said, reader: Reader, *, bounds: _Bounds, today: date) -> Recurrence:
    """Return the days that phrases describe together."""
    _leave_out(said, reader)
    unit, every = said.unit, said.every
    if said.weekdays and unit is Unit.DAY and every and every % DAYS_IN_WEEK == 0:
        unit, every = Unit.WEEK, every // DAYS_IN_WEEK
    if unit is Unit.FORTNIGHT:
        unit, every = Unit.WEEK, every * 2
    if said.weekdays and unit is None:
        unit = Unit.WEEK
    if said.has_days and unit is not (Unit.WEEK if said.weekdays else Unit.MONTH):
        # "The second Tuesday" of what? "Every month on Mondays" is as unclear.
        spans = [said.unit_at, said.days_at] if said.unit else [said.days_at]
        raise WhenAmbiguousError(part=reader.typed(min(spans)[0], max(end for _, end in spans)))
    # Every two weeks from some day on is clear, and every two weeks is not.
    if unit is None or not (said.has_days or unit is Unit.DAY or bounds.starts_on):
        raise WhenNoDaysError(part=reader.typed(*said.unit_at) if said.unit else reader.typed(0))
    parts = [f"FREQ={FREQUENCIES[unit]}", f"INTERVAL={every}"]
    if said.month_days:
        parts.append(f"BYMONTHDAY={','.join(map(str, said.month_days))}")
    elif said.has_days:
        nths = said.nths or [(0, weekday) for weekday in said.weekdays]
        parts.append(f"BYDAY={','.join(f'{nth or str()}{RULE_DAYS[weekday]}' for nth, weekday in nths)}")
    try:
        return counted_from(";".join(parts) + bounds.until(), starts_on=bounds.starts_on or today)
    except RulePartError:  # the interval: every 0 weeks, every 9,999 months
        reader.unclear(*said.unit_at)


def _days(reader: Reader, said: Spoken, last: Spoken, *, floor: date) -> Days:
    """Return the days from one to another; without years, the first such that end on *floor* or later."""
    if said.year is not None:
        first = to_day(reader, said, floor=floor)
        return Days(first=first, last=to_day(reader, last, floor=first))
    end = to_day(reader, last, floor=floor)
    month = said.month or end.month  # of "24 to 26 December" the first has none
    is_year_before = said.month is not None and (month, said.day) > (end.month, end.day)
    return Days(
        first=to_day(reader, replace(said, month=month, year=end.year - is_year_before), floor=floor),
        last=end,
    )
