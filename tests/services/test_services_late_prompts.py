"""Tests for bot.services.steps: prompts that Discord takes only long after they were due."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from programme import Programme, mondays
from quiet_threads import QuietThreads
from stored_rows import stored

from bot.domain.discord_errors import PostingDelayedError
from bot.domain.identity import PromptId
from bot.domain.schedule import Opens, Quiet
from bot.services.place import Place
from bot.services.schedules import Plan
from bot.storage.store import Store

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
START = datetime(2026, 1, 1, 9, tzinfo=UTC)
DUE = datetime(2026, 1, 5, 17, tzinfo=UTC)  # the first Monday, 18:00 in Paris
OVER = datetime(2026, 1, 6, 7, tzinfo=UTC)  # the quiet hours, 8:00 in Paris


@pytest.fixture
def threads() -> QuietThreads:
    return QuietThreads()


@pytest.fixture
async def programme(store: Store, threads: QuietThreads, place: Place) -> Programme:
    """A program with an article of two questions in its queue."""
    made = Programme(store, threads=threads, now=START)
    await made.add_to_queue("harbour", 2, at=place)
    return made


class TestEnds:
    async def test_a_discussion_does_not_end_before_anybody_has_seen_it(
        self, programme: Programme, place: Place, threads: QuietThreads
    ) -> None:
        plan = replace(mondays(place, opens=Opens.QUEUE), stays=2 * HOUR)
        weekly = await programme.follow(plan, at=place)
        threads.fails = PostingDelayedError()
        await programme.live(DUE + 5 * HOUR, at_least=MINUTE)
        assert (threads.posted, threads.closed) == ([], [])
        threads.fails = None

        await programme.live(DUE + 7 * HOUR, at_least=MINUTE)
        assert (threads.posted, threads.closed) == (["harbour q1", "harbour q2"], [])
        await programme.live(DUE + 7 * HOUR + 15 * MINUTE, at_least=MINUTE)

        assert len(threads.closed) == 1
        assert await programme.outcomes(weekly) == ["2026-01-05 opened"]

    async def test_one_that_is_late_by_minutes_ends_when_it_should(
        self, programme: Programme, place: Place, threads: QuietThreads
    ) -> None:
        plan = replace(mondays(place, opens=Opens.QUEUE), stays=2 * HOUR)
        await programme.follow(plan, at=place)
        threads.fails = PostingDelayedError()
        await programme.live(DUE + 5 * MINUTE)
        threads.fails = None

        await programme.live(DUE + 2 * HOUR)

        assert len(threads.closed) == 1

    async def test_one_without_an_end_gets_none(
        self, programme: Programme, place: Place, threads: QuietThreads
    ) -> None:
        await programme.follow(replace(mondays(place), stays=None), at=place)
        threads.fails = PostingDelayedError()
        await programme.live(DUE + HOUR)
        threads.fails = None

        await programme.live(DUE + 2 * HOUR)

        assert threads.posted == ["harbour q1"]
        assert await programme.scheduler.next_at() == DUE + timedelta(days=7)


class TestQuietHours:
    @pytest.fixture
    def plan(self, place: Place) -> Plan:
        plan = mondays(place, opens=Opens.QUEUE)
        return replace(plan, timing=replace(plan.timing, quiet=Quiet(start=time(18, 30), end=time(8))))

    async def test_what_was_not_posted_before_them_waits_until_they_are_over(
        self, *, programme: Programme, plan: Plan, place: Place, threads: QuietThreads, database_url: str
    ) -> None:
        await programme.follow(plan, at=place)
        threads.fails = PostingDelayedError()
        await programme.live(DUE + 30 * MINUTE)
        threads.fails = None

        await programme.live(OVER - MINUTE)
        assert threads.posted == []
        # Nothing is wrong with it.
        problems = await stored(database_url, "SELECT problem, failed_since, holder FROM outbox")
        assert set(problems) == {(None, None, None)}
        await programme.live(OVER)

        assert threads.posted == ["harbour q1", "harbour q2"]

    async def test_what_was_posted_without_our_being_told_gets_its_thread(
        self, programme: Programme, plan: Plan, place: Place, threads: QuietThreads
    ) -> None:
        await programme.follow(plan, at=place)
        threads.fails = PostingDelayedError()
        threads.there[PromptId(1)] = 999
        await programme.live(DUE + 30 * MINUTE)
        threads.fails = None

        await programme.live(OVER - MINUTE)

        assert (threads.opened, threads.posted) == ([PromptId(1)], [])

    async def test_what_somebody_opens_by_hand_does_not_wait(
        self, programme: Programme, plan: Plan, place: Place, threads: QuietThreads
    ) -> None:
        weekly = await programme.follow(plan, at=place)
        programme.clock.now = DUE + HOUR - timedelta(days=1)

        await programme.schedules.run_now(weekly.id, at=place)

        assert threads.posted == ["harbour q1", "harbour q2"]

    async def test_where_the_zone_is_not_known_any_more_it_is_posted(
        self, *, programme: Programme, plan: Plan, place: Place, threads: QuietThreads, database_url: str
    ) -> None:
        await programme.follow(plan, at=place)
        threads.fails = PostingDelayedError()
        await programme.live(DUE + 30 * MINUTE)
        threads.fails = None
        await stored(database_url, "UPDATE schedules SET zone = 'Atlantis'")

        await programme.live(DUE + HOUR)

        assert threads.posted == ["harbour q1", "harbour q2"]
