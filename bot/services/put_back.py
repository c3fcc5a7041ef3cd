"""A clock that was ahead and is put right: what it made of times that are yet to come is undone.

What opened early has opened. But what it took for missed is due again, and what it put off is looked at now:
otherwise nothing would happen until the time that it had shown has come.
"""

from datetime import datetime, timedelta

from bot.domain.outbox import Step, schedule_stream
from bot.storage.store import Store

# Clocks are put right by less than this all the time.
NOTICED = timedelta(minutes=1)


def is_put_back(now: datetime, latest: datetime | None) -> bool:
    """Return whether a clock that shows *now* has shown *latest* before and was put back since."""
    return latest is not None and now < latest - NOTICED


async def undo_ahead(store: Store, *, at: datetime) -> None:
    """Let what is yet to come *at* this time be before every schedule again."""
    async with store.write() as tx:
        await tx.openings.look_again(at=at)
        for schedule, guild in await tx.openings.undo_missed(after=at):
            await tx.outbox.arm(schedule_stream(schedule), Step.EVENT, schedule, guild=guild, at=at)
