"""What members agreed to, and who is never to be recorded."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.consent import TERMS, Consent, Purpose
from bot.domain.identity import GuildId, MemberId
from bot.storage.engine import upsert
from bot.storage.people_tables import consents, mutes, objections
from bot.storage.schema import guilds


class Consents:
    """What members agreed to, inside one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self,
        purpose: str,
        *,
        version: int,
        guild: GuildId,
        member: MemberId,
        on: date,
        is_standing: bool = False,
    ) -> None:
        """Note that *member* agreed; the last day counts. What holds for all of theirs goes on doing so."""
        row: dict[str, Any] = {
            "guild": guild,
            "member": member,
            "purpose": purpose,
            "version": version,
            "given_on": on.isoformat(),
            "is_standing": is_standing,
        }
        statement = upsert(self._connection, consents).values(row)
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[
                    consents.c.guild,
                    consents.c.member,
                    consents.c.purpose,
                    consents.c.version,
                ],
                set_={
                    "given_on": row["given_on"],
                    "withdrawn_on": None,
                    "is_standing": or_(consents.c.is_standing, statement.excluded.is_standing),
                },
            )
        )

    async def withdraw(self, purpose: Purpose, *, guild: GuildId, member: MemberId, on: date) -> None:
        """Note that *member* took back that they agreed to *purpose*, to whichever words."""
        await self._connection.execute(
            update(consents)
            .where(_of(member, guild), consents.c.purpose == purpose, consents.c.withdrawn_on.is_(None))
            .values(withdrawn_on=on.isoformat(), is_standing=False)
        )

    async def of(self, member: MemberId, *, guild: GuildId) -> tuple[Consent, ...]:
        """Return what *member* agreed to, to the newest words of each purpose first."""
        rows = await self._connection.execute(
            select(consents)
            .where(_of(member, guild), consents.c.purpose.in_(list(Purpose)))
            .order_by(consents.c.purpose, consents.c.version.desc())
        )
        return tuple(
            Consent(
                purpose=Purpose(row.purpose),
                version=row.version,
                given_on=date.fromisoformat(row.given_on),
                withdrawn_on=None if row.withdrawn_on is None else date.fromisoformat(row.withdrawn_on),
                is_standing=row.is_standing,
            )
            for row in rows
        )

    async def standing(self, guild: GuildId) -> Mapping[MemberId, frozenset[Purpose]]:
        """Return what members let be done with all that they answer, in the words as they are today."""
        today = or_(
            *(
                (consents.c.purpose == purpose) & (consents.c.version == version)
                for purpose, version in TERMS.items()
            )
        )
        rows = await self._connection.execute(
            select(consents.c.member, consents.c.purpose).where(
                consents.c.guild == guild, consents.c.is_standing, consents.c.withdrawn_on.is_(None), today
            )
        )
        found: dict[MemberId, frozenset[Purpose]] = {}
        for member, purpose in rows:
            found[MemberId(member)] = found.get(MemberId(member), frozenset()) | {Purpose(purpose)}
        return found


class Objections:
    """Who is never to be recorded, known by a hash, inside one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def known(self, guild: GuildId) -> tuple[str | None, frozenset[str]]:
        """Return the secret that the hashes of *guild* are made with, if there is one yet, and the hashes."""
        secret = await self._connection.execute(select(guilds.c.secret).where(guilds.c.guild == guild))
        hashes = await self._connection.execute(
            select(objections.c.member_hash).where(objections.c.guild == guild)
        )
        return secret.scalar_one_or_none(), frozenset(hashes.scalars())

    async def since(self, member_hash: str, *, guild: GuildId) -> date | None:
        """Return since which day somebody is not to be recorded."""
        found = await self._connection.execute(
            select(objections.c.since).where(
                objections.c.guild == guild, objections.c.member_hash == member_hash
            )
        )
        since = found.scalar_one_or_none()
        return None if since is None else date.fromisoformat(since)

    async def muted_until(self, member_hash: str, *, guild: GuildId) -> date | None:
        """Return until which day somebody gives no unlinked answers."""
        found = await self._connection.execute(
            select(mutes.c.until).where(mutes.c.guild == guild, mutes.c.member_hash == member_hash)
        )
        until = found.scalar_one_or_none()
        return None if until is None else date.fromisoformat(until)

    async def muted(self, guild: GuildId) -> Mapping[str, date]:
        """Return who gives no unlinked answers, and until which day."""
        rows = await self._connection.execute(
            select(mutes.c.member_hash, mutes.c.until).where(mutes.c.guild == guild)
        )
        return {row.member_hash: date.fromisoformat(row.until) for row in rows}

    async def mute(self, member_hash: str, *, guild: GuildId, until: date) -> None:
        """Let somebody give no unlinked answers until a day; the later one counts."""
        row = {"guild": guild, "member_hash": member_hash, "until": until.isoformat()}
        statement = upsert(self._connection, mutes).values(row)
        later = case(
            (statement.excluded.until > mutes.c.until, statement.excluded.until), else_=mutes.c.until
        )
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[mutes.c.guild, mutes.c.member_hash], set_={"until": later}
            )
        )

    async def unmute(self, *, before: date) -> None:
        """Forget whose time was over before a day, in every guild."""
        await self._connection.execute(delete(mutes).where(mutes.c.until < before.isoformat()))

    async def add(self, member_hash: str, *, guild: GuildId, on: date) -> None:
        """Let somebody never be recorded; the first day counts."""
        row = {"guild": guild, "member_hash": member_hash, "since": on.isoformat()}
        await self._connection.execute(
            upsert(self._connection, objections).values(row).on_conflict_do_nothing()
        )

    async def remove(self, member_hash: str, *, guild: GuildId) -> None:
        """Let somebody be recorded again."""
        await self._connection.execute(
            delete(objections).where(objections.c.guild == guild, objections.c.member_hash == member_hash)
        )


def _of(member: MemberId, guild: GuildId) -> ColumnElement[bool]:
    return (consents.c.guild == guild) & (consents.c.member == member)
