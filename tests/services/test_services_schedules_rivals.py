"""Several processes follow the same schedules on one database, in random weather as well."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from programme import Calendar, Programme
from remembering_threads import Fate, Killed, RememberingThreads

from bot.domain.guild import Finding, Severity
from bot.domain.identity import ChannelId, PromptId
from bot.domain.recurrence import every_days
from bot.domain.schedule import OccurrenceState, Opens, Schedule, Timing
from bot.services.place import Place
from bot.services.schedules import Plan
from bot.storage.store import Store, open_store, upgrade_store

PROCESSES = 3
PATIENCE = timedelta(seconds=20)
HOUR = timedelta(hours=1)
START = datetime(2026, 1, 1, 9, tzinfo=UTC)
LACKS = Finding(code="lacks", severity=Severity.BROKEN, data={"channel": "#talk"})


def daily(at: Place, *, opens: Opens = Opens.QUESTION, hour: int = 18) -> Plan:
    timing = Timing(recurrence=every_days(1, starts_on=date(2026, 1, 1)), at=time(hour), zone="Europe/Paris")
    return Plan(timing=timing, channel=at.channel, opens=opens)


class TestTogether:
    @pytest.fixture
    async def programmes(self, database_url: str, store: Store) -> AsyncIterator[list[Programme]]:
        """Processes with one clock and one Discord, on the database of ``store``."""
        clock = Calendar(START)
        threads = RememberingThreads(now=clock)
        async with AsyncExitStack() as stack:
            stores = [
                await stack.enter_async_context(open_store(database_url, keep_backups=1, patience=PATIENCE))
                for _ in range(PROCESSES)
            ]
            yield [Programme(one, threads=threads, now=START, clock=clock) for one in stores]

    async def test_each_day_is_opened_by_one_of_them(self, programmes: list[Programme], place: Place) -> None:
        first = programmes[0]
        channels = [replace(place, channel=ChannelId(number)) for number in range(1, 5)]
        followed = []
        for number, at in enumerate(channels):
            article = await first.add(f"article {number}", 9, at=place)
            await first.schedules.enqueue(article, place=None, at=place)
            followed.append(await first.follow(daily(at), at=place))

        for day in range(3):
            first.clock.now = START + timedelta(days=day, hours=9)
            await asyncio.gather(*(one.scheduler.tick() for one in programmes))
            await asyncio.gather(*(one.delivery.run() for one in programmes))
            await first.delivery.run()  # what one held when the others looked last

        threads = first.threads
        assert isinstance(threads, RememberingThreads)
        for schedule in followed:
            assert await first.outcomes(schedule) == [f"2026-01-0{day} opened" for day in (1, 2, 3)]
        assert set(threads.sent.values()) == {1}
        assert len(threads.posted) == len(set(threads.posted)) == 12
        assert await first.schedules.queue(guild=place.guild) == ()

    async def test_what_they_close_is_closed_once(self, programmes: list[Programme], place: Place) -> None:
        first = programmes[0]
        article = await first.add("harbour", 1, at=place)
        await first.schedules.enqueue(article, place=None, at=place)
        await first.follow(replace(daily(place), stays=2 * HOUR), at=place)
        await first.live(START + 9 * HOUR)

        first.clock.now = START + 12 * HOUR
        await asyncio.gather(*(one.scheduler.tick() for one in programmes))
        await asyncio.gather(*(one.delivery.run() for one in programmes))
        await first.delivery.run()

        assert len(first.threads.closed) == 1
        assert first.threads.shut == [PromptId(1)]


class Weather:
    """Two processes on one database, and what befalls them. Discord's time goes on whatever ours does."""

    def __init__(self, stores: Sequence[Store], *, place: Place) -> None:
        self.clock = Calendar(START)
        self.real = START
        self.latest = START  # that the clock ever showed
        self.threads = RememberingThreads(now=lambda: self.real)
        self.place = place
        self.followed: list[Schedule] = []
        self.processes = [
            Programme(store, threads=self.threads, now=START, clock=self.clock) for store in stores
        ]

    async def begin(self) -> None:
        """Follow two schedules of one guild that share a queue."""
        one, *_ = self.processes
        for number in range(40):
            article = await one.add(f"a{number}", 1 + number % 3, at=self.place)
            await one.schedules.enqueue(article, place=None, at=self.place)
        beside = replace(self.place, channel=ChannelId(5))
        for plan in (daily(self.place), daily(beside, opens=Opens.QUEUE, hour=19)):
            self.followed.append(await one.follow(plan, at=self.place))

    def advance(self, hours: int) -> None:
        """Let the time go by."""
        self.real += hours * HOUR
        self.jump(hours)

    def jump(self, hours: int) -> None:
        """Put the clock elsewhere."""
        self.clock.now += hours * HOUR
        self.latest = max(self.latest, self.clock.now)

    async def work(self, which: Sequence[int]) -> None:
        """Let processes do what is due, at once; one that is killed starts anew."""
        await asyncio.gather(*(self._work(self.processes[number]) for number in which))

    async def _work(self, process: Programme) -> None:
        try:
            await process.scheduler.tick()
            await process.delivery.run()
        except Killed:
            process.start()

    async def settle(self) -> None:
        """Let all be well until whatever was put off is due by the clock, and two days longer."""
        self.threads.fates.clear()
        self.threads.findings = ()
        for process in self.processes:
            await process.scheduler.wake(self.place.guild)
        end = self.latest + timedelta(days=2)
        while self.clock.now < end:
            await self.work([0, 1])
            self.advance(6)
        for _ in range(2):  # what is opened in one round may be in another's way in it
            await self.work([0, 1])
            self.clock.now += timedelta(minutes=5)


