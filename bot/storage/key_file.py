"""The file that keys are kept in: one in a line, in base64, the newest first."""

import base64
import binascii
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE

from bot.domain.storage_errors import KeyFileError
from bot.storage.keyring import KEY_BYTES, Keyring, id_of, new_key

OTHERS = 0o077


def read_keyring(path: Path | None) -> Keyring:
    """Return the keys in the file *path*, none where there is no such setting. Raises KeyFileError.

    Raises EncryptionMissingError where the library for them is not installed.
    """
    if path is None:
        return Keyring()
    keys = list(_keys(path, _read(path)))
    if not keys:
        raise KeyFileError("key_file_empty", path=str(path))
    return Keyring(keys)


def add_key(path: Path) -> str:
    """Put a new key before those in the file *path*, which is made where it is not there; return its id.

    Where *path* is a link, it stays one. Raises KeyFileError.
    """
    key = new_key()
    try:
        there = _read(path) if path.exists() else ""
        list(_keys(path, there))  # what is wrong with it stays for its owner to see
        _replace(path.resolve(), f"{base64.b64encode(key).decode()}\n{there}")
    except OSError as error:
        raise KeyFileError("key_file_unwritable", path=str(path), reason=error.strerror) from error
    return id_of(key)


def is_open_to_others(path: Path) -> bool:
    """Return whether other accounts of the machine may read or write the file *path*."""
    return os.name == "posix" and bool(path.stat().st_mode & OTHERS)


def _read(path: Path) -> str:
    try:
        return path.read_text("ascii")
    except OSError as error:
        raise KeyFileError("key_file_unreadable", path=str(path), reason=error.strerror) from error
    except UnicodeDecodeError as error:
        raise KeyFileError("key_file_wrong", path=str(path), line=1) from error


def _keys(path: Path, content: str) -> Iterator[bytes]:
    for number, line in enumerate(content.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            key = base64.b64decode(line.strip(), validate=True)
        except binascii.Error as error:
            raise KeyFileError("key_file_wrong", path=str(path), line=number) from error
        if len(key) != KEY_BYTES:
            raise KeyFileError("key_file_wrong", path=str(path), line=number)
        yield key


def _replace(path: Path, content: str) -> None:
    """Write *content* beside *path* and put it there, whole: a key that is lost cannot be made again."""
    before = path.stat() if path.exists() else None
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # for its owner alone
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if before is not None and os.name == "posix":  # the bot's account, as a rule not that of its operator
            Path(name).chmod(S_IMODE(before.st_mode))
            os.chown(name, before.st_uid, before.st_gid)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
