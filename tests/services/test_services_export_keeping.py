"""Tests for bot.services.export_keeping: exports go when their time is over, and nothing else does."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from old_rows import BEGAN, DAY, Time, respond

from bot.domain.discussion import Prompt
from bot.services.export_files import fresh_folder
from bot.services.export_keeping import ExportKeeping
from bot.services.exports import ExportService
from bot.services.place import Place
from bot.storage.store import Store

KEEP = timedelta(days=7)


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "exports"


@pytest.fixture
def keeping(folder: Path, clock: Time) -> ExportKeeping:
    return ExportKeeping(folder, keep=KEEP, clock=clock)


def export(within: Path, *names: str, **changes: Any) -> Path:
    """Write what looks like an export that began with these tests."""
    made = fresh_folder(within, at=BEGAN)
    made.mkdir(parents=True)
    for name in names or ("responses.csv",):
        (made / name).parent.mkdir(exist_ok=True)
        (made / name).write_text("words")
    files = [{"name": name} for name in names or ("responses.csv",)]
    manifest = {"program": "causerie 0.6.0", "schema_version": 2, "files": files, **changes}
    (made / "manifest.json").write_text(json.dumps(manifest))
    return made


def inside(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def folders(within: Path) -> list[str]:
    return sorted(path.name for path in within.iterdir())


async def after(keeping: ExportKeeping, clock: Time, passed: timedelta) -> None:
    clock.now = BEGAN + passed
    await keeping.tidy()


@pytest.mark.parametrize("format_", ["csv", "polis", "xlsx", "jsonl"])
async def test_an_export_is_removed_once_its_time_is_over(
    *,
    store: Store,
    prompt: Prompt,
    place: Place,
    clock: Time,
    folder: Path,
    keeping: ExportKeeping,
    format_: str,
) -> None:
    await respond(store, prompt, at=BEGAN, many=3)
    exports = ExportService(store, clock=clock)
    for _ in range(2):
        await exports.take([format_], folder=fresh_folder(folder, at=clock()), at=place)
    clock.now = BEGAN + DAY
    later = fresh_folder(folder, at=clock())
    await exports.take([format_], folder=later, at=place)
    before = inside(later)

    await after(keeping, clock, KEEP)
    assert len(folders(folder)) == 3

    await after(keeping, clock, KEEP + timedelta(seconds=1))
    assert folders(folder) == [later.name]
    assert inside(later) == before


@pytest.mark.parametrize(
    "name",
    [
        "mine",
        "causerie-notes",
        "causerie-20260101T120000",
        "causerie-20261301T120000Z",
        "xcauserie-20260101T120000Z",
    ],
)
async def test_folders_of_other_names_stay(
    name: str, folder: Path, keeping: ExportKeeping, clock: Time
) -> None:
    export(folder).rename(folder / name)

    await after(keeping, clock, 400 * DAY)

    assert (folder / name / "responses.csv").exists()


@pytest.mark.parametrize(
    "manifest",
    [
        "",
        "[]",
        "{}",
        '{"program": "another 1.0", "schema_version": 1, "files": []}',
        '{"program": "causerie 0.6", "files": []}',
        '{"program": "causerie 0.6", "schema_version": 1, "files": [{"name": "../precious.txt"}]}',
        '{"program": "causerie 0.6", "schema_version": 1, "files": [{"name": "/etc/precious.txt"}]}',
        '{"program": "causerie 0.6", "schema_version": 1, "files": ["responses.csv"]}',
        "\ud800",
    ],
)
async def test_what_is_no_export_of_ours_stays(
    manifest: str, folder: Path, keeping: ExportKeeping, clock: Time
) -> None:
    made = export(folder)
    (folder / "precious.txt").write_text("mine")
    (made / "manifest.json").write_bytes(manifest.encode(errors="surrogatepass"))

    await after(keeping, clock, 400 * DAY)

    assert (made / "responses.csv").exists()
    assert (folder / "precious.txt").exists()


async def test_a_folder_without_a_manifest_stays(folder: Path, keeping: ExportKeeping, clock: Time) -> None:
    made = export(folder)
    (made / "manifest.json").unlink()

    await after(keeping, clock, 400 * DAY)

    assert (made / "responses.csv").exists()


async def test_what_somebody_put_beside_the_files_stays(
    folder: Path, keeping: ExportKeeping, clock: Time
) -> None:
    made = export(folder, "responses.csv", "polis/votes.csv")
    (made / "polis" / "notes.txt").write_text("mine")
    (made / "notes.txt").write_text("mine")

    await after(keeping, clock, 400 * DAY)

    assert inside(made) == ["notes.txt", "polis", "polis/notes.txt"]


class TestLinks:
    async def test_a_link_to_an_export_is_not_followed(
        self, tmp_path: Path, folder: Path, keeping: ExportKeeping, clock: Time
    ) -> None:
        made = export(tmp_path / "elsewhere")
        (folder / "mine").mkdir(parents=True)
        (folder / made.name).symlink_to(made)

        await after(keeping, clock, 400 * DAY)

        assert (made / "responses.csv").exists()
        assert (folder / made.name).is_symlink()

    async def test_nor_is_one_inside_of_it(
        self, tmp_path: Path, folder: Path, keeping: ExportKeeping, clock: Time
    ) -> None:
        precious = tmp_path / "precious"
        precious.mkdir()
        (precious / "votes.csv").write_text("mine")
        made = export(folder, "responses.csv", "polis/votes.csv")
        (made / "polis" / "votes.csv").unlink()
        (made / "polis").rmdir()
        (made / "polis").symlink_to(precious)
        (made / "responses.csv").unlink()
        (made / "responses.csv").symlink_to(precious / "votes.csv")

        await after(keeping, clock, 400 * DAY)

        assert (precious / "votes.csv").read_text() == "mine"
        assert not (made / "responses.csv").is_symlink()

    async def test_a_manifest_that_is_a_link_is_none(
        self, tmp_path: Path, folder: Path, keeping: ExportKeeping, clock: Time
    ) -> None:
        made = export(folder)
        (made / "manifest.json").rename(tmp_path / "manifest.json")
        (made / "manifest.json").symlink_to(tmp_path / "manifest.json")

        await after(keeping, clock, 400 * DAY)

        assert (made / "responses.csv").exists()


async def test_a_file_that_cannot_be_removed_is_no_reason_to_keep_others(
    folder: Path, keeping: ExportKeeping, clock: Time, caplog: pytest.LogCaptureFixture
) -> None:
    stuck, other = export(folder), export(folder)
    (stuck / "responses.csv").unlink()
    (stuck / "responses.csv").mkdir()

    await after(keeping, clock, 400 * DAY)

    assert (stuck / "manifest.json").exists()
    assert not other.exists()
    assert stuck.name in caplog.text


async def test_a_file_that_is_gone_already_is_no_trouble(
    folder: Path, keeping: ExportKeeping, clock: Time
) -> None:
    made = export(folder)
    (made / "responses.csv").unlink()

    await after(keeping, clock, 400 * DAY)

    assert not made.exists()


async def test_before_the_first_export_there_is_nothing_to_do(
    tmp_path: Path, keeping: ExportKeeping, clock: Time
) -> None:
    await after(keeping, clock, 400 * DAY)

    assert folders(tmp_path) == []


async def test_where_a_file_has_the_folders_name_there_is_none_either(
    tmp_path: Path, keeping: ExportKeeping, clock: Time
) -> None:
    (tmp_path / "exports").write_text("no folder")

    await after(keeping, clock, 400 * DAY)

    assert folders(tmp_path) == ["exports"]
