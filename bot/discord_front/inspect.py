"""What could keep a discussion from being held in a channel, looked at before the hour."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import discord

from bot.discord_front.tags import missing_tags
from bot.discord_front.tree import MODERATES
from bot.domain.guild import Finding, Severity

Channel = discord.TextChannel | discord.ForumChannel

# Without these nothing is posted, or it could not be made sure that nothing is posted twice.
NEEDED = ("view_channel", "send_messages", "read_message_history", "embed_links", "send_messages_in_threads")
NEEDED_IN_TEXT = ("create_public_threads",)
# Without these something is done with less: exports, receipts, locked threads, pinned prompts.
USEFUL = ("attach_files", "add_reactions", "manage_threads", "pin_messages")
# Discord's, for a server.
ACTIVE_THREADS = 1_000
NEARLY_FULL = 950
# Beyond this our times are noticeably wrong.
SKEW = timedelta(seconds=10)


def inspect_channel(channel: Channel) -> Iterator[Finding]:
    """Yield what the bot lacks in *channel*, and that it lacks nothing."""
    name = f"#{channel.name}"
    allowed = channel.permissions_for(channel.guild.me)
    is_forum = isinstance(channel, discord.ForumChannel)
    needed = NEEDED if is_forum else (*NEEDED, *NEEDED_IN_TEXT)
    lacking = [one for one in needed if not getattr(allowed, one)]
    less = [one for one in USEFUL if not getattr(allowed, one)]
    for permission in lacking:
        yield _lacks(permission, name, severity=Severity.BROKEN)
    for permission in less:
        yield _lacks(permission, name, severity=Severity.NOTICE)
    if not lacking and not less:
        yield Finding(code="may_all", severity=Severity.FINE, data={"channel": name})
    if isinstance(channel, discord.ForumChannel) and missing_tags(channel):
        # Tags are made by /setup; a forum that wants one on each post takes none without.
        if channel.flags.require_tag:
            yield Finding(code="tag_required", severity=Severity.BROKEN, data={"channel": name})
        else:
            yield Finding(code="tags_missing", severity=Severity.NOTICE, data={"channel": name})


def lacking(channel: discord.abc.GuildChannel, permissions: Sequence[str]) -> tuple[Finding, ...]:
    """Return which of *permissions*, which it cannot do without, the bot lacks in *channel*."""
    allowed = channel.permissions_for(channel.guild.me)
    return tuple(
        _lacks(one, f"#{channel.name}", severity=Severity.BROKEN)
        for one in permissions
        if not getattr(allowed, one)
    )


def inspect_guild(guild: discord.Guild, *, moderators: int | None) -> Iterator[Finding]:
    """Yield what is wrong with the server as a whole."""
    if len(guild.threads) >= NEARLY_FULL:
        is_full = len(guild.threads) >= ACTIVE_THREADS
        severity = Severity.BROKEN if is_full else Severity.NOTICE
        yield Finding(code="threads_full", severity=severity, data={"n": len(guild.threads)})
    if moderators is None:
        return
    role = guild.get_role(moderators)
    if role is None:
        yield Finding(code="role_gone", severity=Severity.NOTICE)
    elif not (role.permissions.administrator or role.permissions.is_superset(MODERATES)):
        # Discord hides the commands by permissions, and knows nothing of the role chosen here.
        name = f"@{role.name.removeprefix('@')}"
        yield Finding(code="role_sees_nothing", severity=Severity.NOTICE, data={"role": name})


def inspect_ping(guild: discord.Guild, *, channel: int, role: int) -> Finding:
    """Return whether the members of *role* can be pinged in *channel*."""
    found, where = guild.get_role(role), guild.get_channel(channel)
    if found is None:
        return Finding(code="ping_gone", severity=Severity.NOTICE)
    data: dict[str, object] = {"role": f"@{found.name.removeprefix('@')}"}
    may_ping_all = where is not None and where.permissions_for(guild.me).mention_everyone
    if found.mentionable or may_ping_all:
        return Finding(code="may_ping", severity=Severity.FINE, data=data)
    return Finding(code="cannot_ping", severity=Severity.NOTICE, data=data)


def inspect_events(guild: discord.Guild) -> Iterator[Finding]:
    """Yield that the bot cannot show schedules among the events of *guild*, where that is so."""
    allowed = guild.me.guild_permissions
    if not allowed.create_events:
        data: dict[str, object] = {"permission": "create_events"}
        yield Finding(code="lacks_events", severity=Severity.NOTICE, data=data)


def inspect_connection(
    *, skew: timedelta | None, sync: str | None, reads_content: bool, records_typed: bool
) -> Iterator[Finding]:
    """Yield how the bot itself stands: its clock, its commands, what Discord lets it read.

    *sync* is None as long as the commands have not been compared, "" where they are in place, else the reason
    for which they are not.
    """
    if skew is not None:
        if abs(skew) > SKEW:
            seconds = round(skew.total_seconds())
            yield Finding(code="clock_off", severity=Severity.NOTICE, data={"seconds": seconds})
        else:
            yield Finding(code="clock_fine", severity=Severity.FINE)
    if sync:
        yield Finding(code="sync_failed", severity=Severity.NOTICE, data={"reason": sync})
    elif sync is not None:
        yield Finding(code="sync_fine", severity=Severity.FINE)
    if records_typed:
        if reads_content:
            yield Finding(code="intent_fine", severity=Severity.FINE)
        else:
            yield Finding(code="intent_missing", severity=Severity.NOTICE)


def _lacks(permission: str, channel: str, *, severity: Severity) -> Finding:
    return Finding(code="lacks", severity=severity, data={"permission": permission, "channel": channel})
