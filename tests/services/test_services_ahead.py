"""Tests for bot.services.ahead."""

import asyncio
import gc
from collections.abc import AsyncGenerator
from contextlib import aclosing

import pytest

from bot.services.ahead import ahead


async def test_pages_come_whole_and_in_order() -> None:
    async def pages() -> AsyncGenerator[int, None]:
        for page in range(3):
            yield page

    assert [page async for page in ahead(pages())] == [0, 1, 2]


async def test_whoever_stops_early_is_told_nothing_of_a_page_that_failed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    failing = asyncio.Event()

    async def pages() -> AsyncGenerator[int, None]:
        yield 1
        failing.set()
        raise OSError("what the database said")

    async with aclosing(ahead(pages())) as read:
        async for _ in read:
            await failing.wait()
            break
    gc.collect()

    assert caplog.records == []


async def test_what_fails_is_raised_to_whoever_goes_on() -> None:
    async def pages() -> AsyncGenerator[int, None]:
        yield 1
        raise OSError("what the database said")

    async with aclosing(ahead(pages())) as read:
        assert await anext(read) == 1
        with pytest.raises(OSError, match="what the database said"):
            await anext(read)
