"""``causerie demo``: the whole of it on a throw-away database, with nothing to set up."""

import tempfile
from pathlib import Path
from typing import Any

import click
from pydantic import SecretStr

from bot.cli.desk import Desk, open_desk, prepared, run
from bot.cli.local_chat import converse, open_chat, speaker_options
from bot.cli.tree import Leaf
from bot.commands.articles import article_card
from bot.config import Settings
from bot.i18n import Text

SAMPLES = Path(__file__).parent.parent / "samples"
KEY_FACTS = 3


def command(text: Text) -> click.Command:
    """Return the command."""
    return Leaf("demo", text=text, params=speaker_options(text), callback=demo)


@click.pass_context
def demo(ctx: click.Context, /, name: str | None, role: str, **_shared: Any) -> int:
    """Open the demo."""
    settings, text = prepared(ctx)
    with tempfile.TemporaryDirectory(prefix="causerie-demo-", ignore_cleanup_errors=True) as folder:
        url = SecretStr(f"sqlite:///{Path(folder) / 'demo.db'}")
        database = settings.database.model_copy(update={"url": url})
        throw_away = settings.model_copy(update={"database": database})
        return run(_demo(throw_away, text, name=name, role=role))


async def _demo(settings: Settings, text: Text, *, name: str | None, role: str) -> int:
    async with open_desk(settings, text) as desk:
        chat = open_chat(desk, name=name, role=role)
        terminal = desk.terminal
        terminal.say(text("demo.intro", name=chat.person.name, role=text(f"role.{chat.person.role}")))
        terminal.say()
        await _open_discussion(desk)
        terminal.say()
        terminal.say(text("demo.try"))
        terminal.say()
        return await converse(chat)


async def _open_discussion(desk: Desk) -> None:
    context = desk.context()
    sample = SAMPLES / f"stability-ai.{desk.text.language}.toml"
    stored, _ = await desk.cases.articles.add(sample.read_bytes(), name=sample.name, at=context.at)
    desk.terminal.card(article_card(stored.article, context, facts=KEY_FACTS, has_questions=False))
    desk.terminal.say()
    await desk.cases.discussions.start(stored, at=context.at)
