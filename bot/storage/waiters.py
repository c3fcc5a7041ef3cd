"""Who chose to be told when a gap is answered: nothing else is known of them, and that not for long."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.gap import Waiter
from bot.domain.identity import GapId, GuildId, MemberId, WaiterId
from bot.storage.engine import upsert
from bot.storage.gaps import IS_ANSWERED
from bot.storage.schema import gap_waiters, gaps


class Waiters:
    """Who waits in every guild, inside one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, gap: GapId, *, guild: GuildId, member: MemberId, language: str, at: datetime) -> bool:
        """Let *member* be told of *gap*'s answer; return whether they were not to be before."""
        row = {"gap": gap, "guild": guild, "member": member, "language": language, "asked_at": at}
        statement = upsert(self._connection, gap_waiters).values(row).on_conflict_do_nothing()
        added = await self._connection.execute(statement.returning(gap_waiters.c.key))
        return added.one_or_none() is not None

    async def remove(self, gap: GapId, *, member: MemberId) -> bool:
        """Let *member* not be told; return whether they were to be."""
        removed = await self._connection.execute(
            delete(gap_waiters)
            .where(gap_waiters.c.gap == gap, gap_waiters.c.member == member)
            .returning(gap_waiters.c.key)
        )
        return removed.one_or_none() is not None

    async def get(self, waiter: WaiterId) -> Waiter | None:
        """Return who waits, unless they were told or changed their mind."""
        rows = await self._connection.execute(select(gap_waiters).where(gap_waiters.c.key == waiter))
        row = rows.one_or_none()
        return None if row is None else _to_waiter(row)

    async def of_gap(self, gap: GapId) -> tuple[Waiter, ...]:
        """Return who waits for the answer to *gap*."""
        rows = await self._connection.execute(
            select(gap_waiters).where(gap_waiters.c.gap == gap).order_by(gap_waiters.c.key)
        )
        return tuple(_to_waiter(row) for row in rows)

    async def answered(self, member: MemberId, *, guild: GuildId) -> tuple[Waiter, ...]:
        """Return what *member* waits for and is answered by now."""
        rows = await self._connection.execute(
            select(gap_waiters)
            .join(gaps, gaps.c.key == gap_waiters.c.gap)
            .where(gap_waiters.c.guild == guild, gap_waiters.c.member == member, IS_ANSWERED)
            .order_by(gap_waiters.c.key)
        )
        return tuple(_to_waiter(row) for row in rows)

    async def forget(self, waiter: WaiterId) -> None:
        """Forget who waited: they were told, or cannot be."""
        await self._connection.execute(delete(gap_waiters).where(gap_waiters.c.key == waiter))


def _to_waiter(row: Row[Any]) -> Waiter:
    return Waiter(
        id=WaiterId(row.key),
        gap=GapId(row.gap),
        guild=GuildId(row.guild),
        member=MemberId(row.member),
        language=row.language,
    )
