"""What moderators did, with who did it."""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.identity import GuildId, MemberId
from bot.storage.schema import moderation_log


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
