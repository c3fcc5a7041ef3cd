"""What the commands on the database share."""

from pathlib import Path

from bot.config import Settings
from bot.storage.backup import path_of
from bot.storage.engine import Database


def database_file(settings: Settings) -> Path:
    """Return the SQLite file that *settings* name. Raises StoreUrlError where it is none."""
    return path_of(Database(settings.database.url.get_secret_value()))
