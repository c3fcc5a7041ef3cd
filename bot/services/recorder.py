"""Records responses: as many as are waiting in one transaction, each acknowledged once that is on disk.

A commit waits for the disk whatever it holds. One transaction a response reaches a thousand or two a second,
one for all that wait more than thirty thousand, and alone each response still goes at once.
"""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from bot.domain.discussion import NewResponse
from bot.domain.identity import ResponseId
from bot.domain.storage_errors import StoreError
from bot.storage.store import Store

# Rows in a transaction: past this, waiting longer bought no speed.
BATCH = 2_000
# Responses under way at once: what a burst may hold in memory. Whoever comes next waits for room.
WAITING = 10_000

Waiting = tuple[NewResponse, asyncio.Future[ResponseId]]


class Recorder:
    """The one way for a response to reach the database."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[Waiting] = []
        self._coming: set[asyncio.Future[None]] = set()
        self._under_way = 0
        self._room = asyncio.Event()
        self._room.set()
        self._writing: asyncio.Task[None] | None = None

    async def record(self, response: NewResponse) -> ResponseId:
        """Store *response* and return its id once it is on disk. Raises a StoreError when it is not."""
        while not self.has_room:
            await self.room()
        return await self.hand_in(response)

    @property
    def has_room(self) -> bool:
        """Whether a response may be handed in now."""
        return self._under_way < WAITING

    @property
    def waiting(self) -> int:
        """How many responses are under way to the disk."""
        return self._under_way

    async def room(self) -> None:
        """Wait until there may be room for one more."""
        if not self.has_room:
            self._room.clear()
            await self._room.wait()

    def hand_in(self, response: NewResponse) -> asyncio.Future[ResponseId]:
        """Let *response* be stored; return what will be its id, or a StoreError.

        Whoever hands in many waits for all of them together, without a task for each.
        """
        self._under_way += 1
        stored: asyncio.Future[ResponseId] = asyncio.get_running_loop().create_future()
        self._waiting.append((response, stored))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        return stored

    @contextmanager
    def coming(self) -> Iterator[None]:
        """Let ``settled`` wait for what the block is about to hand in, too."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._coming.add(done)
        try:
            yield
        finally:
            self._coming.discard(done)
            done.set_result(None)

    async def settled(self) -> None:
        """Wait until what was handed in so far, or was coming, is on disk, or was refused."""
        awaited: list[asyncio.Future[Any]] = [*self._coming, *(stored for _, stored in self._waiting[-1:])]
        if awaited:
            await asyncio.wait(awaited)

    async def close(self) -> None:
        """Wait until everything that was handed in is on disk, or was refused."""
        if self._writing is not None:
            await self._writing

    async def _write(self) -> None:
        batch: list[Waiting] = []
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
                await self._store_batch(batch)
        except BaseException as error:
            # Nobody may be left waiting, whatever ended this task; the error still goes its way.
            left, self._waiting = [*batch, *self._waiting], []
            self._refuse(left, StoreError(where=self._store.where, reason=type(error).__name__))
            raise
        finally:
            self._writing = None

    async def _store_batch(self, batch: Sequence[Waiting]) -> None:
        try:
            async with self._store.write() as tx:
                ids = await tx.responses.add_all([response for response, _ in batch])
        except StoreError as error:
            if len(batch) > 1 and type(error) is StoreError:
                # Not a database in trouble but a row that it refuses: the others must not suffer for it.
                for one in batch:
                    await self._store_batch([one])
            else:
                self._refuse(batch, error)
        else:
            self._let_go(batch)
            for id_, (_, stored) in zip(ids, batch, strict=True):
                # The asker may have gone meanwhile; the response is recorded all the same.
                if not stored.done():
                    stored.set_result(ResponseId(id_))

    def _refuse(self, batch: Sequence[Waiting], error: StoreError) -> None:
        self._let_go(batch)
        for _, stored in batch:
            if not stored.done():
                stored.set_exception(error)

    def _let_go(self, batch: Sequence[Waiting]) -> None:
        self._under_way -= len(batch)
        self._room.set()
