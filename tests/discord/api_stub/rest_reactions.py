"""Reactions to messages, and pinned messages."""

from typing import Any
from urllib.parse import unquote

from api_stub.errors import ApiError, invalid_form, unknown
from api_stub.places import Places
from api_stub.rest_messages import MessageRoutes
from api_stub.server import Request, Server
from api_stub.world import PINNED, Message, timestamp

KINDS_OF_REACTION, PINS = 20, 250


class ReactionRoutes:
    """The routes of reactions and of pins."""

    def __init__(self, places: Places, server: Server, messages: MessageRoutes) -> None:
        self._places = places
        self._messages = messages
        self.world = places.world
        one = "/channels/{}/messages/{}/reactions"
        server.route("PUT", one + "/{}/@me", self.react)
        server.route("DELETE", one + "/{}/@me", self.unreact)
        server.route("DELETE", one + "/{}/{}", self.unreact)
        server.route("GET", one + "/{}", self.people)
        server.route("DELETE", one + "/{}", self.clear)
        server.route("DELETE", one, self.clear)
        server.route("GET", "/channels/{}/messages/pins", self.pins)
        server.route("PUT", "/channels/{}/messages/pins/{}", self.pin)
        server.route("DELETE", "/channels/{}/messages/pins/{}", self.unpin)

    async def react(self, request: Request) -> tuple[int, Any]:
        """``PUT .../reactions/{}/@me``."""
        message, emoji = self._message(request), self._emoji(request)
        self._places.need(message.channel, read_message_history=True)
        self._places.open(message.channel)
        kinds = [one for one, people in message.reactions.items() if people]
        if emoji not in kinds:
            # Joining in a reaction that is there already takes no permission.
            self._places.need(message.channel, add_reactions=True)
            if len(kinds) >= KINDS_OF_REACTION:
                raise ApiError(400, 30010, "Maximum number of reactions reached (20)")
        self._places.reacted(message, emoji, by=self.world.bot, is_there=True)
        return 204, None

    async def unreact(self, request: Request) -> tuple[int, Any]:
        """``DELETE .../reactions/{}/{}``."""
        message = self._message(request)
        by = int(request.ids[3]) if len(request.ids) > 3 else self.world.bot
        if by != self.world.bot:
            self._places.need(message.channel, manage_messages=True)
        self._places.need(message.channel)
        self._places.open(message.channel)
        self._places.reacted(message, self._emoji(request), by=by, is_there=False)
        return 204, None

    async def people(self, request: Request) -> tuple[int, Any]:
        """``GET .../reactions/{}``."""
        message = self._message(request)
        self._places.need(message.channel, read_message_history=True)
        found = message.reactions.get(self._emoji(request), [])
        after, most = int(request.query.get("after", 0)), int(request.query.get("limit", 25))
        return 200, [self.world.users[one] for one in sorted(found) if one > after][:most]

    async def clear(self, request: Request) -> tuple[int, Any]:
        """``DELETE .../reactions``, or those of one kind."""
        message = self._message(request)
        self._places.need(message.channel, manage_messages=True)
        self._places.unreacted(message, self._emoji(request) if len(request.ids) > 2 else None)
        return 204, None

    async def pins(self, request: Request) -> tuple[int, Any]:
        """``GET /channels/{}/messages/pins``."""
        channel = request.numbers[0]
        self._places.need(channel, read_message_history=True)
        found = sorted(self._pinned(channel), key=lambda one: one.pinned_at or "", reverse=True)
        most = int(request.query.get("limit", 50))
        if (before := request.query.get("before")) is not None:
            found = [one for one in found if (one.pinned_at or "") < before]
        items = [{"pinned_at": one.pinned_at, "message": self._messages.shown(one)} for one in found[:most]]
        return 200, {"items": items, "has_more": len(found) > most}

    async def pin(self, request: Request) -> tuple[int, Any]:
        """``PUT /channels/{}/messages/pins/{}``."""
        message = self._message(request)
        self._places.need(message.channel, pin_messages=True)
        self._places.open(message.channel)
        if message.pinned_at is None:
            if len(self._pinned(message.channel)) >= PINS:
                raise ApiError(400, 30003, "Maximum number of pins reached (250)")
            message.pinned_at = timestamp()
            self._messages.note(message.channel, kind=PINNED, reference=message.id)
            self._told(message)
        return 204, None

    async def unpin(self, request: Request) -> tuple[int, Any]:
        """``DELETE /channels/{}/messages/pins/{}``."""
        message = self._message(request)
        self._places.need(message.channel, pin_messages=True)
        self._places.open(message.channel)
        if message.pinned_at is not None:
            message.pinned_at = None
            self._told(message)
        return 204, None

    def _pinned(self, channel: int) -> list[Message]:
        return [one for one in self.world.messages.get(channel, {}).values() if one.pinned_at is not None]

    def _told(self, message: Message) -> None:
        ids = {"guild_id": str(message.guild), "channel_id": str(message.channel)}
        latest = max((one.pinned_at or "" for one in self._pinned(message.channel)), default=None)
        self._places.gateway.dispatch("CHANNEL_PINS_UPDATE", {**ids, "last_pin_timestamp": latest})
        self._places.told("MESSAGE_UPDATE", message)

    def _message(self, request: Request) -> Message:
        channel, message = int(request.ids[0]), int(request.ids[1])
        self._places.need(channel)
        return self._places.message(channel, message)

    def _emoji(self, request: Request) -> str:
        emoji = unquote(request.ids[2])
        _, _, number = emoji.partition(":")
        if number:
            guild = self._places.guild(int(request.ids[0]))
            if any(str(one["id"]) == number for one in guild.emojis):
                return emoji
            raise unknown("Emoji")
        if not emoji or emoji.isascii():
            # One of Unicode's own digits has a sign after it, so it is not ASCII either.
            raise unknown("Emoji") if emoji else invalid_form("emoji", "BASE_TYPE_REQUIRED", "No emoji.")
        return emoji
