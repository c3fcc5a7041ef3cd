"""What is under way and may be cancelled: one register for each process, gone with it."""

import asyncio
import secrets
from collections.abc import Coroutine
from typing import Any, Generic, TypeVar

from bot.domain.discord_errors import NothingUnderWayError, NotYourWorkError
from bot.domain.identity import MemberId

# As many bits as a number in a button may have; nobody guesses one.
BITS = 63

T = TypeVar("T")


class Work(Generic[T]):
    """Something that is being done for somebody, who may cancel it."""

    def __init__(self, doing: Coroutine[Any, Any, T], *, by: MemberId, told: str) -> None:
        self.by = by
        self.told = told  # the text that says that it was cancelled
        self.is_interrupted = False  # because the program ends
        self._is_cancelled = False
        self._task = asyncio.ensure_future(doing)

    async def result(self) -> T | None:
        """Wait until it is done and return what came of it, or None where it was cancelled."""
        try:
            return await self._task
        except asyncio.CancelledError:
            current = asyncio.current_task()
            is_ending = current is not None and current.cancelling()
            if self._is_cancelled and not is_ending:
                return None
            raise

    async def cancel(self) -> bool:
        """Cancel it, wait until it has cleaned up, and return whether it was not too late."""
        if not self._is_cancelled:
            # Once: a second time would keep it from cleaning up.
            self._is_cancelled = self._task.cancel()
        await asyncio.wait({self._task})
        return self._task.cancelled()


class UnderWay:
    """The work that is being done in this process, by the number that its button carries."""

    def __init__(self) -> None:
        self._works: dict[int, Work[Any]] = {}

    def number(self) -> int:
        """Return a number for work that is about to begin."""
        return secrets.randbits(BITS)

    def begin(
        self, doing: Coroutine[Any, Any, T], *, number: int, by: MemberId, told: str = "cancel.done"
    ) -> Work[T]:
        """Begin to do something for *by*; *told* is the text that says that it was cancelled."""
        work = self._works[number] = Work(doing, by=by, told=told)
        return work

    def end(self, number: int) -> None:
        """Forget work that is done."""
        self._works.pop(number, None)

    async def cancel(self, number: int, *, by: MemberId) -> str:
        """Cancel work of *by*'s and return the text that says so; it has cleaned up by then.

        Raises NothingUnderWayError, NotYourWorkError.
        """
        work = self._works.get(number)
        if work is None:
            raise NothingUnderWayError
        if work.by != by:
            raise NotYourWorkError
        if not await work.cancel():
            raise NothingUnderWayError
        return work.told

    async def interrupt(self) -> bool:
        """Cancel everything, since the program ends; return whether there was anything."""
        for work in self._works.values():
            work.is_interrupted = True
        return any(await asyncio.gather(*(work.cancel() for work in self._works.values())))
