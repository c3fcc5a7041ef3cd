"""What many ask at once is found out once, and the last answers are kept for a while."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class Bursts(Generic[K, T]):
    """The answers to the last questions, and to those that are being looked into.

    A question says by itself what it is about, the state of that included: its answer never changes.
    """

    def __init__(self, *, keep: int) -> None:
        self._keep = keep
        self._kept: OrderedDict[K, asyncio.Future[T]] = OrderedDict()

    async def get(self, question: K, find_out: Callable[[], Awaitable[T]]) -> T:
        """Return the answer to *question*, for which it takes *find_out* unless it was asked just now."""
        asked = self._kept.get(question)
        if asked is None:
            asked = asyncio.ensure_future(find_out())
            self._kept[question] = asked
            asked.add_done_callback(lambda done: self._forget_failed(question, done))
            while len(self._kept) > self._keep:
                self._kept.popitem(last=False)
        self._kept.move_to_end(question)
        # Whoever gives up waiting leaves it to the others.
        return await asyncio.shield(asked)

    def forget(self, which: Callable[[K], bool]) -> None:
        """Keep no answer to the questions of *which* that is so."""
        for question in [question for question in self._kept if which(question)]:
            del self._kept[question]

    def _forget_failed(self, question: K, done: asyncio.Future[T]) -> None:
        if (done.cancelled() or done.exception() is not None) and self._kept.get(question) is done:
            del self._kept[question]
