"""What a member may do with all that is held about them: see it, and have it erased."""

import logging
from collections.abc import Callable
from datetime import timedelta

from bot.domain.identity import GuildId, MemberId
from bot.domain.my_data import Erased, Held
from bot.domain.snowflake import MILLISECOND, to_snowflake
from bot.domain.storage_errors import StoreError
from bot.services.clock import Clock
from bot.services.consents import ConsentService, to_member_hash
from bot.services.place import Place
from bot.services.recorder import Recorder
from bot.services.responses import to_day
from bot.storage.engine import SLICE
from bot.storage.store import Store

logger = logging.getLogger(__name__)

# For how long it is remembered at least, by a hash, that somebody was erased: what is read back again because
# something was missed there is no older.
REMEMBERED = timedelta(days=1)
# By how much clocks of several machines may differ.
SKEW = timedelta(minutes=1)

# Told that a member of a guild was erased, with the messages that were theirs: who remembers them forgets.
Forget = Callable[[GuildId, MemberId, tuple[int, ...]], None]


class MyDataService:
    """All that is held about whoever asks."""

    def __init__(self, store: Store, *, clock: Clock, recorder: Recorder, consents: ConsentService) -> None:
        self.forgets: list[Forget] = []
        self._store = store
        self._clock = clock
        self._recorder = recorder
        self._consents = consents

    async def show(self, *, at: Place) -> Held:
        """Return all that is held about whoever asks. Raises a StoreError."""
        guild, member = at.guild, at.person.id
        async with self._store.read() as tx:
            secret, _ = await tx.objections.known(guild)
            hashed = "" if secret is None else to_member_hash(secret, member)
            own = await tx.my_data.responses(member, guild=guild)
            absence = await tx.absences.get(member, guild=guild)
            return Held(
                guild=guild,
                member=member,
                responses=own,
                consents=await tx.consents.of(member, guild=guild),
                waiting=await tx.my_data.waiting(member, guild=guild),
                deeds=await tx.my_data.deeds(member, guild=guild, member_hash=hashed),
                exports=await tx.my_data.exports(own, guild=guild),
                never_since=await tx.objections.since(hashed, guild=guild),
                absent_since=None if absence is None else absence.since,
                muted_until=await tx.objections.muted_until(hashed, guild=guild),
            )

    async def erase(self, *, at: Place) -> Erased:
        """Erase all that is held about whoever asks, on disk and in memory, at once. Raises a StoreError.

        That they are never to be recorded stays, as does that they are muted: neither names them.
        """
        erased = await self._erase(at.person.id, guild=at.guild)
        await self.scrub()
        return erased

    async def erase_leaver(self, member: MemberId, *, guild: GuildId) -> None:
        """Erase all that is held about *member*, who left, as if they had asked for it. Raises a StoreError.

        The moderators' log says how many they were on this day, and names nobody. ``scrub`` comes afterwards.
        """
        await self._erase(member, guild=guild, has_left=True)

    async def forget_messages(self) -> None:
        """Remove numbers of erased messages that are not going to be read back, and who may have some.

        Raises a StoreError.
        """
        now = self._clock()
        async with self._store.write() as tx:
            # What they say now must not be lost to a clock that was ahead when they were erased.
            await tx.erased.clamp(to_snowflake(now), beyond=to_snowflake(now + SKEW))
            await tx.erased.forget(before=to_snowflake(now - REMEMBERED))
        while True:
            async with self._store.read() as tx:
                keys = await tx.erasing.forgettable(limit=SLICE)
            if not keys:
                return
            async with self._store.erase() as tx:
                await tx.erasing.forget_messages(keys)

    async def scrub(self) -> None:
        """Leave nothing in the file; what cannot be done while somebody reads is done soon afterwards."""
        try:
            await self._store.scrub()
        except StoreError as error:
            logger.warning("The database is not written anew after an erasure yet: %s", error.code)

    async def _erase(self, member: MemberId, *, guild: GuildId, has_left: bool = False) -> Erased:
        now = self._clock()
        async with self._store.write() as tx:
            hashed = to_member_hash(await tx.guilds.secret(guild), member)
            # What they typed while nobody listened is not to come back when it is read; before anything is
            # erased, for it may be being read at this moment.
            await tx.erased.add(hashed, guild=guild, until=to_snowflake(now + MILLISECOND))
        self._consents.forget(guild)
        await self._recorder.settled()  # what they said a moment ago goes as well
        async with self._store.read() as tx:
            answering = await tx.erasing.answering(member, guild=guild)
        async with self._store.erase(for_good=True) as tx:
            erased = await tx.erasing.erase(
                member, guild=guild, member_hash=hashed, at=now, answering=answering
            )
            await tx.absences.skip(member, guild=guild)
            if has_left:
                await tx.log.count_leaver(guild, day=to_day(now), answers=erased.responses)
        self._consents.forget(guild)
        for forget in self.forgets:
            forget(guild, member, erased.messages)
        return erased
