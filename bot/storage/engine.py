"""Connections and transactions: the one place that knows how each database begins, waits and fails.

Under SQLAlchemy and aiosqlite a transaction is atomic only if SQLite's own driver is kept from starting
transactions by itself, and a read followed by a write is safe only if the write lock is taken first. Both are
seen to here, and tests show what happens without.
"""

import asyncio
import errno
import os
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, event, func, literal
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.domain.storage_errors import (
    DiskFullError,
    StoreBusyError,
    StoreCorruptError,
    StoreError,
    StoreMissingError,
    StorePasswordError,
    StoreReadOnlyError,
    StoreUnreachableError,
    StoreUrlError,
)
from bot.storage.columns import give_keys
from bot.storage.keyring import Keyring
from bot.storage.postgresql import (
    RECYCLED,
    Connect,
    Lock,
    connector,
    replace_nuls,
    take,
    to_address,
    to_server_error,
)

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",  # as some hosts still write it
}
# What stands between the parts of an address (https://www.rfc-editor.org/rfc/rfc3986#section-3.2).
SEPARATORS = frozenset("/?#[]")
READS_ONLY = "causerie_reads_only"
POOL: dict[str, Any] = {
    "poolclass": AsyncAdaptedQueuePool,
    "pool_size": 4,
    "hide_parameters": True,  # in what it says of errors: they may be a person's words
}
# Rows that are dealt with at a time: some milliseconds' worth.
SLICE = 500

R = TypeVar("R")

# What looks at each transaction as it begins, told whether it may write.
Guard = Callable[[AsyncConnection, bool], Awaitable[None]]

# SQLite's primary result codes (https://sqlite.org/rescode.html) as what they mean to an operator.
ERRORS_BY_CODE: dict[int, type[StoreError]] = {
    sqlite3.SQLITE_BUSY: StoreBusyError,
    sqlite3.SQLITE_LOCKED: StoreBusyError,
    sqlite3.SQLITE_PERM: StoreReadOnlyError,
    sqlite3.SQLITE_READONLY: StoreReadOnlyError,
    sqlite3.SQLITE_CANTOPEN: StoreMissingError,
    sqlite3.SQLITE_CORRUPT: StoreCorruptError,
    sqlite3.SQLITE_NOTADB: StoreCorruptError,
    sqlite3.SQLITE_FULL: DiskFullError,
}


