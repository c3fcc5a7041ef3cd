"""Tests for bot.services.exports: whole or not there, equal to the database, and provably so."""

import asyncio
import csv
import errno
import hashlib
import io
import json
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from stored_rows import stored

from bot.domain.consent import Purpose
from bot.domain.discussion import Given, NewResponse, Prompt
from bot.domain.errors import BotError
from bot.domain.export import Choice
from bot.domain.identity import DiscussionId, MemberId, ResponseId
from bot.domain.storage_errors import DiskFullError, FolderNotEmptyError, FolderUnwritableError
from bot.services import export_files
from bot.services import exports as export_service
from bot.services.export_files import fresh_folder
from bot.services.exports import ExportService
from bot.services.place import Place
from bot.storage.store import Store

AT = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)
TEXTS = (
    "plain",
    'with "quotes", commas\r\nand lines',
    "=HYPERLINK(1)",
    "🦀 é ﷽ \u2028",
    "  \x07 controls",
    "x" * 4_000,
)


async def respond(store: Store, prompt: Prompt, *texts: str) -> list[ResponseId]:
    rows = [
        NewResponse(
            prompt=prompt.id,
            author=MemberId(2**60 + number),
            author_name=f"Zoë, {number}",
            text=text,
            given=Given.BUTTON,
            created_at=AT,
        )
        for number, text in enumerate(texts)
    ]
    async with store.write() as tx:
        return [ResponseId(id_) for id_ in await tx.responses.add_all(rows)]


def json_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]


