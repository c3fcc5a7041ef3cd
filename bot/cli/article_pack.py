"""``causerie article pack``: an article as a file that can be edited and added again."""

from pathlib import Path
from typing import Any

import click

from bot.chat_front.files import save
from bot.cli.desk import open_desk, prepared, run
from bot.cli.tree import Leaf
from bot.config import Settings
from bot.domain.identity import LOCAL_GUILD
from bot.i18n import Text


def command(text: Text) -> click.Command:
    """Return the command."""
    params: list[click.Parameter] = [
        click.Argument(["article"], metavar=text("cli.article_metavar"), required=False),
        click.Option(["--out"], metavar=text("cli.folder_metavar"), help=text("cli.pack_out")),
    ]
    return Leaf("article pack", text=text, params=params, callback=pack)


@click.pass_context
def pack(ctx: click.Context, /, article: str | None, out: str | None, **_shared: Any) -> int:
    """Write the pack."""
    settings, text = prepared(ctx)
    return run(_pack(settings, text, article=article, out=out))


async def _pack(settings: Settings, text: Text, *, article: str | None, out: str | None) -> int:
    async with open_desk(settings, text) as desk:
        name, content = await desk.cases.articles.pack(article, guild=LOCAL_GUILD)
        if out is None:
            click.echo(content.encode(), nl=False)
        else:
            desk.terminal.say(str(save(name, content.encode(), folder=Path(out))))
        return 0
