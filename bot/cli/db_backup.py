"""``causerie db backup``: a verified copy of the database, while it is in use."""

import sys
from pathlib import Path
from typing import Any

import click

from bot.chat_front.terminal import Terminal
from bot.cli.database import database_file
from bot.cli.desk import prepared, run
from bot.cli.tree import Leaf
from bot.config import Settings
from bot.i18n import Text
from bot.storage.backup import back_up


def command(text: Text) -> click.Command:
    """Return the command."""
    out = click.Option(["--out"], metavar=text("cli.file_metavar"), help=text("cli.backup_out"))
    return Leaf("db backup", text=text, params=[out], callback=backup)


@click.pass_context
def backup(ctx: click.Context, /, out: str | None, **_shared: Any) -> int:
    """Make the copy."""
    settings, text = prepared(ctx)
    return run(_backup(settings, text, out=out))


async def _backup(settings: Settings, text: Text, *, out: str | None) -> int:
    made = await back_up(database_file(settings), to=Path(out) if out else None)
    Terminal(sys.stdout, text=text).say(text("db.backed_up", path=str(made)))
    return 0
