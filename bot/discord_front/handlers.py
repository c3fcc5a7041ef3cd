"""What discord.py has begun for events and commands, so that it can be finished before a connection ends."""

import asyncio
import time
from itertools import count

# How discord.py names the tasks in which it lets events and commands be dealt with.
EVENT = "discord.py: "
HANDLERS = (EVENT, "CommandTree-invoker", "discord-ui-")


def under_way() -> set[asyncio.Task[None]]:
    """Return what is being dealt with, of whichever connection; begun in the same instant, too."""
    return {task for task in asyncio.all_tasks() if task.get_name().startswith(HANDLERS)}


async def finish(*, patience: float, rounds: int | None = None) -> bool:
    """Wait for what is under way and for what that begins in turn, *patience* seconds at most.

    With *rounds*, wait no longer than for what is under way, what that begins, and so on as often: where
    another connection serves, something always is. Return whether nothing is under way any more.
    """
    ends = time.monotonic() + patience
    for _ in count() if rounds is None else range(rounds):
        tasks, left = under_way(), ends - time.monotonic()
        if not tasks or left <= 0:
            break
        await asyncio.wait(tasks, timeout=left)
    return not under_way()


async def end(*, patience: float) -> None:
    """End what is under way after *patience* seconds: there is no connection left to answer through."""
    await finish(patience=patience)
    left = under_way()
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
