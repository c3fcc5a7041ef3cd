"""Removing exports from the operator's disk once their time is over: they hold what members wrote.

Nothing is removed but what an export of ours says that it wrote, from a folder that was named for one; and
the hidden folders of exports that nobody writes any more.
"""

import asyncio
import json
import logging
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePath
from stat import S_ISDIR, S_ISREG
from typing import Any

from bot.exports.manifest import NAME
from bot.services.clock import Clock
from bot.services.partial_folders import remove_abandoned

logger = logging.getLogger(__name__)

# As ``fresh_folder`` names them.
_FOLDER = re.compile(r"causerie-(\d{8}T\d{6})Z(?:-[0-9a-f]+)?")
_PROGRAM = "causerie "


class ExportKeeping:
    """The folder that exports are written into, each for so long."""

    def __init__(self, folder: Path, *, keep: timedelta, clock: Clock) -> None:
        self._folder = folder
        self._keep = keep
        self._clock = clock

    async def tidy(self) -> None:
        """Remove the exports that are older than they are kept, and what killed ones left."""
        removed = await asyncio.to_thread(remove_old, self._folder, before=self._clock() - self._keep)
        if removed:
            logger.info("%d exports were kept for long enough and are removed", removed)
        left = await asyncio.to_thread(remove_abandoned, self._folder)
        if left:
            logger.info("What killed exports left is removed: %d folders", left)


def remove_old(folder: Path, *, before: datetime) -> int:
    """Remove the exports in *folder* that were begun *before* then; return how many."""
    removed = 0
    for path in list(_old(folder, before=before)):
        try:
            removed += _remove(path)
        except OSError as error:
            # Somebody may have it open; it is tried again with the next round.
            logger.warning("%s cannot be removed: %s", path.name, error.strerror)
    return removed


def _old(folder: Path, *, before: datetime) -> Iterator[Path]:
    with suppress(FileNotFoundError, NotADirectoryError):  # there was no export yet
        for path in sorted(folder.iterdir()):
            begun = _begun(path.name)
            if begun is not None and begun < before and _is(path, S_ISDIR):
                yield path


def _begun(name: str) -> datetime | None:
    found = _FOLDER.fullmatch(name)
    if found is None:
        return None
    try:
        return datetime.strptime(found[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _remove(export: Path) -> bool:
    """Remove the files of *export*, its manifest last, and the folder unless somebody put more into it."""
    names = _written(export)
    if names is None:
        return False
    for name in names:
        file = export / name
        # What lies behind a link is not ours.
        if all(_is(parent, S_ISDIR) for parent in _within(file, export)):
            file.unlink(missing_ok=True)
    for folder in sorted(
        {parent for name in names for parent in _within(export / name, export)}, reverse=True
    ):
        with suppress(OSError):
            folder.rmdir()
    (export / NAME).unlink(missing_ok=True)
    with suppress(OSError):
        export.rmdir()
    return True


def _within(file: Path, export: Path) -> list[Path]:
    """Return the folders between *export* and *file*."""
    return [parent for parent in file.parents if export in parent.parents]


def _written(export: Path) -> list[str] | None:
    """Return the names of what *export* says it wrote, or None where it is none of ours."""
    path = export / NAME
    if not _is(path, S_ISREG):
        return None
    try:
        manifest: Any = json.loads(path.read_text("utf-8"))
        is_ours = str(manifest["program"]).startswith(_PROGRAM) and bool(manifest["schema_version"])
        names = [str(file["name"]) for file in manifest["files"]]
    except (ValueError, KeyError, TypeError):
        return None
    if not is_ours or any(PurePath(name).is_absolute() or ".." in PurePath(name).parts for name in names):
        return None
    return names


def _is(path: Path, kind: Any) -> bool:
    """Return whether *path* itself, not what it links to, is of a *kind*."""
    try:
        return bool(kind(path.lstat().st_mode))
    except OSError:
        return False