ACTS = st.one_of(
    st.tuples(st.just("advance"), st.integers(1, 30)),
    st.tuples(st.just("jump"), st.integers(-12, 12)),
    st.tuples(st.just("work"), st.sampled_from([(0,), (1,), (0, 1)])),
    st.tuples(st.just("fate"), st.sampled_from(list(Fate))),
    st.tuples(st.just("restart"), st.integers(0, 1)),
    st.tuples(st.just("permission"), st.booleans()),
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with this release's tables."""
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    asyncio.run(upgrade_store(f"sqlite:///{path}", keep_backups=1, patience=PATIENCE))
    return path


@pytest.mark.timeout(120)
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, min_size=5, max_size=25))
def test_each_due_day_opens_once_at_most_and_each_prompt_is_posted_once(
    *, empty: Path, tmp_path: Path, place: Place, acts: list[tuple[str, object]]
) -> None:
    path = tmp_path / "weather.db"
    for stale in tmp_path.glob("weather.db*"):
        stale.unlink()
    shutil.copy(empty, path)

    asyncio.run(endure(f"sqlite:///{path}", place=place, acts=acts))


async def endure(url: str, *, place: Place, acts: list[tuple[str, object]]) -> None:
    async with AsyncExitStack() as stack:
        stores = [
            await stack.enter_async_context(open_store(url, keep_backups=1, patience=PATIENCE))
            for _ in range(2)
        ]
        weather = Weather(stores, place=place)
        await weather.begin()
        for act, value in acts:
            await befall(weather, act, value)
        await weather.settle()
        await look(weather, stores[0])


async def befall(weather: Weather, act: str, value: object) -> None:
    match act, value:
        case "advance", int(hours):
            weather.advance(hours)
            await weather.work([0])
        case "jump", int(hours):
            weather.jump(hours)
        case "work", (*which,):
            await weather.work([int(str(one)) for one in which])
        case "fate", Fate() as fate:
            weather.threads.fates.append(fate)
        case "restart", int(which):
            weather.processes[which].start()
        case "permission", bool(is_there):
            weather.threads.findings = () if is_there else (LACKS,)
        case _:
            raise AssertionError(act)


async def look(weather: Weather, store: Store) -> None:
    threads, one = weather.threads, weather.processes[0]
    planned: set[PromptId] = set()
    for schedule in weather.followed:
        history = await one.schedules.history(schedule.id, limit=1_000)
        days = sorted(occurrence.on for occurrence in history)
        # Each day is there once, and none is left out.
        assert days == [days[0] + timedelta(days=number) for number in range(len(days))]
        opened = [occurrence for occurrence in history if occurrence.state is OccurrenceState.OPENED]
        waiting = {OccurrenceState.DUE, OccurrenceState.ASKED}
        assert not [occurrence for occurrence in history if occurrence.state in waiting]
        assert opened
        async with store.read() as tx:
            prompts = [
                prompt.id
                for discussion in {occurrence.discussion for occurrence in opened}
                if discussion is not None
                for prompt in await tx.discussions.prompts(discussion)
            ]
        if schedule.opens is Opens.QUESTION:
            assert len(prompts) == len(opened)
        planned.update(prompts)
    # Nothing waits for ever; what was planned is there once, and nothing else is.
    async with store.read() as tx:
        assert await tx.outbox.ready(holder="nobody", at=weather.clock() + timedelta(days=30), limit=9) == ()
    assert dict(threads.sent) == dict.fromkeys(planned, 1)
