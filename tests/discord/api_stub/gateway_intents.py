"""Which events a session gets by its intents, and what of a message it may read."""

from collections.abc import Mapping
from typing import Any

INTENTS = {
    "guilds": 1 << 0,
    "members": 1 << 1,
    "moderation": 1 << 2,
    "expressions": 1 << 3,
    "integrations": 1 << 4,
    "webhooks": 1 << 5,
    "invites": 1 << 6,
    "voice_states": 1 << 7,
    "presences": 1 << 8,
    "guild_messages": 1 << 9,
    "guild_reactions": 1 << 10,
    "guild_typing": 1 << 11,
    "dm_messages": 1 << 12,
    "dm_reactions": 1 << 13,
    "dm_typing": 1 << 14,
    "message_content": 1 << 15,
    "guild_scheduled_events": 1 << 16,
    "auto_moderation_configuration": 1 << 20,
    "auto_moderation_execution": 1 << 21,
    "guild_polls": 1 << 24,
    "dm_polls": 1 << 25,
}
KNOWN_INTENTS = sum(INTENTS.values())

_GUILDS = ("guilds",)
# Of each event: the intent in a guild, and in direct messages. What is in neither goes to every session.
_BY_PREFIX: tuple[tuple[str, tuple[str, ...], str | None], ...] = (
    ("GUILD_MEMBERS_CHUNK", (), None),
    ("GUILD_MEMBER_", ("members",), None),
    ("GUILD_BAN_", ("moderation",), None),
    ("GUILD_AUDIT_LOG_", ("moderation",), None),
    ("GUILD_EMOJIS_", ("expressions",), None),
    ("GUILD_STICKERS_", ("expressions",), None),
    ("GUILD_SOUNDBOARD_", ("expressions",), None),
    ("GUILD_INTEGRATIONS_", ("integrations",), None),
    ("GUILD_SCHEDULED_EVENT_", ("guild_scheduled_events",), None),
    ("GUILD_", _GUILDS, None),
    ("CHANNEL_PINS_", _GUILDS, "dm_messages"),
    ("CHANNEL_", _GUILDS, None),
    ("THREAD_MEMBERS_", ("guilds", "members"), None),
    ("THREAD_", _GUILDS, None),
    ("STAGE_", _GUILDS, None),
    ("INTEGRATION_", ("integrations",), None),
    ("WEBHOOKS_", ("webhooks",), None),
    ("INVITE_", ("invites",), None),
    ("VOICE_STATE_", ("voice_states",), None),
    ("VOICE_CHANNEL_EFFECT_", ("voice_states",), None),
    ("PRESENCE_", ("presences",), None),
    ("MESSAGE_REACTION_", ("guild_reactions",), "dm_reactions"),
    ("MESSAGE_POLL_", ("guild_polls",), "dm_polls"),
    ("MESSAGE_", ("guild_messages",), "dm_messages"),
    ("TYPING_", ("guild_typing",), "dm_typing"),
    ("AUTO_MODERATION_RULE_", ("auto_moderation_configuration",), None),
    ("AUTO_MODERATION_ACTION_", ("auto_moderation_execution",), None),
)
_CONTENT = ("embeds", "attachments", "components")


def needed_intents(event: str, *, in_guild: bool) -> int:
    """Return the bits of which a session needs one to get *event*; 0 when every session gets it."""
    for prefix, guild_intents, dm_intent in _BY_PREFIX:
        if event.startswith(prefix):
            names = guild_intents if in_guild or dm_intent is None else (dm_intent,)
            return sum(INTENTS[name] for name in names)
    return 0


def shows_content(message: Mapping[str, Any], *, bot: int) -> bool:
    """Say whether a bot without the message content intent may still read *message*.

    It may: what it wrote itself, direct messages, and what mentions it. A reply with ping counts as a
    mention, unless it answers the response to an interaction (discord-api-docs#5395).
    """
    if message.get("guild_id") is None or _is(message.get("author"), bot):
        return True
    if any(mention in str(message.get("content")) for mention in (f"<@{bot}>", f"<@!{bot}>")):
        return True
    if not any(_is(person, bot) for person in message.get("mentions") or ()):
        return False
    answered = message.get("referenced_message") or {}
    return not (answered.get("interaction_metadata") or answered.get("interaction"))


def blanked(message: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy of *message* without what only the message content intent shows."""
    copy = dict(message)
    if "content" in copy:
        copy["content"] = ""
    copy.update({key: [] for key in _CONTENT if key in copy})
    copy.pop("poll", None)
    if "message_snapshots" in copy:
        snapshots = copy["message_snapshots"]
        copy["message_snapshots"] = [{**one, "message": blanked(one["message"])} for one in snapshots]
    return copy


def readable(message: Mapping[str, Any], *, bot: int) -> Mapping[str, Any]:
    """Return *message* as a bot without the message content intent gets it."""
    shown = dict(message) if shows_content(message, bot=bot) else blanked(message)
    answered = shown.get("referenced_message")
    if answered:
        # The nested message has no guild_id of its own; it is judged in the guild of the one around it.
        placed = {"guild_id": message.get("guild_id"), **answered}
        shown["referenced_message"] = answered if shows_content(placed, bot=bot) else blanked(answered)
    return shown


def _is(person: object, number: int) -> bool:
    # Tests send malformed messages too, in which an author can be anything.
    return isinstance(person, Mapping) and str(person.get("id")) == str(number)
