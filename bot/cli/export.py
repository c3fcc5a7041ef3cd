"""``causerie export``: what people answered, as files with a manifest."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from bot.chat_front.progress import CLEAR, bar_in_words
from bot.cli.desk import open_desk, prepared, run
from bot.cli.tree import Leaf
from bot.commands.export import exported
from bot.config import Settings
from bot.domain.identity import LOCAL_GUILD
from bot.exports import FORMATS
from bot.i18n import Text


def command(text: Text) -> click.Command:
    """Return the command."""
    params: list[click.Parameter] = [
        click.Option(
            ["--format", "formats"],
            type=click.Choice(list(FORMATS)),
            multiple=True,
            default=["csv"],
            help=text("cli.format"),
        ),
        click.Option(["--out"], metavar=text("cli.folder_metavar"), help=text("cli.out")),
        click.Option(["--article"], metavar=text("cli.article_metavar"), help=text("cli.export_article")),
        click.Option(["--json", "as_json"], is_flag=True, help=text("cli.json")),
    ]
    return Leaf("export", text=text, params=params, callback=export)


@click.pass_context
def export(
    ctx: click.Context,
    /,
    formats: tuple[str, ...],
    out: str | None,
    article: str | None,
    *,
    as_json: bool,
    **_shared: Any,
) -> int:
    """Take the export."""
    settings, text = prepared(ctx)
    return run(_export(settings, text, formats=formats, out=out, article=article, as_json=as_json))


async def _export(
    settings: Settings,
    text: Text,
    *,
    formats: tuple[str, ...],
    out: str | None,
    article: str | None,
    as_json: bool,
) -> int:
    async with open_desk(settings, text) as desk:
        context = desk.context()
        found = await desk.cases.articles.get(article, guild=LOCAL_GUILD) if article else None
        taken = await desk.cases.exports.take(
            formats,
            folder=Path(out) if out else context.exports,
            at=context.at,
            article=found.id if found else None,
            progress=_progress(text),
        )
        if as_json:
            paths = [str(path) for path in taken.paths]
            click.echo(json.dumps({"paths": paths, "manifest": taken.manifest.to_dict()}))
        else:
            desk.show(exported(taken, context))
        return 0


def _progress(text: Text) -> Callable[[int], None]:
    """Return what shows a person, and nobody else, how far a long export is."""

    def show(done: int, total: int | None = None) -> None:
        if sys.stderr.isatty():
            is_over = total is not None and done >= total
            line = "" if is_over else bar_in_words("export.progress", done, total, text=text)
            # The cursor stays at the beginning of the line, so that what is shown next takes its place.
            sys.stderr.write(f"{CLEAR}{line}\r")
            sys.stderr.flush()

    return show
