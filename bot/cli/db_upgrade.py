"""``causerie db upgrade``: bring the database to this release, after a backup."""

import sys
from typing import Any

import click

from bot.chat_front.terminal import Terminal
from bot.cli.desk import prepared, run
from bot.cli.tree import Leaf
from bot.config import Settings
from bot.i18n import Text
from bot.storage.store import upgrade_store


def command(text: Text) -> click.Command:
    """Return the command."""
    return Leaf("db upgrade", text=text, callback=upgrade)


@click.pass_context
def upgrade(ctx: click.Context, /, **_shared: Any) -> int:
    """Upgrade the database."""
    settings, text = prepared(ctx)
    return run(_upgrade(settings, text))


async def _upgrade(settings: Settings, text: Text) -> int:
    database = settings.database
    backup = await upgrade_store(
        database.url.get_secret_value(), keep_backups=database.keep_backups, patience=database.patience
    )
    done = text("db.upgraded", backup=str(backup)) if backup else text("db.up_to_date")
    Terminal(sys.stdout, text=text).say(done)
    return 0
