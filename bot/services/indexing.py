"""Making the index of many facts, which takes a minute for a million, without keeping anybody waiting.

It is pure Python for the most part, and in a thread it would have the interpreter's lock for that time. So it
is done in a process of its own: this module, run as a program, which reads the database by itself.
"""

import asyncio
import logging
import os
import pickle
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.domain.identity import GuildId
from bot.domain.lookup import IndexedFact
from bot.domain.storage_errors import StoreError
from bot.lookup.segment import build
from bot.services.index_files import write
from bot.services.workers import start_worker
from bot.storage.store import Transaction, read_store

logger = logging.getLogger(__name__)

# How long another program may hold the database.
BUSY = timedelta(seconds=30)


class IndexingError(Exception):
    """No index was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What index is to be made, and where to."""

    address: str = field(repr=False)  # which may hold a password
    guild: GuildId
    label: str
    partial: Path


async def make_elsewhere(order: Order, *, patience: timedelta) -> None:
    """Have the index written that *order* says. Raises IndexingError, as where that outlasts *patience*."""
    process = await start_worker(__name__)
    logger.info("The facts of guild %s are indexed by process %d", order.guild, process.pid)
    try:
        async with asyncio.timeout(patience.total_seconds()):
            reason = await _told(process, pickle.dumps(order))
    except TimeoutError:
        raise IndexingError("it took too long") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        if process.stdin is not None:
            process.stdin.close()
    if process.returncode:
        # Where it gives no reason the system has ended it, most likely for want of memory.
        raise IndexingError(reason.decode(errors="replace") or f"it ended with {process.returncode}")


async def _told(process: asyncio.subprocess.Process, order: bytes) -> bytes:
    """Give *process* its *order*, and return what it says when it has ended.

    Its input stays open as long as we are there: that is how it knows.
    """
    if process.stdin is None or process.stdout is None:
        raise AssertionError
    process.stdin.write(order)
    with suppress(ConnectionError):  # it has ended already
        await process.stdin.drain()
    said = await process.stdout.read()
    await process.wait()
    return said


def main() -> None:
    """Make the index that standard input tells of."""
    order: Order = pickle.load(sys.stdin.buffer)  # noqa: S301 (from the program itself)
    threading.Thread(target=_end_with_parent, args=(order.partial,), daemon=True).start()
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        try:
            tx = runner.run(_enter(stack, order.address))
            revisions = runner.run(tx.indexed.revisions(order.guild))
            segment = build(_each(runner, tx.indexed.in_parts(order.guild)))
        finally:
            runner.run(stack.aclose())
    write(order.partial, segment, label=order.label, revisions=revisions)


def _end_with_parent(partial: Path) -> None:
    """Leave nothing behind once whoever wants the index is not there any more."""
    # Past the buffer of ``sys.stdin``, whose lock Python would wait for at the end in vain.
    os.read(sys.stdin.fileno(), 1)
    with suppress(OSError):
        partial.unlink(missing_ok=True)
    os._exit(1)


async def _enter(stack: AsyncExitStack, address: str) -> Transaction:
    store = await stack.enter_async_context(read_store(address, patience=BUSY))
    return await stack.enter_async_context(store.read())


def _each(runner: asyncio.Runner, parts: AsyncIterator[list[IndexedFact]]) -> Iterator[IndexedFact]:
    """Yield the facts one by one: never are all of them there at once."""

    async def further() -> list[IndexedFact] | None:
        return await anext(parts, None)

    while (part := runner.run(further())) is not None:
        yield from part


def _reason(error: OSError | StoreError) -> str:
    """Return what may be told of *error*: what it says itself may quote facts."""
    return error.code if isinstance(error, StoreError) else error.strerror or type(error).__name__


if __name__ == "__main__":
    try:
        main()
    except (OSError, StoreError) as failure:
        sys.stdout.write(_reason(failure))
        sys.exit(1)
