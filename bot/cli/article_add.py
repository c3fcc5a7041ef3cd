"""``causerie article add``: a file becomes an article, after a look at what was understood."""

import sys
from typing import Any

import click

from bot.chat_front.files import upload
from bot.chat_front.terminal import Terminal
from bot.cli.desk import exit_code, open_desk, prepared, run
from bot.cli.tree import Leaf
from bot.commands.spec import YES
from bot.config import Settings
from bot.i18n import Text

NOT_KEPT = 1


def command(text: Text) -> click.Command:
    """Return the command."""
    params: list[click.Parameter] = [
        click.Argument(["file"], metavar=text("cli.file_metavar")),
        click.Option(["--yes", "-y"], is_flag=True, help=text("cli.yes")),
    ]
    return Leaf("article add", text=text, params=params, callback=add)


@click.pass_context
def add(ctx: click.Context, /, file: str, *, yes: bool, **_shared: Any) -> int:
    """Add the file."""
    settings, text = prepared(ctx)
    if not yes:
        if refused := run(_ask(settings, text, file=file)):
            return refused
        # Asked while nothing is open, so that Ctrl-C ends it at once.
        if not _confirm(text):
            Terminal(sys.stdout, text=text).say(text("cli.not_kept"))
            return NOT_KEPT
    return run(_ask(settings, text, file=file, yes=True))


async def _ask(settings: Settings, text: Text, *, file: str, yes: bool = False) -> int:
    async with open_desk(settings, text) as desk:
        return exit_code(await desk.ask("article add", file=upload(file), yes=yes))


def _confirm(text: Text) -> bool:
    if not sys.stdin.isatty():
        return False
    try:
        answer = click.prompt(text("cli.keep"), default="", show_default=False, prompt_suffix=" ")
    except click.Abort:  # Ctrl-D, Ctrl-C
        click.echo()
        return False
    return str(answer).strip().casefold() in YES
