"""Tests for bot.services.schedules: what is opened by hand, and what moderators are asked about."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from programme import Programme, mondays
from quiet_threads import QuietThreads
from stored_rows import stored

from bot.domain.article import StoredArticle
from bot.domain.discord_errors import CannotPostError, PostingDelayedError
from bot.domain.errors import DiscussionOpenError
from bot.domain.guild import Finding, Severity
from bot.domain.identity import OccurrenceId
from bot.domain.schedule import Missed, Occurrence, OccurrenceState, Opens, Schedule
from bot.domain.schedule_errors import (
    NothingToOpenError,
    UnknownScheduleError,
)
from bot.services.discussions import DiscussionService
from bot.services.place import Place
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


class TestByHand:
    async def test_it_opens_at_once_and_the_next_stays_where_it_is(
        self,
        *,
        programme: Programme,
        weekly: Schedule,
        place: Place,
        threads: QuietThreads,
        database_url: str,
    ) -> None:
        opened = await programme.schedules.run_now(weekly.id, at=place)
        programme.clock.now += timedelta(seconds=1)
        again = await programme.schedules.run_now(weekly.id, at=place)

        assert (opened.state, again.state) == (OccurrenceState.OPENED, OccurrenceState.OPENED)
        assert opened.by_hand
        assert threads.posted == ["harbour q1", "harbour q2"]
        assert await programme.schedules.get(weekly.id, guild=place.guild) == weekly
        assert (await logged(database_url))[-2:] == ["schedule.run 1"] * 2

    async def test_it_does_so_after_days_ahead_were_left_out(
        self, programme: Programme, weekly: Schedule, place: Place, threads: QuietThreads
    ) -> None:
        for _ in range(3):
            await programme.schedules.skip(weekly.id, at=place)

        opened = await programme.schedules.run_now(weekly.id, at=place)

        assert (opened.state, opened.at) == (OccurrenceState.OPENED, START)

    async def test_with_nothing_to_open_it_says_so(
        self, programme: Programme, place: Place, threads: QuietThreads
    ) -> None:
        weekly = await programme.follow(mondays(place), at=place)

        with pytest.raises(NothingToOpenError):
            await programme.schedules.run_now(weekly.id, at=place)

        await self.nothing_waits(programme, weekly, threads)
        assert [one.split()[1] for one in await programme.outcomes(weekly)] == ["empty"]

    async def test_where_nothing_can_be_posted_it_says_why(
        self, programme: Programme, weekly: Schedule, place: Place, threads: QuietThreads
    ) -> None:
        threads.findings = (LACKS,)

        with pytest.raises(CannotPostError) as refused:
            await programme.schedules.run_now(weekly.id, at=place)

        assert refused.value.data["findings"] == (LACKS,)
        threads.findings = ()
        await programme.scheduler.wake(place.guild)
        await self.nothing_waits(programme, weekly, threads)

    async def test_what_waits_for_its_permission_waits_on(
        self, programme: Programme, weekly: Schedule, place: Place, threads: QuietThreads
    ) -> None:
        threads.findings = (LACKS,)
        await programme.live(DUE + HOUR)
        with pytest.raises(CannotPostError):
            await programme.schedules.run_now(weekly.id, at=place)

        threads.findings = ()
        await programme.scheduler.wake(place.guild)
        await programme.live(DUE + 2 * HOUR)

        assert threads.posted == ["harbour q1"]
        assert await programme.outcomes(weekly) == ["2026-01-05 opened", "2026-01-05 skipped"]

    async def test_in_its_place_opens_what_somebody_opens(
        self, programme: Programme, weekly: Schedule, place: Place, threads: QuietThreads
    ) -> None:
        threads.findings = (LACKS,)
        await programme.live(DUE + HOUR)
        threads.findings = ()

        await programme.schedules.run_now(weekly.id, at=place)
        await programme.live(DUE + 2 * HOUR)

        assert threads.posted == ["harbour q1"]
        assert await programme.outcomes(weekly) == ["2026-01-05 missed", "2026-01-05 opened"]

    async def test_another_question_is_put_though_one_waits(
        self, programme: Programme, weekly: Schedule, place: Place, threads: QuietThreads
    ) -> None:
        threads.fails = PostingDelayedError()
        await programme.schedules.run_now(weekly.id, at=place)
        programme.clock.now += timedelta(seconds=1)
        await programme.schedules.run_now(weekly.id, at=place)

        threads.fails = None
        await programme.live(START + HOUR)

        assert threads.posted == ["harbour q1", "harbour q2"]

    async def test_somebodys_discussion_is_in_the_way(
        self, programme: Programme, place: Place, threads: QuietThreads, article: StoredArticle
    ) -> None:
        discussions = DiscussionService(
            programme.store, clock=programme.clock, threads=threads, delivery=programme.delivery
        )
        await discussions.start(await programme.add("mill", 1, at=place), at=place)
        weekly = await programme.follow(mondays(place, opens=Opens.QUEUE), at=place)
        threads.posted.clear()

        with pytest.raises(DiscussionOpenError) as refused:
            await programme.schedules.run_now(weekly.id, at=place)

        assert refused.value.data["title"] == "Mill"
        await discussions.close(at=place)
        await self.nothing_waits(programme, weekly, threads)

    async def test_what_discord_does_not_take_now_is_posted_later(
        self, programme: Programme, weekly: Schedule, place: Place, threads: QuietThreads
    ) -> None:
        threads.fails = PostingDelayedError()
        opened = await programme.schedules.run_now(weekly.id, at=place)
        assert (opened.state, threads.posted) == (OccurrenceState.OPENED, [])

        threads.fails = None
        await programme.live(START + HOUR)

        assert threads.posted == ["harbour q1"]

    async def nothing_waits(self, programme: Programme, schedule: Schedule, threads: QuietThreads) -> None:
        """Let some time go by: nothing is opened by what was refused."""
        await programme.live(programme.clock() + HOUR)
        assert threads.posted == []
        assert {one.split()[1] for one in await programme.outcomes(schedule)} <= {"skipped", "empty"}


class TestAsking:
    @pytest.fixture
    async def asked(self, programme: Programme, article: StoredArticle, place: Place) -> Occurrence:
        schedule = await programme.follow(replace(mondays(place), missed=Missed.ASK), at=place)
        programme.sleep(DUE + HOUR)
        await programme.scheduler.tick()
        (asked,) = await programme.schedules.history(schedule.id, limit=9)
        assert asked.state is OccurrenceState.ASKED
        return asked

    async def test_it_opens_when_they_say_so(
        self,
        *,
        programme: Programme,
        asked: Occurrence,
        place: Place,
        threads: QuietThreads,
        database_url: str,
    ) -> None:
        opened = await programme.schedules.decide(asked.id, opens=True, at=place)

        assert (opened.state, threads.posted) == (OccurrenceState.OPENED, ["harbour q1"])
        assert (await logged(database_url))[-1] == "schedule.decide 1"
        assert (await programme.schedules.decide(asked.id, opens=False, at=place)).state is opened.state

    async def test_it_does_not_when_they_say_no(
        self, programme: Programme, asked: Occurrence, place: Place, threads: QuietThreads
    ) -> None:
        decided = await programme.schedules.decide(asked.id, opens=False, at=place)
        await programme.schedules.decide(asked.id, opens=True, at=place)
        await programme.live(DUE + 2 * HOUR)

        assert (decided.state, threads.posted) == (OccurrenceState.SKIPPED, [])

    async def test_the_next_one_does_not_wait_for_them(
        self, programme: Programme, asked: Occurrence, place: Place, threads: QuietThreads
    ) -> None:
        await programme.live(DUE + WEEK)

        (opened, missed) = await programme.schedules.history(asked.schedule, limit=9)
        assert (opened.state, missed.state) == (OccurrenceState.OPENED, OccurrenceState.MISSED)
        assert (await programme.schedules.decide(asked.id, opens=True, at=place)).state is missed.state
        assert threads.posted == ["harbour q1"]

    async def test_they_are_asked_again_where_it_cannot_be_posted(
        self, programme: Programme, asked: Occurrence, place: Place, threads: QuietThreads
    ) -> None:
        threads.findings = (LACKS,)
        with pytest.raises(CannotPostError):
            await programme.schedules.decide(asked.id, opens=True, at=place)
        await programme.live(DUE + 2 * HOUR)
        assert await programme.schedules.history(asked.schedule, limit=9) == (asked,)

        threads.findings = ()
        opened = await programme.schedules.decide(asked.id, opens=True, at=place)

        assert (opened.state, threads.posted) == (OccurrenceState.OPENED, ["harbour q1"])

    async def test_what_is_unknown_is_not_decided(self, programme: Programme, place: Place) -> None:
        with pytest.raises(UnknownScheduleError):
            await programme.schedules.decide(OccurrenceId(99), opens=True, at=place)
