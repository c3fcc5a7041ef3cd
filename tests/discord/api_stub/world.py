"""What there is on the stub's Discord: guilds, channels, people, messages; and how the API shows each."""

import itertools
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import discord

Payload = dict[str, Any]

DISCORD_EPOCH_MS = 1_420_070_400_000
TEXT, CATEGORY, PUBLIC_THREAD, FORUM = 0, 4, 11, 15
DEFAULT, PINNED, THREAD_MADE, REPLY, COMMAND_ANSWER, STARTER, MENU_ANSWER = 0, 6, 18, 19, 20, 21, 23
HAS_THREAD = 1 << 5
EVERYBODY = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    read_message_history=True,
    add_reactions=True,
    embed_links=True,
    attach_files=True,
    create_public_threads=True,
    use_application_commands=True,
    change_nickname=True,
)

_counter = itertools.count()


def snowflake(at: float | None = None) -> int:
    """Return a new id of now, or of *at*, in seconds since 1970."""
    milliseconds = int((time.time() if at is None else at) * 1000) - DISCORD_EPOCH_MS
    return (milliseconds << 22) | (next(_counter) & 0x3FFFFF)


def timestamp(at: datetime | None = None) -> str:
    """Return a time as Discord writes it."""
    return (at or datetime.now(UTC)).isoformat(timespec="microseconds")


def emoji_payload(emoji: str) -> Payload:
    """Return an emoji, which is itself or ``name:id`` of a server's own, as Discord writes it."""
    name, _, number = emoji.partition(":")
    return {"id": number or None, "name": name}


@dataclass(slots=True, kw_only=True, eq=False)
class Message:
    """A message, as it is kept."""

    id: int
    channel: int
    guild: int
    author: int
    content: str = ""
    type: int = DEFAULT
    embeds: list[Payload] = field(default_factory=list)
    components: list[Payload] = field(default_factory=list)
    attachments: list[Payload] = field(default_factory=list)
    reference: int | None = None
    reference_channel: int | None = None  # where that is, if not in the same channel
    nonce: str | None = None
    flags: int = 0
    edited_at: str | None = None
    mentions: list[int] = field(default_factory=list)  # those the payload names
    mentions_roles: list[int] = field(default_factory=list)
    mentions_everyone: bool = False
    pinged: set[int] = field(default_factory=set)  # those whose Discord made a noise
    reactions: dict[str, list[int]] = field(default_factory=dict)
    seen_by: int | None = None  # an ephemeral one's only reader
    pinned_at: str | None = None
    interaction: Payload | None = None
    has_thread: bool = False

    @property
    def at(self) -> str:
        """When it was sent."""
        return timestamp(discord.utils.snowflake_time(self.id))


@dataclass(slots=True, kw_only=True, eq=False)
class Guild:
    """A server."""

    id: int
    name: str
    locale: str
    owner: int
    roles: dict[int, Payload] = field(default_factory=dict)
    channels: dict[int, Payload] = field(default_factory=dict)
    threads: dict[int, Payload] = field(default_factory=dict)
    events: dict[int, Payload] = field(default_factory=dict)
    members: dict[int, Payload] = field(default_factory=dict)
    system_channel: int | None = None
    updates_channel: int | None = None
    has_bot: bool = False
    thread_limit: int = 1000
    premium_tier: int = 0
    upload_limit: int | None = None  # bytes of a file; None is what the tier says
    takes: int | None = None  # the same, where Discord takes less than it says
    emojis: list[Payload] = field(default_factory=list)
    stickers: list[Payload] = field(default_factory=list)


