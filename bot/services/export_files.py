"""The files of an export: written beside their place under another name, moved there whole, or not at all.

Everything here blocks on the disk; use-cases call it from a thread.
"""

import contextlib
import errno
import hashlib
import io
import os
import secrets
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, BinaryIO, cast

from bot.domain.errors import BotError
from bot.domain.storage_errors import DiskFullError, FolderNotEmptyError, FolderUnwritableError
from bot.exports.manifest import NAME, Manifest
from bot.services.partial_folders import PartialFolder, remove_abandoned

# What zip archives date their entries with: no clock of ours, so that equal exports are equal bytes.
NO_TIME = (1980, 1, 1, 0, 0, 0)

Content = bytes | bytearray | memoryview


class OutputFile(io.RawIOBase):
    """One file of an export while it grows: counted and hashed as it is written."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.size = 0
        self._digest = hashlib.sha256()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file: BinaryIO = path.open("xb")

    def writable(self) -> bool:
        """Return True."""
        return True

    def tell(self) -> int:
        """Return how much has been written."""
        return self.size

    def write(self, content: Content, /) -> int:  # type: ignore[override]  # its Buffer has no name before 3.12
        """Append *content*."""
        data = content if isinstance(content, bytes) else bytes(content)
        self._file.write(data)
        self._digest.update(data)
        self.size += len(data)
        return len(data)

    def finish(self) -> str:
        """Bring the file to the disk, unless whoever wrote it has; return its SHA-256."""
        self.close()
        return self._digest.hexdigest()

    def close(self) -> None:
        """Bring the file to the disk and let go of it."""
        if not self._file.closed:
            try:
                sync(self._file)
            finally:
                self._file.close()
        super().close()


class ArchiveFile(OutputFile):
    """A zip archive of files that are written one after another; its size is that of the archive so far."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._archive = zipfile.ZipFile(_Sink(super().write), "w", zipfile.ZIP_DEFLATED)

    def entry(self, name: str) -> BinaryIO:
        """Begin the file *name*; the one before it is closed."""
        info = zipfile.ZipInfo(name, date_time=NO_TIME)
        info.compress_type = zipfile.ZIP_DEFLATED
        return cast(BinaryIO, self._archive.open(info, "w", force_zip64=True))

    def close(self) -> None:
        """End the archive, bring it to the disk and let go of it."""
        if not self._file.closed:
            self._archive.close()
        super().close()


class ZippedFile(ArchiveFile):
    """One file of an export that is alone in a zip archive."""

    def __init__(self, path: Path, *, name: str) -> None:
        super().__init__(path)
        self._entry = self.entry(name)

    def write(self, content: Content, /) -> int:  # type: ignore[override]  # as above
        """Append *content*."""
        return self._entry.write(content)

    def close(self) -> None:
        """End the archive, bring it to the disk and let go of it."""
        if not self._file.closed:
            self._entry.close()
        super().close()


class _Sink(io.RawIOBase):
    """Where an archive is written to that is never looked back into."""

    def __init__(self, write: Callable[[Content], int]) -> None:
        super().__init__()
        self._write = write

    def writable(self) -> bool:
        return True

    def write(self, content: Content, /) -> int:  # type: ignore[override]  # as above
        return self._write(content)


class ExportFolder:
    """The folder of an export: hidden and marked partial until ``publish``."""

    def __init__(self, target: Path) -> None:
        self.target = target.resolve()  # "." has no name that another could be made of
        self._folder: PartialFolder | None = None
        self._files: list[OutputFile] = []
        self._spools: list[BinaryIO] = []

    def open(self) -> None:
        """Begin. Raises FolderNotEmptyError, FolderUnwritableError, DiskFullError."""
        with self.errors():
            if self.target.exists() and (not self.target.is_dir() or any(self.target.iterdir())):
                raise FolderNotEmptyError(folder=str(self.target))
            remove_abandoned(self.target.parent, of=self.target.name)
            self._folder = PartialFolder(self.target)

    @property
    def _partial(self) -> Path:
        if self._folder is None:
            raise AssertionError("not open")
        return self._folder.path

    def create(self, name: str, *, zipped_as: str | None = None) -> OutputFile:
        """Begin the file *name*; with *zipped_as* it is an archive with one file of that name."""
        path = self._partial / name
        file = OutputFile(path) if zipped_as is None else ZippedFile(path, name=zipped_as)
        self._files.append(file)
        return file

    def spool(self) -> BinaryIO:
        """Return a file without a name, which goes in the end."""
        spool = cast(BinaryIO, tempfile.TemporaryFile(dir=self._partial))  # noqa: SIM115 (closed in the end)
        self._spools.append(spool)
        return spool

    def archive(self, name: str) -> ArchiveFile:
        """Begin the archive *name*."""
        file = ArchiveFile(self._partial / name)
        self._files.append(file)
        return file

    def rename(self, name: str, final: str) -> None:
        """Give the finished file *name* its *final* name."""
        (self._partial / name).rename(self._partial / final)

    def begin_again(self) -> None:
        """Throw away all that was written."""
        self.discard()
        self._files.clear()
        self._spools.clear()
        self.open()

    def publish(self, manifest: Manifest) -> None:
        """Give the folder its name, all at once. Raises DiskFullError, FolderUnwritableError."""
        with self.errors():
            self._close(self._spools)  # not every system renames a folder with open files
            with (self._partial / NAME).open("xb") as file:
                file.write(manifest.to_bytes())
                sync(file)
            if self.target.exists():
                self.target.rmdir()  # empty: ``open`` saw to it, and rmdir refuses otherwise
            self._partial.rename(self.target)
            sync_folder(self.target.parent)

    def discard(self) -> None:
        """Remove what was not published. Does nothing after ``publish``."""
        self._close([*self._files, *self._spools])
        if self._folder is not None:
            shutil.rmtree(self._partial, ignore_errors=True)
            self._folder.release()
            self._folder = None

    def _close(self, files: Iterable[IO[bytes] | io.RawIOBase]) -> None:
        for file in files:
            # Closing writes what is still held back, and a full disk refuses that too.
            with contextlib.suppress(OSError, ValueError):
                file.close()

    @contextlib.contextmanager
    def errors(self) -> Iterator[None]:
        """Turn what the system says into DiskFullError, FolderNotEmptyError or FolderUnwritableError."""
        try:
            yield
        except OSError as error:
            raise self._error(error) from error

    def _error(self, error: OSError) -> BotError:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            return DiskFullError(where=str(self.target))
        if error.errno in {errno.ENOTEMPTY, errno.EEXIST}:
            return FolderNotEmptyError(folder=str(self.target))
        return FolderUnwritableError(folder=str(self.target), reason=error.strerror or str(error))


def fresh_folder(within: Path, *, at: datetime) -> Path:
    """Return a folder for an export, named by its time, and nobody else's.

    Others may be asked for in the same second, in this guild and elsewhere: they must not write into one.
    """
    return within / f"causerie-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"


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
