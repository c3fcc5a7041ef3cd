"""One gateway session: what it is subscribed to, and the events it may ask for again."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic

from api_stub.gateway_connection import Connection

SHARD_SHIFT = 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """A client's attempt to take up a session again."""

    session: str
    sequence: int
    is_accepted: bool
    replayed: int


@dataclass(slots=True, kw_only=True)
class Session:
    """What the gateway remembers of a client between its connections."""

    id: str
    intents: int
    shard: tuple[int, int]
    buffer_size: int
    window: float
    connection: Connection | None = None
    sequence: int = 0
    left_at: float | None = None
    _buffer: deque[tuple[int, float, str]] = field(default_factory=deque)

    @property
    def is_live(self) -> bool:
        """Whether a client is connected to it now."""
        return self.connection is not None and self.connection.is_open

    @property
    def is_expired(self) -> bool:
        """Whether its client has been away for longer than Discord waits."""
        return self.left_at is not None and monotonic() - self.left_at > self.window

    def covers(self, guild: int | None) -> bool:
        """Say whether the events of *guild* go to this session's shard; direct messages go to the first."""
        number, count = self.shard
        return number == (0 if guild is None else (guild >> SHARD_SHIFT) % count)

    def wants(self, needed: int) -> bool:
        """Say whether it has one of the intents *needed*, where any is."""
        return needed == 0 or bool(self.intents & needed)

    def emit(self, event: str, data: str) -> None:
        """Number, keep and send one event whose data is the JSON text *data*."""
        text = self._keep(event, data)
        if self.connection is not None:
            self.connection.send_text(text)

    def burst(self, event: str, data: Sequence[str]) -> tuple[Connection, bytes]:
        """Number and keep many events; return their frames, and what they have to be sent by."""
        if self.connection is None:
            raise LookupError("no client is connected")
        connection = self.connection
        return connection, b"".join(connection.framed(self._keep(event, one)) for one in data)

    def _keep(self, event: str, data: str) -> str:
        self.sequence += 1
        text = f'{{"t":"{event}","s":{self.sequence},"op":0,"d":{data}}}'
        self._buffer.append((self.sequence, monotonic(), text))
        while len(self._buffer) > self.buffer_size:
            self._buffer.popleft()
        return text

    def missed(self, sequence: int) -> Sequence[str] | None:
        """Return the events after *sequence*, or None when one of them is no longer kept."""
        oldest = monotonic() - self.window
        kept = [text for number, at, text in self._buffer if number > sequence and at >= oldest]
        return kept if len(kept) == self.sequence - sequence else None

    def leave(self) -> None:
        """Remember when the client went."""
        self.connection = None
        self.left_at = monotonic()

    def join(self, connection: Connection) -> None:
        """Take *connection* as the session's own; an older one is ended, as Discord does."""
        if self.connection is not None and self.connection is not connection:
            self.connection.session_id = None
            self.connection.drop()
        self.connection = connection
        self.left_at = None
        connection.session_id = self.id
