"""The outbox: steps that wait, who is at work on them, and what came of them.

A step is claimed for a time: whoever dies at work on it loses it to the next. Within a stream only the first
that waits can be claimed, so that steps are done in order whoever does them.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, func, insert, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.identity import GuildId, OutboxId
from bot.domain.outbox import OutboxRow, OutboxState, Step
from bot.domain.shards import Shards
from bot.storage.engine import or_time, upsert
from bot.storage.guilds import is_meant
from bot.storage.schema import outbox

WAITS = outbox.c.state == OutboxState.WAITING


class Outbox:
    """The steps of every guild, inside one transaction."""

    def __init__(self, connection: AsyncConnection, *, shards: Shards | None = None) -> None:
        self._connection = connection
        self._shards = shards

    async def add(
        self, stream: str, steps: Sequence[tuple[Step, int]], *, guild: GuildId, at: datetime
    ) -> None:
        """Add *steps*, each with its subject, to the end of *stream*."""
        await self.add_all([(stream, step, subject, guild) for step, subject in steps], at=at)

    async def add_all(self, steps: Sequence[tuple[str, Step, int, GuildId]], *, at: datetime) -> None:
        """Add steps, each to the end of its stream: stream, step, subject, guild."""
        rows = [_fresh(stream, step, subject, guild=guild, at=at) for stream, step, subject, guild in steps]
        if rows:
            await self._connection.execute(insert(outbox), rows)

    async def arm(self, stream: str, step: Step, subject: int, *, guild: GuildId, at: datetime) -> None:
        """Let *step* be done, anew if it was: what it brings up to date has changed."""
        row = _fresh(stream, step, subject, guild=guild, at=at)
        again = {name: row[name] for name in ("stream", "state", "planned_at", "next_at")}
        statement = upsert(self._connection, outbox).values(row)
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[outbox.c.step, outbox.c.subject], set_={**again, "attempts": 0}
            )
        )

    async def ready(
        self,
        *,
        holder: str,
        at: datetime,
        guild: GuildId | None = None,
        but: Collection[GuildId] = (),
        limit: int,
    ) -> tuple[tuple[str, GuildId], ...]:
        """Return the streams whose first step *holder* can do now, each with its guild, in order of waiting.

        Without *guild* those of all of Discord, *but* some.
        """
        rows = await self._connection.execute(
            select(outbox.c.stream, outbox.c.guild)
            .where(WAITS, outbox.c.next_at <= at, _is_first(), _is_free(holder, at=at))
            .where(is_meant(outbox.c.guild, guild, self._shards), outbox.c.guild.not_in(list(but)))
            .order_by(outbox.c.next_at, outbox.c.key)
            .limit(limit)
        )
        return tuple((str(row.stream), GuildId(row.guild)) for row in rows)

    async def claim(
        self, stream: str, *, holder: str, at: datetime, until: datetime, by_hand: bool = False
    ) -> OutboxRow | None:
        """Take on the first step of *stream*, unless another holder is at work on it or it is not time.

        *by_hand* somebody waits for it: then it is time. Who is at work on what within *holder* is its own
        affair.
        """
        where = and_(outbox.c.stream == stream, WAITS, _is_first(), _is_free(holder, at=at))
        if not by_hand:
            where = and_(where, outbox.c.next_at <= at)
        # On PostgreSQL whoever comes second passes the row over; SQLite has one writer at a time.
        first = select(outbox.c.key).where(where).with_for_update(skip_locked=True).scalar_subquery()
        claimed = await self._connection.execute(
            update(outbox)
            .where(outbox.c.key == first)
            .values(holder=holder, held_until=until, attempts=outbox.c.attempts + 1)
            .returning(outbox)
        )
        row = claimed.one_or_none()
        return None if row is None else _to_row(row)

    async def done(
        self, row: OutboxId, *, at: datetime, message: int | None = None, planned_at: datetime | None = None
    ) -> None:
        """Note that a step is done, and what Discord calls the result.

        What was armed after *planned_at* waits on: whoever did it may not have seen what has changed since.
        """
        values = _RESTING if message is None else {**_RESTING, "message": message}
        is_row = outbox.c.key == row
        await self._connection.execute(update(outbox).where(is_row).values(values))
        is_same = true() if planned_at is None else outbox.c.planned_at == planned_at
        await self._connection.execute(
            update(outbox).where(is_row, is_same).values(state=OutboxState.DONE, done_at=at, **_WELL)
        )

    async def failed(
        self,
        row: OutboxId,
        *,
        at: datetime,
        next_at: datetime,
        problem: str,
        details: dict[str, object] | None = None,
        attempts: int | None = None,
    ) -> None:
        """Note that a step could not be done, why, and when it is tried again.

        With *attempts* only where it was neither taken on again since, by another, nor armed.
        """
        is_last = true() if attempts is None else outbox.c.attempts == attempts
        await self._connection.execute(
            update(outbox)
            .where(outbox.c.key == row, WAITS, is_last)
            .values(
                next_at=next_at,
                problem=problem,
                details=details,
                failed_since=or_time(outbox.c.failed_since, at),
                **_RESTING,
            )
        )

    async def put_off(self, row: OutboxId, *, until: datetime, attempts: int) -> None:
        """Let a step with which nothing is wrong wait until then, unless another has taken it on since."""
        await self._connection.execute(
            update(outbox)
            .where(outbox.c.key == row, WAITS, outbox.c.attempts == attempts)
            .values(next_at=until, **_WELL, **_RESTING)
        )

    async def let_go(self, holder: str, *, others: bool = False) -> None:
        """Let nobody wait for *holder* any more; with *others*, for anybody but *holder*.

        The latter is for a process that serves its guilds alone: whoever claimed anything there is dead.
        """
        whose = outbox.c.holder == holder
        if others:
            whose = and_(outbox.c.holder != holder, is_meant(outbox.c.guild, None, self._shards))
        await self._connection.execute(update(outbox).where(WAITS, whose).values(**_RESTING))

    async def wake(self, guild: GuildId, *, at: datetime) -> bool:
        """Let what failed in *guild* be tried at once; return whether anything did."""
        woken = await self._connection.execute(
            update(outbox)
            .where(WAITS, outbox.c.guild == guild, outbox.c.problem.is_not(None), outbox.c.next_at > at)
            .values(next_at=at)
            .returning(outbox.c.key)
        )
        return bool(woken.all())

    async def hasten(self, *, guild: GuildId | None, at: datetime) -> None:
        """Let all that waits for its time be done *at* once, in one guild or in all."""
        where = and_(WAITS, outbox.c.next_at > at, is_meant(outbox.c.guild, guild, self._shards))
        await self._connection.execute(update(outbox).where(where).values(next_at=at))

    async def drop(self, steps: Collection[Step], subject: int) -> None:
        """Want *steps* of *subject* no more, done or not."""
        await self._connection.execute(
            delete(outbox).where(outbox.c.step.in_(list(steps)), outbox.c.subject == subject)
        )

    async def attempts(self, step: Step, subject: int) -> int:
        """Return how often *step* was taken on, none where it is not written down."""
        found = await self._connection.execute(
            select(outbox.c.attempts).where(outbox.c.step == step, outbox.c.subject == subject)
        )
        return int(found.scalar_one_or_none() or 0)

    async def waiting(self, step: Step, *, guild: GuildId) -> tuple[tuple[OutboxId, int], ...]:
        """Return which of a guild's steps of one kind are still to be done, each with its subject."""
        rows = await self._connection.execute(
            select(outbox.c.key, outbox.c.subject)
            .where(outbox.c.step == step, outbox.c.guild == guild, WAITS)
            .order_by(outbox.c.key)
        )
        return tuple((OutboxId(row.key), int(row.subject)) for row in rows)

    async def waits(self, stream: str) -> bool:
        """Return whether anything of *stream* is still to be done."""
        found = await self._connection.execute(
            select(outbox.c.key).where(outbox.c.stream == stream, WAITS).limit(1)
        )
        return found.one_or_none() is not None

    async def next_at(self, *, after: datetime) -> datetime | None:
        """Return the first time later than *after* at which a step can be done."""
        found = await self._connection.execute(
            select(func.min(outbox.c.next_at)).where(
                WAITS, outbox.c.next_at > after, is_meant(outbox.c.guild, None, self._shards)
            )
        )
        at: datetime | None = found.scalar_one()
        return at

    async def expire(self, *, before: datetime, limit: int) -> int:
        """Delete up to *limit* steps that were done before *before*; return how many."""
        old = (
            select(outbox.c.key)
            .where(outbox.c.state == OutboxState.DONE, outbox.c.done_at < before)
            .where(outbox.c.step.not_in([Step.EVENT, Step.HEALTH]))  # whose messages are edited later on
            .order_by(outbox.c.key)
            .limit(limit)
        )
        deleted = await self._connection.execute(delete(outbox).where(outbox.c.key.in_(old)))
        return max(0, int(deleted.rowcount))


