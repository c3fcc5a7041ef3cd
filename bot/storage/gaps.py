"""What people asked in vain, counted without who asked; and what moderators did, with who did it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.identity import GuildId, MemberId
from bot.storage.engine import upsert
from bot.storage.schema import gaps, moderation_log


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A look-up that the articles could not answer."""

    query: str  # as it was first asked
    asked: int
    last_on: date


class Gaps:
    """The gaps of every guild, inside one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def count(self, query: str, *, folded: str, guild: GuildId, on: date) -> None:
        """Count one more vain *query*; queries that fold alike are one gap."""
        day = on.isoformat()
        row = {"guild": guild, "folded": folded, "query": query, "asked": 1, "first_on": day, "last_on": day}
        statement = upsert(self._connection, gaps).values(row)
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[gaps.c.guild, gaps.c.folded], set_={"asked": gaps.c.asked + 1, "last_on": day}
            )
        )

    async def most_asked(self, guild: GuildId, *, limit: int) -> tuple[Gap, ...]:
        """Return the guild's gaps, the most asked first."""
        rows = await self._connection.execute(
            select(gaps)
            .where(gaps.c.guild == guild)
            .order_by(gaps.c.asked.desc(), gaps.c.last_on.desc(), gaps.c.key)
            .limit(limit)
        )
        return tuple(
            Gap(query=row.query, asked=row.asked, last_on=date.fromisoformat(row.last_on)) for row in rows
        )


class ModerationLog:
    """What moderators did, inside one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self,
        action: str,
        *,
        target: str,
        guild: GuildId,
        at: datetime,
        by: MemberId,
        reason: str | None = None,
    ) -> None:
        """Write one line."""
        row = {
            "guild": guild,
            "at": at,
            "moderator": by,
            "action": action,
            "target": target,
            "reason": reason,
        }
        await self._connection.execute(insert(moderation_log).values(row))
