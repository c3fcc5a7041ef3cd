"""Bring a database to this release's tables, after a backup; leave one from a newer release alone."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text

from bot.domain.storage_errors import StoreCorruptError, StoreNewerError
from bot.storage.backup import back_up
from bot.storage.engine import Database, refuse_unusable
from bot.storage.schema import HEAD

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "alembic_version"


async def upgrade(database: Database, *, keep_backups: int) -> Path | None:
    """Bring *database* to this release's tables; return the backup made before, where there was data.

    Raises StoreNewerError, StoreCorruptError where the tables are not ours, and what opening it raises.
    """
    if database.path is not None:
        refuse_unusable(database.path)
    async with database.read() as connection:
        before = await connection.run_sync(revision_of, where=database.where)
    if before == HEAD:
        return None
    refuse_newer(before, where=database.where)
    backup = None
    if before is not None and database.path is not None:
        backup = await back_up(database.path, keep=keep_backups)
    async with database.write() as connection:
        # Another process may have done the work while this one waited for its turn.
        if await connection.run_sync(revision_of, where=database.where) != HEAD:
            await connection.run_sync(migrate)
    return backup


def revision_of(connection: Connection, *, where: str) -> str | None:
    """Return the migration that the database is at, or None where it is empty."""
    tables = inspect(connection).get_table_names()
    if VERSION_TABLE in tables:
        return connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608 (our constant)
    if tables:
        raise StoreCorruptError(where=where)
    return None


def refuse_newer(revision: str | None, *, where: str) -> None:
    """Raise StoreNewerError where a database is at a *revision* that this release does not know."""
    if revision is not None and revision != HEAD and revision not in known_revisions():
        raise StoreNewerError(where=where, revision=revision)


def migrate(connection: Connection, *, to: str = HEAD) -> None:
    """Run the steps up to *to* over *connection*, inside its transaction."""
    from alembic import command  # noqa: PLC0415 (loaded only when there is work)

    command.upgrade(alembic_config(connection), to)


def known_revisions() -> frozenset[str]:
    """Return the revisions that this release knows of."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415 (loaded only when there is work)

    return frozenset(step.revision for step in ScriptDirectory.from_config(alembic_config()).walk_revisions())


def alembic_config(connection: Connection | None = None) -> Any:
    """Return Alembic's configuration, without a file of its own."""
    from alembic.config import Config  # noqa: PLC0415 (loaded only when there is work)

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
