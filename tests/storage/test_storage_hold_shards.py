"""Tests for bot.storage.hold where several processes have some shards of one server's database each."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from postgres_server import Server, needs_postgres

from bot.domain.discord_errors import AlreadyRunningError, ShardCountError, ShardsNeedServerError
from bot.domain.errors import BotError
from bot.domain.shards import Shards, to_shards
from bot.storage.hold import hold

pytestmark = needs_postgres


@pytest.fixture
async def url(postgres: Server) -> AsyncIterator[str]:
    """The address of a database on the server."""
    async with postgres.database() as made:
        yield made


async def refusal(url: str, shards: str) -> BotError:
    with pytest.raises(BotError) as caught:
        async with hold(url, holder="the second", shards=to_shards(shards)):
            pass
    return caught.value


async def test_each_has_its_own(url: str) -> None:
    async with (
        hold(url, holder="one", shards=to_shards("0-1/4")),
        hold(url, holder="another", shards=to_shards("2/4")),
        hold(url, holder="the last", shards=to_shards("3/4")),
    ):
        pass


@pytest.mark.parametrize("shards", ["1/4", "0-3/4", ""])
async def test_what_one_has_no_other_gets(url: str, shards: str) -> None:
    async with hold(url, holder="one", shards=to_shards("0-1/4")):
        error = await refusal(url, shards)

    assert isinstance(error, AlreadyRunningError)
    assert error.data["holder"] == "one"


async def test_who_serves_all_leaves_none(url: str) -> None:
    async with hold(url, holder="one"):
        error = await refusal(url, "0/4")

    assert isinstance(error, AlreadyRunningError)
    assert error.data["holder"] == "one"


async def test_all_count_the_same(url: str) -> None:
    async with hold(url, holder="one", shards=to_shards("0/4")):
        error = await refusal(url, "1/2")

    assert isinstance(error, ShardCountError)
    assert error.data == {"count": "2", "theirs": "4", "holder": "one"}


async def test_who_ends_or_is_refused_lets_go_of_them(url: str) -> None:
    async with hold(url, holder="one", shards=to_shards("0/4")):
        await refusal(url, "0/4")
        await refusal(url, "1/2")
    async with hold(url, holder="the next", shards=Shards((0, 1), 2)):
        pass
    async with hold(url, holder="who has all"):
        pass


async def test_another_database_is_another_matter(url: str, postgres: Server) -> None:
    async with (
        postgres.database() as other,
        hold(url, holder="one", shards=to_shards("0/4")),
        hold(other, holder="another", shards=to_shards("0/2")),
    ):
        pass


async def test_a_file_is_one_process_s(database_path: Path) -> None:
    with pytest.raises(ShardsNeedServerError) as caught:
        async with hold(f"sqlite:///{database_path}", holder="one", shards=to_shards("0/2")):
            pass

    assert caught.value.data["where"] == str(database_path)
