"""``causerie db encrypt``: have all that is in the database encrypted by the newest key."""

import sys
from typing import Any

import click

from bot.chat_front.progress import bar
from bot.chat_front.terminal import Terminal
from bot.cli.desk import prepared, run
from bot.cli.tree import Leaf
from bot.cli.with_keys import keys, open_with_keys
from bot.config import Settings
from bot.i18n import Text
from bot.storage.sealing import encrypt as encrypt_database


def command(text: Text) -> click.Command:
    """Return the command."""
    return Leaf("db encrypt", text=text, callback=encrypt)


@click.pass_context
def encrypt(ctx: click.Context, /, **_shared: Any) -> int:
    """Encrypt what is not."""
    settings, text = prepared(ctx)
    return run(_encrypt(settings, text))


async def _encrypt(settings: Settings, text: Text) -> int:
    keyring = keys(settings)
    async with open_with_keys(settings, keyring) as database:
        with bar(sys.stderr, key="db.sealing", text=text) as progress:
            rows = await encrypt_database(database, progress=progress)
    newest, *older = keyring.ids
    terminal = Terminal(sys.stdout, text=text)
    terminal.say(text("db.encrypted", n=rows, key=newest, path=database.where))
    if older:
        terminal.say(text("db.older_keys", keys=", ".join(older)))
    terminal.say(text("db.older_backups"))
    return 0
