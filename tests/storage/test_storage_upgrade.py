"""Tests for bot.storage.upgrade and what opening a store finds."""

import asyncio
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from bot.domain.storage_errors import StoreBusyError, StoreCorruptError, StoreMissingError, StoreNewerError
from bot.storage import upgrade as upgrades
from bot.storage.backup import check
from bot.storage.engine import Database
from bot.storage.schema import HEAD, TABLES
from bot.storage.store import open_store, upgrade_store
from bot.storage.upgrade import alembic_config, migrate, revision_of, upgrade

PATIENCE = timedelta(seconds=0.3)

BEFORE = '''
"""A release before the first, with nothing in it."""

revision = "0000"
down_revision = None


def upgrade() -> None:
    pass
'''
BROKEN = "\n    raise ZeroDivisionError  # halfway\n"


@pytest.fixture
async def database(database_path: Path) -> AsyncIterator[Database]:
    opened = Database(f"sqlite:///{database_path}", patience=PATIENCE)
    yield opened
    await opened.close()


@pytest.fixture
def earlier_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Migrations in which the first tables have a release before them; the folder they are in."""
    folder = tmp_path / "migrations"
    shutil.copytree(upgrades.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "0000_before.py").write_text(BEFORE)
    first = next((folder / "versions").glob("0001_*.py"))
    first.write_text(first.read_text("utf-8").replace("down_revision = None", 'down_revision = "0000"'))
    monkeypatch.setattr(upgrades, "MIGRATIONS", folder)
    return folder


async def to_earlier_release(database: Database) -> None:
    async with database.write() as connection:
        await connection.run_sync(migrate, to="0000")
        await connection.execute(text("CREATE TABLE kept (word TEXT)"))
        await connection.execute(text("INSERT INTO kept VALUES ('here')"))


async def revision(database: Database) -> str | None:
    async with database.read() as connection:
        return await connection.run_sync(revision_of, where=database.where)


async def open_briefly(path: Path) -> None:
    async with open_store(f"sqlite:///{path}", keep_backups=1, patience=PATIENCE):
        pass


def backups(path: Path) -> list[str]:
    return sorted(found.name for found in path.parent.glob(f"{path.name}.backup-*"))


async def test_a_fresh_database_is_what_the_schema_says(database: Database) -> None:
    await upgrade(database, keep_backups=1)

    def drift(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, TABLES))

    async with database.read() as connection:
        assert await connection.run_sync(drift) == []


async def test_a_column_too_few_would_show(database: Database) -> None:
    await upgrade(database, keep_backups=1)
    async with database.write() as connection:
        await connection.execute(text("ALTER TABLE gaps DROP COLUMN asked"))

    def drift(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), TABLES))

    async with database.read() as connection:
        assert len(await connection.run_sync(drift)) == 1


def test_the_newest_migration_is_the_one_that_is_compared_with() -> None:
    script = ScriptDirectory.from_config(alembic_config())

    assert script.get_heads() == [HEAD]


async def test_up_down_and_up_again(database: Database) -> None:
    await upgrade(database, keep_backups=1)
    async with database.write() as connection:
        await connection.run_sync(lambda sync: command.downgrade(alembic_config(sync), "base"))
        left = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    await upgrade(database, keep_backups=1)

    assert left == [upgrades.VERSION_TABLE]
    assert await revision(database) == HEAD


async def test_why_an_export_named_people_goes_to_its_own_column_and_back(database: Database) -> None:
    asked = {"asked": {"names": True, "reason": "to compare"}, "complete": True}
    written = "INSERT INTO exports (guild, at, taken_by, manifest) VALUES (1, '', 1, ?)"
    async with database.write() as connection:
        await connection.run_sync(migrate, to="0006")
        await connection.exec_driver_sql(written, [(json.dumps(asked),), ("{}",)])

    await upgrade(database, keep_backups=1)

    async with database.write() as connection:
        rows = await connection.exec_driver_sql("SELECT manifest, reason FROM exports ORDER BY key")
        assert [(json.loads(row["manifest"]), row["reason"]) for row in rows.mappings()] == [
            ({"asked": {"names": True}, "complete": True}, "to compare"),
            ({}, None),
        ]
        await connection.run_sync(lambda sync: command.downgrade(alembic_config(sync), "0006"))
        back = await connection.exec_driver_sql("SELECT manifest FROM exports ORDER BY key")
        assert [json.loads(manifest) for manifest in back.scalars()] == [asked, {}]


async def test_an_upgrade_of_what_is_up_to_date_does_nothing(database: Database, database_path: Path) -> None:
    await upgrade(database, keep_backups=1)

    assert await upgrade(database, keep_backups=1) is None
    assert backups(database_path) == []


async def test_a_database_from_a_newer_release_is_left_alone(database: Database) -> None:
    await upgrade(database, keep_backups=1)
    async with database.write() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(StoreNewerError) as caught:
        await upgrade(database, keep_backups=1)

    assert caught.value.data == {"where": database.where, "revision": "9999"}
    assert await revision(database) == "9999"


async def test_a_database_of_another_program_is_left_alone(database_path: Path) -> None:
    with closing(sqlite3.connect(database_path)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")

    with pytest.raises(StoreCorruptError):
        await open_briefly(database_path)

    with closing(sqlite3.connect(database_path)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_schema").fetchall()
    assert tables == [("recipes",)]


async def test_an_earlier_release_is_upgraded_after_a_verified_backup(
    database: Database, database_path: Path, earlier_release: Path
) -> None:
    await to_earlier_release(database)

    backup = await upgrade(database, keep_backups=3)

    assert backup is not None
    assert (await check(backup)).revision == "0000"
    assert (await check(backup)).problems == ()
    assert await revision(database) == HEAD
    for path in (backup, database_path):
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("SELECT word FROM kept").fetchall() == [("here",)]


async def test_only_the_newest_backups_stay(
    database: Database, database_path: Path, earlier_release: Path
) -> None:
    await to_earlier_release(database)
    for year in (2021, 2022, 2023):
        database_path.with_name(f"{database_path.name}.backup-{year}0101T000000000000Z").touch()
    named_by_somebody = database_path.with_name(f"{database_path.name}.backup-1")
    named_by_somebody.touch()

    backup = await upgrade(database, keep_backups=2)

    assert backup is not None
    assert backups(database_path) == [
        named_by_somebody.name,
        f"{database_path.name}.backup-20230101T000000000000Z",
        backup.name,
    ]


async def test_a_migration_that_fails_leaves_the_database_as_it_was(
    database: Database, database_path: Path, earlier_release: Path
) -> None:
    await to_earlier_release(database)
    first = next((earlier_release / "versions").glob("0001_*.py"))
    first.write_text(first.read_text("utf-8").replace("\n\ndef downgrade", BROKEN + "\n\ndef downgrade"))

    with pytest.raises(ZeroDivisionError):
        await upgrade(database, keep_backups=3)

    assert await revision(database) == "0000"
    assert set((await check(database_path)).rows) == set()
    assert len(backups(database_path)) == 1


async def test_programs_that_make_the_database_at_once_all_succeed(tmp_path: Path) -> None:
    patience = timedelta(seconds=10)
    for number in range(8):
        path = tmp_path / f"{number}.db"
        url = f"sqlite:///{path}"
        await asyncio.gather(*(upgrade_store(url, keep_backups=1, patience=patience) for _ in range(4)))

        assert (await check(path)).revision == HEAD


@pytest.fixture
def garbage(database_path: Path) -> bytes:
    """What stands in the place of the database."""
    database_path.write_bytes(b"not a database at all " * 500)
    return database_path.read_bytes()


async def test_garbage_is_corrupt_and_stays_as_it_is(database_path: Path, garbage: bytes) -> None:

    with pytest.raises(StoreCorruptError) as caught:
        await open_briefly(database_path)

    assert caught.value.data["where"] == str(database_path)
    assert await asyncio.to_thread(database_path.read_bytes) == garbage


def test_a_damaged_page_is_corrupt(database_path: Path) -> None:
    asyncio.run(open_briefly(database_path))
    content = bytearray(database_path.read_bytes())
    content[100:4096] = b"\xff" * 3996
    database_path.write_bytes(content)

    with pytest.raises(StoreCorruptError):
        asyncio.run(open_briefly(database_path))


async def test_a_folder_that_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError) as caught:
        await open_briefly(tmp_path / "nowhere" / "causerie.db")

    assert caught.value.data["where"] == str(tmp_path / "nowhere" / "causerie.db")
    assert not (tmp_path / "nowhere").exists()


async def test_a_folder_in_the_place_of_the_database_is_missing(tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError):
        await open_briefly(tmp_path)


@pytest.mark.parametrize("mode", ["delete", "wal"])
async def test_a_new_database_that_another_program_holds_is_busy(database_path: Path, mode: str) -> None:
    with closing(sqlite3.connect(database_path, isolation_level=None)) as other:
        other.execute(f"PRAGMA journal_mode = {mode}")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreBusyError):
            async with asyncio.timeout(10):
                await open_briefly(database_path)


# Everything is imported first: nobody else may be able to read this interpreter's files.
OPEN = """
import asyncio, os, sys
from datetime import date, timedelta
from bot.domain.storage_errors import StoreError
from bot.storage.store import open_store

