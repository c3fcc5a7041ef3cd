"""The files of an export: written beside their place under another name, moved there whole, or not at all.

Everything here blocks on the disk; use-cases call it from a thread.
"""

import contextlib
import errno
import hashlib
import os
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from typing import BinaryIO

from bot.domain.errors import BotError
from bot.domain.storage_errors import DiskFullError, FolderNotEmptyError, FolderUnwritableError
from bot.exports.manifest import NAME, ExportedFile, Manifest
from bot.exports.rows import Format

STEM = "responses"


class OpenFile:
    """One file of an export while it grows."""

    def __init__(self, folder: Path, *, format_: Format) -> None:
        self.name = STEM + format_.suffix
        self.format = format_
        self._digest = hashlib.sha256()
        self.rows = 0
        self._bytes = 0
        self._file: BinaryIO = (folder / self.name).open("xb")
        self._write(format_.header.encode())

    def add(self, lines: bytes, *, rows: int) -> None:
        """Append *lines*, which hold so many *rows*."""
        self._write(self.format.finish(lines))
        self.rows += rows

    def finish(self) -> ExportedFile:
        """Bring the file to the disk and return what the manifest says of it."""
        sync(self._file)
        self.close()
        return ExportedFile(
            name=self.name,
            format=self.format.name,
            rows=self.rows,
            bytes=self._bytes,
            sha256=self._digest.hexdigest(),
        )

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _write(self, content: bytes) -> None:
        self._file.write(content)
        self._digest.update(content)
        self._bytes += len(content)


class ExportFolder:
    """The folder of an export: hidden and marked partial until ``publish``."""

    def __init__(self, target: Path) -> None:
        self.target = target.resolve()  # "." has no name that another could be made of
        self._partial = self.target.parent / f".{self.target.name}.partial-{os.getpid()}"
        self._files: list[OpenFile] = []

    def open(self, formats: Iterable[Format]) -> list[OpenFile]:
        """Begin a file of each format. Raises FolderNotEmptyError, FolderUnwritableError, DiskFullError."""
        try:
            if self.target.exists() and (not self.target.is_dir() or any(self.target.iterdir())):
                raise FolderNotEmptyError(folder=str(self.target))
            # Left by an export of the same name that was killed, in a process that had our number.
            shutil.rmtree(self._partial, ignore_errors=True)
            self._partial.mkdir(parents=True)
            self._files.extend(OpenFile(self._partial, format_=format_) for format_ in formats)
        except OSError as error:
            raise self._error(error) from error
        return self._files

    def add(self, file: OpenFile, lines: bytes, *, rows: int) -> None:
        """Append *lines* to one of the files. Raises DiskFullError, FolderUnwritableError."""
        try:
            file.add(lines, rows=rows)
        except OSError as error:
            raise self._error(error) from error

    def finish(self) -> tuple[ExportedFile, ...]:
        """Bring every file to the disk. Raises DiskFullError, FolderUnwritableError."""
        try:
            return tuple(file.finish() for file in self._files)
        except OSError as error:
            raise self._error(error) from error

    def publish(self, manifest: Manifest) -> None:
        """Give the folder its name, all at once. Raises DiskFullError, FolderUnwritableError."""
        try:
            with (self._partial / NAME).open("xb") as file:
                file.write(manifest.to_bytes())
                sync(file)
            if self.target.exists():
                self.target.rmdir()  # empty: ``open`` saw to it, and rmdir refuses otherwise
            self._partial.rename(self.target)
            sync_folder(self.target.parent)
        except OSError as error:
            raise self._error(error) from error

    def discard(self) -> None:
        """Remove what was not published. Does nothing after ``publish``."""
        for file in self._files:
            # Closing writes what is still held back, and a full disk refuses that too.
            with contextlib.suppress(OSError):
                file.close()
        shutil.rmtree(self._partial, ignore_errors=True)

    def _error(self, error: OSError) -> BotError:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            return DiskFullError(where=str(self.target))
        if error.errno in {errno.ENOTEMPTY, errno.EEXIST}:
            return FolderNotEmptyError(folder=str(self.target))
        return FolderUnwritableError(folder=str(self.target), reason=error.strerror or str(error))


def fresh_folder(within: Path, *, at: datetime) -> Path:
    """Return a folder for an export, named by its time and not there yet."""
    name = f"causerie-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    numbered = (f"{name}-{number}" for number in count(2))
    return next(path for tried in chain([name], numbered) if not (path := within / tried).exists())


def sync(file: BinaryIO) -> None:
    """Have the system bring *file* to the disk."""
    file.flush()
    os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Have the system bring the names in *folder* to the disk, where it can."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
