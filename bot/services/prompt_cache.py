"""Which threads are prompts': asked with every message that people write."""

import time
from collections import OrderedDict
from dataclasses import dataclass

from bot.domain.identity import PromptId

HELD = 10_000  # threads
FRESH = 10.0  # seconds, for another process may have changed it


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What is remembered of a thread."""

    prompt: PromptId | None
    since: float


class PromptCache:
    """The threads that were asked about a moment ago."""

    def __init__(self) -> None:
        self._held: OrderedDict[int, Held] = OrderedDict()
        self.cleared = 0  # times

    def get(self, thread: int) -> Held | None:
        """Return what is remembered of *thread*, unless that is too long ago."""
        held = self._held.get(thread)
        return held if held is not None and time.monotonic() - held.since < FRESH else None

    def put(self, thread: int, prompt: PromptId | None, *, cleared: int) -> None:
        """Remember that *thread* is that of *prompt*, or of none.

        *cleared* is what that was before the database was asked: what changed since is not in its answer.
        """
        if cleared != self.cleared:
            return
        self._held[thread] = Held(prompt=prompt, since=time.monotonic())
        self._held.move_to_end(thread)
        while len(self._held) > HELD:
            self._held.popitem(last=False)

    def clear(self) -> None:
        """Forget everything: something was posted, closed or taken back."""
        self._held.clear()
        self.cleared += 1
