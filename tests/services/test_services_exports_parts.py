"""Tests for exports in parts: each small enough, each readable by itself, together the whole."""

import csv
import io
import json
import secrets
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from taken_exports import AT, content, csv_rows, give, json_lines, left_in, manifest

from bot.domain.article import Article, Fact, fingerprint
from bot.domain.discussion import Prompt
from bot.services import exports as export_service
from bot.services.export_parts import part_name
from bot.services.export_verify import verify
from bot.services.exports import ExportService
from bot.services.place import Place
from bot.storage.store import Store

KIB = 1 << 10
Rows = list[dict[str, Any]]


def json_rows(path: Path) -> Rows:
    found: Rows = json.loads(content(path))["responses"]
    return found


def parquet_rows(path: Path) -> Rows:
    parquet = pytest.importorskip("pyarrow.parquet")
    found: Rows = parquet.read_table(path).to_pylist()
    return found


def polis_rows(path: Path) -> Rows:
    with zipfile.ZipFile(path) as archive:
        said = archive.read("polis/1-1/comments.csv").decode()
    return [{"text": row["comment-body"]} for row in csv.DictReader(io.StringIO(said, newline=""))]


READ: dict[str, Callable[[Path], Rows]] = {
    "csv": csv_rows,
    "jsonl": json_lines,
    "json": json_rows,
    "parquet": parquet_rows,
    "polis": polis_rows,
}
HOLDS_RESPONSES = ("responses.", "export.", "polis.")


@pytest.mark.parametrize("name", READ)
async def test_parts_are_small_enough_readable_and_together_the_whole(
    *,
    exports: ExportService,
    store: Store,
    prompt: Prompt,
    place: Place,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    monkeypatch.setattr(export_service, "FEW", 20)
    # Texts that hardly shrink, and after short ones, by which one might be misled, the longest there are.
    texts = [f"{number} {secrets.token_urlsafe(900)}" for number in range(400)]
    texts[300:320] = [f"{number} {secrets.token_urlsafe(2_900)}" for number in range(300, 320)]
    await give(store, prompt, *texts)
    limit = 200 * KIB

    taken = await exports.take([name], folder=tmp_path / "out", at=place, limit=limit)

    said = manifest(tmp_path / "out")
    assert taken.manifest.parts == max(file["parts"] for file in said["files"])
    assert 3 <= taken.manifest.parts <= 6
    holding = [file for file in said["files"] if file["name"].startswith(HOLDS_RESPONSES)]
    assert [file["part"] for file in holding] == list(range(1, taken.manifest.parts + 1))
    found = []
    for file in holding:
        path = tmp_path / "out" / file["name"]
        assert f".part{file['part']}of{taken.manifest.parts}." in path.name
        rows = READ[name](path)
        assert len(rows) == file["rows"] > 0
        found += [row["text"] for row in rows]
    assert found == texts
    assert all(file["bytes"] <= limit for file in said["files"])
    assert said["counts"]["responses"] == len(texts)
    assert verify(tmp_path / "out").flaws == ()
    assert left_in(tmp_path) == ["out"]
    # All files of a part may go out together.
    for part in range(1, taken.manifest.parts + 1):
        assert sum(file["bytes"] for file in said["files"] if file["part"] == part) <= limit


@pytest.mark.parametrize("name", READ)
async def test_a_limit_smaller_than_a_page_still_gives_all(
    *,
    exports: ExportService,
    store: Store,
    prompt: Prompt,
    place: Place,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    monkeypatch.setattr(export_service, "FEW", 20)
    texts = [f"{number} {secrets.token_urlsafe(900)}" for number in range(50)]
    await give(store, prompt, *texts)

    await exports.take([name], folder=tmp_path / "out", at=place, limit=100)

    said = manifest(tmp_path / "out")
    found = [
        row["text"]
        for file in said["files"]
        if file["name"].startswith(HOLDS_RESPONSES)
        for row in READ[name](tmp_path / "out" / file["name"])
    ]
    assert found == texts
    assert verify(tmp_path / "out").flaws == ()


async def test_a_small_export_is_left_in_one_part_and_not_compressed(
    exports: ExportService, store: Store, prompt: Prompt, place: Place, tmp_path: Path
) -> None:
    await give(store, prompt, *"abc")

    taken = await exports.take(list(READ), folder=tmp_path / "out", at=place, limit=10 << 20)

    names = {file.name for file in taken.manifest.files}
    assert names >= {"responses.csv", "responses.jsonl", "export.json", "responses.parquet"}
    assert not [name for name in names if ".zip" in name.replace("polis.zip", "") or ".part" in name]
    assert taken.manifest.parts == 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("🦀" * 500, id="four-bytes-each"),
        pytest.param("\x01" * 500, id="six-in-json"),
        pytest.param('"' * 500, id="two-in-csv"),
    ],
)
async def test_no_text_makes_a_file_larger_than_it_seemed(
    *, exports: ExportService, store: Store, prompt: Prompt, place: Place, tmp_path: Path, text: str
) -> None:
    await give(store, prompt, *([text] * 400))
    limit = 700 * KIB

    await exports.take(["csv", "jsonl"], folder=tmp_path / "out", at=place, limit=limit)

    assert all(file["bytes"] <= limit for file in manifest(tmp_path / "out")["files"])


