"""The record of exports taken, inside one transaction."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.export import Point, Taken
from bot.domain.identity import GuildId, MemberId
from bot.storage.counters import CHANGES, EXPORTED, Counters, erasures_of
from bot.storage.engine import upsert
from bot.storage.schema import counters, exports, marks

# The mark in which it is remembered what the database is called in exports. A backup that is put back gets
# another one: see backup.py.
DATABASE = "database"


class Exports:
    """The exports of every guild, inside one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def mark(self) -> int:
        """Begin an export: unlinked responses are marked with what is returned until the next one begins."""
        mark = await Counters(self._connection).take(CHANGES)
        statement = upsert(self._connection, counters).values(name=EXPORTED, value=mark)
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=[counters.c.name], set_={"value": mark})
        )
        return mark

    async def database(self) -> str:
        """Return what this database is called in exports, drawing it by lot the first time."""
        row = {"name": DATABASE, "value": secrets.token_hex(8)}
        await self._connection.execute(upsert(self._connection, marks).values(row).on_conflict_do_nothing())
        found = await self._connection.execute(select(marks.c.value).where(marks.c.name == DATABASE))
        name: str = found.scalar_one()
        return name

    async def erasures(self, guild: GuildId) -> int:
        """Return how often somebody's answers in *guild* were erased."""
        return await Counters(self._connection).value(erasures_of(guild))

    async def log(
        self,
        manifest: Mapping[str, Any],
        *,
        guild: GuildId,
        at: datetime,
        by: MemberId,
        point: Point | None = None,
    ) -> int:
        """Remember that an export was taken, and up to where it goes if that is sure; return its number."""
        asked = manifest.get("asked", {})
        reason = asked.get("reason")
        if reason:  # a person's words have a column of their own
            manifest = {**manifest, "asked": {name: asked[name] for name in asked if name != "reason"}}
        row = {"guild": guild, "at": at, "taken_by": by, "manifest": manifest, "reason": reason}
        row |= _columns(point)
        added = await self._connection.execute(insert(exports).values(row).returning(exports.c.key))
        number: int = added.scalar_one()
        return number

    async def reached(self, export: int, point: Point) -> None:
        """Remember up to where *export* goes: it is there, and another may go on from it."""
        await self._connection.execute(
            update(exports).where(exports.c.key == export).values(**_columns(point))
        )

    async def taken(self, guild: GuildId, *, by: MemberId | None = None) -> tuple[Taken, ...]:
        """Return the exports of *guild*, or those that somebody took, the newest first."""
        where = [exports.c.guild == guild, *([] if by is None else [exports.c.taken_by == by])]
        rows = await self._connection.execute(select(exports).where(*where).order_by(exports.c.key.desc()))
        return tuple(_to_taken(row) for row in rows)


def _columns(point: Point | None) -> dict[str, int]:
    if point is None:
        return {}
    return {
        "last_response": point.last_response,
        "last_change": point.last_change,
        "unlinked_from": point.unlinked_from,
    }


def _to_taken(row: Row[Any]) -> Taken:
    point = None
    if row.last_response is not None:
        point = Point(
            export=row.key,
            last_response=row.last_response,
            last_change=row.last_change,
            unlinked_from=row.unlinked_from,
        )
    return Taken(export=row.key, at=row.at, manifest=row.manifest, point=point)
