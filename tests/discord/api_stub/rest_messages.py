"""Messages: read, sent, edited, deleted."""

from datetime import timedelta
from time import monotonic
from typing import Any

import discord

from api_stub.errors import ApiError, invalid_form
from api_stub.gateway_intents import readable
from api_stub.places import Places
from api_stub.rest_direct import may_tell
from api_stub.server import Request, Server
from api_stub.validate import check_files, check_message
from api_stub.world import (
    DEFAULT,
    FORUM,
    PINNED,
    REPLY,
    STARTER,
    THREAD_MADE,
    Message,
    snowflake,
    timestamp,
)

PAGE = 100
NONCE_WINDOW = 300.0  # seconds; Discord says "in the past few minutes"
OLDEST_IN_BULK = timedelta(days=14)
SYSTEM = {PINNED, THREAD_MADE, STARTER}
EPHEMERAL = 64


class MessageRoutes:
    """The routes of ``/channels/{}/messages``."""

    def __init__(self, places: Places, server: Server) -> None:
        self._places = places
        self.world = places.world
        self.nonce_window = NONCE_WINDOW
        self._nonces: dict[tuple[int, str], tuple[float, Message]] = {}
        one = "/channels/{}/messages/{}"
        server.route("GET", "/channels/{}/messages", self.page)
        server.route("POST", "/channels/{}/messages", self.send)
        server.route("POST", "/channels/{}/messages/bulk-delete", self.delete_many)
        server.route("GET", one, self.get)
        server.route("PATCH", one, self.edit)
        server.route("DELETE", one, self.delete)

    async def page(self, request: Request) -> tuple[int, Any]:
        """``GET /channels/{}/messages``."""
        channel = request.numbers[0]
        if channel not in self.world.directs:
            self._places.need(channel, read_message_history=True)
        found = [one for one in self.world.messages.get(channel, {}).values() if one.seen_by is None]
        found.sort(key=lambda one: one.id)
        most = int(request.query.get("limit", 50))
        if not 1 <= most <= PAGE:
            raise invalid_form("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100.")
        if (around := request.query.get("around")) is not None:
            # As many before it as after it, whenever they were written.
            middle = sum(one.id < int(around) for one in found)
            some = found[max(0, middle - most // 2) :][:most]
        elif (after := request.query.get("after")) is not None:
            some = [one for one in found if one.id > int(after)][:most]
        else:
            before = int(request.query.get("before", 1 << 63))
            some = [one for one in found if one.id < before][-most:]
        return 200, [self.shown(one) for one in reversed(some)]

    async def get(self, request: Request) -> tuple[int, Any]:
        """``GET /channels/{}/messages/{}``."""
        self._places.need(request.numbers[0], read_message_history=True)
        return 200, self.shown(self._places.message(*request.numbers[:2]))

    def shown(self, message: Message) -> Any:
        """Return *message* as the bot may read it."""
        if message.channel in self.world.directs:
            return self.world.message_payload(message)  # what is written to the bot, it reads
        payload = {**self.world.message_payload(message), "guild_id": str(message.guild)}
        if not self._places.reads_content():
            payload = dict(readable(payload, bot=self.world.bot))
        payload.pop("guild_id")
        return payload

    async def send(self, request: Request) -> tuple[int, Any]:
        """``POST /channels/{}/messages``."""
        channel = request.numbers[0]
        is_direct = channel in self.world.directs
        body = request.body or {}
        if is_direct:
            may_tell(self.world, self.world.directs[channel])
        else:
            if self._places.channel(channel)["type"] == FORUM:
                raise ApiError(400, 50008, "Cannot send messages in a non-text channel")
            self._places.may_speak(channel)
            body = self._places.allowed_body(channel, body, has_files=bool(request.files))
        check_message(body, has_files=bool(request.files))
        nonce = None if body.get("nonce") is None else str(body["nonce"])
        if nonce is not None and body.get("enforce_nonce") and (sent := self._sent_with(nonce, channel)):
            return 200, self.world.message_payload(sent)
        self._check_reference(channel, body)
        message = self.make(channel, body, files=request.files, author=self.world.bot)
        message.nonce = nonce
        if nonce is not None:
            self._nonces[channel, nonce] = (monotonic(), message)
        if not is_direct:  # of direct messages the bot has no events: it does not ask for them
            self._places.unarchive(channel)
            self._places.told("MESSAGE_CREATE", message)
        return 200, self.world.message_payload(message)

    def _sent_with(self, nonce: str, channel: int) -> Message | None:
        """Return the message sent with *nonce* a moment ago, deleted or not."""
        at, message = self._nonces.get((channel, nonce), (0.0, None))
        return message if monotonic() - at < self.nonce_window else None

    def _check_reference(self, channel: int, body: dict[str, Any]) -> None:
        """Raise ApiError where *body* replies to what is not there; drop it where that is no matter."""
        reference = body.get("message_reference")
        if not reference:
            return
        answered = self.world.messages.get(channel, {}).get(int(reference["message_id"]))
        if answered is None and reference.get("fail_if_not_exists", True):
            raise invalid_form("message_reference", "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message")
        if answered is None:
            del body["message_reference"]
        elif answered.type in SYSTEM:
            raise invalid_form(
                "message_reference",
                "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE",
                "Cannot reply to a system message",
            )

    def note(self, channel: int, *, kind: int, reference: int, reference_channel: int | None = None) -> None:
        """Add a message that Discord makes because the bot did something."""
        message = Message(
            id=snowflake(),
            channel=channel,
            guild=self._places.guild(channel).id,
            author=self.world.bot,
            type=kind,
            reference=reference,
            reference_channel=reference_channel,
        )
        self.world.messages[channel][message.id] = message
        self._places.told("MESSAGE_CREATE", message)

    def make(
        self,
        channel: int,
        body: dict[str, Any],
        *,
        files: dict[str, tuple[str, bytes]],
        author: int,
        kind: int = DEFAULT,
        seen_by: int | None = None,
        id_: int | None = None,
    ) -> Message:
        """Add a message of *author* with what *body* says."""
        is_direct = channel in self.world.directs
        check_files(files, guild=None if is_direct else self._places.guild(channel))
        reference = body.get("message_reference") or {}
        message = Message(
            id=id_ or snowflake(),
            channel=channel,
            guild=0 if is_direct else self._places.guild(channel).id,
            author=author,
            content=body.get("content") or "",
            type=REPLY if reference else kind,
            embeds=[{"type": "rich", **one} for one in body.get("embeds") or []],
            components=body.get("components") or [],
            attachments=self._places.attach(files, described=body.get("attachments")),
            reference=int(reference["message_id"]) if reference else None,
            flags=int(body.get("flags") or 0),
            seen_by=seen_by,
        )
        if not is_direct:
            self._places.ping(message, body.get("allowed_mentions"))
        self.world.messages[channel][message.id] = message
        if seen_by is None and not is_direct:
            self._places.count(message)
        return message

    async def edit(self, request: Request) -> tuple[int, Any]:
        """``PATCH /channels/{}/messages/{}``."""
        message = self._places.message(*request.numbers[:2])
        self._places.need(message.channel)
        if message.author != self.world.bot:
            raise ApiError(403, 50005, "Cannot edit a message authored by another user")
        self._places.open(message.channel)
        self.change(message, request.body or {}, files=request.files)
        self._places.told("MESSAGE_UPDATE", message)
        return 200, self.world.message_payload(message)

    def change(self, message: Message, body: dict[str, Any], *, files: dict[str, tuple[str, bytes]]) -> None:
        """Let *message* say what *body* does, where it says anything."""
        check_files(files, guild=self.world.guilds.get(message.guild))
        after = {
            "content": message.content,
            "embeds": message.embeds,
            "components": message.components,
            **{name: value for name, value in body.items() if name in {"content", "embeds", "components"}},
        }
        kept = body.get("attachments")
        check_message(after, has_files=bool(files) or bool(message.attachments and kept is None))
        message.content = after["content"] or ""
        message.embeds = [{"type": "rich", **one} for one in after["embeds"] or []]
        message.components = after["components"] or []
        if kept is not None or files:
            stay = {str(one.get("id")) for one in kept or []}
            message.attachments = [one for one in message.attachments if one["id"] in stay]
            message.attachments += self._places.attach(files, described=kept)
        message.edited_at = timestamp()

    async def delete(self, request: Request) -> tuple[int, Any]:
        """``DELETE /channels/{}/messages/{}``."""
        message = self._places.message(*request.numbers[:2])
        if message.author != self.world.bot:
            self._places.need(message.channel, manage_messages=True)
        self._places.need(message.channel)
        self._places.remove(message)
        return 204, None

    async def delete_many(self, request: Request) -> tuple[int, Any]:
        """``POST /channels/{}/messages/bulk-delete``."""
        channel = request.numbers[0]
        self._places.need(channel, manage_messages=True)
        ids = [int(one) for one in request.body["messages"]]
        if not 2 <= len(ids) <= PAGE:
            raise ApiError(400, 50016, "Provided too few or too many messages to delete")
        if any(discord.utils.snowflake_time(one) < discord.utils.utcnow() - OLDEST_IN_BULK for one in ids):
            raise ApiError(400, 50034, "You can only bulk delete messages that are under 14 days old.")
        ids = [one for one in ids if one in self.world.messages.get(channel, {})]
        self._places.remove_many(channel, ids)
        return 204, None
