"""Several ``causerie run`` on one PostgreSQL database, each with some of Discord's shards."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from api_stub.stub import Stub
from postgres_server import Server, needs_postgres
from served import Served
from under_way import UnderWay, begin, is_answered

pytestmark = [
    needs_postgres,
    pytest.mark.skipif(os.name != "posix", reason="signals are another matter on this system"),
    pytest.mark.timeout(90),
]

Serving = Callable[..., Served]


@pytest.fixture
async def serving(stub: Stub, tmp_path: Path, postgres: Server) -> AsyncIterator[Serving]:
    """What makes a process for some shards, which the test has yet to start."""
    made: list[Served] = []
    async with postgres.database() as url:

        def make(shards: str, **variables: str) -> Served:
            variables = {"CAUSERIE_DATABASE__URL": url, "CAUSERIE_DISCORD__SHARDS": shards, **variables}
            made.append(Served(stub, tmp_path, **variables))
            return made[-1]

        yield make
        await asyncio.gather(*(process.close() for process in made))


async def talks_in(stub: Stub, shards: int) -> list[UnderWay]:
    """Return a discussion in a server of each shard."""
    found: dict[int, UnderWay] = {}
    while len(found) < shards:
        talk = await begin(stub)
        found[(talk.guild.id >> 22) % shards] = talk
    return [found[shard] for shard in range(shards)]


async def test_each_serves_the_servers_of_its_shards_and_outlives_the_other(
    stub: Stub, serving: Serving
) -> None:
    stub.gateway.max_concurrency = 2
    processes = [serving("0/2"), serving("1/2")]
    await asyncio.gather(*(process.start() for process in processes))
    assert sorted(one["shard"] for one in stub.gateway.identifies) == [[0, 2], [1, 2]]
    talks = await talks_in(stub, 2)
    for talk in talks:
        assert await is_answered(talk.guild.member("Bea"), talk.place)

    await processes[0].stop()
    assert await is_answered(talks[1].guild.member("Cem"), talks[1].place)

    await processes[0].start()
    assert await is_answered(talks[0].guild.member("Cem"), talks[0].place)
    assert [await process.stop() for process in processes] == [0, 0]


async def test_who_wants_what_another_has_is_told_so(stub: Stub, serving: Serving) -> None:
    await serving("0-1/4").start()
    for shards, reason in (
        ("1-2/4", "already serves"),
        ("", "already serves"),
        ("2/3", "divides Discord into 4"),
    ):
        second = serving(shards)
        await second.start(is_ready=False)

        assert await second.ended() == 1
        assert reason in second.err
        assert ", 0, 1/4)" in second.err


@pytest.mark.parametrize(
    ("variables", "reason"),
    [
        ({"CAUSERIE_DISCORD__SHARDS": "4/4"}, "“4/4”"),
        ({"CAUSERIE_DATABASE__URL": "sqlite:///causerie.db"}, "PostgreSQL server"),
    ],
    ids=["nonsense", "file"],
)
async def test_what_cannot_be_is_said(serving: Serving, variables: dict[str, str], reason: str) -> None:
    process = serving("0/2", **variables)

    await process.start(is_ready=False)

    assert await process.ended() == 1
    assert reason in process.err
