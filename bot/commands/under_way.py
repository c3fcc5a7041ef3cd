"""What is under way and may be cancelled: one register for each process, gone with it."""

import asyncio
import secrets
from collections.abc import Coroutine
from typing import Any

from bot.commands.reply import Reply
from bot.domain.discord_errors import NothingUnderWayError, NotYourWorkError
from bot.domain.identity import MemberId

# As many bits as a number in a button may have; nobody guesses one.
BITS = 63


class Work:
    """A command that is being carried out for somebody, who may cancel it."""

    def __init__(self, handler: Coroutine[Any, Any, Reply], *, by: MemberId) -> None:
        self.by = by
        self._is_cancelled = False
        self._task = asyncio.ensure_future(handler)

    async def reply(self) -> Reply | None:
        """Wait for the handler and return its reply, or None where whoever began it has cancelled it."""
        try:
            return await self._task
        except asyncio.CancelledError:
            current = asyncio.current_task()
            is_ending = current is not None and current.cancelling()
            if self._is_cancelled and not is_ending:
                return None
            raise

    async def cancel(self) -> bool:
        """Cancel the handler, wait until it has cleaned up, and return whether it was not too late."""
        if not self._is_cancelled:
            # Once: a second time would keep it from cleaning up.
            self._is_cancelled = self._task.cancel()
        await asyncio.wait({self._task})
        return self._task.cancelled()


class UnderWay:
    """The work that is being done in this process, by the number that its button carries."""

    def __init__(self) -> None:
        self._works: dict[int, Work] = {}

    def begin(self, handler: Coroutine[Any, Any, Reply], *, by: MemberId) -> tuple[int, Work]:
        """Begin to carry out *handler* for *by*; return the work and its number."""
        number, work = secrets.randbits(BITS), Work(handler, by=by)
        self._works[number] = work
        return number, work

    def end(self, number: int) -> None:
        """Forget work that is done."""
        self._works.pop(number, None)

    async def cancel(self, number: int, *, by: MemberId) -> None:
        """Cancel work of *by*'s; it has cleaned up by then. Raises NothingUnderWayError, NotYourWorkError."""
        work = self._works.get(number)
        if work is None:
            raise NothingUnderWayError
        if work.by != by:
            raise NotYourWorkError
        if not await work.cancel():
            raise NothingUnderWayError
