"""Times of day and dates, as people write them: "6.30 pm", « 18 h 30 », "noon"; "11 January", « 1er mai »."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date, time

from bot.domain.spoken_reader import Reader, is_number
from bot.domain.spoken_words import (
    ARTICLES,
    AT,
    HALVES,
    HOURS,
    MINUTES,
    MONTHS,
    NAMED_TIMES,
    OF,
    SUFFIXES,
    WEEKDAYS,
    Half,
)

NOON = 12
HOURS_IN_DAY = 24
MINUTES_IN_HOUR = 60
MINUTE_DIGITS = 2
YEAR_DIGITS = 4
LEAP_GAP = 8  # years, around 2100
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A date as far as it was said."""

    day: int
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    start: int  # where the reader was when it began,
    end: int  # and when it had been said


def take_time(reader: Reader, *, bare: bool = False) -> time | None:
    """Read a time of day, if one comes next.

    A number alone is an hour behind "at", or where *bare* says so. It is one of the 24 unless the half of the
    day is said.
    """
    start = reader.position
    is_announced = bool(reader.take(AT))
    if named := reader.take(NAMED_TIMES):
        return time(NAMED_TIMES[named])
    at_hour = reader.position
    hour = reader.take_digits(2)
    if hour is None:
        if is_announced:
            reader.unclear()
        return None
    minute = _take_minute(reader, at_hour)
    half = HALVES.get(reader.take_any(HALVES))
    is_clear = is_announced or bare or minute is not None or half is not None
    if not reader.take({"o'clock"}) and not is_clear:
        reader.position = start
        return None
    hour = in_half(hour, half)
    if hour >= HOURS_IN_DAY:
        reader.unclear(at_hour)
    return time(hour, minute or 0)


def _take_minute(reader: Reader, at_hour: int) -> int | None:
    """Read what follows the hour: ``:30``, ``.30``, ``h 30``, or the ``h`` alone; None where nothing does."""
    mark, following = reader.peek(), reader.peek(1)
    has_minute = len(following) == MINUTE_DIGITS and is_number(following, longest=MINUTE_DIGITS)
    if mark not in HOURS and not (has_minute and mark in {":", "."}):
        return None
    reader.position += 1
    minute = int(following) if has_minute else 0
    reader.position += has_minute
    if minute >= MINUTES_IN_HOUR:
        reader.unclear(at_hour)
    if has_minute and mark in HOURS:
        reader.take(MINUTES)
    return minute


def in_half(hour: int, half: Half | None) -> int:
    """Return the hour of the day; 24 where there is no such hour in that half."""
    if half is None:
        return hour
    if half in {Half.AM, Half.PM}:
        return hour % NOON + (NOON if half is Half.PM else 0) if 1 <= hour <= NOON else HOURS_IN_DAY
    if half is Half.MORNING:
        return hour if hour < NOON else HOURS_IN_DAY
    return hour + NOON if 1 <= hour < NOON else (hour or HOURS_IN_DAY)


def take_day(reader: Reader, *, unfinished: bool = False) -> Spoken | None:
    """Read a date, if one comes next; where *unfinished* is set, of a number alone it is the day."""
    start = reader.position
    weekday = reader.take(WEEKDAYS)
    # "mar 6" is a day of March, unless a month follows: it is a Tuesday then.
    day = _take_date(reader, start=start, unfinished=unfinished and weekday not in MONTHS)
    if day:
        return replace(day, weekday=WEEKDAYS.get(weekday))
    reader.position = start
    day = _take_date(reader, start=start, unfinished=unfinished)
    if day:
        return day
    reader.position = start
    return None


def _take_date(reader: Reader, *, start: int, unfinished: bool) -> Spoken | None:
    reader.take(ARTICLES)
    if written := YEAR_FIRST.fullmatch(reader.peek()):
        reader.position += 1
        year, month, day = map(int, written.groups())
        return Spoken(day=day, month=month, year=year, start=start, end=reader.position)
    named = reader.take(MONTHS)
    number = reader.take_digits(2)
    if number is None:
        return None
    reader.take(SUFFIXES)
    at_month = reader.position
    if not named:
        reader.take(OF)
        named = reader.take(MONTHS)
    if not named:
        reader.position = at_month
        return Spoken(day=number, start=start, end=at_month) if unfinished else None
    comma = reader.position
    reader.take({","})
    year_said = reader.take_digits(4) if len(reader.peek()) == YEAR_DIGITS else None
    if year_said is None:
        reader.position = comma
    return Spoken(day=number, month=MONTHS[named], year=year_said, start=start, end=reader.position)


def to_day(reader: Reader, said: Spoken, *, floor: date) -> date:
    """Return the day that was said; without a year, the first such from *floor* on."""
    if said.year is None:
        years: Iterable[int] = range(floor.year, min(floor.year + LEAP_GAP, MAXYEAR) + 1)
    else:
        years, floor = [said.year], date.min
    days = (_day(year, said) for year in years)
    day = next((day for day in days if day and day >= floor), None)
    if day is None or said.weekday not in {None, day.weekday()}:
        reader.unclear(said.start, said.end)
    return day


def _day(year: int, said: Spoken) -> date | None:
    with suppress(ValueError):  # the 29th of February, in most years
        return date(year, said.month or 0, said.day)
    return None
