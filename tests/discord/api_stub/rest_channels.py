"""Guilds, channels, threads and forum posts."""

from typing import Any

from api_stub.errors import ApiError, invalid_form, missing_access, unknown
from api_stub.places import Places
from api_stub.rest_messages import SYSTEM, MessageRoutes
from api_stub.server import Request, Server
from api_stub.validate import check_message, limit, many, required
from api_stub.world import (
    FORUM,
    PUBLIC_THREAD,
    STARTER,
    TEXT,
    THREAD_MADE,
    Guild,
    Payload,
    snowflake,
    timestamp,
)

TAGS, TAGS_ON_POST = 20, 5
ARCHIVE_MINUTES = {60, 1440, 4320, 10080}
REQUIRE_TAG = 1 << 4
EDITABLE = {
    "name",
    "topic",
    "nsfw",
    "position",
    "parent_id",
    "flags",
    "rate_limit_per_user",
    "permission_overwrites",
    "default_auto_archive_duration",
    "default_thread_rate_limit_per_user",
    "default_reaction_emoji",
    "default_sort_order",
    "default_forum_layout",
}


class ChannelRoutes:
    """The routes of channels, and of what of guilds the bot asks for."""

    def __init__(self, places: Places, server: Server, messages: MessageRoutes) -> None:
        self._places = places
        self._messages = messages
        self.world = places.world
        server.route("GET", "/guilds/{}", self.guild)
        server.route("GET", "/guilds/{}/channels", self.channels)
        server.route("GET", "/guilds/{}/roles", self.roles)
        server.route("GET", "/guilds/{}/members", self.members)
        server.route("GET", "/guilds/{}/members/{}", self.member)
        server.route("GET", "/channels/{}", self.get)
        server.route("PATCH", "/channels/{}", self.edit)
        server.route("DELETE", "/channels/{}", self.delete)
        server.route("POST", "/channels/{}/threads", self.post)
        server.route("POST", "/channels/{}/messages/{}/threads", self.thread)

    def _guild(self, request: Request) -> Guild:
        guild = self.world.guilds.get(request.numbers[0])
        if guild is None:
            raise unknown("Guild")
        if not guild.has_bot:
            raise missing_access()
        return guild

    async def guild(self, request: Request) -> tuple[int, Any]:
        """``GET /guilds/{}``."""
        return 200, self.world.guild_payload(self._guild(request))

    async def channels(self, request: Request) -> tuple[int, Any]:
        """``GET /guilds/{}/channels``."""
        return 200, list(self._guild(request).channels.values())

    async def roles(self, request: Request) -> tuple[int, Any]:
        """``GET /guilds/{}/roles``."""
        return 200, list(self._guild(request).roles.values())

    async def members(self, request: Request) -> tuple[int, Any]:
        """``GET /guilds/{}/members``: for those with the intent for members."""
        guild = self._guild(request)
        if not self._places.gateway.portal_members:
            raise missing_access()
        after, most = int(request.query.get("after", 0)), int(request.query.get("limit", 1))
        return 200, [guild.members[one] for one in sorted(guild.members) if one > after][:most]

    async def member(self, request: Request) -> tuple[int, Any]:
        """``GET /guilds/{}/members/{}``."""
        found = self._guild(request).members.get(request.numbers[1])
        if request.numbers[1] not in self.world.users:
            raise unknown("User")
        if found is None:
            raise unknown("Member")
        return 200, found

    async def get(self, request: Request) -> tuple[int, Any]:
        """``GET /channels/{}``."""
        self._places.need(request.numbers[0])
        return 200, self._places.channel(request.numbers[0])

    async def edit(self, request: Request) -> tuple[int, Any]:
        """``PATCH /channels/{}``."""
        number, body = request.numbers[0], request.body or {}
        channel = self._places.channel(number)
        if "name" in body:
            required("name", body["name"] or "", 100)
        if channel["type"] == PUBLIC_THREAD:
            self._edit_thread(channel, body)
        else:
            self._edit_channel(channel, body)
        return 200, channel

    def _edit_channel(self, channel: Payload, body: dict[str, Any]) -> None:
        self._places.need(int(channel["id"]), manage_channels=True)
        if "permission_overwrites" in body:
            self._places.need(int(channel["id"]), manage_roles=True)
        limit("topic", body.get("topic") or "", 4096 if channel["type"] == FORUM else 1024)
        changes = {name: value for name, value in body.items() if name in EDITABLE}
        if "available_tags" in body:
            if channel["type"] != FORUM:
                raise invalid_form("available_tags", "BASE_TYPE_BAD", "Only forums have tags.")
            changes["available_tags"] = _tags(body["available_tags"])
        channel.update(changes)
        self._places.gateway.dispatch("CHANNEL_UPDATE", channel)

    def _edit_thread(self, thread: Payload, body: dict[str, Any]) -> None:
        self._may_edit(thread, body)
        meta = thread["thread_metadata"]
        if meta["archived"] and body.get("archived") is not False:
            raise ApiError(400, 50083, "Thread is archived")
        if meta["archived"]:
            self._has_room(self._places.guild(int(thread["id"])))
        if "auto_archive_duration" in body:
            _check_duration(body["auto_archive_duration"])
        if "applied_tags" in body:
            tags = [str(one) for one in body["applied_tags"]]
            self._check_tags(self._places.channel(int(thread["parent_id"])), tags, known=thread)
            thread["applied_tags"] = tags
        thread.update({name: body[name] for name in ("name", "rate_limit_per_user", "flags") if name in body})
        for name in ("archived", "locked", "auto_archive_duration"):
            if name in body:
                meta[name] = body[name]
        if "archived" in body:
            meta["archive_timestamp"] = timestamp()
        self._places.gateway.dispatch("THREAD_UPDATE", thread)

    def _may_edit(self, thread: Payload, body: dict[str, Any]) -> None:
        number = int(thread["id"])
        self._places.need(number)
        is_own = int(thread["owner_id"]) == self.world.bot
        is_locked = thread["thread_metadata"]["locked"]
        if body == {"archived": False} and not is_locked:
            self._places.need(number, send_messages_in_threads=True)
            return
        harmless = {"archived", "auto_archive_duration", "name", "applied_tags"}
        if not is_own or is_locked or body.keys() - harmless:
            self._places.need(number, manage_threads=True)

    async def delete(self, request: Request) -> tuple[int, Any]:
        """``DELETE /channels/{}``."""
        number = request.numbers[0]
        channel = self._places.channel(number)
        is_thread = channel["type"] == PUBLIC_THREAD
        self._places.need(number, **({"manage_threads": True} if is_thread else {"manage_channels": True}))
        self.remove(number)
        return 200, channel

    def remove(self, number: int) -> None:
        """Delete a channel, or a thread, with what is in it."""
        guild = self._places.guild(number)
        if number in guild.threads:
            thread = guild.threads.pop(number)
            self._places.gateway.dispatch("THREAD_DELETE", thread)
        else:
            for thread in [one for one in guild.threads.values() if int(one["parent_id"]) == number]:
                self.remove(int(thread["id"]))
            self._places.gateway.dispatch("CHANNEL_DELETE", guild.channels.pop(number))
        self.world.messages.pop(number, None)

    async def thread(self, request: Request) -> tuple[int, Any]:
        """``POST /channels/{}/messages/{}/threads``."""
        channel, number = request.numbers[:2]
        self._places.need(channel, create_public_threads=True, read_message_history=True)
        message = self._places.message(channel, number)
        guild = self._places.guild(channel)
        if number in guild.threads:
            raise ApiError(400, 160004, "A thread has already been created for this message")
        if message.type in SYSTEM:
            raise ApiError(400, 50024, "Cannot execute action on this channel type")
        made = self._make(guild, request.body, id_=number, parent=channel)
        message.has_thread = True
        self._places.told("MESSAGE_UPDATE", message)
        self._messages.note(number, kind=STARTER, reference=number, reference_channel=channel)
        return 201, made

    async def post(self, request: Request) -> tuple[int, Any]:
        """``POST /channels/{}/threads``: a post in a forum, or a thread on no message."""
        number, body = request.numbers[0], request.body or {}
        forum = self._places.channel(number)
        if forum["type"] != FORUM:
            return 201, self._start_alone(forum, body)
        self._places.need(number, send_messages=True)
        tags = [str(one) for one in body.get("applied_tags") or []]
        self._check_tags(forum, tags, known={})
        said = self._places.allowed_body(number, body.get("message") or {}, has_files=bool(request.files))
        check_message(said, has_files=bool(request.files))
        guild = self._places.guild(number)
        id_ = snowflake()
        self.world.messages[id_] = {}
        made = self._make(guild, body, id_=id_, parent=number, applied_tags=tags)
        message = self._messages.make(id_, said, files=request.files, author=self.world.bot, id_=id_)
        self._places.told("MESSAGE_CREATE", message)
        return 201, {**made, "message": self.world.message_payload(message)}

    def _start_alone(self, channel: Payload, body: dict[str, Any]) -> Payload:
        number = int(channel["id"])
        if channel["type"] != TEXT:
            raise ApiError(400, 50024, "Cannot execute action on this channel type")
        if body.get("type") != PUBLIC_THREAD:
            raise ApiError(400, 50024, "The stub makes public threads only")
        self._places.need(number, create_public_threads=True)
        made = self._make(self._places.guild(number), body, id_=snowflake(), parent=number)
        self._messages.note(
            number, kind=THREAD_MADE, reference=int(made["id"]), reference_channel=int(made["id"])
        )
        return made

    def _check_tags(self, forum: Payload, tags: list[str], *, known: Payload) -> None:
        """Raise ApiError where a post may not have *tags*; those of *known* it has already."""
        if int(forum["flags"]) & REQUIRE_TAG and not tags:
            raise ApiError(400, 40067, "A tag is required to create a forum post in this channel")
        many("applied_tags", tags, TAGS_ON_POST)
        if len(set(tags)) != len(tags):
            raise invalid_form("applied_tags", "SET_TYPE_ALREADY_CONTAINS_VALUE", "Values must be unique.")
        available = {one["id"]: one for one in forum["available_tags"]}
        before = known.get("applied_tags", [])
        for number, tag in enumerate(tags):
            if tag not in available:
                raise invalid_form(f"applied_tags.{number}", "UNKNOWN_TAG", "Unknown tag.")
            if available[tag]["moderated"] and tag not in before:
                self._places.need(int(forum["id"]), manage_threads=True)

    def _make(self, guild: Guild, body: dict[str, Any], *, id_: int, parent: int, **more: Any) -> Payload:
        required("name", body.get("name") or "", 100)
        minutes = body.get("auto_archive_duration") or 4320
        _check_duration(minutes)
        self._has_room(guild)
        thread = self.world.add_thread(
            guild, id_=id_, parent=parent, name=body["name"], owner=self.world.bot, minutes=minutes, **more
        )
        member = {
            "id": thread["id"],
            "user_id": str(self.world.bot),
            "join_timestamp": timestamp(),
            "flags": 0,
        }
        made = {**thread, "member": member}
        self._places.gateway.dispatch("THREAD_CREATE", {**made, "newly_created": True})
        return made

    def _has_room(self, guild: Guild) -> None:
        if len(self.world.active_threads(guild)) >= guild.thread_limit:
            raise ApiError(400, 160006, "Maximum number of active threads reached")


def _check_duration(minutes: int) -> None:
    if minutes not in ARCHIVE_MINUTES:
        raise invalid_form("auto_archive_duration", "BASE_TYPE_CHOICES", "Not a duration.")


def _tags(tags: list[Payload]) -> list[Payload]:
    many("available_tags", tags, TAGS)
    for number, tag in enumerate(tags):
        required(f"available_tags.{number}.name", tag["name"], 20)
    return [
        {
            "id": str(tag.get("id") or snowflake()),
            "name": tag["name"],
            "moderated": bool(tag.get("moderated")),
            "emoji_id": tag.get("emoji_id"),
            "emoji_name": tag.get("emoji_name"),
        }
        for tag in tags
    ]
