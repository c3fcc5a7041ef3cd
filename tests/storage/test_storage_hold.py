"""Tests for bot.storage.hold: one process serves a database, and the second is told which."""

import asyncio
import os
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from postgres_server import Server, needs_postgres
from stored_rows import stored

from bot.domain.discord_errors import AlreadyRunningError
from bot.domain.storage_errors import StoreMissingError, StoreUnreachableError
from bot.storage import hold as holding
from bot.storage.hold import hold

KILL = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'causerie: {}%'"
HELD = "SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory'"


async def refused(url: str) -> str:
    """Who has it, as the second is told."""
    with pytest.raises(AlreadyRunningError) as caught:
        async with hold(url, holder="the second"):
            pass
    return str(caught.value.data["holder"])


async def until_held(url: str, *, by: str) -> None:
    async with asyncio.timeout(20):
        while await stored(url, HELD) != [(f"causerie: {by}",)]:  # noqa: ASYNC110 (the server's to say)
            await asyncio.sleep(0.02)


async def test_the_second_is_told_who_the_first_is(database_url: str) -> None:
    async with hold(database_url, holder="host (17)"):
        assert await refused(database_url) == "host (17)"
        assert await refused(database_url) == "host (17)"
    async with hold(database_url, holder="the next"):
        assert await refused(database_url) == "the next"


async def test_whoever_fails_lets_go(database_url: str) -> None:
    with pytest.raises(ZeroDivisionError):
        async with hold(database_url, holder="the first"):
            raise ZeroDivisionError

    async with hold(database_url, holder="the next"):
        pass


async def test_two_databases_are_held_by_two(database_url: str, tmp_path: Path) -> None:
    async with hold(database_url, holder="one"), hold(f"sqlite:///{tmp_path / 'other.db'}", holder="another"):
        assert await refused(database_url) == "one"


@pytest.mark.skipif(os.name != "posix", reason="links are another matter there")
async def test_a_database_is_the_same_by_another_path(database_path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(database_path)

    async with hold(f"sqlite:///{database_path}", holder="the first"):
        assert await refused(f"sqlite:///{link}") == "the first"


async def test_a_folder_that_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError):
        async with hold(f"sqlite:///{tmp_path / 'nowhere' / 'causerie.db'}", holder="nobody"):
            pass


async def test_a_server_that_does_not_answer_is_unreachable() -> None:
    with pytest.raises(StoreUnreachableError):
        async with hold("postgresql://ann@127.0.0.1:1/causerie", holder="nobody"):
            pass


@needs_postgres
async def test_a_name_is_as_long_as_the_server_lets_it_be(postgres: Server) -> None:
    async with postgres.database() as url, hold(url, holder="é" * 100):
        assert 40 < len(await refused(url)) < 100


@needs_postgres
async def test_a_connection_that_is_lost_is_made_anew(
    postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding, "AGAIN", 0.05)
    async with postgres.database() as url, hold(url, holder="the first"):
        await stored(url, KILL.format("the first"))
        await until_held(url, by="the first")

        assert await refused(url) == "the first"


@needs_postgres
async def test_whoever_lost_it_to_another_says_so_and_has_it_back_later(
    postgres: Server, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(holding, "AGAIN", 0.05)
    async with postgres.database() as url, hold(url, holder="the first"):
        async with AsyncExitStack() as stack, asyncio.timeout(20):
            while not await took_it(url, stack):
                pass
            while "serves the database as well: the second" not in caplog.text:  # noqa: ASYNC110 (a log)
                await asyncio.sleep(0.02)
        await until_held(url, by="the first")


async def took_it(url: str, stack: AsyncExitStack) -> bool:
    """Have the first lose its connection; return whether the second was the quicker one then."""
    await stored(url, KILL.format("the first"))
    try:
        await stack.enter_async_context(hold(url, holder="the second"))
    except AlreadyRunningError:
        return False
    return True
