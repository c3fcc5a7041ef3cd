"""``causerie db decrypt``: have nothing in the database encrypted any more."""

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
from bot.storage.hold import hold
from bot.storage.sealing import decrypt as decrypt_database


def command(text: Text) -> click.Command:
    """Return the command."""
    return Leaf("db decrypt", text=text, callback=decrypt)


@click.pass_context
def decrypt(ctx: click.Context, /, **_shared: Any) -> int:
    """Decrypt what is encrypted."""
    settings, text = prepared(ctx)
    return run(_decrypt(settings, text))


async def _decrypt(settings: Settings, text: Text) -> int:
    keyring = keys(settings)
    async with (
        # Whoever serves it would go on encrypting what comes.
        hold(settings.database.url.get_secret_value(), holder="db decrypt"),
        open_with_keys(settings, keyring) as database,
    ):
        with bar(sys.stderr, key="db.sealing", text=text) as progress:
            rows = await decrypt_database(database, progress=progress)
    terminal = Terminal(sys.stdout, text=text)
    terminal.say(text("db.decrypted", n=rows, path=database.where))
    return 0
