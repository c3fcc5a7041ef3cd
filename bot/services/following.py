"""What is being done to messages because of events, for whoever reads the same messages back meanwhile.

What is read back is of some moment between asking and the answer; nobody can tell whether an event that is
dealt with about then happened before it or after. So what is read of a message counts only if no event about
it was being dealt with from before it was asked for until it was written down.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol
from weakref import WeakSet

# Events that are dealt with at once. Beyond, messages are read back instead: what waits is held in memory.
MOST = 5_000
# How long after reading an event may still be one from before it: reactions do not say of when they are.
LATE = 3.0  # seconds


class Source(Protocol):
    """Whoever holds messages that are about to be recorded."""

    def being_recorded(self) -> Iterable[tuple[int, int]]:
        """Return the place and the id of each."""
        ...


class Listener(Protocol):
    """Whoever deals with events, and remembers some of them."""

    def look_anew(self) -> None:
        """Look which threads there are when the next message comes: there are new ones."""
        ...

    def forget_gap(self) -> None:
        """Forget what is of no value any more after something may have been missed."""
        ...

    def forget_counts(self, message: int) -> None:
        """Forget the reactions to *message* that wait to be counted: they were counted anew."""
        ...


class Watch:
    """Knows about which messages of a place events were dealt with since it began."""

    def __init__(self, under_way: Iterable[int]) -> None:
        self.under_way = frozenset(under_way)  # at first
        self.touched: set[int] = set(self.under_way)


class Following:
    """The events that are being dealt with."""

    def __init__(self) -> None:
        self.listeners: list[Listener] = []
        self.sources: WeakSet[Source] = WeakSet()
        self._under_way: dict[int, Counter[int]] = {}
        self._watches: dict[int, list[Watch]] = {}
        self._count = 0
        # Places that were read a moment ago, until when events about which messages may be from before, and
        # who wants to know.
        self._read: dict[int, tuple[float, set[int], Callable[[], None]]] = {}

    @property
    def has_room(self) -> bool:
        """Whether one more event can be dealt with now."""
        return self._count < MOST

    @contextmanager
    def follow(
        self, place: int, messages: Sequence[int], *, is_new: bool = False, counts: bool = False
    ) -> Iterator[None]:
        """Have it known that an event about *messages* in *place* is dealt with during the block.

        *is_new* where it is their being written, which whoever reads them back sees as well. *counts* where
        doing it twice would count twice.
        """
        self._count += 1
        self._under_way.setdefault(place, Counter()).update(messages)
        if not is_new:
            for watch in self._watches.get(place, ()):
                watch.touched.update(messages)
        if counts:
            self._tell(place, messages)
        try:
            yield
        finally:
            self._count -= 1
            self._end(place, messages)

    def _end(self, place: int, messages: Sequence[int]) -> None:
        under_way = self._under_way[place]
        for message in messages:
            under_way[message] -= 1
            if not under_way[message]:
                del under_way[message]
        if not under_way:
            del self._under_way[place]

    @contextmanager
    def watch(self, place: int) -> Iterator[Watch]:
        """Yield what knows about which messages of *place* events are dealt with during the block."""
        recorded = [
            message for one in self.sources for where, message in one.being_recorded() if where == place
        ]
        watch = Watch([*self._under_way.get(place, ()), *recorded])
        self._watches.setdefault(place, []).append(watch)
        try:
            yield watch
        finally:
            self._watches[place].remove(watch)
            if not self._watches[place]:
                del self._watches[place]

    def has_read(self, place: int, *, answers: set[int], tell: Callable[[], None]) -> None:
        """Note that *place* was read back just now.

        *tell* when an event about one of the *answers* there may have been counted twice.
        """
        now = time.monotonic()
        for stale in [one for one, (until, *_) in self._read.items() if until <= now]:
            del self._read[stale]
        _, before, _ = self._read.get(place, (now, set[int](), tell))
        self._read[place] = (now + LATE, before | answers, tell)

    def _tell(self, place: int, messages: Sequence[int]) -> None:
        if place in self._read:
            until, answers, tell = self._read[place]
            if time.monotonic() < until and not answers.isdisjoint(messages):
                tell()

    def oldest(self) -> int | None:
        """Return the oldest message that is being recorded, or may be an answer and is being looked at."""
        recorded = (message for one in self.sources for _, message in one.being_recorded())
        under_way = (message for place in self._under_way.values() for message in place)
        return min([*recorded, *under_way], default=None)

    def look_anew(self) -> None:
        """Have everybody look which threads there are when the next message comes."""
        for who in self.listeners:
            who.look_anew()

    def forget_gap(self) -> None:
        """Have everybody forget what is of no value any more after something may have been missed."""
        for who in self.listeners:
            who.forget_gap()

    def forget_counts(self, message: int) -> None:
        """Have everybody forget the reactions to *message* that wait to be counted."""
        for who in self.listeners:
            who.forget_counts(message)
