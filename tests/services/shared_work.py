"""Steps that are as slow and as broken as a test wants them, for one process or several."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.domain.outbox import OutboxRow
from bot.services.delivery import Delivery
from bot.storage.store import Store

NOON = datetime(2026, 3, 29, 12, tzinfo=UTC)


@dataclass
class Work:
    """What processes share: a clock, what was done, and what fails at whose subject."""

    now: datetime = NOON
    done: list[int] = field(default_factory=list)
    rows: list[OutboxRow] = field(default_factory=list)
    fails: dict[int, BaseException] = field(default_factory=dict)
    waits: dict[int, asyncio.Event] = field(default_factory=dict)
    begun: asyncio.Event = field(default_factory=asyncio.Event)

    def clock(self) -> datetime:
        """Return the time."""
        return self.now

    async def perform(self, row: OutboxRow) -> int | None:
        """Do a step, as far as the test lets it."""
        self.rows.append(row)
        self.begun.set()
        if row.subject in self.waits:
            await self.waits[row.subject].wait()
        if row.subject in self.fails:
            raise self.fails[row.subject]
        self.done.append(row.subject)
        return 1_000 + row.subject

    def process(self, store: Store, holder: str) -> Delivery:
        """Return what delivers in a process of its own."""
        steps: Any = self  # all that is asked of steps is that they are performed
        return Delivery(store, clock=self.clock, steps=steps, holder=holder, jitter=lambda: 1.0)
