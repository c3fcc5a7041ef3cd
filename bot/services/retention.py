"""What is kept no longer than it has to be: rows whose time is over are deleted, some at a time.

Nobody is told. What stands on Discord is not ours, and stays there.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time, timedelta

from bot.domain.identity import GuildId
from bot.services.clock import Clock
from bot.services.drafts import KEPT_FOR
from bot.services.responses import to_day
from bot.services.schedules import UNKEPT
from bot.storage.engine import SLICE
from bot.storage.expiry import Old
from bot.storage.store import Store, Transaction

# What was asked in vain, where the guild chose nothing shorter.
GAPS_KEPT = timedelta(days=365)
# Who waits to be told when a gap is answered, where the guild chose nothing shorter.
WAITS_KEPT = timedelta(days=180)
# What was posted, and when, for whoever looks into something that went wrong.
STEPS_KEPT = timedelta(days=30)
# What moderators did and what was reported to them, which exports were taken, what schedules opened: long
# enough for any dispute about it.
RECORDS_KEPT = timedelta(days=730)
# Whoever agrees answers a moment later; until then nothing hangs on the agreement.
AGREED = timedelta(days=2)

# The mark of up to which day unlinked responses were written anew.
REWRITTEN = "unlinked_rewritten"
# The mark of the day on which it was last seen to that the file keeps nothing of what was taken away.
RENEWED = "file_renewed"
# From then on, by the clock of UTC: in the countries whose languages are spoken here it is night.
QUIET = time(3)

Find = Callable[[Transaction], Awaitable[Old]]


class RetentionService:
    """Deletes what is old, in every guild."""

    def __init__(self, store: Store, *, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def expire(self) -> int:
        """Delete for good what is not kept any longer; return how many responses. Raises a StoreError."""
        now = self._clock()
        async with self._store.read() as tx:
            retentions = await tx.expiry.retentions()
            chosen = await tx.expiry.guild_retentions()
            consenting = await tx.expiry.consenting_guilds(before=(now - AGREED).date())
        responses = 0
        for days in retentions:
            responses += await self._expire_responses(days, now=now)
        for guild in consenting:
            await self._expire_consents(guild, now=now)
        for days in chosen:
            await self._expire_waiters(timedelta(days=days), now=now, days=days)
            await self._expire_gaps(timedelta(days=days), now=now, days=days)
        await self._expire_waiters(WAITS_KEPT, now=now)
        await self._expire_gaps(GAPS_KEPT, now=now)
        await self._expire_records(now=now)
        await self._rewrite_unlinked(now=now)
        await self._renew_file(now=now)
        return responses

    async def scrub(self) -> None:
        """Leave nothing on disk of words that were taken away since the last time. Raises a StoreError."""
        await self._store.scrub()

    async def _rewrite_unlinked(self, *, now: datetime) -> None:
        """Leave nothing but the day of when unlinked responses were given, once it is over."""
        today = to_day(now)
        async with self._store.write() as tx:
            known = await tx.marks.get(REWRITTEN)
            since = datetime.fromisoformat(known) if known else datetime.min.replace(tzinfo=UTC)
            if since < today:
                await tx.responses.rewrite_unlinked(since=since, before=today)
                await tx.marks.put(REWRITTEN, today.isoformat())

    async def _renew_file(self, *, now: datetime) -> None:
        """Have the file written anew once a day, if words were taken away since it was.

        SQLite overwrites what it deletes, but knows nothing of copies that it left where it divided a page.
        """
        if now.time() < QUIET:
            return
        today = now.date().isoformat()
        async with self._store.write() as tx:
            is_due = await tx.marks.get(RENEWED) != today
            if is_due:
                await tx.marks.put(RENEWED, today)
        if is_due:
            await self._store.renew()

    async def _expire_responses(self, days: int, *, now: datetime) -> int:
        before = now - timedelta(days=days)
        return await self._delete(lambda tx: tx.expiry.responses(days=days, before=before, limit=SLICE))

    async def _expire_consents(self, guild: GuildId, *, now: datetime) -> None:
        before = (now - AGREED).date()
        await self._delete(lambda tx: tx.expiry.consents(guild, before=before, limit=SLICE))

    async def _expire_gaps(self, kept: timedelta, *, now: datetime, days: int | None = None) -> None:
        before = now.date() - kept
        await self._delete(lambda tx: tx.expiry.gaps(days=days, before=before, limit=SLICE))

    async def _expire_waiters(self, kept: timedelta, *, now: datetime, days: int | None = None) -> None:
        await self._delete(lambda tx: tx.expiry.waiters(days=days, before=now - kept, limit=SLICE))

    async def _expire_records(self, *, now: datetime) -> None:
        async with self._store.write() as tx:
            await tx.schedules.unkept(before=now - UNKEPT)
            await tx.expiry.tombstones()
            await tx.objections.unmute(before=now.date())
        await self._delete(lambda tx: tx.expiry.records(before=now - RECORDS_KEPT, limit=SLICE))
        await self._delete(lambda tx: tx.expiry.schedules(limit=SLICE))
        # One at a time: each may have thousands of facts.
        await self._delete(lambda tx: tx.expiry.drafts(before=now - KEPT_FOR, limit=1))
        while True:
            async with self._store.write() as tx:
                if not await tx.outbox.expire(before=now - STEPS_KEPT, limit=SLICE):
                    return

    async def _delete(self, find: Find) -> int:
        """Delete what *find* finds, until it finds nothing; return how many rows."""
        deleted = 0
        while True:
            async with self._store.read() as tx:
                old = await find(tx)
            if not old.keys:
                return deleted
            async with self._store.erase() as tx:
                await tx.expiry.delete(old)
            deleted += len(old.keys)
            await asyncio.sleep(0)
