"""What is watched of each HTTP request to Discord: that some are sent once, and what time it is there.

discord.py repeats a request after a broken connection or a server's error. For a forum post, which knows no
nonce, that would be a second post; so within ``at_most_once`` a repetition is stopped, and its sender has
to look whether the first time took effect. Nor is anything posted for a step on which the claim is as good as
over: see bot.services.claims.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from types import SimpleNamespace

import aiohttp

from bot.domain.discord_errors import PostingDelayedError
from bot.services.claims import may_be_sent

POST = "POST"  # the one method by which doing something twice makes two
TOO_MANY_REQUESTS = 429
GLOBAL = "X-RateLimit-Global"
LONGEST = 60.0  # seconds, where it is not said
AFTERWARDS = 0.5


class SentBeforeError(Exception):
    """A request that may be sent once is about to be sent again."""


@dataclass(slots=True)
class Sent:
    """How far a request is."""

    is_out: bool = False


_once: ContextVar[Sent | None] = ContextVar("once", default=None)


@contextmanager
def at_most_once() -> Iterator[None]:
    """Let the one request of the block go out once; raise SentBeforeError where it would go out again."""
    token = _once.set(Sent())
    try:
        yield
    finally:
        _once.reset(token)


class Trace:
    """Watches the requests of a client."""

    def __init__(self) -> None:
        self.skew: timedelta | None = None  # by how much our clock is ahead of Discord's
        self.limit_is_over: Callable[[], None] = lambda: None  # called after a limit for everything
        self.config = aiohttp.TraceConfig()
        self.config.on_request_start.append(self._start)
        self.config.on_request_end.append(self._end)

    async def _start(
        self,
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        params: aiohttp.TraceRequestStartParams,
    ) -> None:
        if params.method == POST and not may_be_sent():
            raise PostingDelayedError
        sent = _once.get()
        if sent is not None and sent.is_out:
            raise SentBeforeError
        if sent is not None:
            sent.is_out = True

    async def _end(
        self,
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        params: aiohttp.TraceRequestEndParams,
    ) -> None:
        sent = _once.get()
        if sent is not None and params.response.status == TOO_MANY_REQUESTS:
            sent.is_out = False  # refused, so it had no effect
        if date := params.response.headers.get("Date"):
            with suppress(TypeError, ValueError):  # a proxy's own idea of a date
                self.skew = datetime.now(UTC) - parsedate_to_datetime(date)
        if params.response.status == TOO_MANY_REQUESTS and GLOBAL in params.response.headers:
            pause = LONGEST
            with suppress(KeyError, ValueError):  # as above
                pause = float(params.response.headers["Retry-After"])
            asyncio.get_running_loop().call_later(pause + AFTERWARDS, self.limit_is_over)
