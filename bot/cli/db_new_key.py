"""``causerie db new-key``: a key by which names and texts are encrypted, before those that are there."""

import sys
from typing import Any

import click

from bot.chat_front.terminal import Terminal
from bot.cli.desk import prepared, run
from bot.cli.tree import Leaf
from bot.cli.with_keys import key_file
from bot.config import Settings
from bot.i18n import Text
from bot.storage.key_file import add_key, read_keyring


def command(text: Text) -> click.Command:
    """Return the command."""
    return Leaf("db new-key", text=text, callback=new_key)


@click.pass_context
def new_key(ctx: click.Context, /, **_shared: Any) -> int:
    """Make the key."""
    settings, text = prepared(ctx)
    return run(_new_key(settings, text))


async def _new_key(settings: Settings, text: Text) -> int:
    path = key_file(settings)
    key = add_key(path)
    terminal = Terminal(sys.stdout, text=text)
    terminal.say(text("db.new_key", key=key, path=str(path)))
    older = read_keyring(path).ids[1:]
    terminal.say(text("db.new_key_next" if older else "db.first_key_next"))
    return 0
