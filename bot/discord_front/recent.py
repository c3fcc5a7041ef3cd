"""What happened a moment ago: events come doubled and out of order, and each has to count once."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """A mapping that forgets its oldest entries."""

    def __init__(self, limit: int = 10_000) -> None:
        self._limit = limit
        self._held: OrderedDict[K, V] = OrderedDict()

    def put(self, key: K, value: V) -> None:
        """Remember *value*."""
        self._held[key] = value
        self._held.move_to_end(key)
        while len(self._held) > self._limit:
            self._held.popitem(last=False)

    def get(self, key: K) -> V | None:
        """Return what is remembered of *key*."""
        return self._held.get(key)

    def pop(self, key: K) -> V | None:
        """Return what is remembered of *key*, and forget it."""
        return self._held.pop(key, None)

    def forget(self, which: Callable[[K, V], bool]) -> None:
        """Forget all of which *which* is so."""
        for key in [key for key, value in self._held.items() if which(key, value)]:
            del self._held[key]

    def __contains__(self, key: K) -> bool:
        return key in self._held
