"""What was read a moment ago and is asked for with every message that people write."""

import time
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

HELD = 10_000  # entries
FRESH = 10.0  # seconds, for another process may have changed it


@dataclass(frozen=True, slots=True, kw_only=True)
class Held(Generic[V]):
    """What is remembered: a value, which may be that there is none."""

    value: V
    since: float


class FreshCache(Generic[K, V]):
    """A mapping that forgets what was put into it some seconds ago, and its oldest entries."""

    def __init__(self) -> None:
        self._held: OrderedDict[K, Held[V]] = OrderedDict()
        self.cleared = 0  # times

    def get(self, key: K) -> Held[V] | None:
        """Return what is remembered of *key*, unless that is too long ago."""
        held = self._held.get(key)
        return held if held is not None and time.monotonic() - held.since < FRESH else None

    def put(self, key: K, value: V, *, cleared: int) -> None:
        """Remember *value*.

        *cleared* is what that was before the database was asked: what changed since is not in its answer.
        """
        if cleared != self.cleared:
            return
        self._held[key] = Held(value=value, since=time.monotonic())
        self._held.move_to_end(key)
        while len(self._held) > HELD:
            self._held.popitem(last=False)

    def clear(self) -> None:
        """Forget everything: something was changed."""
        self._held.clear()
        self.cleared += 1