_RESTING: dict[str, Any] = {"holder": None, "held_until": None}
_WELL: dict[str, Any] = {"failed_since": None, "problem": None, "details": None}


def _fresh(stream: str, step: Step, subject: int, *, guild: GuildId, at: datetime) -> dict[str, Any]:
    return {
        "stream": stream,
        "step": step,
        "subject": subject,
        "guild": guild,
        "state": OutboxState.WAITING,
        "attempts": 0,
        "planned_at": at,
        "next_at": at,
    }


def _is_first() -> ColumnElement[bool]:
    earlier = outbox.alias()
    return ~(
        select(earlier.c.key)
        .where(
            earlier.c.stream == outbox.c.stream,
            earlier.c.state == OutboxState.WAITING,
            earlier.c.key < outbox.c.key,
        )
        .exists()
    )


def _is_free(holder: str, *, at: datetime) -> ColumnElement[bool]:
    return or_(outbox.c.held_until.is_(None), outbox.c.held_until <= at, outbox.c.holder == holder)


def _to_row(row: Row[Any]) -> OutboxRow:
    return OutboxRow(
        id=OutboxId(row.key),
        stream=row.stream,
        step=Step(row.step),
        subject=row.subject,
        guild=GuildId(row.guild),
        attempts=row.attempts,
        planned_at=row.planned_at,
        held_until=row.held_until,
        message=row.message,
    )