class World:
    """Everything there is."""

    def __init__(self, *, cdn: str = "http://127.0.0.1") -> None:
        self.cdn = cdn
        self.application = snowflake()
        self.bot = self.application
        self.users: dict[int, Payload] = {}
        self.guilds: dict[int, Guild] = {}
        self.messages: dict[int, dict[int, Message]] = {}
        self.files: dict[str, bytes] = {}
        self.directs: dict[int, int] = {}  # whose direct messages a channel holds
        self.closed: set[int] = set()  # who takes none
        self.add_user("causerie", id_=self.bot, is_bot=True)

    def add_user(self, name: str, *, id_: int | None = None, is_bot: bool = False) -> int:
        """Add a person, or a bot."""
        number = id_ or snowflake()
        self.users[number] = {
            "id": str(number),
            "username": name.lower().replace(" ", "_"),
            "global_name": name,
            "discriminator": "0",
            "avatar": None,
            "bot": is_bot,
        }
        return number

    def add_guild(self, name: str, *, locale: str) -> Guild:
        """Add a server, whose owner is somebody of their own."""
        owner = self.add_user(f"owner of {name}")
        guild = Guild(id=snowflake(), name=name, locale=locale, owner=owner)
        self.guilds[guild.id] = guild
        self.add_role(guild, "@everyone", EVERYBODY, id_=guild.id)
        self.add_member(guild, owner)
        return guild

    def add_role(
        self, guild: Guild, name: str, permissions: discord.Permissions, *, id_: int | None = None
    ) -> int:
        """Add a role."""
        number = id_ or snowflake()
        guild.roles[number] = {
            "id": str(number),
            "name": name,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "icon": None,
            "unicode_emoji": None,
            "position": len(guild.roles),
            "permissions": str(permissions.value),
            "managed": False,
            "mentionable": False,
            "flags": 0,
        }
        return number

    def add_member(self, guild: Guild, user: int, *, roles: Iterable[int] = ()) -> Payload:
        """Let *user* join."""
        member = {
            "user": self.users[user],
            "nick": None,
            "avatar": None,
            "roles": [str(role) for role in roles],
            "joined_at": timestamp(),
            "premium_since": None,
            "deaf": False,
            "mute": False,
            "pending": False,
            "flags": 0,
            "communication_disabled_until": None,
        }
        guild.members[user] = member
        return member

    def add_channel(self, guild: Guild, name: str, *, kind: int = TEXT, **more: Any) -> Payload:
        """Add a text channel or a forum."""
        number = snowflake()
        channel: Payload = {
            "id": str(number),
            "guild_id": str(guild.id),
            "type": kind,
            "name": name,
            "position": len(guild.channels),
            "permission_overwrites": [],
            "parent_id": None,
            "topic": None,
            "nsfw": False,
            "rate_limit_per_user": 0,
            "last_message_id": None,
            "flags": 0,
            **more,
        }
        if kind == FORUM:
            forum: Payload = {
                "available_tags": [],
                "default_reaction_emoji": None,
                "default_sort_order": None,
            }
            channel = {**channel, **forum, "default_forum_layout": 0, **more}
        guild.channels[number] = channel
        self.messages[number] = {}
        return channel

    def add_thread(
        self, guild: Guild, *, id_: int, parent: int, name: str, owner: int, minutes: int = 4320, **more: Any
    ) -> Payload:
        """Add a public thread."""
        thread = {
            "id": str(id_),
            "guild_id": str(guild.id),
            "parent_id": str(parent),
            "owner_id": str(owner),
            "type": PUBLIC_THREAD,
            "name": name,
            "last_message_id": None,
            "message_count": 0,
            "member_count": 1,
            "total_message_sent": 0,
            "rate_limit_per_user": 0,
            "flags": 0,
            "thread_metadata": {
                "archived": False,
                "locked": False,
                "auto_archive_duration": minutes,
                "archive_timestamp": timestamp(),
                "create_timestamp": timestamp(),
            },
            **more,
        }
        guild.threads[id_] = thread
        self.messages.setdefault(id_, {})
        return thread

    def guild_of(self, channel: int) -> Guild | None:
        """Return the server that a channel or a thread is in."""
        for guild in self.guilds.values():
            if channel in guild.channels or channel in guild.threads:
                return guild
        return None

    def channel(self, number: int) -> Payload | None:
        """Return a channel or a thread."""
        guild = self.guild_of(number)
        return None if guild is None else guild.channels.get(number) or guild.threads[number]

    def active_threads(self, guild: Guild) -> list[Payload]:
        """Return the threads of *guild* that are not archived."""
        return [one for one in guild.threads.values() if not one["thread_metadata"]["archived"]]

    def ready_guilds(self) -> list[Payload]:
        """Return the servers that the bot is in, whole."""
        return [self.guild_payload(guild) for guild in self.guilds.values() if guild.has_bot]

    def bot_user_payload(self) -> Payload:
        """Return the bot's own user."""
        return {**self.users[self.bot], "verified": True, "mfa_enabled": True, "flags": 0, "email": None}

    def application_payload(self) -> Payload:
        """Return the bot's application."""
        return {
            "id": str(self.application),
            "name": "causerie",
            "icon": None,
            "description": "",
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "0" * 64,
            "flags": 1 << 19,
            "owner": self.users[self.bot],
            "team": None,
            "summary": "",
            "bot": self.users[self.bot],
        }

    def guild_payload(self, guild: Guild) -> Payload:
        """Return *guild* as GUILD_CREATE has it."""
        return {
            "id": str(guild.id),
            "name": guild.name,
            "icon": None,
            "splash": None,
            "discovery_splash": None,
            "owner_id": str(guild.owner),
            "afk_channel_id": None,
            "afk_timeout": 300,
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "roles": list(guild.roles.values()),
            "emojis": guild.emojis,
            "features": [],
            "mfa_level": 0,
            "system_channel_id": text_or_none(guild.system_channel),
            "system_channel_flags": 0,
            "rules_channel_id": None,
            "vanity_url_code": None,
            "description": None,
            "banner": None,
            "premium_tier": guild.premium_tier,
            "preferred_locale": guild.locale,
            "public_updates_channel_id": text_or_none(guild.updates_channel),
            "nsfw_level": 0,
            "stickers": guild.stickers,
            "premium_progress_bar_enabled": False,
            "safety_alerts_channel_id": None,
            "joined_at": guild.members[self.bot]["joined_at"] if guild.has_bot else timestamp(),
            "large": False,
            "unavailable": False,
            "member_count": len(guild.members),
            "voice_states": [],
            "members": list(guild.members.values()),
            "channels": list(guild.channels.values()),
            "threads": self.active_threads(guild),
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": list(guild.events.values()),
            "soundboard_sounds": [],
        }

    def message_payload(self, message: Message, *, depth: int = 1) -> Payload:
        """Return *message*, with what it replies to."""
        payload: Payload = {
            "id": str(message.id),
            "channel_id": str(message.channel),
            "author": self.users[message.author],
            "content": message.content,
            "timestamp": message.at,
            "edited_timestamp": message.edited_at,
            "tts": False,
            "mention_everyone": message.mentions_everyone,
            "mentions": [self.users[one] for one in message.mentions],
            "mention_roles": [str(role) for role in message.mentions_roles],
            "attachments": message.attachments,
            "embeds": message.embeds,
            "components": message.components,
            "pinned": message.pinned_at is not None,
            "type": message.type,
            "flags": message.flags | (HAS_THREAD if message.has_thread else 0),
            "reactions": [
                {
                    "count": len(people),
                    "count_details": {"burst": 0, "normal": len(people)},
                    "burst_colors": [],
                    "me_burst": False,
                    "burst_me": False,
                    "burst_count": 0,
                    "me": self.bot in people,
                    "emoji": emoji_payload(emoji),
                }
                for emoji, people in message.reactions.items()
                if people
            ],
        }
        if message.nonce is not None:
            payload["nonce"] = message.nonce
        if message.interaction is not None:
            payload["interaction_metadata"] = message.interaction
            # What answers an interaction comes by way of a webhook that has the application's id.
            payload["application_id"] = payload["webhook_id"] = str(self.application)
        if message.reference is not None:
            place = message.reference_channel or message.channel
            ids = {"message_id": str(message.reference), "channel_id": str(place)}
            payload["message_reference"] = {"type": 0, "guild_id": str(message.guild), **ids}
            answered = self.messages.get(place, {}).get(message.reference)
            if depth:
                payload["referenced_message"] = (
                    None if answered is None else self.message_payload(answered, depth=0)
                )
        if message.has_thread and (thread := self.channel(message.id)) is not None:
            payload["thread"] = thread
        return payload


def text_or_none(number: int | None) -> str | None:
    """Return an id as Discord sends it."""
    return None if number is None else str(number)
