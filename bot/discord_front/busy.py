"""What is being done for people right now, so that it can be finished before the program ends."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Busy:
    """Counts what is under way."""

    def __init__(self) -> None:
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()

    @contextmanager
    def work(self) -> Iterator[None]:
        """Count the block as under way."""
        self._under_way += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._idle.set()

    async def finish(self, *, patience: float) -> bool:
        """Wait until nothing is under way, for *patience* seconds at most; return whether nothing is."""
        try:
            async with asyncio.timeout(patience):
                await self._idle.wait()
        except TimeoutError:
            return False
        return True