async def count_a_gap(path):
    url = f"sqlite:///{path}"
    async with open_store(url, keep_backups=1, patience=timedelta(seconds=1)) as store:
        async with store.write() as tx:
            await tx.gaps.count("q", folded="q", guild=0, on=date(2026, 1, 1))

warm, path = sys.argv[1:]
asyncio.run(count_a_gap(warm))
if os.geteuid() == 0:
    os.setuid(65534)
try:
    asyncio.run(count_a_gap(path))
except StoreError as error:
    print(error.code)
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody can enter: pytest's own can be entered by nobody else."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


def open_without_rights(path: Path, *, warm: Path) -> str:
    if os.name != "posix":
        pytest.skip("rights are another matter on this system")
    done = subprocess.run(
        [sys.executable, "-c", OPEN, str(warm), str(path)], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    return done.stdout.strip()


def test_a_database_that_may_not_be_written_is_read_only(open_folder: Path, tmp_path: Path) -> None:
    path = open_folder / "causerie.db"
    asyncio.run(open_briefly(path))
    path.chmod(0o444)
    open_folder.chmod(0o555)

    assert open_without_rights(path, warm=tmp_path / "warm.db") == "store_read_only"


def test_a_database_whose_folder_may_not_be_written_is_read_only(open_folder: Path, tmp_path: Path) -> None:
    path = open_folder / "causerie.db"
    asyncio.run(open_briefly(path))
    path.chmod(0o666)
    open_folder.chmod(0o555)

    assert open_without_rights(path, warm=tmp_path / "warm.db") in {"store_read_only", "store_missing"}


def test_a_folder_where_no_database_may_be_made_is_read_only(open_folder: Path, tmp_path: Path) -> None:
    open_folder.chmod(0o555)

    assert open_without_rights(open_folder / "causerie.db", warm=tmp_path / "warm.db") == "store_read_only"
    assert list(open_folder.iterdir()) == []
