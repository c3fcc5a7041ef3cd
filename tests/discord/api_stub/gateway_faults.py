"""What goes wrong at Discord's gateway, at the word of a test."""

import json
import random
from collections.abc import Mapping
from typing import Any

from api_stub.gateway_codes import Op
from api_stub.gateway_state import GatewayState, World


class GatewayFaults(GatewayState):
    """A gateway that fails when it is told to. Each fault strikes every live connection."""

    def __init__(self, world: World, token: str) -> None:
        super().__init__(world, token)
        self._refusals = 0

    def drop(self, *, reset: bool = False) -> None:
        """Cut the TCP connections, without a close frame; with *reset*, by a reset packet."""
        for connection in list(self.connections):
            connection.drop(reset=reset)

    def close(self, code: int) -> None:
        """Close the connections with *code*."""
        for connection in list(self.connections):
            connection.close(code)

    def reconnect(self) -> None:
        """Ask the clients to connect again and resume."""
        self._send({"t": None, "s": None, "op": Op.RECONNECT, "d": None})

    def invalidate(self, *, resumable: bool = False) -> None:
        """Call the sessions invalid; unless *resumable*, forget them with all they missed."""
        self._send({"t": None, "s": None, "op": Op.INVALID_SESSION, "d": resumable})
        if not resumable:
            self.forget_sessions()

    def forget_sessions(self) -> None:
        """Forget all sessions, as after a long absence: the next resume is refused."""
        for session_id in list(self.sessions):
            self.forget_session(session_id)

    def send_raw(self, payload: object) -> None:
        """Send something as it is: text verbatim, bytes as a frame outside the compressed stream, else JSON.

        It is not kept for a resume; ``dispatch`` keeps what it sends, malformed or not.
        """
        for connection in list(self.connections):
            if isinstance(payload, bytes):
                connection.send_frame(payload)
            else:
                connection.send_text(payload if isinstance(payload, str) else json.dumps(payload))

    def duplicate_next(self, count: int = 1) -> None:
        """Send each of the next *count* events twice."""
        self._duplicates += count

    def hold(self, *events: str) -> None:
        """Keep back the events of these names, or all of them, until ``release``."""
        self._held = [] if self._held is None else self._held
        self._held_events = frozenset(events)

    def release(self, *, shuffle: bool = False, seed: int = 0) -> int:
        """Send what was held, in another order if asked, and return how many that were."""
        held, self._held = self._held or [], None
        if shuffle and len(held) > 1:
            before = list(held)
            generator = random.Random(seed)  # noqa: S311 (an order that a test can repeat, no secret)
            while held == before:
                generator.shuffle(held)
        for event, data, guild, intent in held:
            self._deliver(event, data, guild=guild, intent=intent)
        return len(held)

    def drain(self) -> list[tuple[str, Mapping[str, Any]]]:
        """Return what was held, for a test that delivers it in its own way."""
        held, self._held = self._held or [], None
        return [(event, data) for event, data, *_ in held]

    def unavailable(self, guild: int) -> None:
        """Let *guild* suffer an outage: no event of it comes until ``available``."""
        self._deliver("GUILD_DELETE", {"id": str(guild), "unavailable": True}, guild=guild, intent=None)
        self.unavailable_guilds.add(guild)

    def available(self, guild: int) -> None:
        """End the outage of *guild*."""
        self.unavailable_guilds.discard(guild)
        for payload in self.world.ready_guilds():
            if int(payload["id"]) == guild:
                self._deliver("GUILD_CREATE", {**payload, "unavailable": False}, guild=guild, intent=None)

    def refuse_connections(self, count: int) -> None:
        """Answer the next *count* attempts to connect with 503."""
        self._refusals = count

    def stop_acking(self) -> None:
        """Leave heartbeats without answer."""
        self.acks = False

    def start_acking(self) -> None:
        """Answer heartbeats again."""
        self.acks = True

    def _send(self, payload: Mapping[str, Any]) -> None:
        for connection in list(self.connections):
            connection.send(payload)
