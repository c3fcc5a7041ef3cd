"""Tests for bot.storage.backup: copies that can be trusted, and what was there before."""

import asyncio
import os
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.domain.discussion import Given, NewResponse, Prompt
from bot.domain.storage_errors import (
    DiskFullError,
    FileThereError,
    StoreBusyError,
    StoreCorruptError,
    StoreMissingError,
)
from bot.services.clock import Clock
from bot.services.place import Place
from bot.storage import backup as backups
from bot.storage.backup import back_up, check, restore
from bot.storage.engine import Database
from bot.storage.schema import HEAD
from bot.storage.store import Store, open_store
from bot.storage.upgrade import upgrade

PATIENCE = timedelta(seconds=5)


async def respond(store: Store, prompt: Prompt, *texts: str, clock: Clock, place: Place) -> list[int]:
    async with store.write() as tx:
        return list(
            await tx.responses.add_all(
                [
                    NewResponse(
                        prompt=prompt.id,
                        author=place.person.id,
                        author_name=place.person.name,
                        text=text,
                        given=Given.THREAD,
                        created_at=clock(),
                    )
                    for text in texts
                ]
            )
        )


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def texts_in(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT text FROM responses ORDER BY key")]


async def test_a_backup_holds_what_is_there_and_is_one_file(
    *, store: Store, database_path: Path, prompt: Prompt, clock: Clock, place: Place, tmp_path: Path
) -> None:
    await respond(store, prompt, "one", "two", clock=clock, place=place)

    made = await back_up(database_path, to=tmp_path / "copy.db")

    assert made == tmp_path / "copy.db"
    assert texts_in(made) == ["one", "two"]
    assert (await check(made)).problems == ()
    assert names_in(tmp_path) == ["copy.db", "database"]


async def test_without_a_name_it_stands_beside_the_database(store: Store, database_path: Path) -> None:
    first, second = await back_up(database_path), await back_up(database_path)

    assert first.parent == database_path.parent
    assert first.name < second.name
    assert first.name.startswith("causerie.db.backup-")


async def test_what_is_acknowledged_after_a_backup_in_the_same_process_survives(
    store: Store, database_path: Path, prompt: Prompt, clock: Clock, place: Place
) -> None:
    await respond(store, prompt, "before", clock=clock, place=place)
    await back_up(database_path)
    await check(database_path)
    await respond(store, prompt, "after", clock=clock, place=place)

    assert texts_in(database_path) == ["before", "after"]
    assert (await check(database_path)).problems == ()


async def test_a_backup_under_load_ends_and_is_one_state(
    *, store: Store, database_path: Path, prompt: Prompt, clock: Clock, place: Place, tmp_path: Path
) -> None:
    given: list[int] = []

    async def load() -> None:
        while True:
            given.extend(await respond(store, prompt, "a", "b", clock=clock, place=place))

    loading = asyncio.create_task(load())
    async with asyncio.timeout(20):
        while not given:  # noqa: ASYNC110 (nothing tells of it)
            await asyncio.sleep(0.01)
        made = [await back_up(database_path, to=tmp_path / f"{number}.db") for number in range(3)]
    loading.cancel()
    await asyncio.gather(loading, return_exceptions=True)

    for path in made:
        copied = texts_in(path)
        assert copied
        assert copied == ["a", "b"] * (len(copied) // 2)
    assert len(texts_in(database_path)) >= len(given)


async def test_a_backup_onto_a_file_is_refused_and_leaves_it(
    store: Store, database_path: Path, tmp_path: Path
) -> None:
    precious = tmp_path / "precious"
    precious.write_text("mine")

    with pytest.raises(FileThereError):
        await back_up(database_path, to=precious)

    assert precious.read_text() == "mine"
    assert names_in(tmp_path) == ["database", "precious"]


async def test_a_backup_into_a_folder_that_is_not_there_names_that_folder(
    store: Store, database_path: Path, tmp_path: Path
) -> None:
    target = tmp_path / "nowhere" / "copy.db"

    with pytest.raises(StoreMissingError) as caught:
        await back_up(database_path, to=target)

    assert caught.value.data["where"] == str(target)


async def test_a_backup_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError):
        await back_up(tmp_path / "causerie.db")

    assert names_in(tmp_path) == []


async def test_a_backup_of_what_is_damaged_is_refused_and_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "causerie.db"
    path.write_bytes(b"garbage " * 1000)

    with pytest.raises(StoreCorruptError):
        await back_up(path)

    assert names_in(tmp_path) == ["causerie.db"]


async def test_restore_puts_a_backup_back_and_keeps_what_was_there(
    store: Store, database_path: Path, prompt: Prompt, clock: Clock, place: Place
) -> None:
    await respond(store, prompt, "old", clock=clock, place=place)
    backup = await back_up(database_path)
    await respond(store, prompt, "new", clock=clock, place=place)

    safety = await restore(database_path, backup=backup)

    assert safety is not None
    assert texts_in(database_path) == ["old"]
    assert texts_in(safety) == ["old", "new"]
    assert texts_in(backup) == ["old"]


async def test_after_restore_the_store_goes_on(
    store: Store, database_path: Path, prompt: Prompt, clock: Clock, place: Place
) -> None:
    await respond(store, prompt, "old", clock=clock, place=place)
    await restore(database_path, backup=await back_up(database_path))
    await respond(store, prompt, "later", clock=clock, place=place)

    assert texts_in(database_path) == ["old", "later"]
    assert (await check(database_path)).problems == ()


async def test_restore_where_there_was_nothing(store: Store, database_path: Path, tmp_path: Path) -> None:
    backup = await back_up(database_path)

    assert await restore(tmp_path / "fresh.db", backup=backup) is None
    assert (await check(tmp_path / "fresh.db")).problems == ()


async def test_restore_over_what_is_damaged_keeps_it_and_mends_it(
    store: Store, database_path: Path, tmp_path: Path
) -> None:
    backup = await back_up(database_path)
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(b"garbage " * 1000)

    safety = await restore(damaged, backup=backup)

    assert safety is not None
    assert safety.read_bytes() == b"garbage " * 1000
    assert (await check(damaged)).problems == ()
    async with open_store(f"sqlite:///{damaged}", keep_backups=1, patience=PATIENCE):
        pass


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"garbage " * 1000, id="garbage"),
        pytest.param(b"", id="empty"),
    ],
)
async def test_restore_of_what_is_no_backup_changes_nothing(
    store: Store, database_path: Path, tmp_path: Path, content: bytes
) -> None:
    garbage = tmp_path / "garbage"
    garbage.write_bytes(content)

    with pytest.raises(StoreCorruptError):
        await restore(database_path, backup=garbage)

    assert (await check(database_path)).problems == ()
    assert garbage.read_bytes() == content
    assert not list(database_path.parent.glob("*.backup-*"))


