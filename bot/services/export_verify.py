"""Checking an export that was taken: whether each file is there, whole, and as long as its manifest says."""

import csv
import hashlib
import io
import json
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, AnyStr, BinaryIO

from bot.domain.export_errors import NoManifestError
from bot.exports.formats import SCHEMA_VERSION
from bot.exports.manifest import NAME

CHUNK = 1 << 20
# The files that hold responses, and whose rows are theirs.
HOLDING = frozenset({"responses", "export"})
# A field of a CSV file may be as long as an article.
FIELD = 1 << 24
COMPRESSIONS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
# What reading a file that somebody garbled, or made up, ends in. RuntimeError is a locked archive's, and what
# JSON says that is nested too deeply.
UNREADABLE = (OSError, EOFError, ValueError, RuntimeError, csv.Error, zlib.error, zipfile.BadZipFile)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """Something that is not as the manifest says. ``code`` selects the text ``flaw.<code>``."""

    code: str  # missing, size, digest, rows, unread, unexpected, version, counts
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
    flaws.extend(_miscounted(manifest))
    found = {str(path.relative_to(folder).as_posix()) for path in folder.rglob("*") if path.is_file()}
    flaws.extend(Flaw(code="unexpected", file=name) for name in sorted(found - expected))
    return Verified(manifest=manifest, flaws=tuple(flaws))


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / NAME).read_text("utf-8"))
        is_one = isinstance(manifest["counts"]["responses"], int) and all(map(_is_file, manifest["files"]))
    except (OSError, ValueError, LookupError, TypeError, RecursionError) as error:
        raise NoManifestError(folder=str(folder)) from error
    if not is_one:
        raise NoManifestError(folder=str(folder))
    return dict(manifest)


def _is_file(file: dict[str, Any]) -> bool:
    """Return whether *file* says what a manifest says of a file, and its name leads nowhere else."""
    name, size, digest = file["name"], file["bytes"], file["sha256"]
    if not (isinstance(name, str) and isinstance(size, int) and isinstance(digest, str)):
        return False
    return not Path(name).is_absolute() and ".." not in Path(name).parts


def _flaws(folder: Path, file: dict[str, Any]) -> Iterator[Flaw]:
    name = str(file["name"])
    path = folder / name
    if not _is_there(path):
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
    except UNREADABLE as error:
        yield Flaw(code="unread", file=name, found=str(error))


def _miscounted(manifest: dict[str, Any]) -> Iterator[Flaw]:
    """Yield a flaw for each format whose files do not say that they hold as many responses as are counted."""
    held: Counter[str] = Counter()
    for file in manifest["files"]:
        # What other files have a number of rows for is not responses.
        if PurePosixPath(str(file["name"])).name.partition(".")[0] in HOLDING:
            held[str(file.get("format"))] += int(file.get("rows") or 0)
    counted = manifest["counts"]["responses"]
    if counted and not manifest["files"]:
        held["–"] = 0
    for name, rows in held.items():
        if rows != counted:
            yield Flaw(code="counts", file=NAME, expected=str(counted), found=name)


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # no file has such a name
        return False


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
            return sum(1 for line in _lines(file) if json.loads(line) is not None)
        csv.field_size_limit(FIELD)
        text = io.TextIOWrapper(file, "utf-8-sig", newline="")
        return sum(1 for _ in csv.reader(_lines(text), strict=True)) - 1


def _lines(file: IO[AnyStr]) -> Iterator[AnyStr]:
    """Yield the lines of *file*, none of which is too long to be held: it may unfold from very little."""
    while line := file.readline(FIELD + 1):
        if len(line) > FIELD:
            raise ValueError("a line that does not end")
        yield line


@contextmanager
def _content(path: Path) -> Iterator[BinaryIO]:
    if path.suffix != ".zip":
        with path.open("rb") as file:
            yield file
        return
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        if len(entries) != 1 or entries[0].compress_type not in COMPRESSIONS:
            raise ValueError("an archive that is none of ours")
        with archive.open(entries[0]) as entry:
            yield io.BufferedReader(entry)  # type: ignore[type-var]  # an entry is raw enough
