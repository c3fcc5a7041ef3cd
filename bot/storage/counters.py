"""Numbers that only grow, shared by every process: see the table *counters*."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.identity import GuildId
from bot.storage.engine import upsert
from bot.storage.schema import counters

RESPONSES = "responses"
# The last change to a response, and the one before which the newest export was begun.
CHANGES = "changes"
EXPORTED = "exported"


class Counters:
    """Counting, inside one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def take(self, name: str, *, count: int = 1) -> int:
        """Raise the counter *name* by *count* and return its new value: the last of the numbers taken."""
        statement = upsert(self._connection, counters).values(name=name, value=count)
        statement = statement.on_conflict_do_update(
            index_elements=[counters.c.name], set_={"value": counters.c.value + count}
        )
        taken = await self._connection.execute(statement.returning(counters.c.value))
        last: int = taken.scalar_one()
        return last

    async def value(self, name: str) -> int:
        """Return where the counter *name* stands, 0 before its first use."""
        found = await self._connection.execute(
            select(func.coalesce(func.max(counters.c.value), 0)).where(counters.c.name == name)
        )
        value: int = found.scalar_one()
        return value


def erasures_of(guild: GuildId) -> str:
    """Return the counter of how often somebody's answers in *guild* were erased: exports begin again."""
    return f"erasures:{guild}"


def facts_of(guild: GuildId) -> str:
    """Return the counter that grows whenever a look-up in *guild* may be answered otherwise."""
    return f"facts:{guild}"
