"""Which opening of a schedule was shown as an event of its guild, as rows."""

from datetime import date

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.identity import GuildId, ScheduleId
from bot.domain.outbox import Step, schedule_stream
from bot.domain.schedule import ScheduleState
from bot.storage.schema import schedules


class Events:
    """The events of every guild's schedules, inside one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def shown_on(self, schedule: ScheduleId) -> date | None:
        """Return the day of the opening that was shown last."""
        found = await self._connection.execute(
            select(schedules.c.event_on).where(schedules.c.key == schedule)
        )
        day = found.scalar_one_or_none()
        return None if day is None else date.fromisoformat(day)

    async def shown(self, schedule: ScheduleId, *, on: date | None) -> None:
        """Remember that the opening of that day was shown, or that none is shown any more."""
        day = None if on is None else on.isoformat()
        await self._connection.execute(
            update(schedules).where(schedules.c.key == schedule).values(event_on=day)
        )

    async def steps(self, guild: GuildId) -> list[tuple[str, Step, ScheduleId]]:
        """Return by which step each schedule of *guild* that has events is brought up to date."""
        rows = await self._connection.execute(
            select(schedules.c.key)
            .where(schedules.c.guild == guild, schedules.c.has_event)
            .where(schedules.c.state != ScheduleState.DRAFT)
            .order_by(schedules.c.key)
        )
        keys = [ScheduleId(key) for key in rows.scalars()]
        return [(schedule_stream(key), Step.EVENT, key) for key in keys]
