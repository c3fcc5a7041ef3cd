"""Tests for bot.services.keeper: parts that fail, hang, are cut off or wanted sooner, and yet go on."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.domain.errors import UnknownPromptError
from bot.services.keeper import Keeper, Part

AT_ONCE = timedelta(0)
LONG = timedelta(minutes=10)
SECRET = "marmalade"  # noqa: S105 (a word to look for)

Do = Callable[[], Awaitable[timedelta | None]]


class Reports:
    """What was reported of parts, and a way to wait for it."""

    def __init__(self) -> None:
        self.all: list[tuple[str, str | None]] = []
        self._came = asyncio.Event()

    def __call__(self, part: str, problem: str | None) -> None:
        self.all.append((part, problem))
        self._came.set()

    def of(self, part: str) -> list[str | None]:
        return [problem for name, problem in self.all if name == part]

    async def until(self, part: str, times: int) -> list[str | None]:
        """Wait until *part* was reported of so many times; return what was said those times."""
        async with asyncio.timeout(10):
            while len(self.of(part)) < times:
                self._came.clear()
                await self._came.wait()
        return self.of(part)[:times]


@pytest.fixture
def reports() -> Reports:
    return Reports()


def part(name: str, work: Do, *, every: timedelta = LONG, patience: timedelta = LONG) -> Part:
    return Part(name=name, work=work, every=every, patience=patience)


async def nothing() -> None:
    """Do nothing."""


@asynccontextmanager
async def kept(*parts: Part, reports: Reports) -> AsyncIterator[asyncio.Task[None]]:
    """Keep *parts* going for as long as the block."""
    running = asyncio.create_task(Keeper(parts, report=reports).run())
    try:
        yield running
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


class Acts:
    """Does one thing after another, then nothing."""

    def __init__(self, *acts: Do) -> None:
        self._left = list(acts)

    async def __call__(self) -> timedelta | None:
        return await self._left.pop(0)() if self._left else None


def fails(error: BaseException) -> Do:
    async def act() -> None:
        raise error

    return act


def at_rest(how_long: timedelta) -> Do:
    async def act() -> timedelta:
        return how_long

    return act


async def test_a_part_is_done_again_and_again(reports: Reports) -> None:
    async with kept(part("tick", nothing, every=AT_ONCE), reports=reports):
        assert await reports.until("tick", 3) == [None] * 3


async def test_it_says_itself_when_it_is_wanted_next_but_not_later_than_often(reports: Reports) -> None:
    soon = Acts(*[at_rest(timedelta(milliseconds=1))] * 3)
    never = Acts(at_rest(LONG))
    overdue = Acts(*[at_rest(-LONG)] * 3)
    parts = (
        part("soon", soon),
        part("never", never, every=timedelta(milliseconds=1)),
        part("overdue", overdue),
    )
    async with kept(*parts, reports=reports):
        for name in ("soon", "never", "overdue"):
            assert await reports.until(name, 3) == [None] * 3


async def test_it_is_done_sooner_where_it_is_wanted(reports: Reports) -> None:
    one = part("tick", nothing)
    async with kept(one, reports=reports):
        for times in (1, 2, 3):
            await reports.until("tick", times)
            one.wanted.set()
        assert await reports.until("tick", 4) == [None] * 4


async def test_what_is_wanted_while_it_is_at_work_is_not_forgotten(reports: Reports) -> None:
    async def want() -> None:
        one.wanted.set()

    one = part("tick", Acts(want))
    async with kept(one, reports=reports):
        assert await reports.until("tick", 2) == [None] * 2


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (UnknownPromptError(), "unknown_prompt"),
        (ZeroDivisionError(), "ZeroDivisionError"),
        (asyncio.CancelledError(), "internal"),
    ],
)
async def test_one_that_fails_is_reported_and_begun_again(
    reports: Reports, error: BaseException, problem: str
) -> None:
    one = part("tick", Acts(fails(error)), every=timedelta(milliseconds=5))
    async with kept(one, reports=reports):
        assert await reports.until("tick", 2) == [problem, None]


async def test_one_that_hangs_is_cut_off_and_begun_again(
    reports: Reports, caplog: pytest.LogCaptureFixture
) -> None:
    was_cancelled = asyncio.Event()

    async def hang() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            was_cancelled.set()

    one = part("tick", Acts(hang), every=timedelta(milliseconds=5), patience=timedelta(milliseconds=20))
    async with kept(one, reports=reports):
        assert await reports.until("tick", 2) == ["hangs", None]
    assert was_cancelled.is_set()
    assert "Upkeep (tick) hangs, and is begun again" in caplog.text


async def test_something_below_that_is_cancelled_ends_nothing(reports: Reports) -> None:
    async def wait_for_somebody() -> None:
        somebody = asyncio.create_task(asyncio.sleep(100))
        asyncio.get_running_loop().call_soon(somebody.cancel)
        await somebody

    one = part("tick", Acts(wait_for_somebody), every=timedelta(milliseconds=5))
    async with kept(one, reports=reports) as running:
        assert await reports.until("tick", 2) == ["internal", None]
        assert not running.done()


async def test_no_part_ends_another(reports: Reports) -> None:
    async def hang() -> None:
        await asyncio.Event().wait()

    parts = (
        part("broken", fails(ValueError(SECRET)), every=timedelta(milliseconds=1)),
        part("hanging", hang),
        part("well", nothing, every=timedelta(milliseconds=1)),
    )
    async with kept(*parts, reports=reports):
        assert await reports.until("well", 5) == [None] * 5
        assert set(await reports.until("broken", 5)) == {"ValueError"}
        assert reports.of("hanging") == []


async def test_one_that_fails_often_is_begun_later_each_time(
    reports: Reports, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def pause(attempts: int, *, jitter: float) -> timedelta:
        asked.append(attempts)
        return AT_ONCE

    monkeypatch.setattr("bot.services.keeper.pause_after", pause)
    broken = fails(UnknownPromptError())
    one = part("tick", Acts(broken, broken, broken, at_rest(AT_ONCE), broken))
    async with kept(one, reports=reports):
        await reports.until("tick", 5)

    assert asked == [1, 2, 3, 1]


async def test_the_end_ends_all_of_them(reports: Reports) -> None:
    ended: list[str] = []
    begun = asyncio.Event()

    def last(name: str) -> Do:
        async def hang() -> None:
            begun.set()
            try:
                await asyncio.Event().wait()
            finally:
                await asyncio.sleep(0)  # it has something to put in order
                ended.append(name)

        return hang

    parts = (part("one", last("one")), part("two", last("two")), part("resting", nothing))
    async with kept(*parts, reports=reports) as running:
        await begun.wait()
        await reports.until("resting", 1)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running

    assert sorted(ended) == ["one", "two"]
