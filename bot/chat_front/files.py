"""Files that a person names at the terminal, and files that are handed to one."""

import asyncio
import contextlib
import errno
import os
import re
from itertools import chain, count
from pathlib import Path

from bot.articles.decode import MAX_BYTES
from bot.commands.spec import Upload
from bot.domain.errors import FileMissingError, FileNotPlainError, FileTooLargeError, FileUnreadableError
from bot.domain.storage_errors import DiskFullError, FolderUnwritableError, PageThereError
from bot.services.export_files import sync, sync_folder

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def is_address(typed: str) -> bool:
    """Return whether what is typed where a file is asked for is an address of the web, and no path."""
    return _ADDRESS.match(typed.strip().lstrip("\"'<")) is not None


def upload(typed: str) -> Upload:
    """Return the file at a path, with or without the quotes that terminals put around one."""
    path = Path(typed.strip().strip("\"'"))
    with contextlib.suppress(RuntimeError):  # "~somebody" who is not known here is a name like any other
        path = path.expanduser()

    async def read() -> bytes:
        return await asyncio.to_thread(read_file, path)

    return Upload(name=str(path), read=read)


def read_file(path: Path) -> bytes:
    """Return what is in the file. Raises FileMissingError, FileUnreadableError, FileTooLargeError."""
    try:
        if not path.exists():
            raise FileMissingError(name=str(path))
        if not path.is_file():
            raise FileNotPlainError(name=str(path))
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise FileTooLargeError(name=str(path), size=size, limit=MAX_BYTES)
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FileUnreadableError(name=str(path), reason=reason) from error


def save(name: str, content: bytes, *, folder: Path) -> Path:
    """Write a document under *name*, or a numbered name where there is one already.

    Raises FolderUnwritableError.
    """
    wanted = Path(name)
    numbered = (f"{wanted.stem}-{number}{wanted.suffix}" for number in count(2))
    for tried in chain([wanted.name], numbered):
        try:
            with (folder / tried).open("xb") as file:
                file.write(content)
        except FileExistsError:
            continue
        except OSError as error:
            raise FolderUnwritableError(folder=str(folder), reason=error.strerror or str(error)) from error
        return folder / tried
    raise AssertionError("there is always another number")


def write_page(path: Path, content: bytes, *, replaces: bool = False) -> Path:
    """Write *content* whole or not at all, and over what is there only where it *replaces* that.

    Raises PageThereError, FileNotPlainError, DiskFullError, FolderUnwritableError.
    """
    partial: Path | None = None
    try:
        target = _target(path, replaces=replaces)
        partial = target.with_name(f".{target.stem[:50]}.{os.getpid()}.partial")
        # Left by a process that was killed, and had our number.
        partial.unlink(missing_ok=True)
        with partial.open("xb") as file:
            file.write(content)
            sync(file)
        if replaces or not _linked(partial, target):
            partial.replace(target)
        sync_folder(target.parent)
    except FileExistsError as error:
        raise PageThereError(name=str(path)) from error
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise DiskFullError(where=str(path)) from error
        raise _unwritable(path, error) from error
    finally:
        if partial is not None:
            with contextlib.suppress(OSError):
                partial.unlink(missing_ok=True)
    return path


def check_page(path: Path, *, replaces: bool = False) -> None:
    """Refuse what ``write_page`` would, as far as it can be known before there is anything to write.

    Raises PageThereError, FileNotPlainError, FolderUnwritableError.
    """
    try:
        folder = _target(path, replaces=replaces).parent
        is_there, is_folder = folder.exists(), folder.is_dir()
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from error
    if not (is_folder and os.access(folder, os.W_OK)):
        number = errno.EACCES if is_folder else errno.ENOTDIR if is_there else errno.ENOENT
        raise _unwritable(path, OSError(number, os.strerror(number)))


def _target(path: Path, *, replaces: bool) -> Path:
    """Return what is written: what a link leads to, so that the link stays."""
    target = path.resolve()
    if target.exists() and not target.is_file():
        raise FileNotPlainError(name=str(path))  # a folder, a device
    if not replaces and target.exists():
        raise PageThereError(name=str(path))
    return target


def _unwritable(path: Path, error: Exception) -> FolderUnwritableError:
    reason = getattr(error, "strerror", None) or str(error)
    return FolderUnwritableError(folder=str(path.parent), reason=reason)


def _linked(partial: Path, target: Path) -> bool:
    """Give *partial* a second name, and return whether its disk has that. Raises FileExistsError.

    Unlike renaming, it refuses to replace a file that has come meanwhile.
    """
    try:
        os.link(partial, target)
    except FileExistsError:
        raise
    except OSError:
        return False
    return True