async def test_restore_of_another_programs_database_is_refused(
    store: Store, database_path: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")

    with pytest.raises(StoreCorruptError):
        await restore(database_path, backup=other)


async def test_restore_of_a_backup_that_is_not_there(store: Store, database_path: Path) -> None:
    with pytest.raises(StoreMissingError):
        await restore(database_path, backup=database_path.with_name("nothing"))


async def test_restore_while_another_program_writes_is_busy_and_changes_nothing(
    store: Store, database_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "PATIENCE", timedelta(seconds=0.2))
    backup = await back_up(database_path)
    with closing(sqlite3.connect(database_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        async with asyncio.timeout(20):
            with pytest.raises(StoreBusyError):
                await restore(database_path, backup=backup)

    assert (await check(database_path)).problems == ()


async def test_check_counts_the_rows_and_names_the_release(
    store: Store, database_path: Path, prompt: Prompt, clock: Clock, place: Place
) -> None:
    await respond(store, prompt, "one", "two", clock=clock, place=place)

    found = await check(database_path)

    assert found.problems == ()
    assert found.revision == HEAD
    assert found.rows == {
        "articles": 1,
        "facts": 3,
        "questions": 3,
        "discussions": 1,
        "prompts": 1,
        "responses": 2,
    }


async def test_check_finds_rows_that_point_nowhere(
    store: Store, database_path: Path, prompt: Prompt, clock: Clock, place: Place
) -> None:
    await respond(store, prompt, "one", clock=clock, place=place)
    with closing(sqlite3.connect(database_path)) as connection, connection:
        connection.execute("DELETE FROM prompts")

    assert (await check(database_path)).problems == ("responses 1 → prompts",)


async def test_check_of_nothing(tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError):
        await check(tmp_path / "causerie.db")

    assert names_in(tmp_path) == []


async def test_a_full_disk_is_said_to_be_full_and_harms_nothing(
    prompt: Prompt, store: Store, database_path: Path, clock: Clock, place: Place
) -> None:
    await respond(store, prompt, "before", clock=clock, place=place)
    database = Database(f"sqlite:///{database_path}")
    await upgrade(database, keep_backups=1)
    await database.close()

    @event.listens_for(database.engine.sync_engine, "connect")
    def fill(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # SQLite takes what the file has for the least

    full = Store(database)
    with pytest.raises(DiskFullError) as caught:
        await respond(full, prompt, "x" * 4000, "y" * 4000, clock=clock, place=place)
    await database.close()

    assert caught.value.data["where"] == str(database_path)
    assert texts_in(database_path) == ["before"]
    assert (await check(database_path)).problems == ()
    await respond(store, prompt, "after", clock=clock, place=place)
    assert texts_in(database_path) == ["before", "after"]


async def test_what_was_taken_back_is_not_left_in_the_file(
    database_path: Path, store: Store, prompt: Prompt, clock: Clock, place: Place
) -> None:
    (key,) = await respond(store, prompt, "a secret to be withdrawn " * 60, clock=clock, place=place)
    await respond(store, prompt, "a word that stays", clock=clock, place=place)
    async with store.write() as tx:
        await tx.responses.change(key, text=None, withdrawn_at=clock())  # type: ignore[arg-type]

    copy = await back_up(database_path)

    content = copy.read_bytes()
    assert b"a word that stays" in content
    assert b"secret to be" not in content


@pytest.mark.skipif(os.name != "posix", reason="links are another matter there")
async def test_a_database_behind_a_link_is_copied(store: Store, database_path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(database_path)

    assert (await check(await back_up(link, to=tmp_path / "copy.db"))).problems == ()
