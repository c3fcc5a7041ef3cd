"""``causerie article add``: a file becomes an article, after a look at what was understood."""

import sys
from typing import Any

import click

from bot.chat_front.files import upload
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
    return run(_add(settings, text, file=file, is_confirmed=yes))


async def _add(settings: Settings, text: Text, *, file: str, is_confirmed: bool) -> int:
    async with open_desk(settings, text) as desk:
        if not is_confirmed:
            preview = await desk.ask("article add", file=upload(file))
            if preview.error:
                return exit_code(preview)
            if not _confirm(text):
                desk.terminal.say(text("cli.not_kept"))
                return NOT_KEPT
        return exit_code(await desk.ask("article add", file=upload(file), yes=True))


def _confirm(text: Text) -> bool:
    if not sys.stdin.isatty():
        return False
    answer = click.prompt(text("cli.keep"), default="", show_default=False, prompt_suffix=" ")
    return str(answer).strip().casefold() in YES
