"""Where things happen: finding channels and messages, what the bot may do there, and telling the gateway."""

import mimetypes
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

import discord

from api_stub.errors import ApiError, missing_access, missing_permissions, unknown
from api_stub.gateway import Gateway
from api_stub.permissions import permissions_of
from api_stub.world import (
    PUBLIC_THREAD,
    REPLY,
    Guild,
    Message,
    Payload,
    World,
    emoji_payload,
    snowflake,
    timestamp,
)

USER = re.compile(r"<@!?(\d+)>")
ROLE = re.compile(r"<@&(\d+)>")
EVERYONE = re.compile(r"@(everyone|here)\b")
EVERYTHING = {"parse": ["users", "roles", "everyone"], "replied_user": True}


class Places:
    """The world as requests of the bot find it."""

    def __init__(self, world: World, gateway: Gateway) -> None:
        self.world = world
        self.gateway = gateway

    def guild(self, channel: int) -> Guild:
        """Return the server of a channel. Raises ApiError."""
        guild = self.world.guild_of(channel)
        if guild is None:
            raise unknown("Channel")
        return guild

    def channel(self, channel: int) -> Payload:
        """Return a channel or a thread. Raises ApiError."""
        found = self.world.channel(channel)
        if found is None:
            raise unknown("Channel")
        if not self.guild(channel).has_bot:
            raise missing_access()
        return found

    def message(self, channel: int, message: int) -> Message:
        """Return a message that is not somebody's alone. Raises ApiError."""
        self.channel(channel)
        found = self.world.messages.get(channel, {}).get(message)
        if found is None or found.seen_by is not None:
            raise unknown("Message")
        return found

    def allowed(self, channel: int) -> discord.Permissions:
        """Return what the bot may do in *channel*."""
        return permissions_of(self.world, self.guild(channel), self.world.bot, channel)

    def need(self, channel: int, **permissions: bool) -> None:
        """Raise ApiError where the bot does not see *channel* or lacks a permission there."""
        self.channel(channel)
        allowed = self.allowed(channel)
        if not allowed.view_channel:
            raise missing_access()
        for name in permissions:
            if not getattr(allowed, name):
                raise missing_permissions()

    def may_speak(self, channel: int) -> None:
        """Raise ApiError where the bot may not write."""
        place = self.channel(channel)
        if place["type"] != PUBLIC_THREAD:
            self.need(channel, send_messages=True)
            return
        self.need(channel, send_messages_in_threads=True)
        is_locked = place["thread_metadata"]["locked"]
        if is_locked and place["thread_metadata"]["archived"] and not self.allowed(channel).manage_threads:
            raise ApiError(403, 50083, "Thread is archived")

    def open(self, channel: int) -> None:
        """Raise ApiError where *channel* is an archived thread: nothing is changed there."""
        place = self.channel(channel)
        if place["type"] == PUBLIC_THREAD and place["thread_metadata"]["archived"]:
            raise ApiError(400, 50083, "Thread is archived")

    def unarchive(self, channel: int) -> None:
        """Bring a thread back that is written in."""
        place = self.channel(channel)
        if place["type"] == PUBLIC_THREAD and place["thread_metadata"]["archived"]:
            place["thread_metadata"]["archived"] = False
            self.gateway.dispatch("THREAD_UPDATE", place)

    def allowed_body(self, channel: int, body: dict[str, Any], *, has_files: bool) -> dict[str, Any]:
        """Return *body* as the bot's permissions let it through."""
        allowed = self.allowed(channel)
        if has_files and not allowed.attach_files:
            raise missing_permissions()
        if body.get("message_reference") and not allowed.read_message_history:
            raise ApiError(400, 160002, "Cannot reply without permission to read message history")
        return body if allowed.embed_links else {**body, "embeds": []}

    def attach(
        self, files: dict[str, tuple[str, bytes]], *, described: list[Payload] | None = None
    ) -> list[Payload]:
        """Keep *files* and return them as attachments, with what *described* says of each by its place."""
        made = []
        words = {f"files[{one.get('id')}]": one.get("description") for one in described or ()}
        for place, (name, content) in files.items():
            number = str(snowflake())
            self.world.files[number] = content
            url = f"{self.world.cdn}/attachments/{number}/{quote(name)}"
            kind = mimetypes.guess_type(name)[0]
            made.append(
                {
                    "id": number,
                    "filename": name,
                    "size": len(content),
                    "url": url,
                    "proxy_url": url,
                    **({"content_type": kind} if kind else {}),
                    **({"description": words[place]} if words.get(place) else {}),
                }
            )
        return made

    def ping(self, message: Message, allowed: dict[str, Any] | None) -> None:
        """Note whom *message* names, and whose Discord makes a noise."""
        allowed = dict(EVERYTHING) if allowed is None else allowed
        parse = allowed.get("parse") or []
        members = self.world.guilds[message.guild].members
        may_all = permissions_of(
            self.world, self.guild(message.channel), message.author, message.channel
        ).mention_everyone
        users = _named(USER, message.content, parses="users" in parse, chosen=allowed.get("users"))
        answered = self.world.messages[message.channel].get(message.reference or 0)
        if answered is not None and message.type == REPLY and allowed.get("replied_user"):
            users.append(answered.author)
        # What is not allowed to ping is not among the mentions either: that is how clients know.
        message.mentions = [one for one in dict.fromkeys(users) if one in self.world.users]
        roles = _named(ROLE, message.content, parses="roles" in parse, chosen=allowed.get("roles"))
        known = self.world.guilds[message.guild].roles
        message.mentions_roles = [
            one for one in dict.fromkeys(roles) if one in known and (may_all or known[one]["mentionable"])
        ]
        message.mentions_everyone = (
            may_all and "everyone" in parse and EVERYONE.search(message.content) is not None
        )
        by_role = {
            number
            for number, member in members.items()
            if message.mentions_everyone or {*member["roles"]} & {str(one) for one in message.mentions_roles}
        }
        message.pinged = ({*message.mentions} | by_role) - {message.author}

    def told(self, event: str, message: Message) -> None:
        """Send an event about *message* to the gateway."""
        payload = {**self.world.message_payload(message), "guild_id": str(message.guild)}
        guild = self.world.guilds[message.guild]
        if (member := guild.members.get(message.author)) is not None:
            payload["member"] = {name: value for name, value in member.items() if name != "user"}
        mentioned = [self.world.users[one] for one in message.mentions]
        payload["mentions"] = [
            {**user, "member": {k: v for k, v in guild.members[int(user["id"])].items() if k != "user"}}
            if int(user["id"]) in guild.members
            else user
            for user in mentioned
        ]
        if self.is_seen_by_bot(message.channel):
            self.gateway.dispatch(event, payload)

    def is_seen_by_bot(self, channel: int) -> bool:
        """Return whether the bot is told of what happens in *channel*."""
        guild = self.guild(channel)
        return guild.has_bot and self.allowed(channel).view_channel

    def remove(self, message: Message) -> None:
        """Delete *message*."""
        del self.world.messages[message.channel][message.id]
        if self.is_seen_by_bot(message.channel):
            ids = {"channel_id": str(message.channel), "guild_id": str(message.guild)}
            self.gateway.dispatch("MESSAGE_DELETE", {"id": str(message.id), **ids})

    def remove_many(self, channel: int, ids: list[int]) -> None:
        """Delete many messages at once."""
        for number in ids:
            self.world.messages[channel].pop(number, None)
        guild = self.guild(channel)
        event = {"ids": [str(one) for one in ids], "channel_id": str(channel), "guild_id": str(guild.id)}
        self.gateway.dispatch("MESSAGE_DELETE_BULK", event)

    def reacted(self, message: Message, emoji: str, *, by: int, is_there: bool) -> None:
        """Add a reaction, or take it away."""
        people = message.reactions.setdefault(emoji, [])
        if (by in people) is is_there:
            return
        event = {
            "user_id": str(by),
            "channel_id": str(message.channel),
            "message_id": str(message.id),
            "guild_id": str(message.guild),
            "emoji": emoji_payload(emoji),
            "burst": False,
            "type": 0,
        }
        if is_there:
            people.append(by)
            event |= {"member": self.world.guilds[message.guild].members[by]}
            event |= {"message_author_id": str(message.author)}
        else:
            people.remove(by)
        name = "MESSAGE_REACTION_ADD" if is_there else "MESSAGE_REACTION_REMOVE"
        if self.is_seen_by_bot(message.channel):
            self.gateway.dispatch(name, event)

    def unreacted(self, message: Message, emoji: str | None) -> None:
        """Take everybody's reactions away, or those of one kind."""
        event = {
            "channel_id": str(message.channel),
            "message_id": str(message.id),
            "guild_id": str(message.guild),
        }
        if emoji is None:
            message.reactions.clear()
            self.gateway.dispatch("MESSAGE_REACTION_REMOVE_ALL", event)
        else:
            message.reactions.pop(emoji, None)
            self.gateway.dispatch("MESSAGE_REACTION_REMOVE_EMOJI", {**event, "emoji": emoji_payload(emoji)})

    def count(self, message: Message) -> None:
        """Count *message* where it stands: a thread knows how many it has."""
        place = self.channel(message.channel)
        place["last_message_id"] = str(message.id)
        if place["type"] == PUBLIC_THREAD and message.id != int(place["id"]):
            place["message_count"] += 1
            place["total_message_sent"] += 1

    def reads_content(self) -> bool:
        """Return whether the bot is given what people type."""
        return self.gateway.portal_message_content

    def now(self) -> str:
        """Return the time as Discord writes it."""
        return timestamp()


def _named(
    pattern: re.Pattern[str], content: str, *, parses: bool, chosen: Iterable[Any] | None
) -> list[int]:
    named = [int(one) for one in pattern.findall(content)]
    few = {int(one) for one in chosen or ()}
    return [one for one in named if parses or one in few]
