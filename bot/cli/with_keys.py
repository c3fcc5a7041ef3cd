"""What the commands on encryption share: the keys that the settings name, and the database opened by them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.cli.database import open_database
from bot.config import Settings
from bot.domain.storage_errors import KeyFileError
from bot.storage.engine import Database
from bot.storage.key_file import read_keyring
from bot.storage.keyring import Keyring
from bot.storage.sealing import settle_keys
from bot.storage.upgrade import upgrade


def key_file(settings: Settings) -> Path:
    """Return the file of keys that *settings* name. Raises KeyFileError where they name none."""
    if settings.database.key_file is None:
        raise KeyFileError("key_file_unset")
    return settings.database.key_file


def keys(settings: Settings) -> Keyring:
    """Return the keys in that file. Raises KeyFileError, EncryptionMissingError."""
    return read_keyring(key_file(settings))


@asynccontextmanager
async def open_with_keys(settings: Settings, keyring: Keyring) -> AsyncIterator[Database]:
    """Yield the database that *settings* name, brought to this release, with *keyring*.

    Raises StoreKeyError where it needs other keys as well.
    """
    async with open_database(settings, keyring=keyring) as database:
        await upgrade(database, keep_backups=settings.database.keep_backups)
        await settle_keys(database)
        yield database
