"""What moderators did, with who did it."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.identity import NOBODY, GuildId, MemberId
from bot.domain.moderation import ErasedLeavers, LogLine
from bot.storage.schema import moderation_log

LOTS = 2**62


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
    ) -> int:
        """Write one line; return its key."""
        row = {
            "guild": guild,
            "at": at,
            "moderator": by,
            "action": action,
            "target": target,
            "reason": reason,
        }
        added = await self._connection.execute(
            insert(moderation_log).values(row).returning(moderation_log.c.key)
        )
        return int(added.scalar_one())

    async def add_anywhere(self, action: str, *, guild: GuildId, day: datetime, by: MemberId) -> None:
        """Write one line that says neither about what nor when on *day*, which is its beginning.

        Its key is drawn by lot, below those that are counted: it stands beside no other line.
        """
        row = {
            "key": -1 - secrets.randbelow(LOTS),
            "guild": guild,
            "at": day,
            "moderator": by,
            "action": action,
            "target": "",
        }
        await self._connection.execute(insert(moderation_log).values(row))

    async def count_leaver(self, guild: GuildId, *, day: datetime, answers: int) -> None:
        """Count one member more who left and was erased on *day*, which is its beginning: a line for all."""
        found = await self._connection.execute(
            select(moderation_log)
            .where(
                moderation_log.c.guild == guild,
                moderation_log.c.action == ErasedLeavers.ACTION,
                moderation_log.c.at == day,
            )
            .with_for_update()
        )
        row = found.first()
        before = None if row is None else ErasedLeavers.of(_to_line(row))
        if row is None or before is None:
            target = ErasedLeavers(members=1, answers=answers).to_target()
            await self.add(ErasedLeavers.ACTION, target=target, guild=guild, at=day, by=NOBODY)
            return
        now = ErasedLeavers(members=before.members + 1, answers=before.answers + answers)
        await self._connection.execute(
            update(moderation_log).where(moderation_log.c.key == row.key).values(target=now.to_target())
        )

    async def get(self, key: int, *, guild: GuildId) -> LogLine | None:
        """Return one line."""
        found = await self._connection.execute(
            select(moderation_log).where(moderation_log.c.key == key, moderation_log.c.guild == guild)
        )
        row = found.one_or_none()
        return None if row is None else _to_line(row)

    async def count(self, guild: GuildId) -> int:
        """Return how many lines there are."""
        found = await self._connection.execute(
            select(func.count()).select_from(moderation_log).where(moderation_log.c.guild == guild)
        )
        return int(found.scalar_one())

    async def lines(self, guild: GuildId, *, limit: int, offset: int = 0) -> Sequence[LogLine]:
        """Return lines, the newest first."""
        rows = await self._connection.execute(
            select(moderation_log)
            .where(moderation_log.c.guild == guild)
            .order_by(moderation_log.c.at.desc(), moderation_log.c.key.desc())
            .limit(limit)
            .offset(offset)
        )
        return [_to_line(row) for row in rows]


def _to_line(row: Row[Any]) -> LogLine:
    return LogLine(
        key=row.key,
        at=row.at,
        moderator=MemberId(row.moderator),
        action=row.action,
        target=row.target,
        reason=row.reason,
    )
