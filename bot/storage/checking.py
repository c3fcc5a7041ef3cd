"""Looking a database over, wherever it is, without changing anything."""

from sqlalchemy import false, func, select, update

from bot.storage.backup import COUNTED, Checked, check
from bot.storage.engine import Database
from bot.storage.schema import TABLES, marks
from bot.storage.upgrade import revision_of


async def check_database(database: Database) -> Checked:
    """Look *database* over. Raises a StoreError where that cannot be done."""
    if database.path is not None:
        return await check(database.path)
    # Whether its files are sound is for the server's own tools to say.
    rows: dict[str, int] = {}
    async with database.read() as connection:
        revision = await connection.run_sync(revision_of, where=database.where)
        if revision is not None:
            for name in COUNTED:
                found = await connection.execute(select(func.count()).select_from(TABLES.tables[name]))
                rows[name] = found.scalar_one()
    return Checked(where=database.where, problems=(), revision=revision, rows=rows, is_file=False)


async def try_writing(database: Database) -> None:
    """Begin to write to *database*, which is of this release, and change nothing. Raises a StoreError."""
    async with database.write() as connection:
        await connection.execute(update(marks).values(value=marks.c.value).where(false()))
