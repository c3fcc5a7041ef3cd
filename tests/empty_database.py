"""An SQLite database of this release with nothing in it, for tests that are not about making one."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.storage.store import upgrade_store


def put_empty_database(path: Path) -> None:
    """Put one at *path*: a copy of the first of this process, since making one is half of a test's time."""
    path.write_bytes(_made())


@cache
def _made() -> bytes:
    with TemporaryDirectory() as folder, ThreadPoolExecutor(1) as elsewhere:
        path = Path(folder) / "causerie.db"
        making = upgrade_store(f"sqlite:///{path}", keep_backups=1, patience=timedelta(seconds=5))
        # In a thread of its own: who asks may have a loop that runs.
        elsewhere.submit(asyncio.run, making).result()
        return path.read_bytes()
