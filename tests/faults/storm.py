"""A storm: the program is killed and started again while everything around it fails."""

import asyncio
import random
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from api_stub.stub import Stub
from crowd import Crowd
from season import Season, prepared
from served import Served
from verdict import Asked, Judge, Verdict, never
from weather import Weather, stop

LIFE = 8.0  # seconds: how long the program may live, where nothing comes of it


class Hurried(Served):
    """The program with less patience, in a process of its own."""

    program = (str(Path(__file__).with_name("hurried.py")), "run")


@dataclass(slots=True, kw_only=True)
class Storm:
    """The program, and what it has to go through."""

    stub: Stub
    season: Season
    crowd: Crowd
    weather: Weather
    process: Served
    chance: random.Random
    kills: int = 0

    async def rage(self, kills: int, *, is_enough: Asked = never) -> None:
        """Kill the program as often, at any moment, unless it is enough before."""
        self.weather.begin()
        self.crowd.begin()
        days = asyncio.create_task(self.season.go_by())
        try:
            while self.kills < kills and not await is_enough():
                await self.process.start(is_ready=False)
                await self._live()
                assert await self.process.stop(signal.SIGKILL) == -signal.SIGKILL, self.process.err
                self.kills += 1
        finally:
            await self.weather.end()
            await self.crowd.end()
            await stop(days)

    async def calm(self) -> Verdict:
        """Let the program deal with all that is left, and return what is not as it should be."""
        await self.process.start(is_ready=False)
        return await self.judge.verdict_in_the_end()

    @property
    def judge(self) -> Judge:
        """Who says what is not as it should be."""
        return Judge(self.stub, self.season, self.crowd)

    async def _live(self) -> None:
        """Let the program live for a moment, or until it has asked Discord for so many things."""
        if self.kills % 5 == 4:
            await asyncio.sleep(self.chance.uniform(0.2, 2.0))
            return
        requests = self.stub.server.requests
        end = len(requests) + self.chance.randint(6, 90)
        with suppress(TimeoutError):  # it may be at odds with the gateway for longer
            await self.stub.gateway.until(lambda: len(requests) >= end, timeout=LIFE)
        await asyncio.sleep(self.chance.choice((0.0, 0.0, 0.01, 0.1)))


@asynccontextmanager
async def gathered(
    stub: Stub, folder: Path, *, seed: int, kills: int, is_naive: bool = False
) -> AsyncIterator[Storm]:
    """Prepare everything for a storm, by a *seed*; end the program afterwards."""
    chance = random.Random(seed)  # noqa: S311 (moments and words, no secrets)
    url = f"sqlite:///{folder / 'causerie.db'}"
    articles, by_hand = 8 + 2 * kills, 10 + 3 * kills
    async with prepared(stub, url=url, towns=2, chance=chance, articles=articles, by_hand=by_hand) as season:
        variables = {"NAIVE": "1"} if is_naive else {}
        storm = Storm(
            stub=stub,
            season=season,
            crowd=Crowd(stub, season.towns, chance),
            weather=Weather(stub, chance, rate=0.25, pause=1.5),
            process=Hurried(stub, folder, **variables),
            chance=chance,
        )
        try:
            yield storm
        finally:
            await storm.process.close()