class Database:
    """The engine of one database, with a transaction for reading and one for writing."""

    def __init__(
        self, url: str, *, patience: timedelta = timedelta(seconds=5), keyring: Keyring | None = None
    ) -> None:
        self.url = to_async_url(url)
        self.address = to_address(url)  # which may hold a password
        self.where = to_where(self.url)
        self._patience = patience
        # There is one writer at a time. Queueing for it here is fair, wakes at once where SQLite's own busy
        # handler sleeps and polls, and takes no connection; other processes meet at the database's lock.
        self._turn = asyncio.Lock()
        self.engine = self._create_engine()
        self.keyring = keyring or Keyring()
        give_keys(self.engine.dialect, self.keyring)
        self.guard: Guard | None = None

    @property
    def path(self) -> Path | None:
        """The SQLite file, or None for another kind of database."""
        is_file = self.url.get_backend_name() == "sqlite" and self.url.database
        return Path(str(self.url.database)) if is_file else None

    def _create_engine(self) -> AsyncEngine:
        if self.path is None:
            return self._create_server_engine()
        engine = create_async_engine(self.url, **POOL)
        patience_ms = int(self._patience / timedelta(milliseconds=1))

        @event.listens_for(engine.sync_engine, "connect")
        def prepare(connection: Any, _record: object) -> None:
            # Otherwise the driver begins at the first write: a read before it sees what another
            # transaction changes afterwards, and DDL is committed at once.
            connection.isolation_level = None
            cursor = connection.cursor()
            # First, so that switching to WAL waits for its turn too.
            cursor.execute(f"PRAGMA busy_timeout = {patience_ms}")
            switch_to_wal(connection, patience=self._patience)
            # NORMAL lost acknowledged rows in simulated power cuts; FULL costs nothing once
            # commits are grouped.
            cursor.execute("PRAGMA synchronous = FULL")
            cursor.execute("PRAGMA foreign_keys = ON")
            # A text that its author took back is overwritten in the file; not every build of SQLite does.
            cursor.execute("PRAGMA secure_delete = ON")
            cursor.close()
            # SQLite's own knows the letters of English only.
            connection.create_function("lowered", 1, to_lower, deterministic=True)

        @event.listens_for(engine.sync_engine, "invalidate")
        def give_up(connection: Any, _record: object, _error: object) -> None:
            # Whoever is cancelled in the middle of a statement lets go of the connection with its transaction
            # open, and SQLite stays locked until something collects it. What is sent here is in the
            # connection's queue before its end is, and nobody waits for it.
            rollback = connection.driver_connection.rollback()
            with suppress(StopIteration, ValueError):
                rollback.send(None)
            rollback.close()

        @event.listens_for(engine.sync_engine, "begin")
        def begin(connection: Connection) -> None:
            reads_only = connection.get_execution_options().get(READS_ONLY, False)
            connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")

        return engine

    def _create_server_engine(self) -> AsyncEngine:
        engine = create_async_engine(
            self.url,
            async_creator=self.connector(),
            # After a restart of the server, whoever asks next gets a connection that works.
            pool_pre_ping=True,
            pool_recycle=RECYCLED.total_seconds(),
            **POOL,
        )
        replace_nuls(engine.sync_engine)
        return engine

    def connector(self, *, name: str | None = None) -> Connect:
        """Return what opens a connection to the database's server, past the pool; it goes by *name* there."""
        return connector(self.address, where=self.where, patience=self._patience, name=name)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that is committed when the block ends, and undone when it raises.

        There is one at a time, over all processes: what it reads stays true until its end.
        """
        async with self._turn:
            with store_errors(self.where):
                async with self.engine.begin() as connection:
                    if self.path is None:
                        # Each statement after it sees all that was committed before it had the lock.
                        await connection.exec_driver_sql(take(Lock.WRITING))
                    if self.guard is not None:
                        await self.guard(connection, True)  # noqa: FBT003 (it writes)
                    yield connection

    @asynccontextmanager
    async def read(self, *, makes_tables: bool = False) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that sees one state of the database throughout, and changes nothing.

        It may make tables of its own, if asked to, that end with it.
        """
        options: dict[str, Any] = {READS_ONLY: True}
        if self.path is None:
            options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": not makes_tables}
        with store_errors(self.where):
            async with self.engine.connect() as fresh:
                connection = await fresh.execution_options(**options)
                async with connection.begin():
                    if self.guard is not None:
                        await self.guard(connection, False)  # noqa: FBT003 (it does not write)
                    yield connection

    async def rewrite(self, *, tables: Sequence[str] = ()) -> None:
        """Write the file anew, without what is left of rows that were erased; on a server, *tables*.

        SQLite overwrites what it deletes. But where a page is divided it leaves copies of the rows that move
        away in what becomes free, and knows nothing of them when the rows are deleted later.
        """
        async with self._turn:
            with store_errors(self.where):
                async with self.engine.connect() as connection:
                    if self.path is None:
                        connection = await connection.execution_options(isolation_level="AUTOCOMMIT")  # noqa: PLW2901 (the same one)
                        for table in tables:
                            await connection.exec_driver_sql(f"VACUUM FULL {table}")
                        return
                    raw = await connection.get_raw_connection()
                    await raw.driver_connection.execute("VACUUM")  # type: ignore[union-attr]  # aiosqlite's

    async def scrub(self) -> bool:
        """Overwrite the write-ahead log, where words stand that were erased; return whether it is done.

        Whoever reads at the moment keeps it from being done.
        """
        if self.path is None:
            return True
        async with self._turn:
            with store_errors(self.where):
                async with self.engine.connect() as connection:
                    raw = await connection.get_raw_connection()
                    # Past SQLAlchemy, which would begin a transaction: there is no checkpoint within one.
                    cursor: Any = await raw.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]  # aiosqlite's
                    is_busy, *_ = await cursor.fetchone()
                    await cursor.close()
                    return not is_busy

    async def close(self) -> None:
        """Let go of every connection."""
        await self.engine.dispose()


def to_lower(text: str | None) -> str | None:
    """Return *text* without capitals: a function for SQLite."""
    return None if text is None else text.lower()


def switch_to_wal(connection: Any, *, patience: timedelta) -> None:
    """Put *connection* in WAL mode.

    Where several switch a new file at once SQLite refuses all but one, without waiting as it does elsewhere.
    """
    deadline = time.monotonic() + patience.total_seconds()
    cursor = connection.cursor()
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            connection.run_async(lambda _: asyncio.sleep(0.02))
        else:
            cursor.close()
            return


