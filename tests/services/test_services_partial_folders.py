"""Tests for bot.services.partial_folders: what killed exports left goes, and what is being written stays."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from old_rows import Time

from bot.services import partial_folders
from bot.services.export_keeping import ExportKeeping
from bot.services.partial_folders import ABANDONED, PartialFolder, remove_abandoned

OURS = ".causerie-20260504T123000Z-a1b2c3.partial-4711"
LEFT = [OURS, ".causerie-20260504T123000Z.partial-1", ".out.partial-0badcafe"]
ELSEWHERE = [
    "causerie-20260504T123000Z-a1b2c3",
    ".causerie-notes.partial-1",
    ".other.partial-0badcafe",
    ".out.partial-mine",
    ".out.txt.partial-1",
    "out",
]

locks = pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be locked there")


def left(within: Path, name: str) -> Path:
    """Make what a killed export leaves."""
    folder = within / name
    (folder / "polis").mkdir(parents=True)
    (folder / "polis" / "votes.csv").write_text("words")
    return folder


def names(within: Path) -> list[str]:
    return sorted(path.name for path in within.iterdir())


@contextmanager
def written_into(target: Path) -> Iterator[Path]:
    folder = PartialFolder(target)
    (folder.path / "responses.csv").write_text("words")
    try:
        yield folder.path
    finally:
        folder.release()


@pytest.fixture
def without_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, *, waits: bool) -> int:
        raise OSError

    monkeypatch.setattr(partial_folders, "_locked", refuse)


@locks
def test_what_is_left_goes_and_other_folders_stay(tmp_path: Path) -> None:
    for name in (*LEFT, *ELSEWHERE):
        left(tmp_path, name)
    (tmp_path / f"{OURS}0").write_text("no folder")

    assert remove_abandoned(tmp_path, of="out") == len(LEFT)

    assert names(tmp_path) == sorted([*ELSEWHERE, f"{OURS}0"])


@locks
def test_those_of_other_names_are_for_who_gives_that_name_again(tmp_path: Path) -> None:
    left(tmp_path, ".out.partial-0badcafe")

    assert remove_abandoned(tmp_path) == 0
    assert remove_abandoned(tmp_path, of="out") == 1


@locks
def test_what_somebody_writes_stays_until_they_are_done(tmp_path: Path) -> None:
    with written_into(tmp_path / "out") as one, written_into(tmp_path / "out") as other:
        assert one != other
        assert remove_abandoned(tmp_path, of="out") == 0

    assert remove_abandoned(tmp_path, of="out") == 2


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    precious = left(tmp_path, "precious")
    (tmp_path / OURS).symlink_to(precious)

    assert remove_abandoned(tmp_path) == 0
    assert (precious / "polis" / "votes.csv").exists()


@locks
def test_a_folder_that_was_taken_for_abandoned_at_once_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = [True]
    locked = partial_folders._locked

    def late(path: Path, *, waits: bool) -> int:
        if first:
            first.clear()
            path.rmdir()
        return locked(path, waits=waits)

    monkeypatch.setattr(partial_folders, "_locked", late)

    with written_into(tmp_path / "out") as path:
        assert path.is_dir()
        assert remove_abandoned(tmp_path, of="out") == 0


@pytest.mark.usefixtures("without_locks")
def test_without_locks_what_was_written_lately_stays(tmp_path: Path) -> None:
    with written_into(tmp_path / "out") as folder:
        long_ago = (folder / "responses.csv").stat().st_mtime - ABANDONED.total_seconds() - 1
        os.utime(folder, (long_ago, long_ago))
        assert remove_abandoned(tmp_path, of="out") == 0

        os.utime(folder / "responses.csv", (long_ago, long_ago))
        assert remove_abandoned(tmp_path, of="out") == 1


def test_where_there_is_no_folder_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("words")

    assert remove_abandoned(tmp_path / "nowhere") == 0
    assert remove_abandoned(tmp_path / "file") == 0


@locks
async def test_the_running_bot_removes_it_too(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    left(tmp_path, OURS)

    await ExportKeeping(tmp_path, keep=timedelta(days=7), clock=Time()).tidy()

    assert names(tmp_path) == []
    assert "What killed exports left is removed: 1 folders" in caplog.text
