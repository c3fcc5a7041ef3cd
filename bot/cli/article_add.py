"""``causerie article add``: a file becomes an article, after a look at what was understood."""

import sys
from typing import Any

import click

from bot.chat_front.files import upload
from bot.chat_front.terminal import Terminal
from bot.cli.desk import exit_code, open_desk, prepared, run
from bot.cli.tree import Leaf
from bot.commands.articles import article_card
from bot.commands.drafts import announce
from bot.commands.reply import Reply
from bot.commands.spec import YES
from bot.config import Settings
from bot.domain.identity import LOCAL_GUILD
from bot.i18n import Text

NOT_KEPT = 1
KEY_FACTS = 8


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
        run(_look(settings, text, file=file))
        # Asked while nothing is open, so that Ctrl-C ends it at once.
        if not _confirm(text):
            Terminal(sys.stdout, text=text).say(text("cli.not_kept"))
            return NOT_KEPT
    return run(_add(settings, text, file=file))


async def _look(settings: Settings, text: Text, *, file: str) -> None:
    """Show what is understood of *file*; unlike in a chat, nothing is left to be looked over later."""
    given = upload(file)
    async with open_desk(settings, text) as desk:
        content = await given.read()
        preview = await desk.cases.articles.preview(content, name=given.name, guild=LOCAL_GUILD)
        card = article_card(preview.article, desk.context(), facts=KEY_FACTS)
        desk.show(Reply(text=announce(preview, desk.context()), cards=(card,)))


async def _add(settings: Settings, text: Text, *, file: str) -> int:
    async with open_desk(settings, text) as desk:
        return exit_code(await desk.ask("article add", file=upload(file), yes=True))


def _confirm(text: Text) -> bool:
    if not sys.stdin.isatty():
        return False
    try:
        answer = click.prompt(text("cli.keep"), default="", show_default=False, prompt_suffix=" ")
    except click.Abort:  # Ctrl-D, Ctrl-C
        click.echo()
        return False
    return str(answer).strip().casefold() in YES
