"""What is done by itself, as long as the bot is connected."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from discord.ext import commands

from bot.services.clock import Clock
from bot.services.export_keeping import ExportKeeping
from bot.services.keeper import Keeper, Part
from bot.services.use_cases import UseCases

# A clock that is put forward is noticed as soon as this, a schedule that is due at its time.
OFTEN = timedelta(seconds=30)
SELDOM = timedelta(hours=1)
# Discord may take as long over the steps of one round; longer, and something hangs.
PATIENCE = timedelta(minutes=10)
# Each of a lot of members may be asked about as long as Discord may take over one answer.
LEAVERS_PATIENCE = timedelta(minutes=20)


class Upkeep(commands.Cog):
    """Looks after what nobody asks for."""

    def __init__(
        self,
        client: commands.AutoShardedBot,
        *,
        cases: UseCases,
        exports: ExportKeeping,
        clock: Clock,
        check: Callable[[], Awaitable[None]],
    ) -> None:
        self._client = client
        self._cases = cases
        self._exports = exports
        self._clock = clock
        self._check = check
        self._is_first = True
        self._task: asyncio.Task[None] | None = None

    async def cog_load(self) -> None:
        """Begin."""
        self._task = asyncio.create_task(self._run())

    async def cog_unload(self) -> None:
        """End."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        await self._client.wait_until_ready()
        cases = self._cases
        parts = (
            Part(
                name="schedule",
                work=self._tick,
                every=OFTEN,
                patience=PATIENCE,
                wanted=cases.scheduler.wanted,
            ),
            Part(name="post", work=self._post, every=OFTEN, patience=PATIENCE, wanted=cases.delivery.wanted),
            Part(
                name="recall",
                work=cases.recall.work,
                every=OFTEN,
                patience=PATIENCE,
                wanted=cases.recall.wanted,
            ),
            Part(name="health", work=self._tell, every=OFTEN, patience=PATIENCE, wanted=cases.health.wanted),
            Part(name="expire", work=self._expire, every=SELDOM, patience=PATIENCE),
            Part(name="leavers", work=cases.leavers.work, every=SELDOM, patience=LEAVERS_PATIENCE),
            Part(name="exports", work=self._exports.tidy, every=SELDOM, patience=PATIENCE),
            Part(name="tidy", work=self._tidy, every=OFTEN, patience=PATIENCE, wanted=cases.guilds.changed),
        )
        await Keeper(parts, report=cases.health.report).run()

    async def _tick(self) -> timedelta | None:
        scheduler = self._cases.scheduler
        await scheduler.tick()
        self._cases.health.wanted.set()
        next_at = await scheduler.next_at()
        return None if next_at is None else next_at - self._clock()

    async def _post(self) -> timedelta | None:
        # What failed before this connection was made has not failed in it.
        at_once, self._is_first = self._is_first, False
        await self._cases.discussions.post_pending(at_once=at_once)
        self._cases.health.wanted.set()
        next_at = await self._cases.delivery.next_at()
        return None if next_at is None else next_at - self._clock()

    async def _tell(self) -> None:
        await self._cases.health.refresh_all()

    async def _expire(self) -> None:
        await self._cases.retention.expire()
        await self._cases.my_data.forget_messages()
        await self._cases.leaving.erase_left()
        await self._cases.lookup.tidy()
        if await self._cases.telling.catch_up():
            self._cases.delivery.wanted.set()

    async def _tidy(self) -> None:
        self._cases.lookup.sweep()
        self._cases.moderation.sweep()
        await self._check()
        await self._cases.retention.scrub()
