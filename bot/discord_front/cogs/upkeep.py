"""What is done by itself: posts that are due, and answers whose time is over."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from discord.ext import commands

from bot.domain.errors import BotError
from bot.services.clock import Clock
from bot.services.use_cases import UseCases

logger = logging.getLogger(__name__)

POST_EVERY = 30.0  # seconds
EXPIRE_EVERY = 120  # rounds of posting


class Upkeep(commands.Cog):
    """Looks after what nobody asks for, as long as the bot is connected."""

    def __init__(
        self,
        client: commands.AutoShardedBot,
        *,
        cases: UseCases,
        clock: Clock,
        check: Callable[[], Awaitable[None]],
        every: float = POST_EVERY,
    ) -> None:
        self._client = client
        self._cases = cases
        self._clock = clock
        self._check = check
        self._every = every
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
        rounds = 0
        while True:
            await self._guarded("post", self._cases.discussions.post_pending())
            if rounds % EXPIRE_EVERY == 0:
                await self._guarded("expire", self._cases.responses.expire(self._clock()))
            await self._guarded("scrub", self._cases.responses.scrub())
            await self._guarded("check", self._check())
            rounds += 1
            with suppress(TimeoutError):
                async with asyncio.timeout(self._every):
                    await self._cases.guilds.changed.wait()
            self._cases.guilds.changed.clear()

    async def _guarded(self, name: str, work: Awaitable[object]) -> None:
        try:
            await work
        except BotError as error:
            logger.warning("Upkeep (%s) failed: %s", name, error.code)
        except Exception:  # this has to go on, whatever happens to it
            logger.exception("Upkeep (%s) failed", name)
