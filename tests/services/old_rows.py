"""A clock that stands still, and what people left when it stood elsewhere."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.discussion import Given, NewResponse, Prompt
from bot.domain.identity import GuildId, MemberId
from bot.storage.store import Store

BEGAN = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
BO, CY = MemberId(501), MemberId(502)


@dataclass(slots=True)
class Time:
    """A clock that stands still until it is set."""

    now: datetime = BEGAN

    def __call__(self) -> datetime:
        return self.now


async def respond(
    store: Store, prompt: Prompt, *, at: datetime, author: MemberId = BO, many: int = 1, **more: Any
) -> None:
    """Let *author* have answered *at* a time."""
    response = NewResponse(
        prompt=prompt.id,
        author=author,
        author_name="Bo",
        text=f"words of {at:%j}",
        given=Given.BUTTON,
        created_at=at,
        **more,
    )
    async with store.write() as tx:
        await tx.responses.add_all([response] * many)


async def choose(store: Store, *, guild: GuildId, days: int | None) -> None:
    """Let answers in *guild* be kept for *days*."""
    async with store.write() as tx:
        await tx.guilds.change(guild, at=BEGAN, retention_days=days)
