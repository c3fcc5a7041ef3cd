"""``causerie db restore``: put a backup in the database's place, keeping a copy of what was there."""

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
from bot.services.index_files import IndexFiles
from bot.storage.backup import check, marked
from bot.storage.backup import restore as restore_database
from bot.storage.key_file import read_keyring
from bot.storage.sealing import MARK, refuse_missing


def command(text: Text) -> click.Command:
    """Return the command."""
    backup = click.Argument(["backup"], metavar=text("cli.file_metavar"))
    return Leaf("db restore", text=text, params=[backup], callback=restore)


@click.pass_context
def restore(ctx: click.Context, /, backup: str, **_shared: Any) -> int:
    """Restore the backup."""
    settings, text = prepared(ctx)
    return run(_restore(settings, text, backup=Path(backup)))


async def _restore(settings: Settings, text: Text, *, backup: Path) -> int:
    database = database_file(settings)
    keyring = read_keyring(settings.database.key_file)
    await check(backup)  # whether it is a database of ours at all
    refuse_missing(tuple((await marked(backup, MARK)).split()), keyring, where=str(backup))
    safety = await restore_database(database, backup=backup)
    # What was there may be what somebody wants to be rid of.
    IndexFiles(settings.lookup.folder, where=str(database)).remove_all()
    terminal = Terminal(sys.stdout, text=text)
    terminal.say(text("db.restored", path=str(backup)))
    if safety is not None:
        terminal.say(text("db.safety", path=str(safety)))
    return 0
