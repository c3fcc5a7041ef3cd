"""Who gave which unlinked answer, for a day, in this process's memory: so that an abuser can be muted.

Nothing of it is ever written down, neither on disk nor in a log, and nobody is shown any of it. Members are
known by the code that they are muted by, not by their ids.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.identity import ResponseId
from bot.services.clock import Clock

KEPT = timedelta(hours=24)
MOST = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Giver:
    """Somebody who gave an unlinked answer."""

    member_hash: str
    at: datetime

    def __repr__(self) -> str:
        """Return nothing that says who it is, whatever shows or logs it."""
        return "Giver()"


class Givers:
    """The givers of the last unlinked answers; the oldest are forgotten first."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._held: OrderedDict[ResponseId, Giver] = OrderedDict()

    def __len__(self) -> int:
        """Return how many are known."""
        return len(self._held)

    def put(self, response: ResponseId, *, member_hash: str) -> None:
        """Remember who gave *response*, for a day."""
        self.sweep()
        self._held[response] = Giver(member_hash=member_hash, at=self._clock())
        while len(self._held) > MOST:
            self._held.popitem(last=False)

    def get(self, response: ResponseId) -> str | None:
        """Return who gave *response*, where that is still known."""
        self.sweep()
        held = self._held.get(response)
        return None if held is None else held.member_hash

    def forget(self, response: ResponseId) -> None:
        """Remember no more who gave *response*: it was taken back."""
        self._held.pop(response, None)

    def sweep(self) -> None:
        """Forget whoever gave theirs more than a day ago, or later than now: a clock that was put back."""
        now = self._clock()
        over = [key for key, one in self._held.items() if not timedelta(0) <= now - one.at < KEPT]
        for key in over:
            del self._held[key]
