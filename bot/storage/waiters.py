"""Who chose to be told when a gap is answered: nothing else is known of them, and that not for long."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.gap import Waiter
from bot.domain.identity import GapId, GuildId, MemberId, WaiterId
from bot.domain.outbox import Step
from bot.domain.shards import Shards
from bot.storage.engine import upsert
from bot.storage.gaps import IS_ANSWERED
from bot.storage.guilds import is_meant
from bot.storage.outbox import WAITS
from bot.storage.schema import gap_waiters, gaps, outbox


class Waiters:
    """Who waits in every guild, inside one transaction."""

    def __init__(self, connection: AsyncConnection, *, shards: Shards | None = None) -> None:
        self._connection = connection
        self._shards = shards

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

    async def overlooked(self, *, limit: int) -> tuple[Waiter, ...]:
        """Return who waits on Discord for what is answered, without a step that tells them.

        An answer that was withdrawn may be back, by a pack that says so.
        """
        is_to_be_told = (
            select(outbox.c.key)
            .where(outbox.c.step == Step.TELL, outbox.c.subject == gap_waiters.c.key, WAITS)
            .exists()
        )
        rows = await self._connection.execute(
            select(gap_waiters)
            .join(gaps, gaps.c.key == gap_waiters.c.gap)
            .where(is_meant(gap_waiters.c.guild, None, self._shards), IS_ANSWERED, ~is_to_be_told)
            .order_by(gap_waiters.c.key)
            .limit(limit)
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
