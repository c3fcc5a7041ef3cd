"""Rows whose time is over: found by a transaction that reads, deleted by one that writes.

Finding them may take its time, for it keeps nobody waiting; deleting what was found takes none to speak of.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Table,
    Text,
    and_,
    case,
    cast,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.identity import GuildId, PromptId
from bot.domain.outbox import OutboxState, Step
from bot.storage.article_tables import articles, drafts
from bot.storage.counters import CHANGES, EXPORTED, Counters
from bot.storage.gaps import IS_ANSWERED
from bot.storage.guilds import Marks
from bot.storage.people_tables import consents, flags, tombstones
from bot.storage.schedules import REMOVED
from bot.storage.schema import (
    counters,
    discussions,
    exports,
    gap_waiters,
    gaps,
    guilds,
    marks,
    moderation_log,
    occurrences,
    outbox,
    prompts,
    responses,
    schedules,
)


def _least(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the lesser of two, of which there may be one or none."""
    return case((one < other, one), else_=func.coalesce(other, one))


# The mark in which it is remembered what was said under a prompt as it was posted.
PROMISED = "kept:"
_IS_PROMISED = marks.c.name == (
    literal(PROMISED) + cast(prompts.c.key, Text) + ":" + cast(discussions.c.guild, Text)
)
# Prompts, with all that says for how long answers to them are kept.
ASKED = (
    prompts.join(discussions, discussions.c.key == prompts.c.discussion)
    .join(articles, articles.c.key == discussions.c.article)
    .outerjoin(guilds, guilds.c.guild == articles.c.guild)
    .outerjoin(marks, _IS_PROMISED)
)
# As bot.domain.guild.kept_days has it: the shortest counts.
KEPT_DAYS: ColumnElement[int | None] = _least(
    _least(articles.c.retention_days, guilds.c.retention_days), cast(marks.c.value, Integer)
)

