"""What ``causerie demo`` and ``causerie chat`` have in common: somebody, a terminal or a pipe, and a chat."""

import sys
from pathlib import Path

import click

from bot.chat_front.lines import piped_lines
from bot.chat_front.printable import to_storable
from bot.chat_front.session import Chat, local_person
from bot.cli.desk import Desk
from bot.commands import COMMANDS
from bot.commands.dispatch import Cooldowns, Dispatcher
from bot.domain.identity import Role
from bot.i18n import Text
from bot.services.clock import now


def speaker_options(text: Text) -> list[click.Parameter]:
    """Return the options that say who speaks."""
    roles = click.Choice([role.value for role in Role])
    return [
        click.Option(["--as", "name"], metavar=text("cli.name_metavar"), help=text("cli.as")),
        click.Option(["--role"], type=roles, default=Role.MODERATOR.value, help=text("cli.role")),
    ]


def open_chat(desk: Desk, *, name: str | None, role: str, has_cooldowns: bool = False) -> Chat:
    """Return a chat in which *name* speaks first."""
    called = to_storable(name or "").strip() or desk.text("chat.somebody")
    return Chat(
        dispatcher=Dispatcher(COMMANDS, cooldowns=Cooldowns() if has_cooldowns else None),
        cases=desk.cases,
        terminal=desk.terminal,
        person=local_person(called, Role(role)),
        clock=now,
        exports=desk.settings.exports.folder,
        documents=Path.cwd(),
    )


async def converse(chat: Chat) -> int:
    """Answer what is typed, or what is piped in, to the end."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        # Loaded only for somebody who types: it takes a tenth of a second.
        from bot.chat_front.interactive import typed_lines  # noqa: PLC0415

        await chat.run(typed_lines(chat, commands=COMMANDS), echo=False)
    else:
        await chat.run(piped_lines(sys.stdin.fileno()), echo=True)
    return 0
