"""Counts how often each fact was an answer, without who asked: some together, so that nobody waits for it."""

import asyncio
import logging
from collections import Counter
from contextlib import suppress

from bot.domain.identity import ArticleId
from bot.domain.storage_errors import StoreError
from bot.services.clock import Clock
from bot.storage.lookups import Asked
from bot.storage.store import Store

logger = logging.getLogger(__name__)

GATHERED = 1.0  # seconds


class LookupCounts:
    """What was asked for and is not written down yet; what a killed process had not is lost."""

    def __init__(self, store: Store, *, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._asked: Counter[Asked] = Counter()
        self._is_ending = asyncio.Event()
        self._writing: asyncio.Task[None] | None = None

    def count(self, article: ArticleId, fact: str) -> None:
        """Count one look-up that *fact* was the answer to."""
        self._asked[article, fact, self._clock().date()] += 1
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_soon())

    async def close(self) -> None:
        """Write down what there is, and what is being written."""
        self._is_ending.set()
        if self._writing is not None:
            await self._writing

    async def _write_soon(self) -> None:
        try:
            # What is counted while some is being written is written after it.
            while self._asked:
                with suppress(TimeoutError):
                    async with asyncio.timeout(GATHERED):
                        await self._is_ending.wait()
                await self._write()
        finally:
            self._writing = None

    async def _write(self) -> None:
        asked, self._asked = self._asked, Counter()
        try:
            async with self._store.write() as tx:
                await tx.lookups.count(asked)
        except StoreError as error:
            # A number in a report is not worth an answer that fails.
            logger.warning("Look-ups are not counted: %s", error.code)
