"""Which keys a database is encrypted by, and writing it anew by others.

The mark says what may stand in it: ids of keys, and PLAIN for texts that are not encrypted. Whoever opens it
without one of those keys is not let in, rather than shown, or made to record, what nobody can read.
"""

from collections.abc import Callable

from sqlalchemy import (
    Column,
    ColumnElement,
    Table,
    Text,
    bindparam,
    exists,
    func,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.storage_errors import StoreBusyError, StoreKeyError
from bot.storage.columns import Sealed
from bot.storage.engine import Database, Guard
from bot.storage.guilds import Marks
from bot.storage.keyring import PREFIX, Keyring
from bot.storage.schema import TABLES

MARK = "sealed"
PLAIN = "plain"
ASK = f"SELECT value FROM marks WHERE name = '{MARK}'"  # noqa: S608 (our constant)
# Rows that are encrypted in one transaction, which keeps others from writing: some 10 ms.
LOT = 1_000

# Every table with what is encrypted in it.
SEALED: dict[Table, tuple[Column[str], ...]] = {
    table: columns
    for table in TABLES.sorted_tables
    if (columns := tuple(column for column in table.c if isinstance(column.type, Sealed)))
}

# Told how many rows have been written, and how many there are to write.
Progress = Callable[[int, int], None]


async def settle_keys(database: Database) -> None:
    """See that all that stands in *database* can be read, and note by which key it is written from now on.

    Raises StoreKeyError where keys are missing.
    """
    keyring = database.keyring
    async with database.read() as connection:
        known = await keys_in(connection)
    refuse_missing(known, keyring, where=database.where)
    if keyring and keyring.ids[0] not in known:
        async with database.write() as connection:
            await _note(connection, await keys_in(connection), keyring)
    database.guard = _watch(database)


def _watch(database: Database) -> Guard:
    """Return what sees to it, transaction by transaction, that the mark stays true whatever others do to it.

    Others may turn encryption on, change keys or decrypt everything while we run. Whoever has not their keys
    would show, and record, what nobody can read; whose key is not in the mark would write what it denies.
    """
    keyring = database.keyring
    seen: str | None = None

    async def guard(connection: AsyncConnection, writes: bool) -> None:  # noqa: FBT001 (a Guard)
        nonlocal seen
        # Past SQLAlchemy's own: it is asked for each transaction.
        mark = (await connection.exec_driver_sql(ASK)).scalar() or ""
        if mark == seen:
            return
        known = tuple(mark.split())
        refuse_missing(known, keyring, where=database.where)
        if not keyring or keyring.ids[0] in known:
            seen = mark
        elif writes:
            await _note(connection, known, keyring)

    return guard


async def _note(connection: AsyncConnection, known: tuple[str, ...], keyring: Keyring) -> None:
    """Add the newest key to the mark, which says *known* so far."""
    if not known and any([await _holds_any(connection, table) for table in SEALED]):
        known = (PLAIN,)
    await Marks(connection).put(MARK, " ".join(dict.fromkeys((keyring.ids[0], *known))))


async def keys_in(connection: AsyncConnection) -> tuple[str, ...]:
    """Return the ids of the keys, and PLAIN, that texts may stand in the database by; none without keys."""
    return tuple((await Marks(connection).get(MARK) or "").split())


def refuse_missing(known: tuple[str, ...], keyring: Keyring, *, where: str) -> None:
    """Raise StoreKeyError where *known* has keys that are not in *keyring*."""
    missing = [key for key in known if key != PLAIN and key not in keyring.ids]
    if missing:
        raise StoreKeyError(where=where, keys=", ".join(missing))


async def encrypt(database: Database, *, progress: Progress = lambda done, total: None) -> int:
    """Have everything encrypted by the newest key that is not; return how many rows that were.

    It may be stopped at any time and begun again. Whoever serves the database meanwhile has that key
    too, or is not let in any more.
    """
    newest = database.keyring.ids[0]
    return await _rewrite(database, progress=progress, of=newest)


async def decrypt(database: Database, *, progress: Progress = lambda done, total: None) -> int:
    """Have nothing encrypted any more; return how many rows were. Nobody may serve the database meanwhile."""
    return await _rewrite(database, progress=progress, of=None)


async def _rewrite(database: Database, *, progress: Progress, of: str | None) -> int:
    """Write anew what is not by the key *of*, or with None all that is by one."""
    total = done = 0
    async with database.read() as connection:
        for table, columns in SEALED.items():
            wanted = select(func.count()).select_from(table).where(_any_to_do(columns, of))
            total += (await connection.execute(wanted)).scalar_one()
    for table, columns in SEALED.items():
        after = -1
        while True:
            async with database.write() as connection:
                written, after = await _rewrite_lot(connection, table, columns, of=of, after=after)
            if not written:
                break
            done += written
            progress(done, max(done, total))
    await _clean(database)
    async with database.write() as connection:
        late = await _sweep(connection, of=of)
        await Marks(connection).put(MARK, of or "")
    if late:
        await _clean(database)
    return done + late


async def _sweep(connection: AsyncConnection, *, of: str | None) -> int:
    """Write anew, in one transaction, what another process wrote otherwise behind our back; return how much.

    As a rule that is nothing.
    """
    done = 0
    for table, columns in SEALED.items():
        after = -1
        while True:
            written, after = await _rewrite_lot(connection, table, columns, of=of, after=after)
            if not written:
                break
            done += written
    return done


async def _clean(database: Database) -> None:
    """Leave nothing of what was there before in the file, or in the log beside it. Raises StoreBusyError."""
    await database.rewrite(tables=[table.name for table in SEALED])
    if not await database.scrub():
        raise StoreBusyError(where=database.where)


async def _rewrite_lot(
    connection: AsyncConnection, table: Table, columns: tuple[Column[str], ...], *, of: str | None, after: int
) -> tuple[int, int]:
    """Return how many rows of *table* were written, from the one after *after* on, and which was the last."""
    (key,) = table.primary_key
    found = await connection.execute(
        select(key.label("of"), *(column.label(f"new_{column.name}") for column in columns))
        .where(key > after, _any_to_do(columns, of))
        .order_by(key)
        .limit(LOT)
    )
    rows = [dict(row) for row in found.mappings()]
    if not rows:
        return 0, after
    values = {
        column.name: bindparam(f"new_{column.name}", type_=Text() if of is None else column.type)
        for column in columns
    }
    await connection.execute(update(table).where(key == bindparam("of")).values(values), rows)
    return len(rows), rows[-1]["of"]


def _any_to_do(columns: tuple[Column[str], ...], of: str | None) -> ColumnElement[bool]:
    return or_(*(_to_do(type_coerce(column, Text), of) for column in columns))


def _to_do(stored: ColumnElement[str], of: str | None) -> ColumnElement[bool]:
    return stored.startswith(PREFIX) if of is None else stored.not_like(f"{PREFIX}{of}:%")


async def _holds_any(connection: AsyncConnection, table: Table) -> bool:
    return bool((await connection.execute(select(exists().select_from(table)))).scalar_one())
