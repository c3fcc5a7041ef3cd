"""The one door: every command of every front passes here, and every error becomes a reply here."""

import logging
import math
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from bot.commands.context import Context
from bot.commands.reply import Reply
from bot.commands.spec import Command, option_name
from bot.commands.words import explain, finding_cards
from bot.domain.errors import (
    BotError,
    MissingOptionError,
    NotAdminError,
    NotAllowedError,
    NotShareableError,
    TooSoonError,
    UnknownCommandError,
    UnknownOptionError,
    UsageError,
)
from bot.domain.identity import ChannelId, GuildId, MemberId
from bot.services.place import Place

logger = logging.getLogger(__name__)

# People, and channels, remembered for their cooldowns before those whose time is over are forgotten.
REMEMBERED = 10_000
FORGOTTEN = 60.0  # seconds; longer than any command's cooldown times its burst
# What all the people of a channel may ask of what has a cooldown: enough for a lively hour, and too little
# for a crowd to keep the bot from anybody else's.
CHANNEL_ASKS = 20
CHANNEL_SECONDS = 10.0


class Cooldowns:
    """How long each person waits before asking the same thing again, and a whole channel before more."""

    def __init__(self, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._uses: dict[tuple[GuildId, MemberId, str], deque[float]] = {}
        self._asked: dict[tuple[GuildId, ChannelId], deque[float]] = {}

    def spend(self, command: Command, *, at: Place) -> None:
        """Count one use of *command*. Raises TooSoonError."""
        if command.cooldown <= timedelta(0):
            return
        now = self._monotonic()
        key = (at.guild, at.person.id, command.name)
        uses = self._uses.get(key, deque(maxlen=command.burst))
        free_at = uses[0] + command.burst * command.cooldown.total_seconds() if uses else now
        if len(uses) == command.burst and free_at > now:
            raise TooSoonError(n=math.ceil(free_at - now))
        self._spend_of_channel((at.guild, at.channel), now)
        if len(self._uses) >= REMEMBERED:
            self._uses = {held: used for held, used in self._uses.items() if used[-1] > now - FORGOTTEN}
        uses.append(now)
        self._uses[key] = uses

    def forget_member(self, guild: GuildId, member: MemberId, _messages: object = ()) -> None:
        """Remember nothing of what a member asked."""
        self._uses = {held: used for held, used in self._uses.items() if held[:2] != (guild, member)}

    def _spend_of_channel(self, channel: tuple[GuildId, ChannelId], now: float) -> None:
        if len(self._asked) >= REMEMBERED:
            recent = now - CHANNEL_SECONDS
            self._asked = {held: asked for held, asked in self._asked.items() if asked[-1] > recent}
        asked = self._asked.setdefault(channel, deque(maxlen=CHANNEL_ASKS))
        if len(asked) == CHANNEL_ASKS and (wait := asked[0] + CHANNEL_SECONDS - now) > 0:
            raise TooSoonError(n=math.ceil(wait))
        asked.append(now)


class Dispatcher:
    """Runs commands: who may, whether it is too soon, what the options are, what goes wrong."""

    def __init__(self, commands: tuple[Command, ...], *, cooldowns: Cooldowns | None = None) -> None:
        self.commands = {command.name: command for command in commands}
        self._cooldowns = cooldowns

    async def dispatch(
        self, name: str, options: Mapping[str, object], *, context: Context, is_shared: bool = False
    ) -> Reply:
        """Run the command *name* and return the reply: never an exception, unless the program is ending.

        With *is_shared* everybody will see it: it then offers nothing that is for whoever asked.
        """
        try:
            command = self.commands.get(name)
            if command is None:
                return failed(UnknownCommandError(command=name, nearest=""), context)
            self.allow(command, context)
            if is_shared and not command.is_shareable:
                return failed(NotShareableError(command=command.name), context)
            self.spend(command, context)
            reply = await command.handler(context, **read_options(command, options, context))
            return replace(reply, actions=(), picks=(), share=None) if is_shared else reply
        except BotError as error:
            logger.info("Command %s refused: %s", name, error.code)
            return failed(error, context)
        except BrokenPipeError:
            raise  # nobody reads what the front shows any more, so the program is ending
        except Exception:
            # One door: whatever a handler meets, the person gets an answer and the operator the details.
            logger.exception("Command %s failed", name)
            return failed(BotError(), context)

    def spend(self, command: Command, context: Context) -> None:
        """Count one use of *command*. Raises TooSoonError."""
        if self._cooldowns is not None:
            self._cooldowns.spend(command, at=context.at)

    def allow(self, command: Command, context: Context) -> None:
        """Raise NotAllowedError or NotAdminError unless whoever asks may ask *command*."""
        if command.is_open_to(context.at.person):
            return
        refusal = NotAdminError if command.is_admin else NotAllowedError
        raise refusal(command=command.name)


def read_options(command: Command, options: Mapping[str, object], context: Context) -> dict[str, object]:
    """Return *options* as the handler takes them.

    Raises UnknownOptionError, MissingOptionError, OptionValueError.
    """
    read: dict[str, object] = {}
    for name, value in options.items():
        option = command.option(name)
        if option is None:
            known = ", ".join(option_name(option.name, context.text) for option in command.options)
            raise UnknownOptionError(command=command.name, option=name, options=known)
        read[name] = option.parse(value, context.text)
    for option in command.options:
        if option.is_required and _is_blank(read.get(option.name)):
            raise MissingOptionError(command=command.name, option=option.name)
    return read


def failed(error: BotError, context: Context) -> Reply:
    """Return what is said of *error*."""
    findings = error.data.get("findings")
    return Reply(
        text=explain(error, context.text),
        cards=finding_cards(findings, context.text) if isinstance(findings, tuple) else (),
        error=error.code,
        is_usage_error=isinstance(error, UsageError),
    )


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
