"""The one door: every command of every front passes here, and every error becomes a reply here."""

import logging
import math
import time
from collections.abc import Callable, Mapping
from datetime import timedelta

from bot.commands.context import Context
from bot.commands.reply import Reply
from bot.commands.spec import Command, option_name
from bot.commands.words import explain
from bot.domain.errors import (
    BotError,
    MissingOptionError,
    NotAllowedError,
    TooSoonError,
    UnknownCommandError,
    UnknownOptionError,
    UsageError,
)
from bot.domain.identity import GuildId, MemberId, Role

logger = logging.getLogger(__name__)

# People remembered for their cooldowns before those whose time is over are forgotten.
REMEMBERED = 10_000


class Cooldowns:
    """How long each person has to wait before asking the same thing again."""

    def __init__(self, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._free_at: dict[tuple[GuildId, MemberId, str], float] = {}

    def spend(self, command: Command, *, guild: GuildId, member: MemberId) -> None:
        """Count one use of *command*. Raises TooSoonError."""
        if command.cooldown <= timedelta(0):
            return
        now = self._monotonic()
        key = (guild, member, command.name)
        if self._free_at.get(key, 0.0) > now:
            raise TooSoonError(n=math.ceil(self._free_at[key] - now))
        if len(self._free_at) >= REMEMBERED:
            self._free_at = {held: free_at for held, free_at in self._free_at.items() if free_at > now}
        self._free_at[key] = now + command.cooldown.total_seconds()


class Dispatcher:
    """Runs commands: who may, whether it is too soon, what the options are, what goes wrong."""

    def __init__(self, commands: tuple[Command, ...], *, cooldowns: Cooldowns | None = None) -> None:
        self.commands = {command.name: command for command in commands}
        self._cooldowns = cooldowns

    async def dispatch(self, name: str, options: Mapping[str, object], *, context: Context) -> Reply:
        """Run the command *name* and return the reply: never an exception, unless the program is ending."""
        try:
            command = self.commands.get(name)
            if command is None:
                return failed(UnknownCommandError(command=name, nearest=""), context)
            self._admit(command, context)
            return await command.handler(context, **read_options(command, options, context))
        except BotError as error:
            logger.info("Command %s refused: %s", name, error.code)
            return failed(error, context)
        except BrokenPipeError:
            raise  # nobody reads what the front shows any more, so the program is ending
        except Exception:
            # One door: whatever a handler meets, the person gets an answer and the operator the details.
            logger.exception("Command %s failed", name)
            return failed(BotError(), context)

    def _admit(self, command: Command, context: Context) -> None:
        person = context.at.person
        if command.role is Role.MODERATOR and not person.is_moderator:
            raise NotAllowedError(command=command.name)
        if self._cooldowns is not None:
            self._cooldowns.spend(command, guild=context.at.guild, member=person.id)


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
    return Reply(
        text=explain(error, context.text), error=error.code, is_usage_error=isinstance(error, UsageError)
    )


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
