"""What the gateway knows: its settings, its sessions, what clients did, and how an event reaches them."""

import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import timedelta
from secrets import token_hex
from time import monotonic
from typing import Any, Protocol

from api_stub.gateway_connection import Connection
from api_stub.gateway_intents import INTENTS, needed_intents, readable
from api_stub.gateway_session import Resume, Session

IDENTIFIES_PER_DAY = 1000
_DAY = timedelta(days=1)


class World(Protocol):
    """What the gateway asks of the world it tells about."""

    def ready_guilds(self) -> Sequence[Mapping[str, Any]]:
        """Return the guilds the bot is in, as GUILD_CREATE shows them, with all their members."""
        ...

    def bot_user_payload(self) -> Mapping[str, Any]:
        """Return the bot's own user."""
        ...

    def application_payload(self) -> Mapping[str, Any]:
        """Return the bot's application, with its flags."""
        ...


class GatewayState:
    """Settings, sessions and the log of what clients did; tests read and change the public attributes."""

    def __init__(self, world: World, token: str) -> None:
        self.world = world
        self.token = token
        # The switches of the developer portal.
        self.portal_message_content = True
        self.portal_members = False
        self.portal_presences = False
        # How the gateway behaves. Lengths are in seconds, as the protocol's own arithmetic is.
        self.heartbeat_interval = 41.25
        self.identify_window = 5.0
        self.max_concurrency = 1
        self.resume_window = 180.0
        self.buffer_size = 10_000
        self.guilds_per_shard = 2500
        self.shards = 1
        self.acks = True
        # What has happened.
        self.sessions: dict[str, Session] = {}
        self.connections: list[Connection] = []
        self.identifies: list[dict[str, Any]] = []
        self.resumes: list[Resume] = []
        self.presences: dict[int, dict[str, Any]] = {}
        self.closes: list[int] = []
        self.refused: list[int] = []
        self.heartbeats = 0
        self.identifies_left = IDENTIFIES_PER_DAY
        self.unavailable_guilds: set[int] = set()
        self._identified_at: dict[int, float] = {}
        self._duplicates = 0
        self._held: list[tuple[str, Mapping[str, Any], int | None, str | None]] | None = None
        self._held_events: frozenset[str] = frozenset()

    @property
    def bot(self) -> int:
        """The id of the bot's user."""
        return int(self.world.bot_user_payload()["id"])

    @property
    def live_sessions(self) -> list[Session]:
        """The sessions a client is connected to, the oldest first."""
        return [session for session in self.sessions.values() if session.is_live]

    @property
    def intents(self) -> int:
        """The intents of the newest live session."""
        live = self.live_sessions
        if not live:
            raise LookupError("no client is connected")
        return live[-1].intents

    def bot_payload(self, url: str) -> dict[str, Any]:
        """Return the answer to ``GET /gateway/bot`` for a gateway reached at *url*."""
        limit = {
            "total": IDENTIFIES_PER_DAY,
            "remaining": self.identifies_left,
            "reset_after": int(_DAY / timedelta(milliseconds=1)),
            "max_concurrency": self.max_concurrency,
        }
        return {"url": url, "shards": self.shards, "session_start_limit": limit}

    def may_identify(self, shard: int) -> bool:
        """Count one identify of *shard*, and say whether it came late enough after the one before."""
        key = shard % self.max_concurrency
        now = monotonic()
        is_late_enough = now - self._identified_at.get(key, -self.identify_window) >= self.identify_window
        if is_late_enough:
            self._identified_at[key] = now
        return is_late_enough

    def open_session(self, connection: Connection, *, intents: int, shard: tuple[int, int]) -> Session:
        """Begin a session on *connection*."""
        self.identifies_left -= 1
        session = Session(
            id=token_hex(16),
            intents=intents,
            shard=shard,
            buffer_size=self.buffer_size,
            window=self.resume_window,
        )
        self.sessions[session.id] = session
        session.join(connection)
        return session

    def forget_session(self, session_id: str | None) -> None:
        """Drop a session, so that it cannot be resumed."""
        session = self.sessions.pop(session_id or "", None)
        if session is not None and session.connection is not None:
            session.connection.session_id = None

    def dispatch(
        self, event: str, data: Mapping[str, Any], *, guild: int | None = None, intent: str | None = None
    ) -> None:
        """Send an event to every session that covers its guild and has the intent for it.

        The guild is *guild* or the ``guild_id`` in *data*; without either, it is a direct matter. The intent
        is *intent* (discord.py's name) or follows from the name of the event.
        """
        if self._held is not None and (not self._held_events or event in self._held_events):
            self._held.append((event, deepcopy(data), guild, intent))
            return
        self._deliver(event, data, guild=guild, intent=intent)

    def _deliver(self, event: str, data: Mapping[str, Any], *, guild: int | None, intent: str | None) -> None:
        place = guild if guild is not None else _guild_of(data)
        if place in self.unavailable_guilds:
            return
        needed = INTENTS[intent] if intent else needed_intents(event, in_guild=place is not None)
        copies = 1
        if self._duplicates:
            self._duplicates -= 1
            copies = 2
        texts: dict[int, str] = {}
        for session in self._reachable_sessions():
            if not session.covers(place) or not self._is_for(session, event, data, needed=needed):
                continue
            key = session.intents & (INTENTS["message_content"] | INTENTS["presences"])
            if key not in texts:
                texts[key] = json.dumps(self.fitted(event, data, session=session), separators=(",", ":"))
            for _ in range(copies):
                session.emit(event, texts[key])

    def _reachable_sessions(self) -> list[Session]:
        for session in [one for one in self.sessions.values() if one.is_expired]:
            self.forget_session(session.id)
        return list(self.sessions.values())

    def _is_for(self, session: Session, event: str, data: Mapping[str, Any], *, needed: int) -> bool:
        if session.wants(needed):
            return True
        # A change of the bot's own membership needs no intent.
        return event == "GUILD_MEMBER_UPDATE" and int(data.get("user", {}).get("id", 0)) == self.bot

    def fitted(self, event: str, data: Mapping[str, Any], *, session: Session) -> Mapping[str, Any]:
        """Return *data* as *session* may see it."""
        if event in {"MESSAGE_CREATE", "MESSAGE_UPDATE"} and not session.intents & INTENTS["message_content"]:
            return readable(data, bot=self.bot)
        if event == "GUILD_CREATE" and not session.intents & INTENTS["presences"]:
            own = [one for one in data.get("members", ()) if int(one["user"]["id"]) == self.bot]
            return {**data, "members": own, "presences": []}
        return data


def _guild_of(data: Mapping[str, Any]) -> int | None:
    guild = data.get("guild_id")
    # A malformed payload may have anything here; it then goes where direct messages go.
    return int(guild) if isinstance(guild, (str, int)) and str(guild).isdigit() else None