def csv_rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def manifest(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
    return found


async def kept(url: str, table: str) -> list[tuple[Any, ...]]:
    return await stored(url, f"SELECT * FROM {table}")  # noqa: S608 (a name of ours)


async def test_the_files_hold_what_the_database_holds(
    *, exports: ExportService, store: Store, prompt: Prompt, place: Place, tmp_path: Path, database_url: str
) -> None:
    ids = await respond(store, prompt, *TEXTS)
    async with store.write() as tx:
        await tx.responses.change(ids[0], text="edited", edited_at=AT)

    choice = Choice(names=True, reason="to compare")
    await exports.take(["jsonl", "csv"], folder=tmp_path / "out", at=place, choice=choice)

    expected = await stored(
        database_url,
        "SELECT key, author, author_name, text, given, created_at, edited_at FROM responses ORDER BY key",
    )
    lines = json_lines(tmp_path / "out" / "responses.jsonl")
    assert [
        (
            line["response_id"],
            int(line["author_id"]),
            line["author"],
            line["text"],
            line["given"],
            line["created_at"],
            line["edited_at"],
        )
        for line in lines
    ] == expected
    assert {(line["article_id"], line["question"], line["question_number"]) for line in lines} == {
        ("harbour", "Should the harbour move?", 1)
    }
    cells = csv_rows(tmp_path / "out" / "responses.csv")
    assert [
        (int(row["response_id"]), row["text"].removeprefix("'"), row["edited_at"] or None) for row in cells
    ] == [(row[0], row[3], row[6]) for row in expected]


async def test_the_manifest_says_what_is_there_and_proves_it(
    exports: ExportService, store: Store, prompt: Prompt, place: Place, tmp_path: Path
) -> None:
    await respond(store, prompt, *TEXTS)

    taken = await exports.take(["csv", "jsonl", "csv"], folder=tmp_path / "out", at=place)

    said = manifest(tmp_path / "out")
    assert said == taken.manifest.to_dict()
    assert said["complete"] is True
    assert said["counts"] == {"responses": len(TEXTS), "prompts": 1}
    assert [file["name"] for file in said["files"]] == ["responses.csv", "responses.jsonl"]
    for file in said["files"]:
        content = (tmp_path / "out" / file["name"]).read_bytes()
        assert (file["bytes"], file["rows"]) == (len(content), len(TEXTS))
        assert file["sha256"] == hashlib.sha256(content).hexdigest()
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(p.name for p in taken.paths)


async def test_what_does_not_stand_is_left_out_and_counted(
    exports: ExportService, store: Store, prompt: Prompt, place: Place, tmp_path: Path
) -> None:
    ids = await respond(store, prompt, "stays", "withdrawn", "hidden", "deleted", "stays too")
    async with store.write() as tx:
        await tx.responses.change(ids[1], text=None, withdrawn_at=AT)
        await tx.responses.change(ids[2], hidden_at=AT)
        await tx.responses.change(ids[3], text=None, deleted_at=AT)

    await exports.take(["jsonl"], folder=tmp_path / "out", at=place)

    texts = [line["text"] for line in json_lines(tmp_path / "out" / "responses.jsonl")]
    assert texts == ["stays", "stays too"]
    assert manifest(tmp_path / "out")["left_out"] == {
        "withdrawn": 1,
        "deleted": 1,
        "hidden": 1,
        "not_agreed": 0,
        "erased": 0,
        "expired": 0,
    }


@pytest.mark.usefixtures("store")
async def test_an_export_of_nothing_is_whole_too(
    exports: ExportService, place: Place, tmp_path: Path
) -> None:
    await exports.take(["jsonl", "csv"], folder=tmp_path / "out", at=place)

    assert (tmp_path / "out" / "responses.jsonl").read_bytes() == b""
    assert csv_rows(tmp_path / "out" / "responses.csv") == []
    assert manifest(tmp_path / "out")["counts"] == {"responses": 0, "prompts": 0}


@pytest.mark.parametrize(
    ("named", "discussion", "count"),
    [
        pytest.param("harbour", None, 2, id="its-article"),
        pytest.param("bakery", None, 0, id="another-article"),
        pytest.param(None, DiscussionId(1), 2, id="its-discussion"),
        pytest.param(None, DiscussionId(99), 0, id="another-discussion"),
    ],
)
async def test_an_export_may_be_of_one_article_or_discussion(
    *,
    exports: ExportService,
    store: Store,
    prompt: Prompt,
    place: Place,
    tmp_path: Path,
    named: str | None,
    discussion: DiscussionId | None,
    count: int,
) -> None:
    await respond(store, prompt, "one", "two")

    choice = Choice(article=named, discussion=discussion)
    await exports.take(["jsonl"], folder=tmp_path / "out", at=place, choice=choice)

    assert len(json_lines(tmp_path / "out" / "responses.jsonl")) == count
    asked = manifest(tmp_path / "out")["asked"]
    assert (asked["article"], asked["discussion"]) == (named, discussion)


async def test_many_pages_make_one_file(
    *,
    exports: ExportService,
    store: Store,
    prompt: Prompt,
    place: Place,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(export_service, "PAGE", 7)
    ids = await respond(store, prompt, *(str(number) for number in range(50)))
    seen: list[tuple[int, int]] = []

    await exports.take(["jsonl"], folder=tmp_path / "out", at=place, progress=lambda *done: seen.append(done))

    lines = json_lines(tmp_path / "out" / "responses.jsonl")
    assert [line["response_id"] for line in lines] == ids
    assert seen == [(done, 50) for done in (7, 14, 21, 28, 35, 42, 49, 50)]


async def test_an_export_is_one_state_while_people_answer(
    *,
    exports: ExportService,
    store: Store,
    prompt: Prompt,
    place: Place,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(export_service, "PAGE", 100)
    ids = await respond(store, prompt, *(["before"] * 1_000))

    async def answer() -> None:
        async with store.write() as tx:
            await tx.responses.change(ids[-1], text="changed", edited_at=AT)
            await tx.responses.change(ids[-2], text=None, withdrawn_at=AT)
        while True:
            await respond(store, prompt, "after", "after")

    answering: list[asyncio.Task[None]] = []

    def begin(_done: int, _total: int) -> None:
        if not answering:
            answering.append(asyncio.get_running_loop().create_task(answer()))

    await exports.take(["jsonl"], folder=tmp_path / "out", at=place, progress=begin)
    answering[0].cancel()
    await asyncio.gather(*answering, return_exceptions=True)

    lines = json_lines(tmp_path / "out" / "responses.jsonl")
    assert [(line["response_id"], line["text"]) for line in lines] == [(id_, "before") for id_ in ids]
    assert manifest(tmp_path / "out")["left_out"]["withdrawn"] == 0


@pytest.mark.usefixtures("prompt")
async def test_that_an_export_was_taken_is_remembered(
    exports: ExportService, place: Place, tmp_path: Path, database_url: str
) -> None:
    await exports.take(["csv"], folder=tmp_path / "out", at=place)

    ((guild, taken_by, said),) = await stored(database_url, "SELECT guild, taken_by, manifest FROM exports")
    assert (guild, taken_by) == (place.guild, place.person.id)
    assert json.loads(said) == manifest(tmp_path / "out")


async def test_an_empty_folder_is_taken(exports: ExportService, place: Place, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()

    await exports.take(["csv"], folder=tmp_path / "out", at=place)

    assert manifest(tmp_path / "out")["complete"] is True


async def test_the_folder_one_is_in_may_be_it(
    exports: ExportService, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path / "out")

    await exports.take(["csv"], folder=Path(), at=place)

    assert manifest(tmp_path / "out")["complete"] is True


async def test_a_folder_that_is_not_empty_is_left_as_it_is(
    exports: ExportService, place: Place, tmp_path: Path, database_url: str
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("precious")

    with pytest.raises(FolderNotEmptyError):
        await exports.take(["csv"], folder=tmp_path / "out", at=place)

    assert (tmp_path / "out" / "thesis.txt").read_text() == "precious"
    assert list((tmp_path / "out").iterdir()) == [tmp_path / "out" / "thesis.txt"]
    assert await kept(database_url, "exports") == []


async def test_a_file_is_no_folder(exports: ExportService, place: Place, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("precious")

    with pytest.raises(FolderNotEmptyError):
        await exports.take(["csv"], folder=tmp_path / "out", at=place)
    with pytest.raises(FolderUnwritableError):
        await exports.take(["csv"], folder=tmp_path / "out" / "below", at=place)

    assert (tmp_path / "out").read_text() == "precious"


def left_in(tmp_path: Path) -> list[str]:
    return [path.name for path in tmp_path.iterdir() if path.name != "database"]


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let nobody write a file larger than *size* bytes, as a full disk would."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("limit", [40_000, 1_000_000])
async def test_a_disk_that_fills_up_leaves_nothing(
    *,
    exports: ExportService,
    store: Store,
    prompt: Prompt,
    place: Place,
    tmp_path: Path,
    database_url: str,
    limit: int,
) -> None:
    await respond(store, prompt, *(["x" * 4_000] * 500))
    async with store.erase():
        pass
    await store.scrub()  # the write-ahead log, which is a file too, begins anew

    with largest_file(limit), pytest.raises(DiskFullError) as caught:
        await exports.take(["csv", "jsonl"], folder=tmp_path / "out", at=place)

    assert caught.value.data == {"where": str(tmp_path / "out")}
    assert left_in(tmp_path) == []
    assert await kept(database_url, "exports") == []
    await exports.take(["csv"], folder=tmp_path / "out", at=place)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        pytest.param(errno.ENOSPC, DiskFullError, id="full"),
        pytest.param(errno.EDQUOT, DiskFullError, id="over-quota"),
        pytest.param(errno.EIO, FolderUnwritableError, id="broken"),
    ],
)
async def test_a_disk_that_fails_at_the_last_moment_leaves_nothing(
    *,
    exports: ExportService,
    store: Store,
    prompt: Prompt,
    place: Place,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    expected: type[BotError],
) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    await respond(store, prompt, "words")
    monkeypatch.setattr(os, "fsync", fail)

    with pytest.raises(expected):
        await exports.take(["csv", "jsonl"], folder=tmp_path / "out", at=place)

    assert left_in(tmp_path) == []


async def test_a_mistake_while_writing_leaves_nothing(
    exports: ExportService, store: Store, prompt: Prompt, place: Place, tmp_path: Path
) -> None:
    def fail(_done: int, _total: int) -> None:
        raise ZeroDivisionError

    await respond(store, prompt, "words")

    with pytest.raises(ZeroDivisionError):
        await exports.take(["csv"], folder=tmp_path / "out", at=place, progress=fail)

    assert left_in(tmp_path) == []


@pytest.mark.parametrize("step", ["open", "create", "publish"])
async def test_an_export_that_is_cancelled_leaves_nothing_or_is_whole(
    *,
    exports: ExportService,
    store: Store,
    prompt: Prompt,
    place: Place,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    """The step is under way in its thread when the cancellation comes, and goes on afterwards."""
    under_way, may_go_on = threading.Event(), threading.Event()
    real: Callable[..., Any] = getattr(export_files.ExportFolder, step)

    def slow(*arguments: Any, **named: Any) -> Any:
        under_way.set()
        may_go_on.wait(10)
        return real(*arguments, **named)

    await respond(store, prompt, *TEXTS)
    monkeypatch.setattr(export_files.ExportFolder, step, slow)
    taking = asyncio.create_task(exports.take(["csv", "jsonl"], folder=tmp_path / "out", at=place))
    await asyncio.to_thread(under_way.wait, 10)

    taking.cancel()
    await asyncio.sleep(0.05)
    may_go_on.set()
    if step == "publish":
        taken = await taking  # too late: it is whole, and whoever asked is told so

        said = manifest(tmp_path / "out")
        assert said == taken.manifest.to_dict()
        names = sorted(path.name for path in (tmp_path / "out").iterdir())
        assert names == sorted(["manifest.json", *(file["name"] for file in said["files"])])
    else:
        with pytest.raises(asyncio.CancelledError):
            await taking

        assert left_in(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="names of folders are another matter there")
async def test_what_a_killed_export_left_is_in_nobodys_way(
    exports: ExportService, place: Place, tmp_path: Path
) -> None:
    (tmp_path / f".out.partial-{os.getpid()}").mkdir()
    (tmp_path / f".out.partial-{os.getpid()}" / "responses.csv").write_text("half")

    await exports.take(["csv"], folder=tmp_path / "out", at=place)

    assert left_in(tmp_path) == ["out"]


def test_a_fresh_folder_is_named_by_its_time_and_nobody_elses_though_asked_for_at_once(
    tmp_path: Path,
) -> None:
    folders = {fresh_folder(tmp_path, at=AT).name for _ in range(3)}

    assert len(folders) == 3
    assert all(name.startswith("causerie-20260504T123000Z-") for name in folders)


@pytest.mark.parametrize(
    ("purpose", "count"), [(Purpose.RECORD, 1), (Purpose.QUOTE, 0), (Purpose.PUBLISH, 0)]
)
async def test_what_was_looked_up_in_vain_stays_where_it_was_asked(
    *,
    exports: ExportService,
    store: Store,
    prompt: Prompt,
    place: Place,
    tmp_path: Path,
    purpose: Purpose,
    count: int,
) -> None:
    async with store.write() as tx:
        await tx.gaps.count("who paid", folded="paid", guild=place.guild, on=AT.date())

    await exports.take(["json"], folder=tmp_path / "out", at=place, choice=Choice(purpose=purpose))

    gaps = json.loads((tmp_path / "out" / "export.json").read_text("utf-8"))["gaps"]
    assert len(gaps) == count