# When the newest export was begun, as a number of changes.
_BEGUN = (
    select(func.coalesce(func.max(counters.c.value), 0)).where(counters.c.name == EXPORTED).scalar_subquery()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Old:
    """Rows of one table that are to be deleted, by their keys."""

    table: Table
    keys: Sequence[int]
    still: ColumnElement[bool] | None = None  # what has to be true of them when they are


class Expiry:
    """What is old in any guild, inside one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def retentions(self) -> tuple[int, ...]:
        """Return each number of days for which responses to some prompt are kept."""
        rows = await self._connection.execute(
            select(KEPT_DAYS).select_from(ASKED).where(KEPT_DAYS.is_not(None)).distinct()
        )
        return tuple(sorted(days for days in rows.scalars() if days is not None))

    async def guild_retentions(self) -> tuple[int, ...]:
        """Return each number of days that some guild chose."""
        rows = await self._connection.execute(
            select(guilds.c.retention_days).where(guilds.c.retention_days.is_not(None)).distinct()
        )
        return tuple(sorted(rows.scalars()))

    async def responses(self, *, days: int, before: datetime, limit: int) -> Old:
        """Return responses from before *before* to prompts to which they are kept for *days*."""
        # What was asked later than that was not answered before.
        asked = (
            select(prompts.c.key).select_from(ASKED).where(KEPT_DAYS == days, prompts.c.planned_at < before)  # noqa: SIM300 (a column)
        )
        return await self._find(
            responses, responses.c.prompt.in_(asked), responses.c.created_at < before, limit=limit
        )

    async def promise(self, prompt: PromptId, *, guild: GuildId, days: int | None) -> None:
        """Remember what is said under *prompt*: whoever answers it must not be kept for longer."""
        name = f"{PROMISED}{prompt}:{guild}"
        if days is None:
            await self._connection.execute(delete(marks).where(marks.c.name == name))
        else:
            await Marks(self._connection).put(name, str(days))

    async def gaps(self, *, before: date, limit: int, days: int | None = None) -> Old:
        """Return what was asked in vain last before *before*; with *days* where the guild keeps that long.

        What is answered stays as long as its answer is served: it is how that is found.
        """
        where: list[ColumnElement[bool]] = [gaps.c.last_on < before.isoformat(), ~IS_ANSWERED]
        if days is not None:
            chose = select(guilds.c.guild).where(guilds.c.retention_days == days)
            where.append(gaps.c.guild.in_(chose))
        found = await self._find(gaps, *where, limit=limit)
        # One may be asked or answered a moment later.
        return replace(found, still=and_(*where))

    async def waiters(self, *, before: datetime, limit: int, days: int | None = None) -> Old:
        """Return who waits to be told since before *before*; with *days* where the guild keeps that long."""
        where: list[ColumnElement[bool]] = [gap_waiters.c.asked_at < before]
        if days is not None:
            chose = select(guilds.c.guild).where(guilds.c.retention_days == days)
            where.append(gap_waiters.c.guild.in_(chose))
        return await self._find(gap_waiters, *where, limit=limit)

    async def consenting_guilds(self, *, before: date) -> tuple[GuildId, ...]:
        """Return the guilds of whose members somebody agreed last before *before*."""
        rows = await self._connection.execute(
            select(consents.c.guild).where(consents.c.given_on < before.isoformat()).distinct()
        )
        return tuple(GuildId(guild) for guild in rows.scalars())

    async def consents(self, guild: GuildId, *, before: date, limit: int) -> Old:
        """Return the agreements in *guild* of members nothing is kept of."""
        asked = (
            select(prompts.c.key)
            .join(discussions, discussions.c.key == prompts.c.discussion)
            .where(discussions.c.guild == guild)
        )
        answered = select(responses.c.author).where(responses.c.prompt.in_(asked))
        # Whoever agrees anew a moment later does so before they answer.
        is_old = consents.c.given_on < before.isoformat()
        found = await self._find(
            consents, consents.c.guild == guild, is_old, consents.c.member.not_in(answered), limit=limit
        )
        return replace(found, still=is_old)

    async def drafts(self, *, before: datetime, limit: int) -> Old:
        """Return the drafts from before *before*."""
        return await self._find(drafts, drafts.c.created_at < before, limit=limit)

    async def records(self, *, before: datetime, limit: int) -> Old:
        """Return what was noted of occurrences, moderators, exports and reported answers before *before*."""
        for table, at in (
            (occurrences, occurrences.c.decided_at),
            (moderation_log, moderation_log.c.at),
            (exports, exports.c.at),
            (flags, flags.c.flagged_at),
        ):
            found = await self._find(table, at < before, limit=limit)
            if found.keys:
                return found
        return Old(table=exports, keys=())

    async def schedules(self, *, limit: int) -> Old:
        """Return the schedules that were removed, or never agreed to, of which nothing is left."""
        opened = select(occurrences.c.key).where(occurrences.c.schedule == schedules.c.key).exists()
        shown = (
            select(outbox.c.key)
            .where(outbox.c.step == Step.EVENT, outbox.c.subject == schedules.c.key)
            .where(outbox.c.state == OutboxState.WAITING)
            .exists()
        )
        return await self._find(schedules, schedules.c.state == REMOVED, ~opened, ~shown, limit=limit)

    async def delete(self, old: Old) -> None:
        """Delete *old*."""
        where = [old.table.c.key.in_(old.keys), *(() if old.still is None else (old.still,))]
        if old.table is responses:
            await self._bury(old.keys)
        await self._connection.execute(delete(old.table).where(*where))
        if old.table is schedules:
            is_theirs = (outbox.c.step == Step.EVENT) & outbox.c.subject.in_(old.keys)
            await self._connection.execute(delete(outbox).where(is_theirs))

    async def tombstones(self) -> None:
        """Forget what no export is remembered any more to have held.

        Not yet what went since an export was last begun, which may be under way still.
        """
        may_have = (
            select(exports.c.key)
            .where(exports.c.guild == tombstones.c.guild, exports.c.last_change < tombstones.c.changed)
            .exists()
        )
        await self._connection.execute(delete(tombstones).where(~may_have, tombstones.c.changed < _BEGUN))

    async def _bury(self, keys: Sequence[int]) -> None:
        """Remember by their ids the responses that go, where an export may have them."""
        number = await Counters(self._connection).take(CHANGES)
        may_have = select(exports.c.key).where(exports.c.guild == discussions.c.guild).exists()
        goes = (
            select(
                responses.c.key, discussions.c.guild, responses.c.prompt, literal("expired"), literal(number)
            )
            .join(prompts, prompts.c.key == responses.c.prompt)
            .join(discussions, discussions.c.key == prompts.c.discussion)
            .where(responses.c.key.in_(keys))
            .where(or_(may_have, _BEGUN > 0))
        )
        names = ["response", "guild", "prompt", "why", "changed"]
        await self._connection.execute(insert(tombstones).from_select(names, goes))

    async def _find(self, table: Table, *where: ColumnElement[bool], limit: int) -> Old:
        rows = await self._connection.execute(select(table.c.key).where(*where).limit(limit))
        return Old(table=table, keys=tuple(rows.scalars()))
