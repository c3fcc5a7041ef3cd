"""Tests for bot.services.scheduler: what is due opens once, on time or late, whatever clocks do."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from programme import Programme, mondays
from quiet_threads import QuietThreads
from stored_rows import stored

from bot.domain.identity import LOCAL_CHANNEL, LOCAL_GUILD, ChannelId, RoleId
from bot.domain.recurrence import every_days
from bot.domain.schedule import Missed, Opens, Quiet, Schedule, Timing
from bot.services.place import Place
from bot.services.schedules import Plan
from bot.storage.store import Store

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


START = utc("2026-01-01T09:00")
DUE = utc("2026-01-05T17:00")  # the first Monday, 18:00 in Paris
ZONE = "UPDATE schedules SET zone = '{}'"


@pytest.fixture
def threads() -> QuietThreads:
    return QuietThreads()


@pytest.fixture
async def programme(store: Store, threads: QuietThreads, place: Place) -> Programme:
    """A programme with an article of nine questions in its queue."""
    programme = Programme(store, threads=threads, now=START)
    await programme.add_to_queue("harbour", 9, at=place)
    return programme


@pytest.fixture
async def weekly(programme: Programme, place: Place) -> Schedule:
    return await programme.follow(mondays(place), at=place)


def daily(at: Place, *, missed: Missed = Missed.ONCE) -> Plan:
    timing = Timing(recurrence=every_days(1, starts_on=date(2026, 1, 1)), at=time(18), zone="Europe/Paris")
    return Plan(timing=timing, channel=at.channel, missed=missed)


class TestOnTime:
    async def test_it_opens_at_its_time_and_not_before(
        self, programme: Programme, weekly: Schedule, threads: QuietThreads
    ) -> None:
        await programme.live(DUE - timedelta(seconds=1))
        assert await programme.outcomes(weekly) == []

        await programme.live(DUE)

        assert await programme.outcomes(weekly) == ["2026-01-05 opened"]
        assert threads.posted == ["harbour q1"]

    async def test_to_look_again_opens_nothing_more(
        self, programme: Programme, weekly: Schedule, threads: QuietThreads
    ) -> None:
        programme.clock.now = DUE
        for _ in range(3):
            await programme.scheduler.tick()
            await programme.delivery.run()

        assert await programme.outcomes(weekly) == ["2026-01-05 opened"]
        assert threads.posted == ["harbour q1"]

    async def test_it_says_when_there_is_something_to_do_next(
        self, programme: Programme, weekly: Schedule
    ) -> None:
        assert await programme.scheduler.next_at() == DUE
        await programme.live(DUE)
        # After its first question the discussion has others left, and nothing to be closed for.
        assert await programme.scheduler.next_at() == DUE + timedelta(days=7)

    async def test_an_article_comes_with_all_its_questions_and_one_ping(
        self, programme: Programme, place: Place, threads: QuietThreads, database_url: str
    ) -> None:
        plan = replace(mondays(place, opens=Opens.QUEUE), ping=RoleId(5))
        await programme.follow(plan, at=place)

        await programme.live(DUE)

        assert threads.posted == [f"harbour q{number}" for number in range(1, 10)]
        pings = await stored(database_url, "SELECT ping FROM prompts ORDER BY number")
        assert pings == [(5,)] + [(None,)] * 8

    async def test_the_local_chat_has_its_own(
        self, programme: Programme, place: Place, threads: QuietThreads
    ) -> None:
        at = replace(place, guild=LOCAL_GUILD, channel=LOCAL_CHANNEL)
        await programme.schedules.enqueue(await programme.add("mill", 1, at=at), place=None, at=at)
        schedule = await programme.follow(mondays(at), at=at)
        await programme.live(DUE)
        assert await programme.outcomes(schedule) == []

        await programme.scheduler.tick(guild=LOCAL_GUILD)
        await programme.delivery.run(guild=LOCAL_GUILD)

        assert await programme.outcomes(schedule) == ["2026-01-05 opened"]
        assert threads.posted == ["mill q1"]


class TestLate:
    @pytest.mark.parametrize(
        ("missed", "late", "outcome"),
        [
            pytest.param(Missed.SKIP, timedelta(minutes=10), "opened", id="a-slow-start-is-on-time"),
            pytest.param(Missed.SKIP, timedelta(minutes=11), "missed", id="skip"),
            pytest.param(Missed.ONCE, timedelta(hours=24), "opened", id="within-the-grace-time"),
            pytest.param(Missed.ONCE, timedelta(hours=24, seconds=1), "missed", id="beyond-it"),
            pytest.param(Missed.ASK, timedelta(minutes=10), "opened", id="nobody-is-asked-on-time"),
            pytest.param(Missed.ASK, timedelta(minutes=11), "asked", id="ask"),
            pytest.param(Missed.ASK, timedelta(days=6), "asked", id="ask-however-late"),
        ],
    )
    async def test_what_becomes_of_it(
        self, *, programme: Programme, place: Place, missed: Missed, late: timedelta, outcome: str
    ) -> None:
        weekly = await programme.follow(replace(mondays(place), missed=missed), at=place)

        programme.sleep(DUE + late)
        await programme.live(DUE + late)

        assert await programme.outcomes(weekly) == [f"2026-01-05 {outcome}"]

    @pytest.mark.parametrize(
        ("missed", "last"), [(Missed.ONCE, "opened"), (Missed.SKIP, "missed"), (Missed.ASK, "asked")]
    )
    async def test_of_many_days_one_opens_at_most(
        self, *, programme: Programme, place: Place, threads: QuietThreads, missed: Missed, last: str
    ) -> None:
        schedule = await programme.follow(daily(place, missed=missed), at=place)

        programme.sleep(utc("2026-01-10T20:00"))
        await programme.live(programme.clock())

        days = [f"2026-01-{day:02} missed" for day in range(1, 10)]
        assert await programme.outcomes(schedule) == [*days, f"2026-01-10 {last}"]
        assert len(threads.posted) == (last == "opened")

    async def test_years_are_written_down_in_rounds(
        self, programme: Programme, place: Place, threads: QuietThreads
    ) -> None:
        schedule = await programme.follow(daily(place), at=place)

        programme.sleep(utc("2028-07-01T20:00"))
        await programme.live(programme.clock())

        outcomes = await programme.outcomes(schedule)
        assert outcomes[-1] == "2028-07-01 opened"
        assert len(outcomes) == (date(2028, 7, 1) - date(2026, 1, 1)).days + 1
        assert {one.split()[1] for one in outcomes[:-1]} == {"missed"}
        assert threads.posted == ["harbour q1"]


class TestQuietHours:
    @pytest.fixture
    async def quiet(self, programme: Programme, place: Place) -> Schedule:
        plan = mondays(place)
        quiet = Quiet(start=time(22), end=time(8))
        return await programme.follow(replace(plan, timing=replace(plan.timing, quiet=quiet)), at=place)

    async def test_nobody_is_woken_because_the_bot_slept(
        self, programme: Programme, quiet: Schedule, threads: QuietThreads
    ) -> None:
        programme.sleep(utc("2026-01-06T01:00"))
        await programme.live(utc("2026-01-06T06:59"))
        assert await programme.outcomes(quiet) == ["2026-01-05 due"]

        await programme.live(utc("2026-01-06T07:00"))

        assert threads.posted == ["harbour q1"]

    async def test_nor_because_it_sleeps_again_until_the_hours_have_begun(
        self, programme: Programme, quiet: Schedule, threads: QuietThreads
    ) -> None:
        programme.clock.now = DUE
        await programme.scheduler.plan_due()

        programme.sleep(utc("2026-01-05T23:00"))
        await programme.live(utc("2026-01-06T06:59"))
        assert threads.posted == []

        await programme.live(utc("2026-01-06T07:00"))
        assert threads.posted == ["harbour q1"]

    async def test_by_hand_it_opens_at_any_hour(
        self, programme: Programme, quiet: Schedule, threads: QuietThreads, place: Place
    ) -> None:
        programme.clock.now = utc("2026-01-04T23:30")

        await programme.schedules.run_now(quiet.id, at=place)

        assert threads.posted == ["harbour q1"]


class TestClocks:
    async def test_put_back_it_opens_no_day_twice(
        self, programme: Programme, place: Place, threads: QuietThreads
    ) -> None:
        schedule = await programme.follow(daily(place), at=place)
        await programme.live(utc("2026-01-03T17:00"))

        for back in (MINUTE, HOUR, timedelta(days=1), timedelta(days=3)):
            programme.sleep(utc("2026-01-03T17:00") - back)
            await programme.live(utc("2026-01-03T17:00"))

        assert await programme.outcomes(schedule) == [f"2026-01-0{day} opened" for day in (1, 2, 3)]
        assert threads.posted == ["harbour q1", "harbour q2", "harbour q3"]

    async def test_put_forward_for_a_while_it_opens_early_once_and_loses_none(
        self, programme: Programme, place: Place, threads: QuietThreads
    ) -> None:
        schedule = await programme.follow(daily(place), at=place)
        await programme.live(utc("2026-01-01T18:00"))

        programme.clock.now = utc("2026-01-02T18:00")
        await programme.scheduler.tick()
        await programme.delivery.run()
        programme.clock.now = utc("2026-01-01T18:00")
        await programme.live(utc("2026-01-04T18:00"))

        assert await programme.outcomes(schedule) == [f"2026-01-0{day} opened" for day in (1, 2, 3, 4)]
        assert len(threads.posted) == 4

    async def test_resumed_after_it_was_put_back_a_day_stays_opened(
        self, programme: Programme, weekly: Schedule, place: Place, threads: QuietThreads
    ) -> None:
        await programme.live(DUE)
        await programme.schedules.pause(weekly.id, at=place)
        programme.clock.now = DUE - HOUR
        await programme.schedules.resume(weekly.id, at=place)

        await programme.live(DUE + HOUR)

        assert await programme.outcomes(weekly) == ["2026-01-05 opened"]
        assert threads.posted == ["harbour q1"]


class TestZones:
    async def test_rules_that_changed_move_what_is_planned(
        self, programme: Programme, weekly: Schedule, database_url: str, place: Place
    ) -> None:
        # As it was worked out by the rules of another day.
        await stored(database_url, ZONE.format("Europe/Helsinki"))
        programme.start()

        await programme.live(DUE - HOUR)

        assert await programme.outcomes(weekly) == ["2026-01-05 opened"]
        assert await programme.scheduler.work_out_anew() == 0
        moved = await programme.schedules.get(weekly.id, guild=place.guild)
        assert moved.next is not None
        assert moved.next.at == DUE - HOUR + timedelta(days=7)

    async def test_what_they_move_later_is_not_opened_before(
        self, programme: Programme, weekly: Schedule, database_url: str
    ) -> None:
        await programme.scheduler.tick()  # nobody works it out anew before it is due
        await stored(database_url, ZONE.format("Europe/London"))

        await programme.live(DUE + HOUR - MINUTE)
        assert await programme.outcomes(weekly) == []

        await programme.live(DUE + HOUR)
        assert await programme.outcomes(weekly) == ["2026-01-05 opened"]

    async def test_an_event_follows_what_is_moved(
        self, programme: Programme, place: Place, database_url: str
    ) -> None:
        await programme.follow(replace(mondays(place), has_event=True), at=place)
        await stored(database_url, "DELETE FROM outbox")
        await stored(database_url, ZONE.format("Europe/Helsinki"))

        assert await programme.scheduler.work_out_anew() == 1

        assert await stored(database_url, "SELECT step, subject FROM outbox") == [("event", 1)]

    @pytest.mark.parametrize(
        ("away", "outcome"), [(HOUR, "opened"), (timedelta(days=2), "missed")], ids=["hours", "days"]
    )
    async def test_one_that_is_unknown_is_troubled_until_it_is_known(
        self,
        *,
        programme: Programme,
        weekly: Schedule,
        place: Place,
        database_url: str,
        away: timedelta,
        outcome: str,
    ) -> None:
        beside = replace(place, channel=ChannelId(5))
        other = await programme.follow(mondays(beside), at=place)
        await programme.add_to_queue("mill", 9, at=place)
        seen = "SELECT problem FROM schedules ORDER BY key"
        await programme.scheduler.tick()
        await stored(database_url, ZONE.format("Europe/Atlantis") + f" WHERE key = {weekly.id}")

        await programme.live(DUE + away - MINUTE)

        assert await programme.outcomes(weekly) == []
        assert await programme.outcomes(other) == ["2026-01-05 opened"]
        assert await stored(database_url, seen) == [("unknown_zone",), (None,)]

        await stored(database_url, ZONE.format("Europe/Paris"))
        await programme.live(DUE + away + HOUR)

        assert await programme.outcomes(weekly) == [f"2026-01-05 {outcome}"]
        assert await stored(database_url, seen) == [(None,), (None,)]
        following = await programme.schedules.get(weekly.id, guild=place.guild)
        assert following.next is not None
        assert following.next.at == DUE + timedelta(days=7)

    async def test_one_that_is_lost_while_an_opening_waits_keeps_no_other_waiting(
        self, programme: Programme, place: Place, database_url: str
    ) -> None:
        plan = mondays(place)
        quiet = Quiet(start=time(22), end=time(8))
        lost = await programme.follow(replace(plan, timing=replace(plan.timing, quiet=quiet)), at=place)
        other = await programme.follow(mondays(replace(place, channel=ChannelId(5))), at=place)
        programme.clock.now = DUE
        await programme.scheduler.plan_due()
        await stored(database_url, ZONE.format("Europe/Atlantis") + f" WHERE key = {lost.id}")

        await programme.live(DUE + MINUTE)

        assert await programme.outcomes(other) == ["2026-01-05 opened"]
        assert await programme.outcomes(lost) == ["2026-01-05 due"]
