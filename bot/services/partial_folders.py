"""Folders of exports that are not whole yet, and what killed ones left of them.

Whoever writes into such a folder keeps it locked. A lock ends with its process, however that ends, and is
seen from other containers, where the number of a process says nothing. Everything here blocks on the disk.
"""

import errno
import os
import re
import secrets
import shutil
import sys
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

if sys.platform != "win32":
    import fcntl

# Where a folder cannot be locked, one in which nothing was written for as long is nobody's any more.
ABANDONED = timedelta(days=1)
# As ``begin`` names those of exports whose names are ours, and earlier releases did, by their process.
_OURS = re.compile(r"\.causerie-\d{8}T\d{6}Z(?:-[0-9a-f]+)?\.partial-[0-9a-f]+")


class PartialFolder:
    """A new folder beside *target*, which is ours until ``release`` is called."""

    def __init__(self, target: Path) -> None:
        self.path = target.with_name(f".{target.name}.partial-{secrets.token_hex(4)}")
        self._lock: int | None = None
        while True:
            self.path.mkdir(parents=True)
            with suppress(OSError):  # not every system, or disk, locks a folder
                self._lock = _locked(self.path, waits=True)
            if self.path.exists():
                return
            # Somebody who removes what was left behind was faster than our lock.
            self.release()

    def release(self) -> None:
        """Let go of it, which may have another name by now or be gone."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def remove_abandoned(within: Path, *, of: str | None = None) -> int:
    """Remove from the folder *within* what killed exports left, also that of one named *of*; return how many.

    Those of exports that were given other names are left alone: they may be somebody else's.
    """
    removed = 0
    named = None if of is None else re.compile(rf"\.{re.escape(of)}\.partial-[0-9a-f]+")
    with suppress(OSError):  # there was no export yet, or it is no folder of ours
        for path in sorted(within.iterdir()):
            is_partial = _OURS.fullmatch(path.name) or (named is not None and named.fullmatch(path.name))
            if is_partial and path.is_dir() and not path.is_symlink():
                removed += _remove(path)
    return removed


def _remove(path: Path) -> bool:
    lock: int | None = None
    try:
        lock = _locked(path, waits=False)
    except BlockingIOError:
        return False
    except OSError:
        if time.time() - _written(path) < ABANDONED.total_seconds():
            return False
    try:
        shutil.rmtree(path, ignore_errors=True)
    finally:
        if lock is not None:
            os.close(lock)
    return not path.exists()


def _locked(path: Path, *, waits: bool) -> int:
    """Return what the folder is locked by. Raises BlockingIOError where it is, OSError where it cannot be."""
    if sys.platform == "win32":
        raise OSError(errno.ENOTSUP, "folders cannot be locked")
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX if waits else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _written(path: Path) -> float:
    """Return when something was last written there."""
    latest = path.stat().st_mtime
    for one in path.rglob("*"):
        with suppress(OSError):
            latest = max(latest, one.lstat().st_mtime)
    return latest