def to_async_url(url: str) -> URL:
    """Return *url* with the asynchronous driver of its database. Raises StoreUrlError, StorePasswordError."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreUrlError(where=to_safe_text(url)) from error
    refuse_bare_password(url, parsed)
    if parsed.get_backend_name() not in DRIVERS or not parsed.database or parsed.database == ":memory:":
        raise StoreUrlError(where=to_where(parsed))
    return parsed.set(drivername=DRIVERS[parsed.get_backend_name()])


def refuse_bare_password(url: str, parsed: URL) -> None:
    """Raise StorePasswordError where signs in a password make several readings of *url* possible.

    Ours and the driver's would differ, and either would show what it takes for the host, or a port.
    """
    if parsed.password is None:
        return
    password = url.partition("@")[0].partition("://")[2].partition(":")[2]
    if "@" in (parsed.host or "") or SEPARATORS.intersection(password):
        raise StorePasswordError(where=to_safe_text(url))


def refuse_unusable(path: Path) -> None:
    """Raise StoreMissingError or StoreReadOnlyError where no database can be at *path*.

    SQLite would say so too, but its driver leaves a thread behind that speaks when the loop may be closed.
    """
    where = str(path)
    try:
        if path.is_dir() or not path.parent.is_dir():
            raise StoreMissingError(where=where)
        # SQLite makes files of its own beside the database.
        if not all(os.access(one, os.R_OK | os.W_OK) for one in (path.parent, path) if one.exists()):
            raise StoreReadOnlyError(where=where)
    except OSError as error:
        raise to_store_error(error, where=where) from error


def to_safe_text(url: str) -> str:
    """Return what may be shown of an address that could not be read: it may hold a password."""
    scheme, separator, _ = url.partition("://")
    return f"{scheme}{separator}…" if separator else "…"


def to_where(url: URL) -> str:
    """Return how an operator knows the database: its file, or its address without the passwords."""
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        return str(url.database)
    shown = url.set(drivername=url.get_backend_name()).difference_update_query(("password", "sslpassword"))
    return shown.render_as_string(hide_password=True)


@contextmanager
def store_errors(where: str) -> Iterator[None]:
    """Turn what a database says into an error of ours about *where*."""
    try:
        yield
    except DBAPIError as error:
        if error.orig is None or not hasattr(error.orig, "sqlstate"):
            raise to_store_error(error.orig, where=where) from error
        # The driver's errors quote values, which are people's words: no traceback may show them.
        raise to_server_error(error.orig, where=where, is_lost=error.connection_invalidated) from None
    except (sqlite3.Error, OverflowError, UnicodeEncodeError) as error:
        # The last two are the driver's as well: a number or a text that no column can hold.
        raise to_store_error(error, where=where) from error
    except StatementError as error:
        # What SQLAlchemy says of a value that cannot even be encrypted. It shows the value.
        if not isinstance(error.orig, UnicodeEncodeError):
            raise
        raise to_store_error(error.orig, where=where) from None
    except ConnectionError as error:
        raise StoreUnreachableError(where=where, reason=type(error).__name__) from error
    except PoolTimeoutError as error:
        raise StoreBusyError(where=where) from error


def to_store_error(error: BaseException | None, *, where: str) -> StoreError:
    """Return what *error* means to an operator."""
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return DiskFullError(where=where)
    if isinstance(error, PermissionError):
        return StoreReadOnlyError(where=where)
    if isinstance(error, FileNotFoundError):
        return StoreMissingError(where=where)
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        # The low byte is the primary code; the rest says where in SQLite it arose.
        return ERRORS_BY_CODE.get(code & 0xFF, StoreError)(where=where, reason=str(error))
    return StoreError(where=where, reason=str(error))


def upsert(connection: AsyncConnection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return an INSERT that knows ``on_conflict_do_update``: each dialect has its own, spelled alike."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def or_time(column: ColumnElement[datetime], at: datetime) -> ColumnElement[datetime]:
    """Return the time in *column*, or *at* where there is none yet.

    In the column's own form, which a time that merely stands beside it in a function does not take.
    """
    return func.coalesce(column, literal(at, column.type))


async def in_slices(rows: Iterable[Any], convert: Callable[[Any], R]) -> list[R]:
    """Return every one of *rows* converted, letting others have a turn in between."""
    made: list[R] = []
    for row in rows:
        made.append(convert(row))
        if len(made) % SLICE == 0:
            await asyncio.sleep(0)
    return made
