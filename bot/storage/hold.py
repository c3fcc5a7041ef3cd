"""Only one process at a time serves a guild of a database, and whoever comes second is told who does.

Beside an SQLite database a small file holds who it is, and stays locked as long as they live: the lock dies
with its process, however that ends, and works wherever SQLite does. On a server a connection of its own has
locks and bears the name; all are gone with the connection. There, several processes may have shards each.
"""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from bot.domain.discord_errors import AlreadyRunningError, ShardCountError, ShardsNeedServerError
from bot.domain.errors import BotError
from bot.domain.shards import Shards
from bot.domain.storage_errors import StoreError
from bot.storage.engine import Database, refuse_unusable, store_errors
from bot.storage.postgresql import COUNTS, LOCKS, SHARDS, Connect, Lock, server_errors

logger = logging.getLogger(__name__)

SUFFIX = ".run"
# Of a connection's name; PostgreSQL keeps 63 bytes of it.
NAME = "causerie: "
# How long to wait before a connection that was lost is made anew.
AGAIN = 5.0  # seconds

TRY = "SELECT pg_try_advisory_lock($1, $2)"
TRY_SHARED = "SELECT pg_try_advisory_lock_shared($1, $2)"
# Whoever else has one of our locks, and which.
WHO = """
SELECT application_name, objid::bigint FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE locktype = 'advisory' AND granted AND classid::bigint = $1 AND objsubid = 2 AND pid <> pg_backend_pid()
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
ORDER BY application_name
"""


@asynccontextmanager
async def hold(url: str, *, holder: str, shards: Shards | None = None) -> AsyncIterator[None]:
    """Serve the database at *url* alone as long as the block lasts, for *holder*, or *shards* of it.

    Raises AlreadyRunningError, ShardCountError, ShardsNeedServerError, and a StoreError where the file cannot
    be made or the server not be reached.
    """
    database = Database(url)
    if database.path is None:
        async with _hold_on_server(Holding(database, holder=holder, shards=shards)):
            yield
    elif shards is not None:
        raise ShardsNeedServerError(where=str(database.path))
    else:
        with _hold_file(database.path, holder=holder):
            yield


class Holding:
    """The locks of one process on a server's database, and the connection that has them."""

    def __init__(self, database: Database, *, holder: str, shards: Shards | None = None) -> None:
        self._connect: Connect = database.connector(name=NAME + holder)
        self._where = database.where
        self._shards = shards
        self._connection: Any = None
        self._lost = asyncio.Event()

    async def take(self) -> None:
        """Take the locks. Raises AlreadyRunningError, ShardCountError, and a StoreError."""
        connection = await self._connect()
        try:
            with server_errors(self._where):
                await self._lock(connection)
        except BotError:
            connection.terminate()
            raise
        self._lost.clear()
        connection.add_termination_listener(lambda _: self._lost.set())
        self._connection = connection

    async def _lock(self, connection: Any) -> None:
        """Have the whole database, or a part in it and the shards that are ours."""
        if self._shards is None:
            await self._try(connection, TRY, LOCKS, Lock.SERVING)
            return
        await self._try(connection, TRY_SHARED, LOCKS, Lock.SERVING)
        await self._try(connection, TRY_SHARED, COUNTS, self._shards.of)
        # Two who come at once and count otherwise are both refused.
        for name, theirs in await connection.fetch(WHO, COUNTS):
            if theirs != self._shards.of:
                raise ShardCountError(
                    count=str(self._shards.of), theirs=str(theirs), holder=name.removeprefix(NAME)
                )
        for shard in self._shards.ids:
            await self._try(connection, TRY, SHARDS, shard)

    async def _try(self, connection: Any, statement: str, kind: int, number: int) -> None:
        if await connection.fetchval(statement, kind, number):
            return
        names = [name for name, theirs in await connection.fetch(WHO, kind) if theirs == number]
        raise AlreadyRunningError(where=self._where, holder=(names or ["?"])[0].removeprefix(NAME))

    async def stay(self) -> None:
        """Take the locks again whenever the connection is lost; another process may have been quicker."""
        while True:
            await self._lost.wait()
            try:
                await self.take()
            except (AlreadyRunningError, ShardCountError) as error:
                logger.error("Another process serves the database as well: %s", error.data["holder"])  # noqa: TRY400
                await asyncio.sleep(AGAIN)
            except StoreError as error:
                logger.warning("The database's server cannot be reached: %s", error.code)
                await asyncio.sleep(AGAIN)

    async def let_go(self) -> None:
        """Close the connection, and with it go the locks."""
        if not self._connection.is_closed():
            await self._connection.close(timeout=AGAIN)


@asynccontextmanager
async def _hold_on_server(holding: Holding) -> AsyncIterator[None]:
    await holding.take()
    staying = asyncio.create_task(holding.stay())
    try:
        yield
    finally:
        staying.cancel()
        with suppress(asyncio.CancelledError):
            await staying
        await holding.let_go()


@contextmanager
def _hold_file(database: Path, *, holder: str) -> Iterator[None]:
    refuse_unusable(database)
    # By whichever path it is reached.
    path = database.resolve().with_name(database.resolve().name + SUFFIX)
    with (
        store_errors(str(path)),
        closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as connection,
    ):
        _take(connection, holder=holder, where=str(database))
        # What is uncommitted keeps the lock; who holds it was committed before, for others to read.
        try:
            yield
        finally:
            connection.rollback()


def _take(connection: sqlite3.Connection, *, holder: str, where: str) -> None:
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TABLE IF NOT EXISTS holder (name TEXT NOT NULL)")
        connection.execute("DELETE FROM holder")
        connection.execute("INSERT INTO holder VALUES (?)", (holder,))
        connection.execute("COMMIT")
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        raise AlreadyRunningError(where=where, holder=_holder(connection)) from error


def _holder(connection: sqlite3.Connection) -> str:
    try:
        row = connection.execute("SELECT name FROM holder").fetchone()
    except sqlite3.Error:
        return "?"
    return str(row[0]) if row else "?"
