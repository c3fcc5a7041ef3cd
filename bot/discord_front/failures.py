"""What Discord's refusals mean to whoever wanted to post."""

import aiohttp
import discord

from bot.discord_front.trace import TOO_MANY_REQUESTS, SentBeforeError
from bot.domain.discord_errors import CannotPostError, PostingDelayedError
from bot.domain.errors import BotError
from bot.domain.guild import Finding, Severity
from bot.domain.identity import ChannelId

# https://discord.com/developers/docs/topics/opcodes-and-status-codes#json-json-error-codes
UNKNOWN_CHANNEL = 10003
UNKNOWN_MESSAGE = 10008
UNKNOWN = frozenset({UNKNOWN_CHANNEL, 10004, UNKNOWN_MESSAGE})  # channel, guild, message
THREADS_FULL = 160006
THREAD_EXISTS = 160004
TAG_REQUIRED = 40067

# What may raise where Discord is asked for something; the first are refusals, the others no answer.
FAILURES = (
    discord.HTTPException,
    discord.RateLimited,
    SentBeforeError,
    OSError,
    TimeoutError,
    aiohttp.ClientError,
)


def is_final(error: BaseException) -> bool:
    """Return whether Discord answered and will say the same again."""
    return (
        isinstance(error, discord.HTTPException)
        and not isinstance(error, discord.DiscordServerError)
        and error.status != TOO_MANY_REQUESTS
    )


def to_error(error: BaseException, *, channel: int, name: str) -> BotError:
    """Return *error*, met while posting in *channel* called *name*, as what people are told."""
    if not isinstance(error, discord.HTTPException) or not is_final(error):
        return PostingDelayedError()
    return cannot_post(_code(error), channel=channel, name=name, reason=str(error.code))


def cannot_post(code: str, *, channel: int, name: str = "", **data: object) -> CannotPostError:
    """Return the error of one finding."""
    where = name or f"#{channel}"
    finding = Finding(code=code, severity=Severity.BROKEN, data={"channel": where, **data})
    return CannotPostError(findings=(finding,), channel=ChannelId(channel))


def _code(error: discord.HTTPException) -> str:
    if error.code == THREADS_FULL:
        return "threads_full"
    if error.code == TAG_REQUIRED:
        return "tag_required"
    if error.code in UNKNOWN:
        return "channel_gone"
    return "refused"
