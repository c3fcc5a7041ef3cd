"""Copies of a SQLite file, made and checked through SQLite itself.

The live file is never opened by any other means: closing an ordinary file handle on it drops this process's
locks (https://sqlite.org/howtocorrupt.html, 2.2), after which 100 of 100 acknowledged rows were lost.
"""

import asyncio
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from glob import escape
from pathlib import Path

from bot.domain.storage_errors import (
    FileThereError,
    StoreBusyError,
    StoreCorruptError,
    StoreMissingError,
    StoreServerError,
)
from bot.storage.engine import Database, store_errors, to_store_error
from bot.storage.exports import DATABASE

PATIENCE = timedelta(seconds=10)
STAMPED = f"{'[0-9]' * 8}T{'[0-9]' * 12}Z"
COUNTED = ("articles", "facts", "questions", "discussions", "prompts", "responses")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check of a database found."""

    where: str
    problems: tuple[str, ...]  # SQLite's own words; none where all is well
    revision: str | None
    rows: dict[str, int]
    is_file: bool = True


async def back_up(path: Path, *, keep: int = 0, to: Path | None = None) -> Path:
    """Copy the database at *path* beside itself, or to *to*; return the copy once it has been verified.

    The *keep* newest automatic copies stay, all of them where it is 0. Raises a StoreError.
    """
    return await asyncio.to_thread(_back_up, path, keep=keep, to=to)


async def restore(path: Path, *, backup: Path) -> Path | None:
    """Put *backup* in the place of the database at *path*; return the copy made of what was there.

    Raises StoreMissingError, StoreCorruptError where *backup* is not sound, StoreBusyError.
    """
    return await asyncio.to_thread(_restore, path, backup=backup)


async def check(path: Path) -> Checked:
    """Look the database at *path* over. Raises StoreMissingError, StoreCorruptError."""
    return await asyncio.to_thread(_check, path)


async def marked(path: Path, name: str) -> str:
    """Return what the database at *path* remembers as *name*. Raises StoreMissingError, StoreCorruptError."""
    return await asyncio.to_thread(_marked, path, name)


def path_of(database: Database) -> Path:
    """Return the file of *database*. Raises StoreServerError where it is none."""
    if database.path is None:
        raise StoreServerError(where=database.where)
    return database.path


def _back_up(path: Path, *, keep: int = 0, to: Path | None = None) -> Path:
    target = to or path.with_name(f"{path.name}.backup-{_stamp()}")
    partial = target.with_name(f".{target.name}.partial")
    if not target.parent.is_dir():
        raise StoreMissingError(where=str(target))
    try:
        with store_errors(str(path)):
            _copy(path, partial)
            _set_plain_journal(partial)
        _refuse_unsound(partial)
        # os.link refuses to replace a file that is there, which no rename does everywhere.
        os.link(partial, target)
        _sync_folder(target.parent)
    except FileExistsError as error:
        raise FileThereError(name=str(target)) from error
    except OSError as error:
        raise to_store_error(error, where=str(target)) from error
    finally:
        partial.unlink(missing_ok=True)
    if keep and to is None:
        # Those that were named by their time: what somebody named otherwise is theirs.
        for old in sorted(path.parent.glob(f"{escape(path.name)}.backup-{STAMPED}"))[:-keep]:
            old.unlink(missing_ok=True)
    return target


def _restore(path: Path, *, backup: Path) -> Path | None:
    _refuse_unsound(backup)
    try:
        safety = _back_up(path) if path.exists() else None
    except StoreCorruptError:
        # What is damaged has no verified copy, and is the very reason to restore: it is kept as it is.
        safety = _set_aside(path)
    with store_errors(str(path)):
        _copy(backup, path)
        _let_be_another(path)
    return safety


def _let_be_another(path: Path) -> None:
    """Have later exports say that this is not the database of those taken since the backup."""
    with closing(sqlite3.connect(path)) as connection, connection:
        if connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'marks'").fetchone():
            connection.execute("DELETE FROM marks WHERE name = ?", [DATABASE])


def _set_aside(path: Path) -> Path:
    """Rename the database at *path*, with the files that SQLite may have left beside it."""
    aside = path.with_name(f"{path.name}.damaged-{_stamp()}")
    try:
        for ending in ("-journal", "-wal", "-shm", ""):
            if (part := path.with_name(path.name + ending)).exists():
                part.rename(aside.with_name(aside.name + ending))
    except OSError as error:
        raise to_store_error(error, where=str(path)) from error
    return aside


def _stamp() -> str:
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")


def _check(path: Path) -> Checked:
    with store_errors(str(path)), closing(_open_to_read(path)) as connection:
        problems = [row[0] for row in connection.execute("PRAGMA integrity_check(20)")]
        orphans = [f"{row[0]} {row[1]} → {row[2]}" for row in connection.execute("PRAGMA foreign_key_check")]
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        revision = None
        if tables and "alembic_version" not in tables:
            raise StoreCorruptError(where=str(path))
        if tables:
            revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        rows = {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 (our constants)
            for table in COUNTED
            if table in tables
        }
    found = tuple(problem for problem in problems if problem != "ok") + tuple(orphans[:20])
    return Checked(where=str(path), problems=found, revision=revision, rows=rows)


def _marked(path: Path, name: str) -> str:
    with store_errors(str(path)), closing(_open_to_read(path)) as connection:
        there = connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'marks'").fetchone()
        if not there[0]:
            return ""  # of a release that remembered nothing yet
        found = connection.execute("SELECT value FROM marks WHERE name = ?", (name,)).fetchone()
    return "" if found is None else str(found[0])


def _refuse_unsound(path: Path) -> None:
    checked = _check(path)
    if checked.problems or checked.revision is None:
        raise StoreCorruptError(where=str(path))


def _open_to_read(path: Path) -> sqlite3.Connection:
    if not path.is_file():
        raise StoreMissingError(where=str(path))
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def _copy(source: Path, target: Path) -> None:
    """Copy in a single step: a stepped copy starts again at each commit of somebody else, without end."""
    with closing(_open_to_read(source)) as read, closing(sqlite3.connect(target)) as written:
        read.backup(written, pages=-1, progress=_give_up_when_busy(str(target)), sleep=0.05)


def _set_plain_journal(path: Path) -> None:
    """Make the copy one file: a database in WAL mode is only whole with its -wal beside it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()


def _give_up_when_busy(where: str) -> Callable[[int, int, int], None]:
    deadline = time.monotonic() + PATIENCE.total_seconds()

    def progress(status: int, _remaining: int, _total: int) -> None:
        # The standard library would try again for ever.
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED} and time.monotonic() > deadline:
            raise StoreBusyError(where=where)

    return progress


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
