"""Answers that wait for a moderator: those that members reported, and hidden ones that were changed since."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import case, func, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.identity import GuildId, ResponseId
from bot.domain.shards import Shards
from bot.storage.engine import upsert
from bot.storage.guilds import is_meant
from bot.storage.people_tables import flags
from bot.storage.schema import NOT_TAKEN_BACK, STANDS, discussions, prompts, responses

# Reported, and there to be looked at.
IS_OPEN = flags.c.settled_at.is_(None) & STANDS
IS_CHANGED = responses.c.changed_hidden & responses.c.hidden_at.is_not(None) & NOT_TAKEN_BACK
REPORTED = flags.join(responses, responses.c.key == flags.c.response)
CHANGED = responses.join(prompts, prompts.c.key == responses.c.prompt).join(
    discussions, discussions.c.key == prompts.c.discussion
)


class Flags:
    """What members reported and moderators have yet to look at, inside one transaction."""

    def __init__(self, connection: AsyncConnection, *, shards: Shards | None = None) -> None:
        self._connection = connection
        self._shards = shards

    async def add(
        self, response: ResponseId, *, guild: GuildId, member_hash: str, reason: str, at: datetime
    ) -> bool:
        """Note that somebody reported *response*; return False where they had done so before."""
        row = {
            "guild": guild,
            "response": response,
            "member_hash": member_hash,
            "reason": reason,
            "flagged_at": at,
        }
        statement = upsert(self._connection, flags).values(row).on_conflict_do_nothing()
        added = await self._connection.execute(statement.returning(flags.c.key))
        return added.one_or_none() is not None

    async def settle(self, response: ResponseId, *, at: datetime) -> None:
        """Note that a moderator decided about *response*: it waits no more, until it is reported anew."""
        await self._connection.execute(
            update(flags)
            .where(flags.c.response == response, flags.c.settled_at.is_(None))
            .values(settled_at=at)
        )

    async def waiting(self, guild: GuildId, *, limit: int) -> tuple[ResponseId, ...]:
        """Return the responses that wait for a moderator, those that most people reported first."""
        people = func.count().label("people")
        reported = await self._connection.execute(
            select(flags.c.response, people)
            .select_from(REPORTED)
            .where(flags.c.guild == guild, IS_OPEN)
            .group_by(flags.c.response)
            .order_by(people.desc(), flags.c.response)
            .limit(limit)
        )
        changed = await self._connection.execute(
            select(responses.c.key)
            .select_from(CHANGED)
            .where(discussions.c.guild == guild, IS_CHANGED)
            .order_by(responses.c.key)
            .limit(limit)
        )
        return tuple(ResponseId(key) for key in (*(row.response for row in reported), *changed.scalars()))

    async def people(self, response: ResponseId) -> tuple[int, int]:
        """Return how many reported *response* since a moderator decided about it, and how many before."""
        is_open = case((flags.c.settled_at.is_(None), 1), else_=0)
        found = await self._connection.execute(
            select(func.coalesce(func.sum(is_open), 0), func.count()).where(flags.c.response == response)
        )
        still, all_ = found.one()
        return int(still), int(all_) - int(still)

    async def reasons(self, response: ResponseId, *, limit: int) -> tuple[str, ...]:
        """Return why *response* was reported since a moderator last decided about it, the newest first."""
        rows = await self._connection.execute(
            select(flags.c.reason)
            .where(flags.c.response == response, flags.c.settled_at.is_(None), flags.c.reason.is_not(None))
            .order_by(flags.c.key.desc())
            .limit(limit)
        )
        return tuple(rows.scalars())

    async def counts(self, guild: GuildId | None = None) -> Mapping[GuildId, int]:
        """Return how many responses wait for a moderator, in one guild or in each of Discord where any do."""
        reported = (
            select(flags.c.guild, func.count(flags.c.response.distinct()).label("waiting"))
            .select_from(REPORTED)
            .where(is_meant(flags.c.guild, guild, self._shards), IS_OPEN)
            .group_by(flags.c.guild)
        )
        changed = (
            select(discussions.c.guild, func.count().label("waiting"))
            .select_from(CHANGED)
            .where(is_meant(discussions.c.guild, guild, self._shards), IS_CHANGED)
            .group_by(discussions.c.guild)
        )
        counts: dict[GuildId, int] = {}
        for row in await self._connection.execute(union_all(reported, changed)):
            counts[GuildId(row.guild)] = counts.get(GuildId(row.guild), 0) + row.waiting
        return counts
