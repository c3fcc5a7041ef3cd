"""The one way by which the bot does anything by itself: step after step from the outbox, each once.

A step is written down before, claimed for a time, done, and noted. Whoever dies in between leaves a step that
another takes on once the claim is over, and which is made so that doing it again does no harm.
"""

import asyncio
import logging
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from bot.domain.discord_errors import CannotPostError, PostingDelayedError, QuietHoursError
from bot.domain.errors import BotError
from bot.domain.guild import Severity
from bot.domain.identity import GuildId
from bot.domain.outbox import OutboxRow, pause_after
from bot.services.claims import sent_before
from bot.services.clock import Clock
from bot.services.put_back import is_put_back
from bot.services.rounds import SHARE, TOGETHER, Round
from bot.services.steps import Steps
from bot.storage.store import Store

logger = logging.getLogger(__name__)

# How long a step is claimed for: longer than any step may take, so that nobody else begins it meanwhile.
HELD = timedelta(seconds=90)
# Streams that are looked at in one go.
BATCH = 100

Jitter = Callable[[], float]


class Delivery:
    """Does what the outbox holds."""

    def __init__(
        self,
        store: Store,
        *,
        clock: Clock,
        steps: Steps,
        holder: str,
        held: timedelta = HELD,
        jitter: Jitter = random.random,
    ) -> None:
        self._store = store
        self._clock = clock
        self._steps = steps
        self._holder = holder
        self._held = held
        self._jitter = jitter
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self.failing: set[GuildId] = set()  # where something failed, as far as this process knows
        self._changes: Counter[GuildId] = Counter()  # how often something changed that may have been missing
        self._latest: datetime | None = None  # what the clock showed when all of it was done last
        self.wanted = asyncio.Event()  # set when there may be something to do

    async def deliver(self, stream: str) -> None:
        """Do all that *stream* holds now, for somebody who waits for it.

        Raises what keeps it from being done; PostingDelayedError where another process is at work on it.
        """
        async with self.alone(stream):
            await self.deliver_alone(stream)

    async def deliver_alone(self, stream: str) -> None:
        """Do as ``deliver`` does, within ``alone``."""
        while (row := await self._claim(stream, by_hand=True)) is not None:
            if (error := await self._do(row)) is not None:
                raise error
        async with self._store.read() as tx:
            if await tx.outbox.waits(stream):
                raise PostingDelayedError

    async def run(self, *, guild: GuildId | None = None, at_once: bool = False) -> set[GuildId]:
        """Do all that can be done, in one guild or in all; *at_once* whatever pauses are left.

        A failure does not stop the rest. Return the guilds in which something cannot be posted.
        """
        if guild is None:
            # What was put off by a clock that was ahead would wait until it is as late again.
            now = self._clock()
            at_once = at_once or is_put_back(now, self._latest)
            self._latest = now
        if at_once:
            async with self._store.write() as tx:
                await tx.outbox.hasten(guild=guild, at=self._clock())
        refused: set[GuildId] = set()

        async def ready(but: Collection[GuildId]) -> tuple[tuple[str, GuildId], ...]:
            async with self._store.read() as tx:
                return await tx.outbox.ready(
                    holder=self._holder, at=self._clock(), guild=guild, but=but, limit=BATCH
                )

        async def work(stream: str) -> None:
            async with self.alone(stream):
                while (row := await self._claim(stream, by_hand=False)) is not None:
                    if (error := await self._do(row)) is not None:
                        refused.update({row.guild} if isinstance(error, CannotPostError) else ())
                        return

        await Round(ready=ready, work=work, share=SHARE if guild is None else TOGETHER).run()
        return refused

    async def wake(self, guild: GuildId) -> bool:
        """Let what failed in *guild* be tried at once, as something has changed; return whether any did."""
        self._changes[guild] += 1
        if guild not in self.failing:
            return False
        async with self._store.write() as tx:
            woken = await tx.outbox.wake(guild, at=self._clock())
        if woken:
            self.wanted.set()
        else:
            self.failing.discard(guild)  # until it fails again
        return woken

    async def next_at(self) -> datetime | None:
        """Return when there is something to do next that waits for its time."""
        async with self._store.read() as tx:
            return await tx.outbox.next_at(after=self._clock())

    async def take_over(self) -> None:
        """Wait for no other process: this one serves the database alone, so whoever held anything is dead."""
        async with self._store.write() as tx:
            await tx.outbox.let_go(self._holder, others=True)

    async def let_go(self) -> None:
        """Let nobody wait for this process, which ends."""
        async with self._store.write() as tx:
            await tx.outbox.let_go(self._holder)

    async def _claim(self, stream: str, *, by_hand: bool) -> OutboxRow | None:
        now = self._clock()
        async with self._store.write() as tx:
            return await tx.outbox.claim(
                stream, holder=self._holder, at=now, until=now + self._held, by_hand=by_hand
            )

    async def _do(self, row: OutboxRow) -> Exception | None:
        """Do *row*, note what came of it, and return why it could not be done."""
        # What is sent takes effect before another may look for it.
        last = row.held_until - self._held / 3
        changes = self._changes[row.guild]
        try:
            with sent_before(last, clock=self._clock):
                message = await self._steps.perform(row)
        except QuietHoursError as error:
            async with self._store.write() as tx:
                await tx.outbox.put_off(row.id, until=error.until, attempts=row.attempts)
            return error
        except BotError as error:
            logger.warning("Step %s of %s waits: %s", row.step, row.stream, error.code)
            await self._failed(row, error, has_changed=self._changes[row.guild] != changes)
            return error
        except Exception as error:  # noqa: BLE001 (whatever is wrong with it, others wait behind it)
            # No traceback: its last line may quote what was to be posted.
            logger.error("Step %s of %s failed: %s", row.step, row.stream, type(error).__name__)  # noqa: TRY400
            await self._failed(row, error)
            return error
        async with self._store.write() as tx:
            await tx.outbox.done(row.id, at=self._clock(), message=message, planned_at=row.planned_at)
        return None

    async def _failed(self, row: OutboxRow, error: Exception, *, has_changed: bool = False) -> None:
        """Note why *row* was not done and when to try again: soon if something *has_changed* meanwhile."""
        problem, details = to_problem(error)
        is_refused = isinstance(error, CannotPostError)
        if is_refused:
            self.failing.add(row.guild)
        now = self._clock()
        # Who told of the change found nothing that had failed, so nobody else wakes it.
        has_changed = is_refused and has_changed
        pause = pause_after(1 if has_changed else row.attempts, jitter=self._jitter())
        async with self._store.write() as tx:
            await tx.outbox.failed(
                row.id,
                at=now,
                next_at=now + pause,
                problem=problem,
                details=details,
                attempts=row.attempts,
            )
        if has_changed:
            self.wanted.set()

    @asynccontextmanager
    async def alone(self, stream: str) -> AsyncIterator[None]:
        """Let one at a time work on *stream*: a command and what runs by itself may meet."""
        lock = self._locks.setdefault(stream, asyncio.Lock())
        async with lock:
            yield


def to_problem(error: Exception) -> tuple[str, dict[str, object]]:
    """Return what is written down of *error*: the code of a finding or an error, and what fills its words."""
    if isinstance(error, CannotPostError):
        findings = error.data.get("findings")
        if isinstance(findings, tuple):
            for one in findings:
                if one.severity is Severity.BROKEN:
                    return one.code, one.data
    if isinstance(error, BotError):
        return error.code, {}
    return "internal", {"kind": type(error).__name__}
