"""Members who left guilds, where that has consequences: whom to ask about, and who was not found."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import CompoundSelect, case, delete, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.identity import NOBODY, GuildId, MemberId
from bot.domain.leavers import Absence, Leavers
from bot.domain.shards import Shards
from bot.storage.engine import upsert
from bot.storage.guilds import is_meant
from bot.storage.my_data import prompts_of
from bot.storage.people_tables import absences, consents
from bot.storage.schema import gap_waiters, guilds, marks, responses

# The mark of how far a guild's round is: the day on which it began, and the last who was asked about.
ROUND = "leavers:"


class Absences:
    """Who was not found in every guild, inside one transaction."""

    def __init__(self, connection: AsyncConnection, *, shards: Shards | None = None) -> None:
        self._connection = connection
        self._shards = shards

    async def guilds(self) -> tuple[GuildId, ...]:
        """Return the guilds in which what is held about members who left is erased."""
        rows = await self._connection.execute(
            select(guilds.c.guild)
            .where(guilds.c.leavers == Leavers.ERASE, is_meant(guilds.c.guild, None, self._shards))
            .order_by(guilds.c.guild)
        )
        return tuple(GuildId(guild) for guild in rows.scalars())

    async def members(self, guild: GuildId, *, after: MemberId, limit: int) -> Sequence[MemberId]:
        """Return members of whom more is held than what they did as moderators, in the order of their ids.

        Those *after* one that was returned before, up to *limit* of them.
        """
        found = _known(guild, after=after).subquery()
        rows = await self._connection.execute(select(found.c.member).order_by(found.c.member).limit(limit))
        return [MemberId(member) for member in rows.scalars()]

    async def get(self, member: MemberId, *, guild: GuildId) -> Absence | None:
        """Return since when *member* was not found."""
        found = await self._connection.execute(
            select(absences.c.since, absences.c.days).where(
                absences.c.guild == guild, absences.c.member == member
            )
        )
        row = found.one_or_none()
        return None if row is None else Absence(since=date.fromisoformat(row.since), days=row.days)

    async def note(self, member: MemberId, *, guild: GuildId, on: date) -> Absence:
        """Note that *member* was not found on a day, which counts once; return since when that is so."""
        day = on.isoformat()
        row = {"guild": guild, "member": member, "since": day, "last_on": day, "days": 1}
        statement = upsert(self._connection, absences).values(row)
        # A clock that was ahead counted days that never were, and may count them again: none of it holds.
        was_ahead = absences.c.last_on > day
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[absences.c.guild, absences.c.member],
                set_={
                    "since": case((was_ahead, day), else_=absences.c.since),
                    "last_on": day,
                    "days": case((was_ahead, 1), else_=absences.c.days + 1),
                },
                where=absences.c.last_on != day,
            )
        )
        noted = await self.get(member, guild=guild)
        if noted is None:
            raise AssertionError("noted a moment ago")
        return noted

    async def found(self, members: Sequence[MemberId], *, guild: GuildId) -> None:
        """Forget that *members* were not found: they are there."""
        await self._connection.execute(
            delete(absences).where(absences.c.guild == guild, absences.c.member.in_(members))
        )

    async def prune(self, guild: GuildId) -> None:
        """Forget those of *guild* of whom nothing is held any more."""
        known = _known(guild, after=NOBODY).subquery()
        await self._connection.execute(
            delete(absences).where(
                absences.c.guild == guild, absences.c.member.not_in(select(known.c.member))
            )
        )

    async def forget(self, guild: GuildId) -> None:
        """Forget who was not found in *guild*, or asked about, where that has no consequences any more."""
        await self._connection.execute(delete(absences).where(absences.c.guild == guild))
        await self._connection.execute(delete(marks).where(marks.c.name == f"{ROUND}{guild}"))

    async def skip(self, member: MemberId, *, guild: GuildId) -> None:
        """Have the round begin anew if it stands at *member*, of whom nothing is to be kept."""
        await self._connection.execute(
            delete(marks).where(marks.c.name == f"{ROUND}{guild}", marks.c.value.endswith(f" {member}"))
        )


def _known(guild: GuildId, *, after: MemberId) -> CompoundSelect[tuple[int]]:
    """Return who answered, agreed to something or waits to be told in *guild*, each once."""
    answered = responses.c.prompt.in_(prompts_of(guild)) & (responses.c.author != NOBODY)
    return union(
        select(responses.c.author.label("member")).where(answered, responses.c.author > after),
        select(consents.c.member).where(consents.c.guild == guild, consents.c.member > after),
        select(gap_waiters.c.member).where(gap_waiters.c.guild == guild, gap_waiters.c.member > after),
    )
