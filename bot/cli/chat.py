"""``causerie chat``: the local chat on the configured database."""

from typing import Any

import click

from bot.cli.database import database_name
from bot.cli.desk import open_desk, prepared, run
from bot.cli.local_chat import converse, open_chat, speaker_options
from bot.cli.tree import Leaf
from bot.config import Settings
from bot.i18n import Text


def command(text: Text) -> click.Command:
    """Return the command."""
    cooldowns = click.Option(["--cooldowns"], is_flag=True, help=text("cli.cooldowns"))
    return Leaf("chat", text=text, params=[*speaker_options(text), cooldowns], callback=chat)


@click.pass_context
def chat(ctx: click.Context, /, name: str | None, role: str, *, cooldowns: bool, **_shared: Any) -> int:
    """Open the chat."""
    settings, text = prepared(ctx)
    return run(_chat(settings, text, name=name, role=role, cooldowns=cooldowns))


async def _chat(settings: Settings, text: Text, *, name: str | None, role: str, cooldowns: bool) -> int:
    async with open_desk(settings, text) as desk:
        local = open_chat(desk, name=name, role=role, has_cooldowns=cooldowns)
        spoken = {"name": local.person.name, "role": text(f"role.{local.person.role}")}
        desk.terminal.say(text("chat.intro", where=database_name(settings), **spoken))
        running = await desk.cases.discussions.status(at=local.at)
        if running is not None:
            latest = running.prompts[-1]
            desk.terminal.say(
                text("chat.resumed", title=running.article.title, number=latest.number, question=latest.text)
            )
        await desk.cases.discussions.post_pending(at=local.at)
        desk.terminal.say()
        return await converse(local)
