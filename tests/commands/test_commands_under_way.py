"""Tests for bot.commands.under_way."""

import asyncio

import pytest

from bot.commands.under_way import UnderWay
from bot.domain.discord_errors import NothingUnderWayError, NotYourWorkError
from bot.domain.identity import MemberId

ANN, BEA = MemberId(1), MemberId(2)
HIGHEST = 2**63 - 1


async def endless() -> str:
    await asyncio.Event().wait()
    return "never"


async def soon() -> str:
    return "done"


@pytest.fixture
def under_way() -> UnderWay:
    return UnderWay()


async def test_what_is_not_cancelled_has_a_result(under_way: UnderWay) -> None:
    assert await under_way.begin(soon(), number=1, by=ANN).result() == "done"


async def test_what_is_cancelled_has_none(under_way: UnderWay) -> None:
    work = under_way.begin(endless(), number=1, by=ANN, told="parts.cancelled")
    assert await under_way.cancel(1, by=ANN) == "parts.cancelled"
    assert await work.result() is None
    assert not work.is_interrupted


async def test_it_is_waited_for_until_it_has_cleaned_up_and_not_cancelled_again(under_way: UnderWay) -> None:
    may_end = asyncio.Event()
    steps: list[str] = []

    async def careful() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            steps.append("cleans up")
            await may_end.wait()
            steps.append("is clean")

    under_way.begin(careful(), number=1, by=ANN)
    await asyncio.sleep(0)
    cancelling = [asyncio.create_task(under_way.cancel(1, by=ANN)) for _ in range(2)]
    for _ in range(5):
        await asyncio.sleep(0)
    assert steps == ["cleans up"]
    may_end.set()
    assert await asyncio.gather(*cancelling) == ["cancel.done", "cancel.done"]
    assert steps == ["cleans up", "is clean"]


async def test_it_may_be_too_late(under_way: UnderWay) -> None:
    async def stubborn() -> str:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            return "all the same"
        return "never"

    work = under_way.begin(stubborn(), number=1, by=ANN)
    await asyncio.sleep(0)
    with pytest.raises(NothingUnderWayError):
        await under_way.cancel(1, by=ANN)
    assert await work.result() == "all the same"


async def test_only_whoever_began_it_may_cancel_it(under_way: UnderWay) -> None:
    work = under_way.begin(endless(), number=1, by=ANN)
    with pytest.raises(NotYourWorkError):
        await under_way.cancel(1, by=BEA)
    with pytest.raises(NothingUnderWayError):
        await under_way.cancel(2, by=ANN)
    await under_way.cancel(1, by=ANN)
    under_way.end(1)
    with pytest.raises(NothingUnderWayError):
        await under_way.cancel(1, by=ANN)
    assert await work.result() is None


async def test_everything_is_interrupted_when_the_program_ends(under_way: UnderWay) -> None:
    assert not await under_way.interrupt()
    works = [under_way.begin(endless(), number=number, by=ANN) for number in range(3)]
    assert await under_way.interrupt()
    assert [await work.result() for work in works] == [None] * 3
    assert all(work.is_interrupted for work in works)


async def test_whoever_waits_for_it_may_be_ended_which_ends_it(under_way: UnderWay) -> None:
    work = under_way.begin(endless(), number=1, by=ANN)
    waiting = asyncio.create_task(work.result())
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert not await work.cancel() or waiting.cancelled()


def test_a_number_fits_into_a_button(under_way: UnderWay) -> None:
    numbers = {under_way.number() for _ in range(100)}
    assert len(numbers) == 100
    assert all(0 <= number <= HIGHEST for number in numbers)
