"""What the commands on the database share."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.config import Settings
from bot.storage.backup import path_of
from bot.storage.engine import Database
from bot.storage.keyring import Keyring


def database_file(settings: Settings) -> Path:
    """Return the SQLite file that *settings* name. Raises StoreServerError where it is none."""
    return path_of(Database(settings.database.url.get_secret_value()))


def database_name(settings: Settings) -> str:
    """Return how an operator knows the database that *settings* name."""
    return Database(settings.database.url.get_secret_value()).where


@asynccontextmanager
async def open_database(settings: Settings, *, keyring: Keyring | None = None) -> AsyncIterator[Database]:
    """Yield the database that *settings* name, as it is, and let go of it when the block ends."""
    database = Database(
        settings.database.url.get_secret_value(), patience=settings.database.patience, keyring=keyring
    )
    try:
        yield database
    finally:
        await database.close()
