"""Tests for bot.services.put_back: a clock that was ahead for a while costs no opening and no step."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from programme import Programme
from quiet_threads import QuietThreads
from stored_rows import stored

from bot.domain.discord_errors import PostingDelayedError
from bot.domain.guild import Finding, Severity
from bot.domain.recurrence import every_days
from bot.domain.schedule import Missed, Timing
from bot.services.place import Place
from bot.services.put_back import is_put_back
from bot.services.schedules import Plan
from bot.storage.store import Store

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
START = datetime(2026, 1, 1, 9, tzinfo=UTC)
LACKS = Finding(code="lacks", severity=Severity.BROKEN, data={"channel": "#talk"})


@pytest.fixture
def threads() -> QuietThreads:
    return QuietThreads()


@pytest.fixture
async def programme(store: Store, threads: QuietThreads, place: Place) -> Programme:
    """A program with an article of nine questions in its queue."""
    made = Programme(store, threads=threads, now=START)
    await made.add_to_queue("harbour", 9, at=place)
    return made


@pytest.fixture
def daily(place: Place) -> Plan:
    timing = Timing(recurrence=every_days(1, starts_on=date(2026, 1, 1)), at=time(18), zone="Europe/Paris")
    return Plan(timing=timing, channel=place.channel)


@pytest.mark.parametrize("restarts", [False, True])
async def test_days_that_were_taken_for_missed_are_due_again(
    *, programme: Programme, daily: Plan, place: Place, threads: QuietThreads, restarts: bool
) -> None:
    followed = await programme.follow(daily, at=place)
    await programme.live(START + DAY)
    programme.clock.now += 30 * DAY
    await programme.live(programme.clock.now)
    assert len(threads.posted) == 2  # one that was due by then, as after any absence

    programme.clock.now = START + DAY
    if restarts:
        programme.start()
    await programme.live(START + 4 * DAY)

    assert (await programme.outcomes(followed))[:4] == [f"2026-01-0{day} opened" for day in (1, 2, 3, 4)]
    assert len(threads.posted) == 5
    assert (await programme.schedules.get(followed.id, guild=place.guild)).next is not None


async def test_its_event_is_moved_and_one_that_is_paused_stays_so(
    *, programme: Programme, daily: Plan, place: Place, database_url: str
) -> None:
    shown = await programme.follow(replace(daily, has_event=True, missed=Missed.SKIP), at=place)
    paused = await programme.follow(replace(daily, missed=Missed.SKIP), at=place)
    programme.clock.now += 3 * DAY
    await programme.scheduler.tick()
    await programme.schedules.pause(paused.id, at=place)
    await stored(database_url, "UPDATE outbox SET state = 'done'")

    programme.clock.now = START
    await programme.scheduler.tick()

    assert await stored(database_url, "SELECT step, subject FROM outbox WHERE state = 'waiting'") == [
        ("event", shown.id)
    ]
    assert (await programme.schedules.get(shown.id, guild=place.guild)).next == shown.next
    assert (await programme.schedules.get(paused.id, guild=place.guild)).next is None


async def test_days_that_were_left_out_by_hand_stay_left_out(
    programme: Programme, daily: Plan, place: Place
) -> None:
    followed = await programme.follow(daily, at=place)
    await programme.schedules.skip(followed.id, at=place)

    programme.start()
    await programme.live(START + 2 * DAY)

    assert await programme.outcomes(followed) == ["2026-01-01 skipped", "2026-01-02 opened"]


async def test_what_was_put_off_is_looked_at(
    programme: Programme, daily: Plan, place: Place, threads: QuietThreads
) -> None:
    await programme.follow(daily, at=place)
    threads.findings = (LACKS,)
    await programme.live(START + 10 * DAY, at_least=DAY)
    threads.findings = ()

    programme.clock.now = START
    await programme.live(START + MINUTE)

    assert threads.posted == ["harbour q1"]


async def test_what_could_not_be_posted_is_tried(
    programme: Programme, daily: Plan, place: Place, threads: QuietThreads
) -> None:
    await programme.follow(daily, at=place)
    threads.fails = PostingDelayedError()
    await programme.live(START + DAY, at_least=DAY)
    threads.fails = None

    programme.clock.now = START
    await programme.live(START + MINUTE)

    assert threads.posted == ["harbour q1"]


def test_a_clock_that_is_put_right_by_seconds_is_as_good_as_any() -> None:
    assert not is_put_back(START, None)
    assert not is_put_back(START, START + MINUTE)
    assert is_put_back(START, START + 2 * MINUTE)
