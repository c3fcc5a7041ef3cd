"""Files that a person names at the terminal, and files that are handed to one."""

import asyncio
import contextlib
from itertools import chain, count
from pathlib import Path

from bot.articles.decode import MAX_BYTES
from bot.commands.spec import Upload
from bot.domain.errors import FileMissingError, FileNotPlainError, FileTooLargeError, FileUnreadableError
from bot.domain.storage_errors import FolderUnwritableError


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


def save(name: str, content: str, *, folder: Path) -> Path:
    """Write a document under *name*, or a numbered name where there is one already.

    Raises FolderUnwritableError.
    """
    wanted = Path(name)
    numbered = (f"{wanted.stem}-{number}{wanted.suffix}" for number in count(2))
    for tried in chain([wanted.name], numbered):
        try:
            with (folder / tried).open("x", encoding="utf-8", newline="\n") as file:
                file.write(content)
        except FileExistsError:
            continue
        except OSError as error:
            raise FolderUnwritableError(folder=str(folder), reason=error.strerror or str(error)) from error
        return folder / tried
    raise AssertionError("there is always another number")
