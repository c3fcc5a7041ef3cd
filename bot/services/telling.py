"""Telling those who chose it that a gap is answered: each once, in private, and then they are forgotten."""

import logging
from datetime import datetime
from typing import Protocol

from bot.domain.discord_errors import PostingDelayedError
from bot.domain.gap import Waiter
from bot.domain.gap_errors import UnknownGapError
from bot.domain.identity import GapId, WaiterId
from bot.domain.outbox import OutboxRow, Step, waiter_stream
from bot.services.answering import hit_of
from bot.services.clock import Clock
from bot.services.lookup import Hit
from bot.services.place import Place
from bot.storage.store import Store

logger = logging.getLogger(__name__)

# Those looked for at once; the others have their turn the next time.
OVERLOOKED = 1_000


class CannotTellError(Exception):
    """Somebody takes no messages of ours, or is not there any more: that is for good."""


class TellPort(Protocol):
    """Where members are told in private."""

    async def tell(self, waiter: Waiter, hit: Hit, *, nonce: str, since: datetime | None) -> None:
        """Show *waiter* the fact that they wait for, in their language.

        *since*, where it was tried before, is when that began: it may have been shown.
        Raises CannotTellError, PostingDelayedError.
        """
        ...


class NoTelling:
    """At a terminal nobody is told anything but what they see there: see ``TellService.answered``."""

    async def tell(self, waiter: Waiter, hit: Hit, *, nonce: str, since: datetime | None) -> None:
        """Leave it to whoever is connected to Discord."""
        raise PostingDelayedError


class TellService:
    """Who waits for what, and telling them."""

    def __init__(self, store: Store, *, clock: Clock, port: TellPort) -> None:
        self._store = store
        self._clock = clock
        self._port = port

    async def follow(self, key: GapId, *, language: str, at: Place) -> bool | Hit:
        """Let whoever asks be told of a gap's answer; return whether that is new, or the answer.

        Raises UnknownGapError.
        """
        async with self._store.write() as tx:
            gap = await tx.gaps.get(key, guild=at.guild)
            if gap is None:
                raise UnknownGapError
            if (hit := await hit_of(tx, gap)) is not None:
                return hit
            return await tx.waiters.add(
                key, guild=at.guild, member=at.person.id, language=language, at=self._clock()
            )

    async def unfollow(self, key: GapId, *, at: Place) -> bool:
        """Let whoever asks not be told; return whether they were to be."""
        async with self._store.erase() as tx:
            return await tx.waiters.remove(key, member=at.person.id)

    async def answered(self, at: Place) -> tuple[tuple[WaiterId, Hit], ...]:
        """Return what whoever speaks waits for and is answered by now."""
        async with self._store.read() as tx:
            found = []
            for waiter in await tx.waiters.answered(at.person.id, guild=at.guild):
                gap = await tx.gaps.get(waiter.gap, guild=at.guild)
                if gap is not None and (hit := await hit_of(tx, gap)) is not None:
                    found.append((waiter.id, hit))
            return tuple(found)

    async def told(self, waiter: WaiterId) -> None:
        """Forget somebody who was told."""
        async with self._store.erase() as tx:
            await tx.waiters.forget(waiter)

    async def catch_up(self) -> bool:
        """Let everybody be told whose answer came in a way that told nobody; return whether there was any."""
        async with self._store.write() as tx:
            waiters = await tx.waiters.overlooked(limit=OVERLOOKED)
            for one in waiters:
                await tx.outbox.arm(
                    waiter_stream(one.id), Step.TELL, one.id, guild=one.guild, at=self._clock()
                )
        return bool(waiters)

    async def perform(self, row: OutboxRow) -> None:
        """Tell whoever *row* is about, unless they changed their mind, or the answer was taken back.

        In the latter case they wait on. Raises PostingDelayedError.
        """
        async with self._store.read() as tx:
            waiter = await tx.waiters.get(WaiterId(row.subject))
            gap = None if waiter is None else await tx.gaps.get(waiter.gap, guild=row.guild)
            hit = None if gap is None else await hit_of(tx, gap)
        if waiter is None or hit is None:
            return
        try:
            await self._port.tell(
                waiter, hit, nonce=row.nonce, since=row.planned_at if row.is_retry else None
            )
        except CannotTellError:
            # Who it is stays out of the log.
            logger.info("Somebody who waits for gap %s takes no messages", waiter.gap)
        await self.told(waiter.id)
