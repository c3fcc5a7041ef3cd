"""Rate limits as Discord keeps them: a bucket for each route and channel, and fifty a second in all."""

from collections import deque
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Protocol

# Requests and seconds, by method and route; observed, for Discord does not document them.
BUCKETS = {
    ("POST", "/channels/{}/messages"): (5, 5.0),
    ("PUT", "/channels/{}/messages/{}/reactions/{}/@me"): (1, 0.25),
    ("DELETE", "/channels/{}/messages/{}/reactions/{}/{}"): (1, 0.25),
    ("PATCH", "/channels/{}"): (10, 15.0),
    ("POST", "/channels/{}/threads"): (10, 15.0),
    ("POST", "/channels/{}/messages/{}/threads"): (10, 15.0),
    ("PUT", "/applications/{}/commands"): (2, 20.0),
}
# Names are changed seldom: a limit within that of the route (discord-api-docs#1900).
RENAMES = (2, 600.0)
# Of what follows an answer to an interaction, for each token.
FOLLOW_UPS = (5, 2.0)
OTHERS = (50, 1.0)
GLOBAL = (50, 1.0)


@dataclass(slots=True)
class Bucket:
    """The requests of one kind that were let through a moment ago."""

    name: str
    limit: int
    window: float
    sent: deque[float] = field(default_factory=deque)

    def take(self) -> float | None:
        """Let one more through, or return after how many seconds there is room."""
        now = monotonic()
        while self.sent and now - self.sent[0] >= self.window:
            self.sent.popleft()
        if len(self.sent) >= self.limit:
            return self.window - (now - self.sent[0])
        self.sent.append(now)
        return None

    @property
    def left(self) -> int:
        """How many more may come now."""
        return max(0, self.limit - len(self.sent))

    @property
    def reset_after(self) -> float:
        """Seconds until the bucket is as it was."""
        return max(0.0, self.window - (monotonic() - self.sent[0])) if self.sent else self.window


class Request(Protocol):
    """What the limits look at."""

    @property
    def method(self) -> str:
        """The verb."""
        ...

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids in the path."""
        ...

    @property
    def body(self) -> Any:
        """What was sent."""
        ...


class RateLimits:
    """All buckets."""

    def __init__(self) -> None:
        self.is_on = True
        self._buckets: dict[tuple[str, str], Bucket] = {}
        self._all = Bucket("global", *GLOBAL)

    def bucket(self, request: Request, template: str) -> Bucket:
        """Return the bucket of a request."""
        route = (request.method, template)
        size = BUCKETS.get(route, FOLLOW_UPS if template.startswith("/webhooks/") else OTHERS)
        # The first id in a path has a bucket of its own: a channel, a server; of webhooks the token too.
        major = ":".join(request.ids[: 2 if template.startswith("/webhooks/") else 1])
        return self._bucket(f"{request.method} {template}", major, size)

    def wait(self, request: Request, template: str) -> tuple[float, str] | None:
        """Return how long a request has to wait, and by which limit; None where it may go."""
        if not self.is_on or template.startswith("/interactions/"):
            return None
        bucket = self.bucket(request, template)
        if (seconds := bucket.take()) is not None:
            return seconds, "user"
        if template.startswith("/webhooks/"):
            return None  # exempt from the limit for everything
        if request.method == "PATCH" and template == "/channels/{}" and "name" in (request.body or {}):
            renames = self._bucket("renames", request.ids[0], RENAMES)
            if (seconds := renames.take()) is not None:
                return seconds, "user"
        if (seconds := self._all.take()) is not None:
            bucket.sent.pop()
            return seconds, "global"
        return None

    def _bucket(self, name: str, major: str, size: tuple[int, float]) -> Bucket:
        if (name, major) not in self._buckets:
            self._buckets[name, major] = Bucket(name, *size)
        return self._buckets[name, major]
