"""When the bot is removed from a guild: what is kept of it waits for its return, and goes after a while.

An outage is no removal, and a list in which a guild is missing proves nothing: whether the bot is in a guild
is what Discord says when it is asked, and nothing is erased before it said so once more.
"""

import asyncio
import logging
from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Protocol

from bot.domain.discord_errors import MembersUnknownError
from bot.domain.identity import GuildId, MemberId, RoleId
from bot.services.clock import Clock
from bot.storage.departures import PARTS
from bot.storage.engine import SLICE
from bot.storage.store import Store

logger = logging.getLogger(__name__)

# Whoever removes the bot by mistake has it back by then with all that it knew. It is what Discord recommends
# as the longest time to keep what is of no use any more; so there is no setting that could make it longer.
GRACE = timedelta(days=30)

Forget = Callable[[GuildId], None]


class MemberPort(Protocol):
    """Whoever knows in which guilds the bot is, and who else is there."""

    async def is_member(self, guild: GuildId) -> bool | None:
        """Return whether the bot is in *guild*, for certain; None where nobody can say."""
        ...

    async def roles_of(self, member: MemberId, *, guild: GuildId) -> frozenset[RoleId] | None:
        """Return the roles of *member*, everybody's among them; None where they are certainly no member.

        Raises MembersUnknownError where nobody can say.
        """
        ...

    async def role_name(self, role: RoleId, *, guild: GuildId) -> str | None:
        """Return what *role* is called; None where there is none. Raises MembersUnknownError."""
        ...


class NoGuilds:
    """The member port where there are no guilds: at a terminal."""

    async def is_member(self, guild: GuildId) -> bool | None:
        """Return None: nobody can say."""
        return None

    async def roles_of(self, member: MemberId, *, guild: GuildId) -> frozenset[RoleId] | None:
        """Raise MembersUnknownError: nobody can say."""
        raise MembersUnknownError

    async def role_name(self, role: RoleId, *, guild: GuildId) -> str | None:
        """Return None: there are no roles."""
        return None


class LeavingService:
    """What becomes of guilds that the bot was removed from."""

    def __init__(
        self, store: Store, *, clock: Clock, members: MemberPort, forgets: Collection[Forget] = ()
    ) -> None:
        self._store = store
        self._clock = clock
        self._members = members
        self._forgets = tuple(forgets)  # what others remember of a guild that is erased

    async def left(self, guild: GuildId) -> None:
        """Remember that the bot was removed from *guild*; nothing is done there until it returns."""
        async with self._store.write() as tx:
            await tx.departures.left(guild, at=self._clock())
        logger.info("Guild %s was left; what is kept of it is erased in %d days", guild, GRACE.days)

    async def returned(self, guild: GuildId) -> None:
        """Let everything in *guild*, where the bot is, go on as it was."""
        async with self._store.read() as tx:
            if guild not in await tx.departures.all():
                return
        now = self._clock()
        async with self._store.write() as tx:
            if await tx.departures.returned(guild):
                for stream, step, schedule in await tx.events.steps(guild):
                    await tx.outbox.arm(stream, step, schedule, guild=guild, at=now)
        logger.info("Guild %s is back", guild)

    async def reconcile(self, here: Collection[GuildId], *, is_ours: Callable[[GuildId], bool]) -> None:
        """Learn what happened while the bot was away, which is in the guilds *here*, as far as is known.

        Others that *is_ours* would be among them; of those Discord is asked one by one.
        """
        async with self._store.read() as tx:
            known, left = await tx.departures.known(), await tx.departures.all()
        for guild in left:
            if guild in here:
                await self.returned(guild)
        for guild in sorted(known.difference(here)):
            if is_ours(guild) and await self._members.is_member(guild) is False:
                await self.left(guild)

    async def erase_left(self) -> int:
        """Erase what is kept of guilds that were left long ago; return how many of them."""
        before = self._clock() - GRACE
        async with self._store.read() as tx:
            gone = await tx.departures.all(before=before)
        erased = 0
        for guild in gone:
            is_member = await self._members.is_member(guild)
            if is_member:
                await self.returned(guild)
            elif is_member is False:
                await self._erase(guild)
                erased += 1
        return erased

    async def _erase(self, guild: GuildId) -> None:
        """Erase all that is kept of *guild*, some at a time. Whatever ends it, the next time goes on."""
        before = self._clock() - GRACE
        for part in range(len(PARTS)):
            deleted = SLICE
            while deleted == SLICE:
                async with self._store.erase() as tx:
                    deleted = await tx.departures.erase(guild, part, before=before, limit=SLICE)
                await asyncio.sleep(0)
        for forget in self._forgets:
            forget(guild)
        logger.info("Guild %s was left long ago, and is erased", guild)
