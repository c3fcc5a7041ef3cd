"""``causerie article list``: what is loaded."""

import json
from dataclasses import asdict
from typing import Any

import click

from bot.cli.desk import exit_code, open_desk, prepared, run
from bot.cli.tree import Leaf
from bot.config import Settings
from bot.domain.identity import LOCAL_GUILD
from bot.i18n import Text


def command(text: Text) -> click.Command:
    """Return the command."""
    as_json = click.Option(["--json", "as_json"], is_flag=True, help=text("cli.json"))
    return Leaf("article list", text=text, params=[as_json], callback=list_)


@click.pass_context
def list_(ctx: click.Context, /, *, as_json: bool, **_shared: Any) -> int:
    """List the articles."""
    settings, text = prepared(ctx)
    return run(_list(settings, text, as_json=as_json))


async def _list(settings: Settings, text: Text, *, as_json: bool) -> int:
    async with open_desk(settings, text) as desk:
        if not as_json:
            return exit_code(await desk.ask("articles"))
        lines = await desk.cases.articles.lines(LOCAL_GUILD)
        click.echo(json.dumps([asdict(line) for line in lines]))
        return 0
