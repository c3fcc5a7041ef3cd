"""``causerie article refresh``: a page, or a file of it, is read again, and what changed shown first."""

import sys
from typing import Any

import click

from bot.chat_front.files import is_address
from bot.chat_front.terminal import Terminal
from bot.cli.desk import Desk, exit_code, open_desk, prepared, run
from bot.cli.put_back import warn
from bot.cli.source import to_upload
from bot.cli.tree import Leaf
from bot.commands.refresh import changes_panel, pages_of
from bot.commands.reply import Reply
from bot.commands.spec import YES, Upload
from bot.config import Settings
from bot.domain.errors import FactsPutBackError
from bot.domain.identity import LOCAL_GUILD, DraftId
from bot.i18n import Text
from bot.services.drafts import Draft

NOT_KEPT = 1


def command(text: Text) -> click.Command:
    """Return the command."""
    params: list[click.Parameter] = [
        click.Argument(["article"], metavar=text("cli.article_metavar")),
        click.Argument(["file"], metavar=text("cli.refresh_source"), required=False),
        click.Option(["--yes", "-y"], is_flag=True, help=text("cli.yes")),
    ]
    return Leaf("article refresh", text=text, params=params, callback=refresh)


@click.pass_context
def refresh(ctx: click.Context, /, article: str, file: str | None, *, yes: bool, **_shared: Any) -> int:
    """Read the article again."""
    settings, text = prepared(ctx)
    given = file if file is None or is_address(file) else to_upload(file, text=text)
    draft = run(_begin(settings, text, given, article=article, yes=yes))
    if draft is None:
        return 0
    # Asked while nothing is open, so that Ctrl-C ends it at once.
    is_kept = yes or _confirm(text)
    code = run(_end(settings, text, draft=draft, is_kept=is_kept))
    if not is_kept:
        Terminal(sys.stdout, text=text).say(text("cli.not_kept"))
        return NOT_KEPT
    return code


async def _begin(
    settings: Settings, text: Text, given: Upload | str | None, *, article: str, yes: bool
) -> DraftId | None:
    """Show what has changed; return None where nothing has.

    Raises FactsPutBackError where that would state again what was withdrawn, and nobody would be asked.
    """
    async with open_desk(settings, text) as desk:
        draft = await _read(desk, article, given)
        if draft is None:
            stored = await desk.cases.articles.get(article, guild=LOCAL_GUILD, has_facts=False)
            desk.show(Reply(text=text("refresh.unchanged", title=stored.title)))
            return None
        for page in range(1, pages_of(draft) + 1):
            shown = changes_panel(draft, desk.context(), page=page, text=None if page == 1 else "")
            desk.show(shown)
        undone = await desk.cases.drafts.restored(draft.id, at=desk.context().at)
        if undone and yes:
            await desk.cases.drafts.discard(draft.id, at=desk.context().at)
            raise FactsPutBackError(n=len(undone))
        warn(desk, undone)
        return draft.id


async def _read(desk: Desk, article: str, given: Upload | str | None) -> Draft | None:
    ctx, cases = desk.context(), desk.cases
    stored = await cases.articles.get(article, guild=LOCAL_GUILD, has_facts=False)
    if given is None:
        return await cases.refresh.page(stored, at=ctx.at)
    if isinstance(given, str):
        return await cases.refresh.page(stored, at=ctx.at, address=given)
    page = await cases.articles.read(await given.read(), name=given.name)
    return await cases.refresh.begin(stored, page, name=given.name, at=ctx.at)


async def _end(settings: Settings, text: Text, *, draft: DraftId, is_kept: bool) -> int:
    async with open_desk(settings, text) as desk:
        if is_kept:
            return exit_code(await desk.ask("draft keep", draft=int(draft), yes=True))
        await desk.cases.drafts.discard(draft, at=desk.context().at)
        return 0


def _confirm(text: Text) -> bool:
    if not sys.stdin.isatty():
        return False
    try:
        answer = click.prompt(text("cli.keep_refresh"), default="", show_default=False, prompt_suffix=" ")
    except click.Abort:  # Ctrl-D, Ctrl-C
        click.echo()
        return False
    return str(answer).strip().casefold() in YES
