"""What comes from the gateway before discord.py reads it: guarded against nonsense, and lightened.

An exception in the reading of one event ends discord.py's whole connection, for every guild; so each reader
is wrapped. What we never look at is dropped before it is kept: a server's emojis alone can outweigh the rest.
"""

import logging
from collections.abc import Callable, MutableMapping
from typing import Any

import discord

logger = logging.getLogger(__name__)

Read = Callable[[Any], None]

MESSAGE = "MESSAGE_CREATE"
# Lists in a guild's payload that nothing of ours reads.
UNREAD = (
    "emojis",
    "stickers",
    "voice_states",
    "presences",
    "stage_instances",
    "guild_scheduled_events",
    "soundboard_sounds",
)
CHANNELS = (discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.forum)
READ_CHANNELS = frozenset(kind.value for kind in CHANNELS)
# What discord.py wants of a voice channel, should it not be there.
VOICE = {"bitrate": 64_000, "user_limit": 0}
# Of these no more is read than what they are.
NAMED_CHANNELS = frozenset({discord.ChannelType.voice.value, discord.ChannelType.stage_voice.value})
UNREAD_EVENTS = frozenset({"GUILD_EMOJIS_UPDATE", "GUILD_STICKERS_UPDATE", "GUILD_SOUNDBOARD_SOUNDS_UPDATE"})


def guard(parsers: MutableMapping[str, Read]) -> None:
    """Wrap each of discord.py's readers of events."""
    for event, read in list(parsers.items()):
        parsers[event] = guarded(event, read)
    for event in UNREAD_EVENTS & parsers.keys():
        del parsers[event]


def guarded(event: str, read: Read) -> Read:
    """Return *read*, the reader of *event*, which nothing can make fail any more."""
    lightens = event in {"GUILD_CREATE", "GUILD_UPDATE"}

    def read_safely(data: Any) -> None:
        try:
            read(lighten(data) if lightens else data)
        except Exception as error:  # noqa: BLE001 (whatever is wrong with it, the next event is another)
            # No traceback: its last line may quote what a person wrote.
            kind = type(error).__name__
            logger.error("An event %s%s is left out: %s", event, _where(data), kind)  # noqa: TRY400 (as said)

    return read_safely


def lighten(guild: dict[str, Any]) -> dict[str, Any]:
    """Return the payload of *guild* without what is never read."""
    light = {**guild, **{name: [] for name in UNREAD if name in guild}}
    if isinstance(channels := guild.get("channels"), list):
        light["channels"] = [
            one if one.get("type") in READ_CHANNELS else {**VOICE, **one, "permission_overwrites": []}
            for one in channels
            if one.get("type") in READ_CHANNELS | NAMED_CHANNELS
        ]
    return light


def _where(data: Any) -> str:
    if not isinstance(data, dict):
        return ""
    ids = {name: data.get(name) for name in ("guild_id", "channel_id", "id")}
    known = [f"{name} {value}" for name, value in ids.items() if isinstance(value, str) and value.isdigit()]
    return f" ({', '.join(known)})" if known else ""
