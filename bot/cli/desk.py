"""The operator's desk: the settings read, the database open, commands run as its moderator."""

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import click
from platformdirs import user_data_path

from bot.app import open_use_cases
from bot.chat_front.terminal import Terminal
from bot.chat_front.threads import TerminalThreads
from bot.commands import COMMANDS
from bot.commands.context import Context
from bot.commands.dispatch import Dispatcher
from bot.commands.reply import Reply
from bot.config import APPLICATION, Settings, default_database_url, load_settings
from bot.domain.identity import LOCAL_CHANNEL, LOCAL_GUILD, Person, Role, local_member
from bot.i18n import Language, Text, language_of, text_in
from bot.services.clock import now
from bot.services.export_files import fresh_folder
from bot.services.place import Place
from bot.services.use_cases import UseCases

OPERATOR = Person(id=local_member("operator"), name="operator", role=Role.MODERATOR, is_admin=True)
Result = TypeVar("Result")
LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What an operator's command works with."""

    settings: Settings
    text: Text
    terminal: Terminal
    cases: UseCases

    def context(self) -> Context:
        """Return who asks: the operator, who may do what a moderator may."""
        return Context(
            at=Place(guild=LOCAL_GUILD, channel=LOCAL_CHANNEL, person=OPERATOR),
            text=self.text,
            cases=self.cases,
            exports=fresh_folder(self.settings.exports.folder, at=now()),
        )

    async def ask(self, command: str, **options: object) -> Reply:
        """Run a command as the operator, show the reply and return it."""
        reply = await Dispatcher(COMMANDS).dispatch(command, options, context=self.context())
        self.show(reply)
        return reply

    def show(self, reply: Reply) -> None:
        """Show *reply*: on standard error where it says what is wrong. What it offers needs a chat."""
        terminal = Terminal(sys.stderr, text=self.text) if reply.error else self.terminal
        terminal.show(replace(reply, actions=(), picks=()))


def prepare(config: str | None, language: str | None) -> tuple[Settings, Text]:
    """Read the settings, start the log and return them with the words to speak in.

    The language is the one asked for, else the settings', else the terminal's. Raises SettingsError,
    FileMissingError.
    """
    settings = load_settings(Path(config) if config else None)
    if settings.database.url.get_secret_value() == default_database_url():
        # The user's data folder is ours to make; one that was named otherwise may be a slip of the pen.
        with contextlib.suppress(OSError):
            user_data_path(APPLICATION).mkdir(parents=True, exist_ok=True)
    logging.basicConfig(level=settings.log.level.upper(), format=LOG_FORMAT, stream=sys.stderr)
    asked = language or (None if settings.language == "auto" else settings.language)
    return settings, text_in(Language(asked) if asked else language_of(os.environ))


@asynccontextmanager
async def open_desk(settings: Settings, text: Text) -> AsyncIterator[Desk]:
    """Open the database that *settings* name. Raises a StoreError."""
    terminal = Terminal(sys.stdout, text=text)
    async with open_use_cases(settings, threads=TerminalThreads(terminal)) as cases:
        yield Desk(settings=settings, text=text, terminal=terminal, cases=cases)


def shared(ctx: click.Context, name: str) -> str | None:
    """Return an option that may stand before or after the command's name; the nearer one counts."""
    current: click.Context | None = ctx
    while current is not None:
        if value := current.params.get(name):
            return str(value)
        current = current.parent
    return None


def prepared(ctx: click.Context) -> tuple[Settings, Text]:
    """Read the settings that the command line asks for. Raises what ``prepare`` raises."""
    return prepare(shared(ctx, "config"), shared(ctx, "language"))


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Run *work* to its end and return what it returns: as a rule the exit code."""
    return asyncio.run(work)


def exit_code(reply: Reply) -> int:
    """Return the exit code that a reply means."""
    if reply.error is None:
        return 0
    return 2 if reply.is_usage_error else 1
