"""A server in the hands of those who run it."""

from collections.abc import Callable
from typing import Any

import discord

from api_stub.interactions import InteractionRoutes
from api_stub.people import Member
from api_stub.places import Places
from api_stub.rest_channels import REQUIRE_TAG, ChannelRoutes
from api_stub.rest_commands import CommandRoutes
from api_stub.world import FORUM, Guild, Message, Payload

# What the README asks for when the bot is invited.
INVITED_WITH = discord.Permissions(
    view_channel=True,
    send_messages=True,
    create_public_threads=True,
    send_messages_in_threads=True,
    manage_threads=True,
    embed_links=True,
    attach_files=True,
    add_reactions=True,
    read_message_history=True,
    pin_messages=True,
    manage_channels=True,
    create_events=True,
)


class GuildActor:
    """A server: its channels, its people, and whether the bot is in it."""

    def __init__(
        self,
        guild: Guild,
        *,
        places: Places,
        interactions: InteractionRoutes,
        commands: Callable[[], CommandRoutes],
        channels: ChannelRoutes,
    ) -> None:
        self.guild = guild
        self.id = guild.id
        self._places = places
        self._interactions = interactions
        self._commands = commands
        self._channels = channels
        self._bot_role: int | None = None

    def text(self, name: str, **more: Any) -> int:
        """Add a text channel; return its id."""
        return self._new_channel(self._places.world.add_channel(self.guild, name, **more))

    def forum(self, name: str, *, requires_tag: bool = False, tags: tuple[str, ...] = ()) -> int:
        """Add a forum; return its id."""
        flags = REQUIRE_TAG if requires_tag else 0
        made = self._places.world.add_channel(self.guild, name, kind=FORUM, flags=flags)
        made["available_tags"] = [
            {"id": str(number), "name": tag, "moderated": False, "emoji_id": None, "emoji_name": None}
            for number, tag in enumerate(tags, 1)
        ]
        return self._new_channel(made)

    def _new_channel(self, channel: Payload) -> int:
        if self.guild.has_bot:
            self._places.gateway.dispatch("CHANNEL_CREATE", channel)
        return int(channel["id"])

    def remove_channel(self, channel: int) -> None:
        """Delete a channel or a thread."""
        self._channels.remove(channel)

    def forbid(self, channel: int, **permissions: bool) -> None:
        """Deny the bot permissions in *channel*, or give them back with ``name=False``."""
        self._forbid(channel, self._places.world.bot, discord.Permissions(**permissions))

    def forbid_member(self, member: Member, channel: int, /, **permissions: bool) -> None:
        """Deny *member* permissions in *channel* and its threads, or give them back with ``name=False``."""
        self._forbid(channel, member.id, discord.Permissions(**permissions))

    def _forbid(self, channel: int, who: int, permissions: discord.Permissions) -> None:
        place = self._places.channel(channel)
        overwrite = {"id": str(who), "type": 1, "allow": "0", "deny": str(permissions.value)}
        others = [one for one in place["permission_overwrites"] if one["id"] != overwrite["id"]]
        place["permission_overwrites"] = [*others, overwrite]
        self._places.gateway.dispatch("CHANNEL_UPDATE", place)

    def role(self, name: str, **permissions: bool) -> int:
        """Add a role; return its id."""
        number = self._places.world.add_role(self.guild, name, discord.Permissions(**permissions))
        if self.guild.has_bot:
            event = {"guild_id": str(self.id), "role": self.guild.roles[number]}
            self._places.gateway.dispatch("GUILD_ROLE_CREATE", event)
        return number

    def remove_role(self, role: int) -> None:
        """Delete a role."""
        del self.guild.roles[role]
        for member in self.guild.members.values():
            member["roles"] = [one for one in member["roles"] if one != str(role)]
        event = {"guild_id": str(self.id), "role_id": str(role)}
        self._places.gateway.dispatch("GUILD_ROLE_DELETE", event)

    def member(
        self, name: str, *, locale: str = "en-US", roles: tuple[int, ...] = (), **permissions: bool
    ) -> Member:
        """Let somebody join, with a role of their own where they are given *permissions*."""
        world = self._places.world
        number = world.add_user(name)
        own = (self.role(f"what {name} may do", **permissions),) if permissions else ()
        world.add_member(self.guild, number, roles=(*roles, *own))
        return Member(
            number,
            name=name,
            locale=locale,
            guild=self.guild,
            places=self._places,
            interactions=self._interactions,
            commands=self._commands,
        )

    def leaves(self, member: Member) -> None:
        """Let somebody leave."""
        del self.guild.members[member.id]

    def invite_bot(self, permissions: discord.Permissions = INVITED_WITH) -> None:
        """Let the bot in, with a role of its own."""
        world = self._places.world
        self._bot_role = world.add_role(self.guild, "causerie", permissions)
        world.add_member(self.guild, world.bot, roles=[self._bot_role])
        self.guild.has_bot = True
        # Without the key "unavailable" it is an invitation, not the end of an outage.
        payload = {
            name: value for name, value in world.guild_payload(self.guild).items() if name != "unavailable"
        }
        self._places.gateway.dispatch("GUILD_CREATE", payload, guild=self.id)

    def remove_bot(self) -> None:
        """Let the bot go."""
        self.guild.has_bot = False
        del self.guild.members[self._places.world.bot]
        if self._bot_role is not None:
            del self.guild.roles[self._bot_role]
        # Without the key "unavailable" it is a removal, and no outage.
        self._places.gateway.dispatch("GUILD_DELETE", {"id": str(self.id)}, guild=self.id)

    def messages(self, channel: int) -> list[Message]:
        """Return what everybody sees in *channel*, the oldest first."""
        found = self._places.world.messages.get(channel, {})
        return sorted((one for one in found.values() if one.seen_by is None), key=lambda one: one.id)

    def threads(self, parent: int) -> list[Payload]:
        """Return the threads of *parent*, archived ones too."""
        return [one for one in self.guild.threads.values() if int(one["parent_id"]) == parent]

    def delete_many(self, channel: int, messages: list[Message]) -> None:
        """Delete many messages at once, as moderators' bots do."""
        self._places.remove_many(channel, [one.id for one in messages])