async def test_every_part_of_json_says_the_same_about_the_export_and_which_part_it_is(
    *,
    exports: ExportService,
    store: Store,
    prompt: Prompt,
    place: Place,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(export_service, "FEW", 10)
    await give(store, prompt, "one", "two", "three")

    taken = await exports.take(["json"], folder=tmp_path / "out", at=place, limit=1)

    documents = [json.loads(content(path)) for path in taken.paths[:-1]]
    assert [document["about"].pop("part") for document in documents] == ["1", "2", "3", "4", "5", "6", "7"]
    assert all(document["about"] == documents[0]["about"] for document in documents)
    assert [len(document["questions"]) for document in documents] == [1, 0, 0, 0, 0, 0, 0]
    assert [len(document["facts"]) for document in documents] == [0, 1, 1, 1, 0, 0, 0]
    assert [len(document["responses"]) for document in documents] == [0, 0, 0, 0, 1, 1, 1]


@pytest.mark.parametrize("name", ["json", "xlsx", "parquet"])
async def test_facts_by_the_thousand_come_in_parts_too(
    *,
    exports: ExportService,
    store: Store,
    prompt: Prompt,
    place: Place,
    article: Article,
    tmp_path: Path,
    name: str,
) -> None:
    facts = [
        Fact(id=f"f{number}", text="Long.", passage=secrets.token_urlsafe(400), score=0.5)
        for number in range(1_500)
    ]
    long = replace(article, id="long", facts=tuple(facts))
    async with store.write() as tx:
        await tx.articles.add(
            long, guild=place.guild, fingerprint=fingerprint(long), at=AT, by=place.person.id
        )
    await give(store, prompt, "short")
    limit = 300 * KIB

    taken = await exports.take([name], folder=tmp_path / "out", at=place, limit=limit)

    assert taken.manifest.parts > 1
    assert all(file.bytes <= limit for file in taken.manifest.files)
    assert taken.manifest.counts["facts"] == len(facts) + len(article.facts)
    assert verify(tmp_path / "out").flaws == ()


@pytest.mark.parametrize(
    ("name", "number", "of", "expected"),
    [
        ("responses.csv", 2, 5, "responses.part2of5.csv"),
        ("responses.csv.zip", 1, 2, "responses.part1of2.csv.zip"),
        ("responses.part3.csv.zip", 3, 12, "responses.part3of12.csv.zip"),
        ("polis/1-1/votes.csv", 2, 2, "polis/1-1/votes.part2of2.csv"),
        ("responses.csv", 2, None, "responses.part2.csv"),
    ],
)
def test_a_part_is_named_by_its_number(name: str, number: int, of: int | None, expected: str) -> None:
    assert part_name(name, number, of=of) == expected
