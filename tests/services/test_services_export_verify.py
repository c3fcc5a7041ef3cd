"""Tests for bot.services.export_verify: an export is what its manifest says, or each flaw is named."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.domain.export_errors import NoManifestError
from bot.exports.formats import SCHEMA_VERSION
from bot.services.export_verify import Flaw, verify

LINES = b'{"text": "one"}\n{"text": "two"}\n'
CELLS = '\ufefftext\r\n"one\r\nand a half"\r\n"two"\r\n'.encode()


def write(folder: Path, files: dict[str, bytes], /, **changed: Any) -> None:
    """Write an export with *files* that have two rows each, and what is *changed* in its manifest."""
    listed = []
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        # Each is a format of its own, so that each holds all of it.
        listed.append({"name": name, "format": name, "bytes": len(content), "rows": 2, "sha256": digest})
    folder.mkdir(exist_ok=True)
    manifest = {
        "schema_version": SCHEMA_VERSION,
        "complete": True,
        "counts": {"responses": 2},
        "files": listed,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest | changed))


def zipped(tmp_path: Path, name: str, *contents: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    path = tmp_path / "made.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        for number, content in enumerate(contents):
            archive.writestr(name if number == 0 else f"{number}{name}", content)
    return path.read_bytes()


def codes(folder: Path) -> list[tuple[str, str]]:
    return [(flaw.code, flaw.file) for flaw in verify(folder).flaws]


def test_an_export_that_is_whole_has_no_flaws(tmp_path: Path) -> None:
    files = {
        "responses.jsonl": LINES,
        "responses.csv": CELLS,
        "responses.part1of2.csv.zip": zipped(tmp_path, "responses.csv", CELLS),
        "responses.part2of2.jsonl.zip": zipped(tmp_path, "responses.part2.jsonl", LINES),
        "tombstones.jsonl": LINES,
        "export.json": b"{}",
        "polis/1-1/votes.csv": b"not two rows",
    }
    write(tmp_path / "out", files)

    assert verify(tmp_path / "out").flaws == ()


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        pytest.param(Path.unlink, "missing", id="missing"),
        pytest.param(lambda path: path.write_bytes(LINES[:-1]), "size", id="cut-off"),
        pytest.param(lambda path: path.write_bytes(LINES + b"\n"), "size", id="longer"),
        pytest.param(lambda path: path.write_bytes(LINES.replace(b"one", b"two")), "digest", id="changed"),
    ],
)
def test_what_became_of_a_file_is_said(
    tmp_path: Path, damage: Callable[[Path], object], expected: str
) -> None:
    write(tmp_path, {"responses.jsonl": LINES, "responses.csv": CELLS})

    damage(tmp_path / "responses.jsonl")

    assert codes(tmp_path) == [(expected, "responses.jsonl")]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        pytest.param("responses.jsonl", LINES * 2, "rows", id="more-lines"),
        pytest.param("responses.csv", CELLS[:-7], "rows", id="fewer-cells"),
        pytest.param("responses.jsonl", b"{\n}\n", "unread", id="no-json"),
        pytest.param("responses.jsonl", b"[" * 100_000, "unread", id="deep-json"),
        pytest.param("responses.jsonl", b'"\xff"\n', "unread", id="no-utf-8"),
        pytest.param("responses.csv", b'text\r\n"one"two\r\n', "unread", id="no-csv"),
        pytest.param("responses.csv", b"text\r\n\xff\r\n", "unread", id="no-utf-8-in-csv"),
        pytest.param("responses.csv.zip", b"PK", "unread", id="no-archive"),
    ],
)
def test_a_file_whose_rows_are_not_what_they_should_be_is_named(
    tmp_path: Path, name: str, content: bytes, expected: str
) -> None:
    write(tmp_path, {name: content})

    assert codes(tmp_path) == [(expected, name)]


def test_an_archive_without_a_file_or_with_two_is_named(tmp_path: Path) -> None:
    for number, contents in enumerate(((), (LINES, LINES))):
        folder = tmp_path / str(number)
        write(folder, {"responses.jsonl.zip": zipped(tmp_path, "responses.jsonl", *contents)})

        assert codes(folder) == [("unread", "responses.jsonl.zip")]


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda data: data.replace(b"\x08\x00", b"\x63\x00"), id="method-nobody-knows"),
        pytest.param(lambda data: data.replace(data[50:60], bytes(10), 1), id="garbled"),
        pytest.param(
            lambda data: (
                data[:6]
                + b"\x01"
                + data[7:].replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
            ),
            id="locked",
        ),
    ],
)
def test_an_archive_that_cannot_be_opened_is_named(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    whole = zipped(tmp_path, "responses.jsonl", LINES * 20)
    spoiled = spoil(whole)
    assert spoiled != whole
    write(tmp_path / "out", {"responses.jsonl.zip": spoiled})

    assert codes(tmp_path / "out") == [("unread", "responses.jsonl.zip")]


def test_an_archive_that_would_unfold_without_end_is_read_no_further_than_needed(tmp_path: Path) -> None:
    # One line, and a quarter of a gigabyte of nothing else: no line of ours is as long.
    bomb = zipped(tmp_path, "responses.jsonl", b" " * (256 << 20))
    assert len(bomb) < 1 << 20
    write(tmp_path / "out", {"responses.jsonl.zip": bomb})

    (flaw,) = verify(tmp_path / "out").flaws

    assert flaw.code == "unread"


def test_files_that_are_in_no_manifest_are_named(tmp_path: Path) -> None:
    write(tmp_path, {"responses.jsonl": LINES})
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "thesis.txt").write_text("precious")
    (tmp_path / ".hidden").write_text("")

    assert codes(tmp_path) == [("unexpected", ".hidden"), ("unexpected", "below/thesis.txt")]


def test_a_manifest_of_another_version_is_named(tmp_path: Path) -> None:
    write(tmp_path, {}, counts={"responses": 0}, schema_version=SCHEMA_VERSION + 1)

    (flaw,) = verify(tmp_path).flaws

    assert flaw == Flaw(
        code="version", file="manifest.json", expected=str(SCHEMA_VERSION), found=str(SCHEMA_VERSION + 1)
    )


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"{", id="cut-off"),
        pytest.param(b"\xff\xfe", id="not-utf-8"),
        pytest.param(b"[]", id="a-list"),
        pytest.param(b"null", id="nothing"),
        pytest.param(b"{}", id="without-files"),
        pytest.param(b'{"files": null}', id="files-that-are-none"),
        pytest.param(b'{"files": [1]}', id="a-file-that-is-none"),
        pytest.param(b'{"files": [{"name": "x"}]}', id="a-file-without-a-digest"),
        pytest.param(b'{"files": {"name": "x"}}', id="files-that-are-no-list"),
        pytest.param(b"[" * 100_000, id="deep"),
        pytest.param(b'{"files": [{"name": "../x", "bytes": 1, "sha256": ""}]}', id="out-of-the-folder"),
        pytest.param(b'{"files": [{"name": "a/../../x", "bytes": 1, "sha256": ""}]}', id="out-by-a-detour"),
        pytest.param(b'{"files": [{"name": "/etc/passwd", "bytes": 1, "sha256": ""}]}', id="absolute"),
        pytest.param(b'{"files": [{"name": 7, "bytes": 1, "sha256": ""}]}', id="a-name-that-is-a-number"),
        pytest.param(b'{"files": [{"name": "x", "bytes": "1", "sha256": ""}]}', id="bytes-that-are-text"),
        pytest.param(b'{"files": [{"name": "x", "bytes": 1, "sha256": []}]}', id="a-digest-that-is-a-list"),
        pytest.param(b'{"files": [], "counts": {}}', id="without-counts"),
        pytest.param(b'{"files": [], "counts": {"responses": "many"}}', id="counts-that-are-text"),
    ],
)
def test_what_is_no_manifest_makes_no_export(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "manifest.json").write_bytes(content)

    with pytest.raises(NoManifestError) as caught:
        verify(tmp_path)

    assert caught.value.data == {"folder": str(tmp_path)}


def test_a_folder_without_a_manifest_or_that_is_not_there_is_no_export(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path, tmp_path / "none", tmp_path / "file"):
        with pytest.raises(NoManifestError):
            verify(folder)


@pytest.mark.parametrize("name", ["a\0b", "", ".", "\ud800", "x" * 5_000])
def test_a_name_that_no_file_has_is_missing(tmp_path: Path, name: str) -> None:
    listed = [{"name": name, "bytes": 1, "rows": 1, "sha256": ""}]
    write(tmp_path, {}, files=listed)

    assert [code for code, _ in codes(tmp_path)] == ["missing"]


def test_files_have_to_hold_as_many_responses_as_are_counted(tmp_path: Path) -> None:
    write(tmp_path / "fewer", {"responses.jsonl": LINES}, counts={"responses": 3})
    write(tmp_path / "none", {}, counts={"responses": 3})
    write(tmp_path / "nothing", {}, counts={"responses": 0})

    assert codes(tmp_path / "fewer") == [("counts", "manifest.json")]
    assert codes(tmp_path / "none") == [("counts", "manifest.json")]
    assert codes(tmp_path / "nothing") == []
