"""Guilds that the bot was removed from, and the erasing of all that is kept of one.

The guild's own row goes last: as long as it is there, the erasing has not ended, and goes on where it was.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, Select, Table, delete, select, tuple_, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.identity import LOCAL_GUILD, GuildId
from bot.storage.article_tables import (
    articles,
    draft_items,
    draft_steps,
    drafts,
    fact_history,
    facts,
    questions,
)
from bot.storage.counters import erasures_of, facts_of
from bot.storage.engine import or_time
from bot.storage.guilds import WAS_LEFT, Guilds
from bot.storage.people_tables import absences, consents, flags, mutes, objections, tombstones
from bot.storage.schema import (
    counters,
    discussions,
    exports,
    gap_answers,
    gap_waiters,
    gap_wordings,
    gaps,
    guilds,
    lookups,
    marks,
    moderation_log,
    occurrences,
    outbox,
    prompts,
    queue,
    responses,
    schedules,
)

WELCOMED = "welcomed:"

Where = Callable[[GuildId], ColumnElement[bool]]


def _of(table: Table) -> Where:
    return lambda guild: table.c.guild == guild


def _in(column: ColumnElement[int], keys: Callable[[GuildId], Select[tuple[int]]]) -> Where:
    return lambda guild: column.in_(keys(guild))


def _keys(table: Table) -> Callable[[GuildId], Select[tuple[int]]]:
    return lambda guild: select(table.c.key).where(table.c.guild == guild)


def _prompts(guild: GuildId) -> Select[tuple[int]]:
    return select(prompts.c.key).where(prompts.c.discussion.in_(_keys(discussions)(guild)))


# All that there is of a guild, what points to something before what it points to. Reactions go with their
# responses; others would as well, but so many at once that everybody had to wait.
PARTS: tuple[tuple[Table, Where], ...] = (
    (outbox, _of(outbox)),
    (queue, _of(queue)),
    (occurrences, _in(occurrences.c.schedule, _keys(schedules))),
    (schedules, _of(schedules)),
    (flags, _of(flags)),
    (responses, _in(responses.c.prompt, _prompts)),
    (tombstones, _of(tombstones)),
    (consents, _of(consents)),
    (objections, _of(objections)),
    (mutes, _of(mutes)),
    (absences, _of(absences)),
    (prompts, _in(prompts.c.discussion, _keys(discussions))),
    (discussions, _of(discussions)),
    (draft_steps, _in(draft_steps.c.draft, _keys(drafts))),
    (draft_items, _in(draft_items.c.draft, _keys(drafts))),
    (drafts, _of(drafts)),
    (gap_waiters, _of(gap_waiters)),
    (gap_wordings, _of(gap_wordings)),
    (gap_answers, _in(gap_answers.c.gap, _keys(gaps))),
    (gaps, _of(gaps)),
    (fact_history, _in(fact_history.c.article, _keys(articles))),
    (lookups, _in(lookups.c.article, _keys(articles))),
    (facts, _in(facts.c.article, _keys(articles))),
    (questions, _in(questions.c.article, _keys(articles))),
    (articles, _of(articles)),
    (moderation_log, _of(moderation_log)),
    (exports, _of(exports)),
    (marks, lambda guild: marks.c.name.endswith(f":{guild}")),
    (counters, lambda guild: counters.c.name.in_([facts_of(guild), erasures_of(guild)])),
    (guilds, _of(guilds)),
)


class Departures:
    """Which guilds were left, inside one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def left(self, guild: GuildId, *, at: datetime) -> None:
        """Remember that the bot is not in *guild* any more; the first time counts."""
        await Guilds(self._connection).secret(guild)
        await self._connection.execute(
            update(guilds).where(guilds.c.guild == guild).values(left_at=or_time(guilds.c.left_at, at))
        )

    async def returned(self, guild: GuildId) -> bool:
        """Remember that the bot is in *guild*; return whether it had been taken to have left."""
        returned = await self._connection.execute(
            update(guilds)
            .where(guilds.c.guild == guild, WAS_LEFT)
            .values(left_at=None)
            .returning(guilds.c.guild)
        )
        return returned.one_or_none() is not None

    async def all(self, *, before: datetime | None = None) -> tuple[GuildId, ...]:
        """Return the guilds that were left, or those that were before *before*."""
        when = WAS_LEFT if before is None else guilds.c.left_at < before
        rows = await self._connection.execute(
            select(guilds.c.guild).where(when, guilds.c.guild != LOCAL_GUILD).order_by(guilds.c.left_at)
        )
        return tuple(GuildId(guild) for guild in rows.scalars())

    async def known(self) -> frozenset[GuildId]:
        """Return the guilds of which something is kept, but for those that were left and the local chat's."""
        tables = (
            guilds,
            articles,
            discussions,
            schedules,
            outbox,
            drafts,
            gaps,
            consents,
            moderation_log,
            exports,
        )
        rows = await self._connection.execute(union(*(select(table.c.guild) for table in tables)))
        found = {GuildId(guild) for guild in rows.scalars()}
        greeted = await self._connection.execute(
            select(marks.c.name).where(marks.c.name.startswith(WELCOMED))
        )
        found |= {GuildId(int(name.removeprefix(WELCOMED))) for name in greeted.scalars()}
        return frozenset(found - {LOCAL_GUILD} - set(await self.all()))

    async def erase(self, guild: GuildId, part: int, *, before: datetime, limit: int) -> int:
        """Delete up to *limit* rows of *part* of what is kept of *guild*; return how many.

        None of a guild that was not left before *before*, and none of the local chat's.
        """
        if guild == LOCAL_GUILD or guild not in await self.all(before=before):
            return 0
        table, where = PARTS[part]
        key = tuple_(*table.primary_key.columns)
        some = select(*table.primary_key.columns).where(where(guild)).limit(limit)
        deleted = await self._connection.execute(delete(table).where(key.in_(some)))
        return max(0, int(deleted.rowcount))
