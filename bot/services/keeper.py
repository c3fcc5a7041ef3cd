"""What goes on by itself: several parts, each in a loop of its own, none of which can end another.

A part that fails is begun again, later each time, and somebody is told; so is one that hangs.
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.errors import BotError
from bot.domain.outbox import pause_after

logger = logging.getLogger(__name__)

Report = Callable[[str, str | None], None]  # a part, and the code of what is wrong with it, if anything


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Something that is done again and again. *work* may return how long until it is wanted next."""

    name: str
    work: Callable[[], Awaitable[timedelta | None]]
    every: timedelta
    patience: timedelta  # longer, and it is taken to hang
    wanted: asyncio.Event = field(default_factory=asyncio.Event)  # set where it is not to wait that long


class Keeper:
    """Keeps parts going."""

    def __init__(self, parts: tuple[Part, ...], *, report: Report) -> None:
        self._parts = parts
        self._report = report

    async def run(self) -> None:
        """Keep every part going until this is cancelled."""
        tasks = [asyncio.create_task(self._keep(part), name=part.name) for part in self._parts]
        try:
            # Not gathered, which would cancel each a first time: one that is cancelled again while it closes
            # a connection to the database leaves it open for ever, and the program with it.
            ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in ended:
                await task
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _keep(self, part: Part) -> None:
        failures = 0
        while True:
            part.wanted.clear()
            problem, pause = await _attempt(part)
            if (task := asyncio.current_task()) is not None and task.cancelling():
                # Something below swallowed it: once more would be taken for ever.
                raise asyncio.CancelledError
            if problem is None:
                failures = 0
            else:
                failures += 1
                pause = min(pause_after(failures, jitter=random.random()), part.every)  # noqa: S311 (jitter)
            self._report(part.name, problem)
            with suppress(TimeoutError):
                async with asyncio.timeout(max(0.0, pause.total_seconds())):
                    await part.wanted.wait()


async def _attempt(part: Part) -> tuple[str | None, timedelta]:
    """Do *part* once; return the code of what went wrong, if anything, and how long it may rest."""
    try:
        async with asyncio.timeout(part.patience.total_seconds()):
            rest = await part.work()
    except BotError as error:
        logger.warning("Upkeep (%s) failed: %s", part.name, error.code)
        return error.code, part.every
    except TimeoutError:
        logger.error("Upkeep (%s) hangs, and is begun again", part.name)  # noqa: TRY400 (it says it all)
        return "hangs", part.every
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if task is None or task.cancelling():
            raise
        # Somebody below cancelled what it waited for; that is no reason to stop.
        logger.error("Upkeep (%s) was cut off, and is begun again", part.name)  # noqa: TRY400 (as above)
        return "internal", part.every
    except Exception as error:
        logger.exception("Upkeep (%s) failed", part.name)
        return type(error).__name__, part.every
    return None, part.every if rest is None else min(rest, part.every)
