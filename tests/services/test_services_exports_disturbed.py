"""Tests for exports that something comes between: erasing, cancelling, another export, a full disk."""

import asyncio
import os
import random
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from stored_rows import stored
from taken_exports import csv_rows, give, json_lines, left_in, manifest

from bot.domain.discussion import Prompt
from bot.domain.export_errors import ExportDisturbedError
from bot.domain.identity import ResponseId
from bot.domain.storage_errors import DiskFullError, StoreBusyError
from bot.services import exports as export_service
from bot.services.export_files import ExportFolder
from bot.services.export_verify import verify
from bot.services.exports import TRIES, Exported, ExportService, Progress
from bot.services.place import Place
from bot.storage.exports import Exports
from bot.storage.store import Store

FORMATS = ("csv", "jsonl", "json", "parquet", "polis")


class Eraser:
    """Erases one response whenever the export gets on, up to a number of times."""

    def __init__(self, url: str, ids: list[ResponseId], *, times: int, guild: int) -> None:
        self._guild = guild
        self._url = url
        self._ids = ids
        self.left = times
        self._loop = asyncio.new_event_loop()

    def __call__(self, _done: int, _total: int) -> None:
        """Erase one, in a thread of its own: progress is told of by a function that does not wait."""
        if self.left:
            self.left -= 1
            thread = threading.Thread(target=self._loop.run_until_complete, args=(self._erase(),))
            thread.start()
            thread.join()

    async def _erase(self) -> None:
        id_ = self._ids.pop()
        for statement in (
            f"DELETE FROM responses WHERE key = {id_}",  # noqa: S608 (a number of ours)
            f"INSERT INTO counters (name, value) VALUES ('erasures:{self._guild}', 1) "  # noqa: S608 (as well)
            "ON CONFLICT (name) DO UPDATE SET value = counters.value + 1",
        ):
            await stored(self._url, statement)

    def close(self) -> None:
        self._loop.close()


async def test_an_export_is_begun_anew_when_answers_are_erased_meanwhile(
    *, exports: ExportService, store: Store, prompt: Prompt, place: Place, tmp_path: Path, database_url: str
) -> None:
    ids = await give(store, prompt, *"abcdef")
    erase = Eraser(database_url, list(ids), times=TRIES - 1, guild=place.guild)

    taken = await exports.take(list(FORMATS), folder=tmp_path / "out", at=place, progress=erase)
    erase.close()

    assert erase.left == 0
    lines = json_lines(tmp_path / "out" / "responses.jsonl")
    assert [line["response_id"] for line in lines] == ids[: 6 - TRIES + 1]
    assert [row["text"] for row in csv_rows(tmp_path / "out" / "responses.csv")] == list("ab")
    assert taken.manifest.counts["responses"] == 2
    assert verify(tmp_path / "out").flaws == ()
    assert left_in(tmp_path) == ["out"]
    ((said,),) = await stored(database_url, "SELECT count(*) FROM exports")
    assert said == 1


async def test_an_export_that_is_always_disturbed_is_given_up_and_leaves_nothing(
    *, exports: ExportService, store: Store, prompt: Prompt, place: Place, tmp_path: Path, database_url: str
) -> None:
    ids = await give(store, prompt, *"abcdef")
    erase = Eraser(database_url, list(ids), times=TRIES, guild=place.guild)

    with pytest.raises(ExportDisturbedError):
        await exports.take(["csv"], folder=tmp_path / "out", at=place, progress=erase)
    erase.close()

    assert left_in(tmp_path) == []
    assert await stored(database_url, "SELECT key FROM exports") == []


async def test_two_exports_at_once_are_both_right(
    exports: ExportService, store: Store, prompt: Prompt, place: Place, tmp_path: Path
) -> None:
    ids = await give(store, prompt, *(["x"] * 3_000))

    await asyncio.gather(
        *(exports.take(list(FORMATS), folder=tmp_path / name, at=place) for name in ("one", "two"))
    )

    for name in ("one", "two"):
        assert [line["response_id"] for line in json_lines(tmp_path / name / "responses.jsonl")] == ids
        assert verify(tmp_path / name).flaws == ()
    assert left_in(tmp_path) == ["one", "two"]


