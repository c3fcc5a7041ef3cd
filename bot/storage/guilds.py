"""What guilds' moderators chose, and what the program remembers between runs."""

import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, func, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.guild import GuildSettings
from bot.domain.identity import LOCAL_GUILD, ChannelId, GuildId, RoleId
from bot.domain.leavers import Leavers
from bot.domain.shards import Shards
from bot.domain.snowflake import TIME_BITS
from bot.storage.engine import SLICE, upsert
from bot.storage.schema import guilds, marks

SECRET_BYTES = 32
WAS_LEFT = guilds.c.left_at.is_not(None)


def is_here(guild: ColumnElement[int]) -> ColumnElement[bool]:
    """Return what is true of rows whose *guild* was not left: of the others nothing is done meanwhile."""
    return guild.not_in(select(guilds.c.guild).where(WAS_LEFT))


def is_meant(column: ColumnElement[int], guild: GuildId | None, shards: Shards | None) -> ColumnElement[bool]:
    """Return what is true of rows of *guild*, or of all of Discord or those *shards* of it, that is not left.

    The local chat has a program of its own.
    """
    if guild is not None:
        return (column == guild) & is_here(column)
    found = (column != LOCAL_GUILD) & is_here(column)
    if shards is not None:
        # A plain integer: PostgreSQL shifts by no other.
        number = column.bitwise_rshift(literal(TIME_BITS, Integer)) % shards.of
        found &= number.in_(shards.ids)
    return found


class Guilds:
    """The settings of every guild, inside one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, guild: GuildId) -> GuildSettings:
        """Return what was chosen, or the defaults."""
        found = await self._connection.execute(select(guilds).where(guilds.c.guild == guild))
        row = found.one_or_none()
        return GuildSettings() if row is None else _to_settings(row)

    async def all(self, wanted: Collection[GuildId]) -> dict[GuildId, GuildSettings]:
        """Return what was chosen in each guild *wanted*, or the defaults."""
        found = {guild: GuildSettings() for guild in wanted}
        ids = sorted(wanted)
        for start in range(0, len(ids), SLICE):
            rows = await self._connection.execute(
                select(guilds).where(guilds.c.guild.in_(ids[start : start + SLICE]))
            )
            found |= {GuildId(row.guild): _to_settings(row) for row in rows}
        return found

    async def change(self, guild: GuildId, *, at: datetime, **values: object) -> None:
        """Set columns of *guild*."""
        await self.secret(guild)
        await self._connection.execute(
            update(guilds).where(guilds.c.guild == guild).values(changed_at=at, **values)
        )

    async def secret(self, guild: GuildId) -> str:
        """Return what the guild's pseudonyms are made with, making it where there is none yet."""
        found = await self._connection.execute(select(guilds.c.secret).where(guilds.c.guild == guild))
        secret = found.scalar_one_or_none()
        if secret is not None:
            return str(secret)
        defaults = GuildSettings()
        row = {
            "guild": guild,
            "language": defaults.language,
            "time_zone": defaults.time_zone,
            "records_typed": defaults.records_typed,
            "secret": secrets.token_hex(SECRET_BYTES),
        }
        await self._connection.execute(insert(guilds).values(row))
        return str(row["secret"])

    async def records_anywhere(self) -> bool:
        """Return whether any guild records what is typed."""
        found = await self._connection.execute(select(func.count()).where(guilds.c.records_typed, ~WAS_LEFT))
        return found.scalar_one() > 0


class Marks:
    """What is remembered from one run to the next, inside one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, name: str) -> str | None:
        """Return what is remembered as *name*."""
        found = await self._connection.execute(select(marks.c.value).where(marks.c.name == name))
        return found.scalar_one_or_none()

    async def put(self, name: str, value: str) -> None:
        """Remember *value* as *name*."""
        statement = upsert(self._connection, marks).values(name=name, value=value)
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=[marks.c.name], set_={"value": value})
        )


def _to_settings(row: Row[Any]) -> GuildSettings:
    return GuildSettings(
        channel=None if row.channel is None else ChannelId(row.channel),
        notices=None if row.notices is None else ChannelId(row.notices),
        moderators=None if row.moderators is None else RoleId(row.moderators),
        language=row.language,
        time_zone=row.time_zone,
        records_typed=row.records_typed,
        retention_days=row.retention_days,
        leavers=Leavers(row.leavers),
        floor=row.floor,
        is_set_up=row.changed_at is not None,
    )
