"""Tests for bot.services.schedules: what moderators can do with schedules, and what is noted of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from programme import Programme, mondays
from quiet_threads import QuietThreads
from stored_rows import stored

from bot.domain.article import StoredArticle
from bot.domain.errors import UnknownZoneError
from bot.domain.guild import Finding, Severity
from bot.domain.identity import GuildId, RoleId
from bot.domain.recurrence import Recurrence
from bot.domain.schedule import Schedule, ScheduleState, Timing
from bot.domain.schedule_errors import (
    NotQueuedError,
    ScheduleOverError,
    TooManySchedulesError,
    UnknownScheduleError,
)
from bot.services.place import Place
from bot.services.schedules import LIMIT, UNKEPT
from bot.storage.store import Store

HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)
LACKS = Finding(code="lacks", severity=Severity.BROKEN, data={"channel": "#talk"})


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


START = utc("2026-01-01T09:00")
DUE = utc("2026-01-05T17:00")  # the first Monday, 18:00 in Paris


@pytest.fixture
def threads() -> QuietThreads:
    return QuietThreads()


@pytest.fixture
def programme(store: Store, threads: QuietThreads) -> Programme:
    return Programme(store, threads=threads, now=START)


@pytest.fixture
async def article(programme: Programme, place: Place) -> StoredArticle:
    """An article of nine questions, in the queue."""
    return await programme.add_to_queue("harbour", 9, at=place)


@pytest.fixture
async def weekly(programme: Programme, article: StoredArticle, place: Place) -> Schedule:
    return await programme.follow(mondays(place), at=place)


async def logged(database_url: str) -> list[str]:
    rows = await stored(database_url, "SELECT action, target FROM moderation_log ORDER BY key")
    return [f"{action} {target}" for action, target in rows if action.startswith(("schedule", "queue"))]


def days(*, until: str, at: time = time(18), starts_on: date = date(2026, 1, 1)) -> Timing:
    rule = f"FREQ=DAILY;UNTIL={until}"
    return Timing(recurrence=Recurrence(rule=rule, starts_on=starts_on), at=at, zone="Europe/Paris")


class TestDrafts:
    async def test_what_was_understood_is_followed_once_somebody_agrees(
        self, *, programme: Programme, article: StoredArticle, place: Place, database_url: str
    ) -> None:
        drafted = await programme.schedules.draft(mondays(place), at=place)
        assert (drafted.state, drafted.next and drafted.next.at) == (ScheduleState.DRAFT, DUE)
        assert await programme.schedules.all(guild=place.guild) == ()
        assert await logged(database_url) == ["queue.add harbour"]

        programme.scheduler.wanted.clear()
        kept = await programme.schedules.keep(drafted.id, at=place)

        assert kept == replace(drafted, state=ScheduleState.ON)
        assert await programme.schedules.all(guild=place.guild) == (kept,)
        assert programme.scheduler.wanted.is_set()
        assert await logged(database_url) == ["queue.add harbour", "schedule.add 1"]

    async def test_nothing_opens_by_one_that_nobody_agreed_to(
        self, programme: Programme, article: StoredArticle, place: Place, threads: QuietThreads
    ) -> None:
        await programme.schedules.draft(mondays(place), at=place)

        await programme.live(DUE + HOUR)

        assert threads.posted == []

    async def test_one_that_lay_for_a_while_begins_with_what_is_ahead(
        self, programme: Programme, article: StoredArticle, place: Place, threads: QuietThreads
    ) -> None:
        drafted = await programme.schedules.draft(mondays(place), at=place)
        programme.clock.now = DUE + HOUR

        kept = await programme.schedules.keep(drafted.id, at=place)
        await programme.live(DUE + 2 * HOUR)

        assert kept.next is not None
        assert (kept.next.at, threads.posted) == (DUE + WEEK, [])

    async def test_agreeing_twice_changes_nothing(
        self, programme: Programme, weekly: Schedule, place: Place, database_url: str
    ) -> None:
        assert await programme.schedules.keep(weekly.id, at=place) == weekly
        assert (await logged(database_url)).count("schedule.add 1") == 1

    async def test_what_nobody_keeps_is_forgotten(self, programme: Programme, place: Place) -> None:
        old = await programme.schedules.draft(mondays(place), at=place)
        programme.clock.now += UNKEPT + timedelta(seconds=1)

        new = await programme.schedules.draft(mondays(place), at=place)

        with pytest.raises(UnknownScheduleError):
            await programme.schedules.keep(old.id, at=place)
        assert (await programme.schedules.keep(new.id, at=place)).state is ScheduleState.ON

    async def test_one_is_discarded_unless_it_was_kept_meanwhile(
        self, programme: Programme, weekly: Schedule, place: Place
    ) -> None:
        drafted = await programme.schedules.draft(mondays(place), at=place)

        assert await programme.schedules.discard(drafted.id, at=place)
        assert not await programme.schedules.discard(weekly.id, at=place)

        with pytest.raises(UnknownScheduleError):
            await programme.schedules.get(drafted.id, guild=place.guild)
        assert (await programme.schedules.get(weekly.id, guild=place.guild)).state is ScheduleState.ON

    async def test_what_never_opens_is_refused(self, programme: Programme, place: Place) -> None:
        plan = replace(mondays(place), timing=days(until="20251231", starts_on=date(2025, 12, 1)))

        with pytest.raises(ScheduleOverError):
            await programme.schedules.draft(plan, at=place)

    async def test_so_is_what_is_over_by_the_time_that_somebody_agrees(
        self, programme: Programme, place: Place
    ) -> None:
        plan = replace(mondays(place), timing=days(until="20260101"))
        drafted = await programme.schedules.draft(plan, at=place)
        programme.clock.now = utc("2026-01-01T17:00")

        with pytest.raises(ScheduleOverError):
            await programme.schedules.keep(drafted.id, at=place)

    async def test_a_guild_has_no_more_than_so_many(self, programme: Programme, place: Place) -> None:
        drafted = [await programme.schedules.draft(mondays(place), at=place) for _ in range(LIMIT + 1)]
        for one in drafted[:-1]:
            await programme.schedules.keep(one.id, at=place)

        with pytest.raises(TooManySchedulesError):
            await programme.schedules.draft(mondays(place), at=place)
        with pytest.raises(TooManySchedulesError):
            await programme.schedules.keep(drafted[-1].id, at=place)


class TestChanges:
    async def test_nothing_opens_in_a_pause_nor_later_what_fell_into_it(
        self,
        *,
        programme: Programme,
        weekly: Schedule,
        place: Place,
        threads: QuietThreads,
        database_url: str,
    ) -> None:
        paused = await programme.schedules.pause(weekly.id, at=place)
        assert (paused.state, paused.next) == (ScheduleState.PAUSED, None)
        await programme.live(DUE + HOUR)
        resumed = await programme.schedules.resume(weekly.id, at=place)
        assert resumed.next is not None
        assert (resumed.state, resumed.next.at) == (ScheduleState.ON, DUE + WEEK)

        await programme.live(DUE + WEEK)

        assert await programme.outcomes(weekly) == ["2026-01-12 opened"]
        for _ in range(2):
            await programme.schedules.pause(weekly.id, at=place)
        assert (await logged(database_url))[1:] == [
            "schedule.add 1",
            "schedule.pause 1",
            "schedule.resume 1",
            "schedule.pause 1",
        ]

    async def test_what_waits_is_given_up_with_a_pause(
        self, programme: Programme, weekly: Schedule, place: Place, threads: QuietThreads
    ) -> None:
        threads.findings = (LACKS,)
        await programme.live(DUE)
        await programme.schedules.pause(weekly.id, at=place)
        threads.findings = ()
        await programme.scheduler.wake(place.guild)

        await programme.live(DUE + HOUR)

        assert await programme.outcomes(weekly) == ["2026-01-05 skipped"]
        assert threads.posted == []

    async def test_the_next_is_left_out_and_those_after_it_open(
        self, programme: Programme, weekly: Schedule, place: Place, database_url: str
    ) -> None:
        skipped, left = await programme.schedules.skip(weekly.id, at=place)
        assert left.next is not None
        assert (skipped.at, left.next.at) == (DUE, DUE + WEEK)

        await programme.live(DUE + WEEK)

        assert await programme.outcomes(weekly) == ["2026-01-05 skipped", "2026-01-12 opened"]
        assert (await logged(database_url))[-1] == "schedule.skip 1"

    async def test_what_was_left_out_stays_so_through_a_pause(
        self, programme: Programme, weekly: Schedule, place: Place
    ) -> None:
        await programme.schedules.skip(weekly.id, at=place)
        await programme.schedules.pause(weekly.id, at=place)

        resumed = await programme.schedules.resume(weekly.id, at=place)

        assert resumed.next is not None
        assert resumed.next.at == DUE + WEEK

    async def test_after_the_last_there_is_nothing_to_leave_out_or_to_show(
        self, programme: Programme, place: Place
    ) -> None:
        plan = replace(mondays(place), timing=days(until="20260102"))
        schedule = await programme.follow(plan, at=place)
        for _ in range(2):
            _, schedule = await programme.schedules.skip(schedule.id, at=place)

        assert schedule.next is None
        assert await programme.schedules.upcoming(schedule, count=5) == ()
        with pytest.raises(ScheduleOverError):
            await programme.schedules.skip(schedule.id, at=place)

    async def test_a_removed_one_opens_nothing_and_what_it_opened_stays(
        self,
        *,
        programme: Programme,
        weekly: Schedule,
        place: Place,
        threads: QuietThreads,
        database_url: str,
    ) -> None:
        await programme.live(DUE)
        await programme.schedules.remove(weekly.id, at=place)

        await programme.live(DUE + WEEK)

        assert (threads.posted, threads.closed) == (["harbour q1"], [])
        with pytest.raises(UnknownScheduleError):
            await programme.schedules.pause(weekly.id, at=place)
        assert (await logged(database_url))[-1] == "schedule.remove 1"

    @pytest.mark.parametrize("change", ["pause", "resume", "skip", "remove", "run_now", "keep", "discard"])
    async def test_another_guilds_is_unknown(
        self, programme: Programme, weekly: Schedule, member_place: Place, change: str
    ) -> None:
        elsewhere = replace(member_place, guild=GuildId(1))

        with pytest.raises(UnknownScheduleError):
            await getattr(programme.schedules, change)(weekly.id, at=elsewhere)

    async def test_its_event_is_brought_up_to_date_at_each_change(
        self, programme: Programme, article: StoredArticle, place: Place, database_url: str
    ) -> None:
        schedule = await programme.follow(replace(mondays(place), has_event=True), at=place)
        for change in ("skip", "pause", "resume", "remove"):
            await stored(database_url, "DELETE FROM outbox")

            await getattr(programme.schedules, change)(schedule.id, at=place)

            assert await stored(database_url, "SELECT step, subject FROM outbox") == [("event", 1)], change


class TestShowing:
    async def test_the_next_ones_are_shown_as_they_are_known(
        self, programme: Programme, weekly: Schedule, place: Place
    ) -> None:
        shown = await programme.schedules.upcoming(weekly, count=3)
        paused = await programme.schedules.pause(weekly.id, at=place)

        assert [one.at for one in shown] == [DUE, DUE + WEEK, DUE + 2 * WEEK]
        assert await programme.schedules.upcoming(paused, count=3) == shown

    async def test_one_that_is_paused_shows_what_it_opens_once_it_is_resumed(
        self, programme: Programme, weekly: Schedule, place: Place
    ) -> None:
        await programme.schedules.skip(weekly.id, at=place)
        paused = await programme.schedules.pause(weekly.id, at=place)
        shown = await programme.schedules.upcoming(paused, count=3)

        resumed = await programme.schedules.resume(weekly.id, at=place)

        assert [one.at for one in shown] == [DUE + WEEK, DUE + 2 * WEEK, DUE + 3 * WEEK]
        assert await programme.schedules.upcoming(resumed, count=3) == shown

    async def test_a_draft_shows_what_it_opens_once_it_is_kept(
        self, programme: Programme, place: Place
    ) -> None:
        drafted = await programme.schedules.draft(mondays(place), at=place)
        programme.clock.now = DUE

        shown = await programme.schedules.upcoming(drafted, count=2)

        assert [one.at for one in shown] == [DUE + WEEK, DUE + 2 * WEEK]

    def test_today_is_the_places(self, programme: Programme) -> None:
        programme.clock.now = utc("2026-01-01T23:30")

        assert programme.schedules.today("Europe/Paris") == date(2026, 1, 2)
        assert programme.schedules.today("America/Lima") == date(2026, 1, 1)
        with pytest.raises(UnknownZoneError):
            programme.schedules.today("Europe/Atlantis")

    async def test_what_is_wrong_with_a_channel_and_a_ping_is_found(
        self, programme: Programme, place: Place, threads: QuietThreads
    ) -> None:
        cannot = Finding(code="cannot_ping", severity=Severity.NOTICE)
        threads.findings, threads.pings = (LACKS,), (cannot,)
        found = [
            await programme.schedules.examine(guild=place.guild, channel=place.channel, ping=ping)
            for ping in (None, RoleId(5))
        ]

        assert found == [(LACKS,), (LACKS, cannot)]

    async def test_how_many_openings_are_left_is_counted(
        self, programme: Programme, weekly: Schedule, place: Place
    ) -> None:
        left = [await programme.schedules.openings_left(weekly)]
        await programme.live(DUE)
        left.append(await programme.schedules.openings_left(weekly))
        own = await programme.add("mill", 3, at=place)
        left.append(await programme.schedules.openings_left(replace(weekly, article=own.key)))

        # Before its own article comes, that of the discussion is finished.
        assert left == [9, 8, 11]

    async def test_the_queue_is_shown_moved_and_taken_from(
        self, programme: Programme, article: StoredArticle, place: Place, database_url: str
    ) -> None:
        mill = await programme.add("mill", 2, at=place)
        assert await programme.schedules.enqueue(mill, place=1, at=place) == 1
        assert [(one.title, one.questions) for one in await programme.schedules.queue(guild=place.guild)] == [
            ("Mill", 2),
            ("Harbour", 9),
        ]

        await programme.schedules.dequeue(mill, at=place)

        with pytest.raises(NotQueuedError):
            await programme.schedules.dequeue(mill, at=place)
        assert await logged(database_url) == ["queue.add harbour", "queue.add mill", "queue.remove mill"]