@pytest.mark.parametrize("seed", range(12))
async def test_an_export_that_is_cancelled_at_any_moment_leaves_nothing_or_is_whole(
    *,
    exports: ExportService,
    store: Store,
    prompt: Prompt,
    place: Place,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
) -> None:
    monkeypatch.setattr(export_service, "PAGE", 20)
    monkeypatch.setattr(export_service, "FEW", 20)
    ids = await give(store, prompt, *(["x"] * 100))
    turns = random.Random(seed).randrange(250)  # noqa: S311 (no secret)

    taking = asyncio.create_task(exports.take(["jsonl", "parquet"], folder=tmp_path / "out", at=place))
    for _ in range(turns):
        await asyncio.sleep(0)
    taking.cancel()
    await asyncio.gather(taking, return_exceptions=True)

    if taking.cancelled():
        assert left_in(tmp_path) == []
    else:
        assert isinstance(taking.result(), Exported)
        assert verify(tmp_path / "out").flaws == ()
    # Nothing of it is in anybody's way: neither a connection nor a table.
    for number in range(5):
        await exports.take(["jsonl"], folder=tmp_path / f"next-{number}", at=place)
        lines = json_lines(tmp_path / f"next-{number}" / "responses.jsonl")
        assert [line["response_id"] for line in lines] == ids


def held(monkeypatch: pytest.MonkeyPatch, name: str) -> tuple[threading.Event, threading.Event]:
    """Let the step *name* of the folder wait in its thread: once it says so, until it may go on."""
    under_way, may_go_on = threading.Event(), threading.Event()
    real: Callable[..., Any] = getattr(ExportFolder, name)

    def slow(*arguments: Any) -> Any:
        under_way.set()
        may_go_on.wait(10)
        return real(*arguments)

    monkeypatch.setattr(ExportFolder, name, slow)
    return under_way, may_go_on


async def test_whoever_cancels_too_late_is_told_of_the_export_however_often_they_do(
    *,
    exports: ExportService,
    store: Store,
    prompt: Prompt,
    place: Place,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await give(store, prompt, "words")
    under_way, may_go_on = held(monkeypatch, "publish")
    taking = asyncio.create_task(exports.take(["csv"], folder=tmp_path / "out", at=place))
    await asyncio.to_thread(under_way.wait, 10)

    for _ in range(3):
        taking.cancel()
        await asyncio.sleep(0)
    may_go_on.set()
    taken = await taking

    assert taken.manifest.to_dict() == manifest(tmp_path / "out")
    assert taking.cancelling() == 0
    assert left_in(tmp_path) == ["out"]
    # Another goes on from it.
    await exports.take(["csv"], folder=tmp_path / "next", at=place, goes_on=True)
    assert csv_rows(tmp_path / "next" / "responses.csv") == []


async def test_a_disk_that_is_full_in_the_end_is_said_though_somebody_cancelled(
    *,
    exports: ExportService,
    store: Store,
    prompt: Prompt,
    place: Place,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await give(store, prompt, "words")
    under_way, may_go_on = held(monkeypatch, "publish")
    taking = asyncio.create_task(exports.take(["csv"], folder=tmp_path / "out", at=place))
    await asyncio.to_thread(under_way.wait, 10)

    def full(_descriptor: int) -> None:
        raise OSError(28, "full")

    taking.cancel()
    await asyncio.sleep(0)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        may_go_on.set()
        with pytest.raises(DiskFullError):
            await taking

    assert left_in(tmp_path) == []


async def test_an_export_that_cannot_be_gone_on_from_is_there_all_the_same(
    *,
    exports: ExportService,
    store: Store,
    prompt: Prompt,
    place: Place,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def fail(*_: object) -> None:
        raise StoreBusyError(where="here")

    await exports.take(["jsonl"], folder=tmp_path / "first", at=place)
    (id_,) = await give(store, prompt, "words")
    with monkeypatch.context() as patch:
        patch.setattr(Exports, "reached", fail)
        await exports.take(["jsonl"], folder=tmp_path / "second", at=place)

    assert "is not gone on from" in caplog.text
    assert verify(tmp_path / "second").flaws == ()
    await exports.take(["jsonl"], folder=tmp_path / "third", at=place, goes_on=True)
    assert [line["response_id"] for line in json_lines(tmp_path / "third" / "responses.jsonl")] == [id_]
    assert manifest(tmp_path / "third")["asked"]["since_export"] == 1


async def test_whoever_looks_into_the_folder_sees_all_of_it_or_nothing(
    *,
    exports: ExportService,
    store: Store,
    prompt: Prompt,
    place: Place,
    tmp_path: Path,
) -> None:
    await give(store, prompt, *(["x"] * 200))
    seen: list[bool] = []

    def look(_done: int, _total: int) -> None:
        seen.append((tmp_path / "out").exists())

    telling: Progress = look
    await exports.take(["csv", "jsonl"], folder=tmp_path / "out", at=place, progress=telling)

    assert seen
    assert not any(seen)
    assert verify(tmp_path / "out").flaws == ()
