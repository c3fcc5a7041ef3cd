"""Who was erased while what they typed before may be read back yet: known by a hash, and for no longer.

A member is to be remembered by nothing else, so this is kept among the marks, which go with their guild.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.identity import GuildId
from bot.domain.snowflake import to_snowflake
from bot.storage.guilds import Marks
from bot.storage.recall import POSTED
from bot.storage.schema import discussions, marks, prompts

ERASED = "erased:"
# Not by what stands before and behind: how a server sorts ":" and ";" depends on its language.
_IS_OURS = marks.c.name.startswith(ERASED)


class ErasedMembers:
    """Whose words are not to be recorded if they are older than their erasure, inside one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def known(self, guild: GuildId) -> Mapping[str, int]:
        """Return by their hashes before which message nothing of members of *guild* is to be recorded."""
        rows = await self._connection.execute(
            select(marks.c.name, marks.c.value).where(_IS_OURS, marks.c.name.endswith(f":{guild}"))
        )
        return {name.split(":")[1]: int(value) for name, value in rows}

    async def add(self, member_hash: str, *, guild: GuildId, until: int) -> None:
        """Have nothing recorded of somebody that is older than *until*, if it may be read back yet."""
        if await self._may_be_read_back(guild, until=until):
            await Marks(self._connection).put(f"{ERASED}{member_hash}:{guild}", str(until))

    async def clamp(self, until: int, *, beyond: int) -> None:
        """Have what is newer than *until* recorded of whoever was erased *beyond* then, which is to come."""
        for name, value in await self._all():
            if int(value) > beyond:
                await Marks(self._connection).put(name, str(until))

    async def forget(self, *, before: int) -> None:
        """Forget whoever was erased *before* then and has nothing left that may be read back."""
        for name, value in await self._all():
            guild, until = GuildId(int(name.rpartition(":")[2])), int(value)
            if until < before and not await self._may_be_read_back(guild, until=until):
                await self._connection.execute(
                    delete(marks).where(marks.c.name == name, marks.c.value == value)
                )

    async def _all(self) -> Sequence[tuple[str, str]]:
        rows = await self._connection.execute(select(marks.c.name, marks.c.value).where(_IS_OURS))
        return [(name, value) for name, value in rows]

    async def _may_be_read_back(self, guild: GuildId, *, until: int) -> bool:
        rows = await self._connection.execute(
            select(prompts.c.thread, prompts.c.seen, discussions.c.closed_at)
            .join(discussions, discussions.c.key == prompts.c.discussion)
            .where(discussions.c.guild == guild, POSTED, prompts.c.thread < until)
        )
        return any(
            (row.seen or row.thread) < min(until, _end(row.closed_at, otherwise=until)) for row in rows
        )


def _end(closed_at: datetime | None, *, otherwise: int) -> int:
    return otherwise if closed_at is None else to_snowflake(closed_at)
