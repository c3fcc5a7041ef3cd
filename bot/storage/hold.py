"""Only one process at a time serves a database, and whoever comes second is told who does.

A small SQLite file beside the database holds who it is, and stays locked as long as they live: the lock dies
with its process, however that ends, and works wherever SQLite does.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.domain.discord_errors import AlreadyRunningError
from bot.storage.engine import refuse_unusable, store_errors, to_async_url

SUFFIX = ".run"


@contextmanager
def hold(url: str, *, holder: str) -> Iterator[None]:
    """Serve the database at *url* alone as long as the block lasts, for *holder*.

    Raises AlreadyRunningError, and a StoreError where the file cannot be made.
    """
    database = Path(str(to_async_url(url).database))
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
