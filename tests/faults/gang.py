"""Several processes on one database, killed, frozen and started again."""

import asyncio
import random
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from api_stub.stub import Stub
from season import Season, prepared
from served import Served
from verdict import Asked, Judge, Verdict, never
from weather import Weather, stop

# How long a step is claimed for: longer than a hurried sender takes over one, as in earnest.
HELD = 3.0  # seconds
STARTING = 20.0  # seconds; a machine that is busy with other things takes its time


class Worker(Served):
    """A process of the gang."""

    program: tuple[str, ...] = (str(Path(__file__).with_name("worker.py")),)

    @property
    def is_alive(self) -> bool:
        """Whether it was started and has not ended."""
        return self.process.returncode is None


class Share(Worker):
    """The whole program, with some shards of its own."""

    program = (str(Path(__file__).with_name("hurried.py")), "run")


@dataclass(slots=True, kw_only=True)
class Gang:
    """Processes that are killed and frozen by chance."""

    stub: Stub
    season: Season
    weather: Weather
    workers: list[Worker]
    chance: random.Random
    kills: int = 0
    freezes: int = 0

    async def rage(self, kills: int, *, is_enough: Asked = never) -> None:
        """Kill as many of them, one after another, and freeze others longer than a step is claimed for."""
        await asyncio.gather(*(one.start(is_ready=False) for one in self.workers))
        self.weather.begin()
        tasks = [asyncio.create_task(self.season.go_by()), asyncio.create_task(self._freeze())]
        try:
            while self.kills < kills and not await is_enough():
                await self._requests(self.chance.randint(3, 30))
                worker = self.chance.choice(self.workers)
                assert worker.is_alive, worker.err
                await worker.stop(signal.SIGKILL)
                self.kills += 1
                await worker.start(is_ready=False)
        finally:
            await self.weather.end()
            await stop(*tasks)

    async def calm(self) -> Verdict:
        """Let them deal with all that is left, and return what is not as it should be."""
        return await self.judge.verdict_in_the_end()

    @property
    def judge(self) -> Judge:
        """Who says what is not as it should be."""
        return Judge(self.stub, self.season)

    @property
    def said(self) -> list[str]:
        """What the processes said went wrong, and whether they are there."""
        return [f"{one.process.returncode} {one.err}" for one in self.workers]

    async def _freeze(self) -> None:
        """Let one stand still, again and again, at any moment."""
        while True:
            await self._requests(self.chance.randint(1, 12))
            frozen = self.chance.choice(self.workers).process
            if frozen.returncode is not None:
                continue
            frozen.send_signal(signal.SIGSTOP)
            self.freezes += 1
            try:
                await asyncio.sleep(HELD + self.chance.uniform(0.1, 1.0))
            finally:
                if frozen.returncode is None:
                    frozen.send_signal(signal.SIGCONT)

    async def _requests(self, number: int) -> None:
        """Wait until there were so many requests more."""
        requests = self.stub.server.requests
        end = len(requests) + number
        try:
            await self.stub.gateway.until(lambda: len(requests) >= end, timeout=STARTING)
        except TimeoutError as error:
            raise AssertionError("\n".join(["nobody asks for anything", *self.said])) from error


@asynccontextmanager
async def gathered(
    stub: Stub,
    folder: Path,
    *,
    url: str,
    seed: int,
    kills: int,
    workers: int,
    is_naive: bool = False,
    share: bool = False,
) -> AsyncIterator[Gang]:
    """Prepare everything for *workers* on the database at *url*, by a *seed*; end them afterwards.

    They deal with every guild, or *share* them by their shards.
    """
    chance = random.Random(seed)  # noqa: S311 (moments, no secrets)
    shards = workers if share else 1
    async with prepared(
        stub, url=url, towns=2 * shards, chance=chance, articles=8 + kills, shards=shards
    ) as season:
        variables = {"CAUSERIE_DATABASE__URL": url, "HELD": str(HELD)}
        variables |= {"HELD": "0", "NAIVE": "1"} if is_naive else {}
        if share:
            stub.gateway.max_concurrency = workers
            made: list[Worker] = [
                Share(stub, folder, CAUSERIE_DISCORD__SHARDS=f"{one}/{workers}", **variables)
                for one in range(workers)
            ]
        else:
            made = [Worker(stub, folder, **variables) for _ in range(workers)]
        gang = Gang(
            stub=stub,
            season=season,
            weather=Weather(stub, chance, rate=0.2, pause=3.0),
            workers=made,
            chance=chance,
        )
        try:
            yield gang
        finally:
            await asyncio.gather(*(one.close() for one in gang.workers))
