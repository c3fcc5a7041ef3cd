"""Threads as they are found, and who is in them."""

from typing import Any

from api_stub.errors import ApiError, missing_access, unknown
from api_stub.places import Places
from api_stub.server import Request, Server
from api_stub.world import PUBLIC_THREAD, Payload, timestamp


class ThreadRoutes:
    """The routes of lists of threads, and of their members."""

    def __init__(self, places: Places, server: Server) -> None:
        self._places = places
        self.world = places.world
        self._members: dict[int, dict[int, str]] = {}
        members = "/channels/{}/thread-members"
        server.route("GET", "/guilds/{}/threads/active", self.active)
        server.route("GET", "/channels/{}/threads/archived/public", self.archived)
        server.route("GET", "/channels/{}/threads/archived/private", self.archived_private)
        server.route("GET", "/channels/{}/users/@me/threads/archived/private", self.archived_private)
        server.route("GET", members, self.members)
        server.route("GET", members + "/{}", self.member)
        server.route("PUT", members + "/@me", self.join)
        server.route("PUT", members + "/{}", self.join)
        server.route("DELETE", members + "/@me", self.leave)
        server.route("DELETE", members + "/{}", self.leave)

    async def active(self, request: Request) -> tuple[int, Any]:
        """``GET /guilds/{}/threads/active``."""
        guild = self.world.guilds.get(request.numbers[0])
        if guild is None:
            raise unknown("Guild")
        if not guild.has_bot:
            raise missing_access()
        threads = self.world.active_threads(guild)
        seen = [one for one in threads if self._places.allowed(int(one["id"])).view_channel]
        seen.sort(key=lambda one: int(one["id"]), reverse=True)
        return 200, {"threads": seen, "members": []}

    async def archived(self, request: Request) -> tuple[int, Any]:
        """``GET /channels/{}/threads/archived/public``: the last archived first."""
        number = request.numbers[0]
        self._places.need(number, read_message_history=True)
        found = [
            one
            for one in self._places.guild(number).threads.values()
            if int(one["parent_id"]) == number and one["thread_metadata"]["archived"]
        ]
        if (before := request.query.get("before")) is not None:
            found = [one for one in found if one["thread_metadata"]["archive_timestamp"] < before]
        found.sort(key=lambda one: str(one["thread_metadata"]["archive_timestamp"]), reverse=True)
        most = int(request.query.get("limit", 50))
        return 200, {"threads": found[:most], "members": [], "has_more": len(found) > most}

    async def archived_private(self, request: Request) -> tuple[int, Any]:
        """``GET /channels/{}/threads/archived/private``: the stub has no private threads."""
        self._places.need(request.numbers[0], read_message_history=True)
        return 200, {"threads": [], "members": [], "has_more": False}

    async def members(self, request: Request) -> tuple[int, Any]:
        """``GET /channels/{}/thread-members``: for those with the intent for members."""
        thread = self._thread(request)
        if not self._places.gateway.portal_members:
            raise missing_access()
        return 200, [self._member(thread, one) for one in self._in(thread)]

    async def member(self, request: Request) -> tuple[int, Any]:
        """``GET /channels/{}/thread-members/{}``."""
        thread = self._thread(request)
        wanted = self.world.bot if request.ids[1] == "@me" else int(request.ids[1])
        if wanted not in self._in(thread):
            raise unknown("Member")
        return 200, self._member(thread, wanted)

    async def join(self, request: Request) -> tuple[int, Any]:
        """``PUT /channels/{}/thread-members/{}``, or ``@me``."""
        thread = self._thread(request)
        number = int(thread["id"])
        self._places.open(number)
        who = int(request.ids[1]) if len(request.ids) > 1 else self.world.bot
        if len(request.ids) > 1:
            self._places.need(number, send_messages_in_threads=True)
        if who not in self._places.guild(number).members:
            raise unknown("Member")
        if who not in self._in(thread):
            self._in(thread)[who] = timestamp()
            self._tell(thread, added=[self._member(thread, who)], removed=[])
        return 204, None

    async def leave(self, request: Request) -> tuple[int, Any]:
        """``DELETE /channels/{}/thread-members/{}``, or ``@me``."""
        thread = self._thread(request)
        self._places.open(int(thread["id"]))
        who = int(request.ids[1]) if len(request.ids) > 1 else self.world.bot
        if who != self.world.bot:
            self._places.need(int(thread["id"]), manage_threads=True)
        if self._in(thread).pop(who, None) is not None:
            self._tell(thread, added=[], removed=[str(who)])
        return 204, None

    def _thread(self, request: Request) -> Payload:
        number = int(request.ids[0])
        self._places.need(number)
        thread = self._places.channel(number)
        if thread["type"] != PUBLIC_THREAD:
            raise ApiError(400, 50024, "Cannot execute action on this channel type")
        return thread

    def _in(self, thread: Payload) -> dict[int, str]:
        """Return who is in *thread*, and since when: at first whoever made it."""
        made = {int(thread["owner_id"]): str(thread["thread_metadata"]["create_timestamp"])}
        return self._members.setdefault(int(thread["id"]), made)

    def _member(self, thread: Payload, who: int) -> Payload:
        joined = self._in(thread)[who]
        return {"id": thread["id"], "user_id": str(who), "join_timestamp": joined, "flags": 0}

    def _tell(self, thread: Payload, *, added: list[Payload], removed: list[str]) -> None:
        thread["member_count"] = min(50, len(self._in(thread)))
        self._places.gateway.dispatch(
            "THREAD_MEMBERS_UPDATE",
            {
                "id": thread["id"],
                "guild_id": thread["guild_id"],
                "member_count": thread["member_count"],
                "added_members": added,
                "removed_member_ids": removed,
            },
        )
