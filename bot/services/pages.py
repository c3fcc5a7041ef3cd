"""Pages of the web, opened for each guild as often as whoever reads articles needs, and no more."""

import math
import time
from collections import deque
from collections.abc import Callable

from bot.domain.errors import TooSoonError
from bot.domain.identity import GuildId
from bot.fetch.page import Fetch, Page, refuse

# So many pages in so long a time; without an end, moderators could have a site flooded by us.
PAGES = 10
SECONDS = 60.0
# Guilds remembered before those that have waited long enough are forgotten.
REMEMBERED = 1_000


class Pages:
    """Opens addresses with *fetch*; without it, none."""

    def __init__(self, fetch: Fetch = refuse, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._fetch = fetch
        self._monotonic = monotonic
        self._opened: dict[GuildId, deque[float]] = {}

    async def open(self, address: str, *, guild: GuildId) -> Page:
        """Return the page at *address*. Raises TooSoonError, and what is in ``bot.domain.fetch_errors``."""
        self._spend(guild)
        return await self._fetch(address)

    def _spend(self, guild: GuildId) -> None:
        now = self._monotonic()
        if len(self._opened) >= REMEMBERED:
            self._opened = {held: times for held, times in self._opened.items() if times[-1] > now - SECONDS}
        times = self._opened.setdefault(guild, deque(maxlen=PAGES))
        if len(times) == PAGES and (wait := times[0] + SECONDS - now) > 0:
            raise TooSoonError(n=math.ceil(wait))
        times.append(now)
