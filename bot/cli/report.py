"""``causerie report``: what a community answered in numbers, as a page, as Markdown, as a picture."""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from bot.chat_front.files import check_page, write_page
from bot.chat_front.progress import bar
from bot.cli.desk import open_desk, prepared, run
from bot.cli.tree import Leaf
from bot.commands.reply import Reply
from bot.commands.report import to_card
from bot.config import Settings
from bot.domain.identity import LOCAL_GUILD, DiscussionId, GuildId
from bot.domain.report import Report
from bot.i18n import Text


def command(text: Text) -> click.Command:
    """Return the command."""
    file = text("cli.file_metavar")
    params: list[click.Parameter] = [
        click.Option(["--html"], metavar=file, help=text("cli.report_html")),
        click.Option(["--markdown"], metavar=file, help=text("cli.report_markdown")),
        click.Option(["--picture"], metavar=file, help=text("cli.report_picture")),
        click.Option(
            ["--guild"],
            type=int,
            default=LOCAL_GUILD,
            metavar=text("cli.number_metavar"),
            help=text("cli.export_guild"),
        ),
        click.Option(["--article"], metavar=text("cli.article_metavar"), help=text("cli.report_article")),
        click.Option(
            ["--discussion"],
            type=int,
            metavar=text("cli.number_metavar"),
            help=text("cli.report_discussion"),
        ),
        click.Option(["--force"], is_flag=True, help=text("cli.read_force")),
    ]
    return Leaf("report", text=text, params=params, callback=report)


@click.pass_context
def report(ctx: click.Context, /, **options: Any) -> int:
    """Make the report."""
    settings, text = prepared(ctx)
    return run(_report(settings, text, options))


async def _report(settings: Settings, text: Text, options: dict[str, Any]) -> int:
    # Known before the work is done, and before one of several files is there.
    for kind in WRITERS:
        if options[kind]:
            check_page(Path(options[kind]), replaces=options["force"])
    async with open_desk(settings, text) as desk:
        context = desk.context()
        at = replace(context.at, guild=GuildId(options["guild"]))
        found = None
        if options["article"]:
            found = await desk.cases.articles.get(options["article"], guild=at.guild, has_facts=False)
        with bar(sys.stderr, key="report.progress", text=text) as progress:
            made = await desk.cases.reports.make(
                at=at,
                guild_name=text("report.here") if at.guild == LOCAL_GUILD else str(at.guild),
                article=found.id if found else None,
                discussion=None if options["discussion"] is None else DiscussionId(options["discussion"]),
                progress=progress,
            )
        desk.show(Reply(cards=(to_card(made, text),)))
        for kind, write in WRITERS.items():
            if options[kind]:
                write_page(Path(options[kind]), write(made, text), replaces=options["force"])
                desk.show(Reply(text=text("cli.report_written", path=options[kind])))
        return 0


def _html(made: Report, text: Text) -> bytes:
    from bot.exports.report_page import to_report_page  # noqa: PLC0415 (only what is asked for)

    return to_report_page(made, text)


def _markdown(made: Report, text: Text) -> bytes:
    from bot.exports.report_markdown import to_report_markdown  # noqa: PLC0415 (as above)

    return to_report_markdown(made, text)


def _picture(made: Report, text: Text) -> bytes:
    from bot.exports.report_card import to_report_card  # noqa: PLC0415 (as above)

    return to_report_card(made, text)


WRITERS: dict[str, Callable[[Report, Text], bytes]] = {
    "html": _html,
    "markdown": _markdown,
    "picture": _picture,
}
