"""Streams of steps that are worked on side by side, so that no guild keeps another waiting.

What one guild waits for takes its share of the places and no more, though all of it hangs; whoever comes
later has the others at once.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Coroutine, Sequence
from time import monotonic
from typing import Any

from bot.domain.identity import GuildId

# Streams that are worked on at once, and how many of them one guild may have where there are others.
TOGETHER = 16
SHARE = 4
# Before it is looked whether there is anything new to begin while others are still at work.
LOOK_AGAIN = 1.0  # seconds
# How long anything is begun for: a round has to come to its end where there is always something to do.
LONGEST = 60.0  # seconds

Ready = Callable[[Collection[GuildId]], Awaitable[Sequence[tuple[str, GuildId]]]]
Work = Callable[[str], Coroutine[Any, Any, None]]


class Round:
    """One go at all that is ready: each stream once."""

    def __init__(self, *, ready: Ready, work: Work, share: int = SHARE) -> None:
        self._ready = ready  # all but those of some guilds
        self._work = work
        self._share = share
        self._tried: set[str] = set()
        self._running: dict[asyncio.Task[None], GuildId] = {}

    async def run(self) -> None:
        """Work until nothing is left to begin and all has come to its end. Raises the first error of it."""
        end = monotonic() + LONGEST
        error: BaseException | None = None
        try:
            while True:
                while error is None and monotonic() < end and await self._begin():
                    pass
                if not self._running:
                    break
                done, _ = await asyncio.wait(
                    self._running, timeout=LOOK_AGAIN, return_when=asyncio.FIRST_COMPLETED
                )
                for task in done:
                    del self._running[task]
                    error = error or task.exception()
        finally:
            for task in self._running:
                task.cancel()
            await asyncio.gather(*self._running, return_exceptions=True)
        if error is not None:
            raise error

    async def _begin(self) -> bool:
        """Begin what there is room for; return whether that was anything."""
        room = TOGETHER - len(self._running)
        busy = Counter(self._running.values())
        full = [guild for guild, number in busy.items() if number >= self._share]
        has_begun = False
        for stream, guild in await self._ready(full) if room else ():
            if not room:
                break
            if stream in self._tried or busy[guild] >= self._share:
                continue
            self._tried.add(stream)
            self._running[asyncio.create_task(self._work(stream))] = guild
            busy[guild] += 1
            room -= 1
            has_begun = True
        return has_begun
