"""What somebody may do where: Discord's own algorithm.

https://discord.com/developers/docs/topics/permissions#permission-overwrites
"""

from datetime import UTC, datetime

import discord

from api_stub.world import PUBLIC_THREAD, Guild, Payload, World

ALL = discord.Permissions.all().value
# What whoever may not send messages cannot do either, and what is left to whoever is in a time-out.
SPEAKING = discord.Permissions(
    send_tts_messages=True, mention_everyone=True, embed_links=True, attach_files=True
)
SILENCED = discord.Permissions(view_channel=True, read_message_history=True)


def permissions_of(world: World, guild: Guild, user: int, channel: int | None = None) -> discord.Permissions:
    """Return what *user* may do in *guild*, or in one of its channels or threads."""
    if user not in guild.members:
        return discord.Permissions.none()
    roles = [guild.id, *(int(role) for role in guild.members[user]["roles"])]
    base = 0
    for role in roles:
        base |= int(guild.roles.get(role, {}).get("permissions", 0))
    permissions = discord.Permissions(base)
    if user == guild.owner or permissions.administrator:
        return discord.Permissions(ALL)
    is_silenced = _is_silenced(guild.members[user])
    place = None if channel is None else world.channel(channel)
    if place is None:
        return permissions & SILENCED if is_silenced else permissions
    is_thread = place["type"] == PUBLIC_THREAD
    if is_thread:
        place = guild.channels.get(int(place["parent_id"]))
        if place is None:
            return discord.Permissions.none()
    allowed = _in_channel(base, place, user=user, roles=roles, everyone=guild.id)
    allowed = _without_implied(allowed, speaks=_speaks(allowed, is_thread=is_thread))
    return allowed & SILENCED if is_silenced else allowed


def _speaks(allowed: discord.Permissions, *, is_thread: bool) -> bool:
    return allowed.send_messages_in_threads if is_thread else allowed.send_messages


def _without_implied(allowed: discord.Permissions, *, speaks: bool) -> discord.Permissions:
    """Return *allowed* without what is of no use to whoever does not see the channel, or cannot speak."""
    if not allowed.view_channel:
        return discord.Permissions(allowed.value & ~discord.Permissions.all_channel().value)
    return allowed if speaks else discord.Permissions(allowed.value & ~SPEAKING.value)


def _is_silenced(member: Payload) -> bool:
    until = member["communication_disabled_until"]
    return until is not None and datetime.fromisoformat(until) > datetime.now(UTC)


def _in_channel(
    base: int, channel: Payload, *, user: int, roles: list[int], everyone: int
) -> discord.Permissions:
    overwrites = {int(one["id"]): one for one in channel["permission_overwrites"]}
    value = _applied(base, overwrites.get(everyone))
    allow = deny = 0
    for role in roles:
        if role != everyone and role in overwrites:
            allow |= int(overwrites[role]["allow"])
            deny |= int(overwrites[role]["deny"])
    value = (value & ~deny) | allow
    return discord.Permissions(_applied(value, overwrites.get(user)))


def _applied(value: int, overwrite: Payload | None) -> int:
    if overwrite is None:
        return value
    return (value & ~int(overwrite["deny"])) | int(overwrite["allow"])
