"""Tests for bot.storage.engine: what is true of a transaction, and what would be without our hooks."""

import asyncio
import errno
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.domain.identity import GuildId
from bot.domain.storage_errors import (
    DiskFullError,
    StoreBusyError,
    StoreCorruptError,
    StoreError,
    StoreMissingError,
    StoreReadOnlyError,
    StoreUrlError,
)
from bot.storage.engine import Database, to_store_error
from bot.storage.store import Store, open_store

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "busy_timeout": 1500,
    "secure_delete": 1,
}


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url, patience=timedelta(seconds=1.5))
    async with opened.write() as connection:
        await connection.execute(text("CREATE TABLE seen (count INTEGER NOT NULL)"))
    yield opened
    async with opened.write() as connection:
        await connection.execute(text("DROP TABLE seen"))
    await opened.close()


@asynccontextmanager
async def plain_transaction(path: Path) -> AsyncIterator[AsyncConnection]:
    """Open a transaction as SQLAlchemy and aiosqlite would by themselves."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{path}")
    try:
        async with engine.begin() as connection:
            yield connection
    finally:
        await engine.dispose()


@asynccontextmanager
async def our_transaction(url: str) -> AsyncIterator[AsyncConnection]:
    """Open one as another process would: with a Database of its own."""
    database = Database(url)
    try:
        async with database.write() as connection:
            yield connection
    finally:
        await database.close()


async def count_then_insert(connection: AsyncConnection) -> int:
    found = await connection.execute(text("SELECT count(*) FROM seen"))
    number = int(found.scalar_one())
    await asyncio.sleep(0.02)  # long enough for the others to look as well, if they can
    await connection.execute(text("INSERT INTO seen VALUES (:number)"), {"number": number})
    return number


async def make_a_table_and_fail(connection: AsyncConnection) -> None:
    await connection.execute(text("CREATE TABLE half (made INTEGER)"))
    raise ZeroDivisionError


async def tables(database: Database) -> set[str]:
    async with database.read() as connection:
        return set(await connection.run_sync(lambda sync: inspect(sync).get_table_names()))


async def test_eight_that_count_then_insert_see_one_another(database: Database, database_url: str) -> None:
    async def one() -> int:
        async with our_transaction(database_url) as connection:
            return await count_then_insert(connection)

    seen = await asyncio.gather(*(one() for _ in range(8)))

    assert sorted(seen) == list(range(8))


async def test_eight_in_one_process_see_one_another(database: Database) -> None:
    async def one() -> int:
        async with database.write() as connection:
            return await count_then_insert(connection)

    assert sorted(await asyncio.gather(*(one() for _ in range(8)))) == list(range(8))


async def test_eight_without_our_hooks_do_not(database: Database, database_path: Path) -> None:
    async def one() -> int:
        async with plain_transaction(database_path) as connection:
            return await count_then_insert(connection)

    seen = await asyncio.gather(*(one() for _ in range(8)))

    assert sorted(seen) != list(range(8))


async def test_a_table_made_in_a_transaction_that_fails_is_not_there(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        async with database.write() as connection:
            await make_a_table_and_fail(connection)

    found = await tables(database)
    assert "seen" in found
    assert "half" not in found


async def test_without_our_hooks_it_is(database: Database, database_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        async with plain_transaction(database_path) as connection:
            await make_a_table_and_fail(connection)

    assert await tables(database) >= {"seen", "half"}


@pytest.mark.parametrize(("pragma", "value"), PRAGMAS.items(), ids=PRAGMAS)
async def test_every_connection_is_set_up(
    database: Database, database_path: Path, pragma: str, value: object
) -> None:
    async with (
        database.write() as writing,
        database.read() as reading,
        database.read() as beside,
    ):
        for connection in (writing, reading, beside):
            assert (await connection.execute(text(f"PRAGMA {pragma}"))).scalar_one() == value


async def test_reading_sees_one_state_throughout(database: Database) -> None:
    count = text("SELECT count(*) FROM seen")
    async with database.read() as reading:
        before = (await reading.execute(count)).scalar_one()
        async with database.write() as writing:
            await writing.execute(text("INSERT INTO seen VALUES (-1)"))
        during = (await reading.execute(count)).scalar_one()
    async with database.read() as reading:
        after = (await reading.execute(count)).scalar_one()

    assert (before, during, after) == (0, 0, 1)


async def test_reading_does_not_wait_for_a_writer(database: Database) -> None:
    async with database.write() as writing:
        await writing.execute(text("INSERT INTO seen VALUES (-1)"))
        async with asyncio.timeout(1), database.read() as reading:
            assert (await reading.execute(text("SELECT count(*) FROM seen"))).scalar_one() == 0


async def test_a_writer_that_is_cancelled_leaves_nothing_and_holds_nobody_up(database: Database) -> None:
    async def write_without_end() -> None:
        async with database.write() as connection:
            await connection.execute(text("INSERT INTO seen VALUES (-1)"))
            writing.set()
            await asyncio.sleep(60)

    writing = asyncio.Event()
    task = asyncio.create_task(write_without_end())
    await writing.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    async with database.write() as connection:
        assert await count_then_insert(connection) == 0


async def test_a_database_locked_by_another_program_is_busy(database: Database, database_path: Path) -> None:
    with closing(sqlite3.connect(database_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusyError) as caught:
            async with asyncio.timeout(5), database.write():
                pass
        other.execute("ROLLBACK")

    assert caught.value.data["where"] == str(database_path)
    async with database.write() as connection:
        assert await count_then_insert(connection) == 0


async def test_a_lock_that_ends_in_time_is_waited_for(database: Database, database_path: Path) -> None:
    with closing(sqlite3.connect(database_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        asyncio.get_running_loop().call_later(0.2, other.execute, "COMMIT")
        async with database.write() as connection:
            assert await count_then_insert(connection) == 0


async def test_a_row_that_breaks_a_rule_is_a_store_error_with_its_reason(database: Database) -> None:
    with pytest.raises(StoreError) as caught:
        async with database.write() as connection:
            await connection.execute(text("INSERT INTO seen VALUES (NULL)"))

    assert type(caught.value) is StoreError
    assert "not null" in str(caught.value.data["reason"]).lower().replace("-", " ")


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        pytest.param(2**64, "BIGINT", id="too-large"),
        pytest.param("half a \ud83d pair", "TEXT", id="half-a-surrogate-pair"),
    ],
)
async def test_a_value_the_driver_cannot_take_is_a_store_error(
    database: Database, value: object, kind: str
) -> None:
    with pytest.raises(StoreError) as caught:
        async with database.write() as connection:
            await connection.execute(text(f"SELECT CAST(:value AS {kind})"), {"value": value})

    assert "half a" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        pytest.param("not an address", "…", id="no-address"),
        pytest.param("postgresql//ann:secret@host/db", "…", id="misspelt-with-a-password"),
        pytest.param("sqlite://", "sqlite://", id="in-memory"),
        pytest.param("sqlite:///:memory:", "sqlite:///%3Amemory%3A", id="in-memory-by-name"),
        pytest.param("mysql://ann:secret@host/db", "mysql://ann:***@host/db", id="another-database"),
    ],
)
def test_an_address_that_is_no_use_is_refused_without_its_password(url: str, shown: str) -> None:
    with pytest.raises(StoreUrlError) as caught:
        Database(url)

    assert caught.value.data["where"] == shown


def test_a_database_knows_its_file(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/some where.db")

    assert database.path == tmp_path / "some where.db"
    assert database.where == str(database.path)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        pytest.param(OSError(errno.ENOSPC, "full"), DiskFullError, id="full"),
        pytest.param(OSError(errno.EDQUOT, "quota"), DiskFullError, id="quota"),
        pytest.param(PermissionError(errno.EACCES, "no"), StoreReadOnlyError, id="no-right"),
        pytest.param(FileNotFoundError(errno.ENOENT, "gone"), StoreMissingError, id="not-there"),
        pytest.param(OSError(errno.EIO, "disk"), StoreError, id="other"),
        pytest.param(None, StoreError, id="unknown"),
    ],
)
def test_what_the_system_says_becomes_an_error_of_ours(
    error: OSError | None, expected: type[StoreError]
) -> None:
    found = to_store_error(error, where="here")

    assert type(found) is expected
    assert found.data["where"] == "here"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param(sqlite3.SQLITE_BUSY_SNAPSHOT, StoreBusyError, id="extended-busy"),
        pytest.param(sqlite3.SQLITE_READONLY_DBMOVED, StoreReadOnlyError, id="extended-read-only"),
        pytest.param(sqlite3.SQLITE_CORRUPT_INDEX, StoreCorruptError, id="extended-corrupt"),
        pytest.param(sqlite3.SQLITE_FULL, DiskFullError, id="full"),
        pytest.param(sqlite3.SQLITE_IOERR_FSYNC, StoreError, id="input-output"),
    ],
)
def test_what_sqlite_says_becomes_an_error_of_ours(code: int, expected: type[StoreError]) -> None:
    error = sqlite3.OperationalError("as SQLite says it")
    error.sqlite_errorcode = code

    assert type(to_store_error(error, where="here")) is expected


async def test_who_is_cancelled_while_writing_leaves_the_database_to_others(database_path: Path) -> None:
    async def write(store: Store) -> None:
        async with store.write() as tx:
            await tx.exports.mark()
            await tx.exports.erasures(GuildId(1))

    patience = timedelta(seconds=0.2)
    random = Random(1)  # noqa: S311 (no secret)
    async with open_store(f"sqlite:///{database_path}", keep_backups=1, patience=patience) as store:
        for number in range(200):
            writing = asyncio.create_task(write(store))
            for _ in range(random.randrange(60)):
                await asyncio.sleep(0)
            if number % 2:
                # The loop is busy, so that SQLite is done with a statement and nobody has heard of it.
                time.sleep(0.0005)  # noqa: ASYNC251 (on purpose)
                await asyncio.sleep(0)
            writing.cancel()
            (held,) = await asyncio.gather(writing, return_exceptions=True)
            async with store.write() as tx:
                await tx.marks.put("after", repr(held))
