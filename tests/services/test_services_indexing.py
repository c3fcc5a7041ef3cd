"""Tests for bot.services.indexing and index_files: where no index can be made, or none be deleted."""

import asyncio
import errno
import os
import pickle
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.identity import GuildId
from bot.services.index_files import IndexFiles
from bot.services.indexing import IndexingError, Order, make_elsewhere
from bot.storage.store import Store

PATIENCE = timedelta(minutes=1)


async def test_a_process_says_for_what_reason_it_fails(store: Store, tmp_path: Path) -> None:
    order = Order(address=store.address, guild=GuildId(7), label="7", partial=tmp_path / "not" / "there")

    with pytest.raises(IndexingError, match=f"^{os.strerror(errno.ENOENT)}$"):
        await make_elsewhere(order, patience=PATIENCE)


async def test_a_process_ends_with_whoever_wants_the_index_and_leaves_nothing(
    store: Store, tmp_path: Path
) -> None:
    order = Order(address=store.address, guild=GuildId(7), label="7", partial=tmp_path / "partial")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.services.indexing", stdin=asyncio.subprocess.PIPE
    )

    await process.communicate(pickle.dumps(order))  # whose end it takes for ours

    assert process.returncode == 1
    assert not order.partial.exists()


async def test_a_process_that_cannot_read_the_database_says_no_more_than_that(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'not' / 'there.db'}"
    order = Order(address=address, guild=GuildId(7), label="7", partial=tmp_path / "partial")

    with pytest.raises(IndexingError, match=r"^store_\w+$"):
        await make_elsewhere(order, patience=PATIENCE)


def test_it_is_said_where_a_file_cannot_be_deleted(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    files = IndexFiles(tmp_path, where="causerie.db")
    kept = files.path(GuildId(7))
    kept.mkdir()  # which is not deleted as files are

    files.remove(GuildId(7))

    assert f"The index of guild 7 cannot be deleted: {kept}" in caplog.text


def test_where_there_is_no_folder_there_is_nothing_to_delete(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("no folder")

    for folder in (tmp_path / "nowhere", tmp_path / "file"):
        IndexFiles(folder, where="causerie.db").remove(GuildId(7))

    assert caplog.text == ""
