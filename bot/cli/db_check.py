"""``causerie db check``: whether the database is sound, and how much there is in it."""

import json
import sys
from typing import Any

import click

from bot.chat_front.terminal import INDENT, Terminal
from bot.cli.database import open_database
from bot.cli.desk import prepared, run
from bot.cli.tree import Leaf
from bot.config import Settings
from bot.i18n import Text
from bot.storage.checking import check_database

UNSOUND = 1


def command(text: Text) -> click.Command:
    """Return the command."""
    as_json = click.Option(["--json", "as_json"], is_flag=True, help=text("cli.json"))
    return Leaf("db check", text=text, params=[as_json], callback=check)


@click.pass_context
def check(ctx: click.Context, /, *, as_json: bool, **_shared: Any) -> int:
    """Check the database."""
    settings, text = prepared(ctx)
    return run(_check(settings, text, as_json=as_json))


async def _check(settings: Settings, text: Text, *, as_json: bool) -> int:
    async with open_database(settings) as database:
        checked = await check_database(database)
    if as_json:
        found = {"path": checked.where, "revision": checked.revision, "rows": checked.rows}
        click.echo(json.dumps({**found, "problems": checked.problems}))
    else:
        terminal = Terminal(sys.stdout, text=text)
        sound = "db.sound" if checked.is_file else "db.reached"
        terminal.say(text("db.unsound" if checked.problems else sound, path=checked.where))
        counts = [text(f"db.{table}", n=rows) for table, rows in checked.rows.items()]
        for line in (*checked.problems, *counts):
            terminal.say(line, indent=INDENT)
    return UNSOUND if checked.problems else 0
