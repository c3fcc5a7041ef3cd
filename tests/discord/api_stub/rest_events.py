"""Scheduled events: https://discord.com/developers/docs/resources/guild-scheduled-event"""

from datetime import UTC, datetime
from typing import Any

import discord

from api_stub.errors import ApiError, invalid_form, missing_access, missing_permissions, unknown
from api_stub.permissions import permissions_of
from api_stub.places import Places
from api_stub.server import Request, Server
from api_stub.validate import limit, required
from api_stub.world import Guild, Payload, snowflake

EXTERNAL = 3
SCHEDULED, ACTIVE, COMPLETED, CANCELED = 1, 2, 3, 4
OPEN = frozenset({SCHEDULED, ACTIVE})
MOST_OPEN = 100
EDITABLE = ("name", "description", "scheduled_start_time", "scheduled_end_time", "status", "entity_metadata")


class EventRoutes:
    """The routes of a server's events. The stub has those that are held elsewhere than on Discord."""

    def __init__(self, places: Places, server: Server) -> None:
        self._places = places
        self._server = server
        self.world = places.world
        events = "/guilds/{}/scheduled-events"
        server.route("GET", events, self.all)
        server.route("POST", events, self.make)
        server.route("GET", events + "/{}", self.get)
        server.route("PATCH", events + "/{}", self.edit)
        server.route("DELETE", events + "/{}", self.delete)

    async def all(self, request: Request) -> tuple[int, Any]:
        """``GET /guilds/{}/scheduled-events``: those that are not over."""
        guild = self._guild(request)
        self.advance(guild)
        return 200, [one for one in guild.events.values() if one["status"] in OPEN]

    async def make(self, request: Request) -> tuple[int, Any]:
        """``POST /guilds/{}/scheduled-events``."""
        guild, body = self._guild(request), request.body
        self._need(guild, "create_events")
        if body["entity_type"] != EXTERNAL:
            raise invalid_form("entity_type", "BASE_TYPE_CHOICES", "The stub has external events only.")
        self.advance(guild)
        if sum(one["status"] in OPEN for one in guild.events.values()) >= MOST_OPEN:
            raise ApiError(400, 30038, "Maximum number of guild scheduled events reached (100)")
        event = {
            "id": str(snowflake()),
            "guild_id": str(guild.id),
            "channel_id": None,
            "creator_id": str(self.world.bot),
            "creator": self.world.users[self.world.bot],
            "description": None,
            "image": None,
            "entity_id": None,
            "entity_type": EXTERNAL,
            "privacy_level": body["privacy_level"],
            "status": SCHEDULED,
            "recurrence_rule": None,
            **{name: body[name] for name in EDITABLE if name in body},
        }
        self._check(event, had=None)
        guild.events[int(event["id"])] = event
        self._tell("CREATE", event)
        return 200, event

    async def get(self, request: Request) -> tuple[int, Any]:
        """``GET /guilds/{}/scheduled-events/{}``."""
        return 200, self._event(request)

    async def edit(self, request: Request) -> tuple[int, Any]:
        """``PATCH /guilds/{}/scheduled-events/{}``."""
        event = self._event(request)
        self._need(self._guild(request), "create_events", "manage_events", event=event)
        if event["status"] not in OPEN:
            raise ApiError(400, 180000, "Cannot update a finished event")
        changed = {**event, **{name: request.body[name] for name in EDITABLE if name in request.body}}
        self._check(changed, had=event)
        event.update(changed)
        self._tell("UPDATE", event)
        return 200, event

    async def delete(self, request: Request) -> tuple[int, Any]:
        """``DELETE /guilds/{}/scheduled-events/{}``."""
        event = self._event(request)
        self._need(self._guild(request), "create_events", "manage_events", event=event)
        self.remove(event)
        return 204, None

    def remove(self, event: Payload) -> None:
        """Let *event* be no more."""
        del self.world.guilds[int(event["guild_id"])].events[int(event["id"])]
        self._tell("DELETE", event)

    def advance(self, guild: Guild) -> None:
        """Let the events of *guild* begin and end whose time has come, as Discord does by itself."""
        for event in guild.events.values():
            if event["status"] == SCHEDULED and _time(event["scheduled_start_time"]) <= self._now():
                event["status"] = ACTIVE
            if event["status"] == ACTIVE and _time(event["scheduled_end_time"]) <= self._now():
                event["status"] = COMPLETED

    def _now(self) -> datetime:
        return datetime.now(UTC) + self._server.clock_skew

    def _guild(self, request: Request) -> Guild:
        guild = self.world.guilds.get(request.numbers[0])
        if guild is None:
            raise unknown("Guild")
        if not guild.has_bot:
            raise missing_access()
        return guild

    def _event(self, request: Request) -> Payload:
        guild = self._guild(request)
        self.advance(guild)
        event = guild.events.get(request.numbers[1])
        if event is None:
            raise unknown("Guild Scheduled Event")
        return event

    def _need(self, guild: Guild, *permissions: str, event: Payload | None = None) -> None:
        """Raise ApiError where the bot has none of *permissions*; for others' events it takes the last."""
        is_own = event is None or int(event["creator_id"]) == self.world.bot
        allowed: discord.Permissions = permissions_of(self.world, guild, self.world.bot)
        if not any(getattr(allowed, one) for one in (permissions if is_own else permissions[-1:])):
            raise missing_permissions()

    def _check(self, event: Payload, *, had: Payload | None) -> None:
        required("name", event["name"], 100)
        limit("description", event["description"] or "", 1000)
        required("entity_metadata.location", event["entity_metadata"].get("location") or "", 100)
        if not event.get("scheduled_end_time"):
            raise invalid_form("scheduled_end_time", "BASE_TYPE_REQUIRED", "This field is required")
        start, end = _time(event["scheduled_start_time"]), _time(event["scheduled_end_time"])
        is_moved = had is None or start != _time(had["scheduled_start_time"])
        if is_moved and start <= self._now():
            raise invalid_form(
                "scheduled_start_time",
                "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST",
                "Cannot schedule event in the past.",
            )
        if end <= start:
            raise invalid_form(
                "scheduled_end_time", "GUILD_SCHEDULED_EVENT_END_BEFORE_START", "Ends before it starts."
            )

    def _tell(self, what: str, event: Payload) -> None:
        self._places.gateway.dispatch(f"GUILD_SCHEDULED_EVENT_{what}", event)


def _time(written: str) -> datetime:
    return datetime.fromisoformat(written)
