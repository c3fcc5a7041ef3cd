"""Until when what a step has to post may be posted: a claim ends by the clock, whatever its holder is doing.

A process may stand still for longer, with its machine. Whoever took the step on since may have done it: what
was about to be posted must not be when it goes on.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from bot.services.clock import Clock

_last: ContextVar[tuple[datetime, Clock] | None] = ContextVar("last", default=None)


@contextmanager
def sent_before(last: datetime, *, clock: Clock) -> Iterator[None]:
    """Let what the block sends be sent before *last* or not at all."""
    token = _last.set((last, clock))
    try:
        yield
    finally:
        _last.reset(token)


def may_be_sent() -> bool:
    """Return whether something may still be sent; what is no step's always may."""
    found = _last.get()
    if found is None:
        return True
    last, clock = found
    return clock() < last
