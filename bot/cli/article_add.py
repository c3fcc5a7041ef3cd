"""``causerie article add``: a file, or a page, becomes an article, after a look at what was understood."""

import sys
from typing import Any

import click

from bot.chat_front.files import is_address
from bot.chat_front.terminal import Terminal
from bot.cli.desk import Desk, open_desk, prepared, run
from bot.cli.put_back import warn
from bot.cli.source import to_upload
from bot.cli.tree import Leaf
from bot.commands.draft_summary import announce, summary
from bot.commands.drafts import kept
from bot.commands.reply import Reply
from bot.commands.spec import YES, Upload
from bot.config import Settings
from bot.domain.article import Article
from bot.domain.identity import LOCAL_GUILD
from bot.i18n import Text

NOT_KEPT = 1


def command(text: Text) -> click.Command:
    """Return the command."""
    params: list[click.Parameter] = [
        click.Argument(["file"], metavar=text("cli.source_metavar")),
        click.Option(["--yes", "-y"], is_flag=True, help=text("cli.yes")),
        click.Option(["--anyway"], is_flag=True, help=text("cli.anyway")),
    ]
    return Leaf("article add", text=text, params=params, callback=add)


@click.pass_context
def add(ctx: click.Context, /, file: str, *, yes: bool, anyway: bool, **_shared: Any) -> int:
    """Add the file, or the page."""
    settings, text = prepared(ctx)
    given = None if is_address(file) else to_upload(file, text=text)
    if yes:
        return run(_add(settings, text, given or file, anyway=anyway))
    article = run(_look(settings, text, given or file, file=file))
    # Asked while nothing is open, so that Ctrl-C ends it at once.
    if not _confirm(text):
        Terminal(sys.stdout, text=text).say(text("cli.not_kept"))
        return NOT_KEPT
    # What was looked at is kept: the page may say something else by now.
    return run(_keep(settings, text, article=article))


async def _look(settings: Settings, text: Text, given: Upload | str, *, file: str) -> Article:
    """Show what is understood of what is *given*; unlike in a chat, nothing is left to be kept later."""
    async with open_desk(settings, text) as desk:
        article = await _read(desk, given)
        preview = await desk.cases.articles.look(article, guild=LOCAL_GUILD)
        cards = summary(preview.article, text)
        desk.show(Reply(text=announce(preview, desk.context()), cards=cards))
        await _warn(desk, article, file=file)
    return article


async def _warn(desk: Desk, article: Article, *, file: str) -> None:
    """Say what ``--yes`` alone would not do: load again what is loaded, put back what was corrected."""
    known = await desk.cases.articles.alike(article, guild=LOCAL_GUILD)
    if known is not None:
        how = "cli.same_address" if known.has_address else "cli.same_words"
        said = desk.text(how, title=known.title, article=known.id, percent=known.percent, file=file)
        desk.terminal.say(f"\n{said}")
    warn(desk, await desk.cases.articles.put_back(article, guild=LOCAL_GUILD))


async def _add(settings: Settings, text: Text, given: Upload | str, *, anyway: bool) -> int:
    async with open_desk(settings, text) as desk:
        return await _kept(desk, await _read(desk, given), anyway=anyway)


async def _keep(settings: Settings, text: Text, *, article: Article) -> int:
    async with open_desk(settings, text) as desk:
        return await _kept(desk, article, anyway=True)


async def _read(desk: Desk, given: Upload | str) -> Article:
    articles = desk.cases.articles
    if isinstance(given, str):
        return await articles.read_address(given, guild=LOCAL_GUILD)
    return await articles.read(await given.read(), name=given.name)


async def _kept(desk: Desk, article: Article, *, anyway: bool) -> int:
    ctx = desk.context()
    stored, preview = await desk.cases.articles.keep(article, at=ctx.at, anyway=anyway)
    desk.show(kept(stored, ctx, is_update=preview.is_update))
    return 0


def _confirm(text: Text) -> bool:
    if not sys.stdin.isatty():
        return False
    try:
        answer = click.prompt(text("cli.keep"), default="", show_default=False, prompt_suffix=" ")
    except click.Abort:  # Ctrl-D, Ctrl-C
        click.echo()
        return False
    return str(answer).strip().casefold() in YES
