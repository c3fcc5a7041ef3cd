"""Tests of bot.domain.schedule against every time zone, by an oracle of its own.

The oracle knows no rule: it walks along the instants around each transition of 2026 to 2030, reads the clock
on the wall at each, and goes by the definitions: a local time is the first instant at which the clock shows
it, and one that the clock never shows is as much later as the clock skipped. It only goes from an instant to
a local time; the product goes the other way. Zones whose clocks show the same all that time are looked at
once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.domain.recurrence import every_days, weekly
from bot.domain.schedule import Timing

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
LAST = datetime(2031, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
QUARTER = timedelta(minutes=15)
# Transitions keep to quarters of an hour; what opens seven minutes past one must as well.
PHASES = (timedelta(), timedelta(minutes=7))
AROUND = 3  # days


@dataclass(frozen=True, slots=True)
class Transition:
    """An instant at which the clocks change, and what they show before and after."""

    at: datetime
    before: datetime
    after: datetime


def wall(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)


def offset(instant: datetime, zone: ZoneInfo) -> timedelta:
    return wall(instant, zone) - instant.replace(tzinfo=None)


def transitions(zone: ZoneInfo) -> Iterator[Transition]:
    """Find where the offset changes: day by day, then by halves."""
    low, shown = FIRST, offset(FIRST, zone)
    while low < LAST:
        high = low + DAY
        if shown != (then := offset(high, zone)):
            early, late = low, high
            while late - early > timedelta(seconds=1):
                middle = early + (late - early) // 2
                if offset(middle, zone) == shown:
                    early = middle
                else:
                    late = middle
            late = late.replace(microsecond=0)
            after = wall(late, zone)
            yield Transition(late, after - (then - shown), after)
        low, shown = high, then


@cache
def histories() -> dict[tuple[object, ...], list[str]]:
    """Return the zones' names by all that their clocks do."""
    found: dict[tuple[object, ...], list[str]] = {}
    for name in sorted(available_timezones()):
        zone = ZoneInfo(name)
        found.setdefault((offset(FIRST, zone), *transitions(zone)), []).append(name)
    return found


def expected(transition: Transition, zone: ZoneInfo, phase: timedelta) -> dict[datetime, datetime]:
    """Return when each local time around *transition* is, those that the clocks skip included."""
    found: dict[datetime, datetime] = {}
    shown = None
    instant = transition.at - AROUND * DAY + phase
    while instant < transition.at + AROUND * DAY:
        local = wall(instant, zone)
        if shown is not None and local > shown + QUARTER:
            skip = local - shown - QUARTER
            missing = shown + QUARTER
            while missing < local:
                found[missing] = instant + (missing + skip - local)
                missing += QUARTER
        found.setdefault(local, instant)
        shown = local
        instant += QUARTER
    return found


def times_around(transition: Transition, phase: timedelta) -> list[time]:
    """Return the times of day from an hour before what is skipped or repeated to an hour after."""
    low, high = sorted([transition.before, transition.after])
    at = low + phase - 4 * QUARTER
    found = []
    while at <= high + 4 * QUARTER:
        found.append(at.time())
        at += QUARTER
    return found


def test_the_zones_are_there() -> None:
    changing = [names for history, names in histories().items() if len(history) > 1]

    assert sum(map(len, histories().values())) > 400
    assert len(changing) > 20
    assert {"Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"} <= {
        name for names in changing for name in names
    }


@pytest.mark.parametrize("phase", PHASES, ids=["on-the-quarter", "seven-past"])
def test_every_due_day_opens_once_and_at_the_right_instant_around_every_transition(phase: timedelta) -> None:
    seen = 0
    for history, names in histories().items():
        zone = ZoneInfo(names[0])
        for transition in history[1:]:
            assert isinstance(transition, Transition)
            right = expected(transition, zone, phase)
            middle = transition.before.date()
            due = [middle + gap * DAY for gap in (-1, 0, 1)]
            for at in times_around(transition, phase):
                timing = Timing(recurrence=every_days(1, starts_on=due[0]), at=at, zone=names[0])
                openings = timing.upcoming(after=transition.at - AROUND * DAY, count=len(due))

                assert [opening.on for opening in openings] == due
                assert [opening.at for opening in openings] == [
                    right[datetime.combine(day, at)] for day in due
                ], (names[0], at)
                assert openings[0].at < openings[1].at < openings[2].at
                # Asked anew after each, it is the same, and none comes twice.
                assert [timing.first(after=one.at) for one in openings[:2]] == list(openings[1:])
                assert timing.first(after=openings[0].at - QUARTER) == openings[0]
                seen += 1

    assert seen > 1_000


@pytest.mark.parametrize("at", [time(0, 30), time(2, 30), time(23, 45)])
def test_five_years_have_one_opening_for_each_sunday_in_every_zone(at: time) -> None:
    sundays = [date(2026, 1, 4) + 7 * gap * DAY for gap in range(261)]
    for names in histories().values():
        timing = Timing(recurrence=weekly({6}, starts_on=date(2026, 1, 1)), at=at, zone=names[0])

        openings = timing.upcoming(after=FIRST, count=len(sundays))

        assert [opening.on for opening in openings] == sundays
        assert all(early.at < late.at for early, late in pairwise(openings))


@pytest.mark.parametrize(
    "zone", ["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"]
)
def test_five_years_have_one_opening_for_each_day(zone: str) -> None:
    every_day = [date(2026, 1, 1) + gap * DAY for gap in range(1_826)]
    timing = Timing(recurrence=every_days(1, starts_on=every_day[0]), at=time(2, 15), zone=zone)

    openings = timing.upcoming(after=FIRST - DAY, count=len(every_day))

    assert [opening.on for opening in openings] == every_day
    assert openings[-1].at < LAST + DAY
    assert all(early.at < late.at for early, late in pairwise(openings))
