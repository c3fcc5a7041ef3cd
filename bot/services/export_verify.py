"""Checking an export that was taken: whether each file is there, whole, and as long as its manifest says."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from bot.domain.export_errors import NoManifestError
from bot.exports.formats import SCHEMA_VERSION
from bot.exports.manifest import NAME

CHUNK = 1 << 20
# A field of a CSV file may be as long as an article.
FIELD = 1 << 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """Something that is not as the manifest says. ``code`` selects the text ``flaw.<code>``."""

    code: str  # missing, size, digest, rows, unread, unexpected, version, incomplete
    file: str
    expected: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was found."""

    manifest: dict[str, Any]
    flaws: tuple[Flaw, ...]


def verify(folder: Path) -> Verified:
    """Compare the export in *folder* with its manifest. Raises NoManifestError."""
    manifest = _manifest(folder)
    flaws: list[Flaw] = []
    if manifest.get("schema_version") != SCHEMA_VERSION:
        version = str(manifest.get("schema_version"))
        flaws.append(Flaw(code="version", file=NAME, expected=str(SCHEMA_VERSION), found=version))
    expected = {NAME}
    for file in manifest["files"]:
        expected.add(str(file["name"]))
        flaws.extend(_flaws(folder, file))
    found = {str(path.relative_to(folder).as_posix()) for path in folder.rglob("*") if path.is_file()}
    flaws.extend(Flaw(code="unexpected", file=name) for name in sorted(found - expected))
    return Verified(manifest=manifest, flaws=tuple(flaws))


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / NAME).read_text("utf-8"))
        files = [(file["name"], file["bytes"], file["sha256"]) for file in manifest["files"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoManifestError(folder=str(folder)) from error
    if any(_leads_out(str(name)) for name, *_ in files):
        raise NoManifestError(folder=str(folder))
    return dict(manifest)


def _leads_out(name: str) -> bool:
    return Path(name).is_absolute() or ".." in Path(name).parts


def _flaws(folder: Path, file: dict[str, Any]) -> Iterator[Flaw]:
    name = str(file["name"])
    path = folder / name
    if not path.is_file():
        yield Flaw(code="missing", file=name)
        return
    try:
        size, digest = _measured(path)
        if size != file["bytes"]:
            yield Flaw(code="size", file=name, expected=str(file["bytes"]), found=str(size))
        elif digest != file["sha256"]:
            yield Flaw(code="digest", file=name, expected=str(file["sha256"]), found=digest)
        elif (rows := _rows(path)) is not None and rows != file.get("rows"):
            yield Flaw(code="rows", file=name, expected=str(file.get("rows")), found=str(rows))
    except (OSError, ValueError, csv.Error, zipfile.BadZipFile) as error:
        yield Flaw(code="unread", file=name, found=str(error))


def _measured(path: Path) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return size, digest.hexdigest()


def _rows(path: Path) -> int | None:
    """Return how many rows a file has whose rows can be counted without holding it; None of others."""
    kind = path.name.removesuffix(".zip").rpartition(".")[2]
    if kind not in {"csv", "jsonl"} or "polis" in path.parts:
        return None
    with _content(path) as file:
        if kind == "jsonl":
            return sum(1 for line in file if json.loads(line) is not None)
        csv.field_size_limit(FIELD)
        text = io.TextIOWrapper(file, "utf-8-sig", newline="")
        return sum(1 for _ in csv.reader(text, strict=True)) - 1


@contextmanager
def _content(path: Path) -> Iterator[BinaryIO]:
    if path.suffix != ".zip":
        with path.open("rb") as file:
            yield file
        return
    with zipfile.ZipFile(path) as archive, archive.open(archive.namelist()[0]) as entry:
        yield io.BufferedReader(entry)  # type: ignore[type-var]  # an entry is raw enough
