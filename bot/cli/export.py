"""``causerie export``: what people answered, as files with a manifest; and whether such files are whole."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from bot.chat_front.progress import bar
from bot.chat_front.terminal import Terminal
from bot.cli.desk import open_desk, prepared, run
from bot.cli.tree import Leaf, Spoken, shared_options
from bot.commands.export import exported, to_choice
from bot.commands.reply import Card, Reply
from bot.config import Settings
from bot.domain.consent import Purpose
from bot.domain.discussion import Given
from bot.domain.identity import LOCAL_GUILD, GuildId
from bot.exports import FORMATS
from bot.i18n import Text
from bot.services.export_verify import Verified, verify

# What a database can hold.
NUMBER = click.IntRange(0, 2**63 - 1)


class Export(Spoken, click.Group):
    """The command, which takes an export by itself and has another below it."""

    def __init__(self, text: Text, *, params: list[click.Parameter]) -> None:
        self.text = text
        super().__init__(
            "export",
            help=text("cli.export"),
            options_metavar=text("cli.options_metavar"),
            subcommand_metavar=f"[{text('cli.command_metavar')}]",
            add_help_option=False,
            invoke_without_command=True,
            params=params,
            callback=export,
        )
        self.params += shared_options(text)
        folder = click.Argument(["folder"], metavar=text("cli.folder_metavar"))
        as_json = click.Option(["--json", "as_json"], is_flag=True, help=text("cli.json"))
        self.add_command(
            Leaf("export verify", text=text, params=[folder, as_json], callback=verify_export), "verify"
        )

    def summary(self, name: str) -> str:
        """Return what the command below this one is for, in a line."""
        return self.text(f"cli.export.{name}")


def sentence(said: str) -> str:
    """Return what Discord says of an option as the command line says it."""
    return f"{said[:1].upper()}{said[1:]}."


def command(text: Text) -> click.Command:
    """Return the command."""

    def choice(name: str, values: list[str], **more: Any) -> click.Option:
        return click.Option(
            [f"--{name}"], type=click.Choice(values), help=sentence(text(f"describe.export.{name}")), **more
        )

    def flag(name: str) -> click.Option:
        return click.Option([f"--{name}"], is_flag=True, help=sentence(text(f"describe.export.{name}")))

    def words(name: str, metavar: str) -> click.Option:
        return click.Option(
            [f"--{name}"], metavar=text(metavar), help=sentence(text(f"describe.export.{name}"))
        )

    return Export(
        text,
        params=[
            click.Option(
                ["--format", "formats"],
                type=click.Choice(list(FORMATS)),
                multiple=True,
                default=["csv"],
                help=text("cli.format"),
            ),
            click.Option(["--out"], metavar=text("cli.folder_metavar"), help=text("cli.out")),
            click.Option(
                ["--guild"],
                type=NUMBER,
                default=LOCAL_GUILD,
                metavar=text("cli.number_metavar"),
                help=text("cli.export_guild"),
            ),
            click.Option(["--article"], metavar=text("cli.article_metavar"), help=text("cli.export_article")),
            click.Option(
                ["--discussion"],
                type=NUMBER,
                metavar=text("cli.number_metavar"),
                help=sentence(text("describe.export.discussion")),
            ),
            words("question", "cli.question_metavar"),
            choice("purpose", [one.value for one in Purpose], default=Purpose.RECORD.value),
            flag("since"),
            flag("names"),
            words("reason", "cli.words_metavar"),
            words("first", "cli.day_metavar"),
            words("last", "cli.day_metavar"),
            choice("given", [one.value for one in Given]),
            words("words", "cli.words_metavar"),
            flag("raw"),
            click.Option(
                ["--limit"],
                type=click.FloatRange(min=0.5),
                metavar=text("cli.mebibytes_metavar"),
                help=text("cli.export_limit"),
            ),
            click.Option(["--json", "as_json"], is_flag=True, help=text("cli.json")),
        ],
    )


@click.pass_context
def export(ctx: click.Context, /, **options: Any) -> int:
    """Take the export, unless another command is meant."""
    if ctx.invoked_subcommand is not None:
        return 0
    settings, text = prepared(ctx)
    return run(_export(settings, text, options))


async def _export(settings: Settings, text: Text, options: dict[str, Any]) -> int:
    async with open_desk(settings, text) as desk:
        context = desk.context()
        at = replace(context.at, guild=GuildId(options["guild"]))
        article = options["article"]
        found = await desk.cases.articles.get(article, guild=at.guild) if article else None
        names = (
            "discussion",
            "question",
            "purpose",
            "names",
            "reason",
            "first",
            "last",
            "given",
            "words",
            "raw",
        )
        choice = to_choice(article=found.id if found else None, **{name: options[name] for name in names})
        with bar(sys.stderr, key="export.progress", text=text) as progress:
            taken = await desk.cases.exports.take(
                options["formats"],
                folder=Path(options["out"]) if options["out"] else context.exports,
                at=at,
                choice=choice,
                goes_on=options["since"],
                limit=None if options["limit"] is None else int(options["limit"] * (1 << 20)),
                progress=progress,
            )
        if options["as_json"]:
            paths = [str(path) for path in taken.paths]
            click.echo(json.dumps({"paths": paths, "manifest": taken.manifest.to_dict()}))
        else:
            desk.show(exported(taken, context))
        return 0


@click.pass_context
def verify_export(ctx: click.Context, /, folder: str, *, as_json: bool, **_shared: Any) -> int:
    """Say whether an export is whole."""
    _, text = prepared(ctx)
    found = verify(Path(folder))
    if as_json:
        flaws = [{"code": one.code, "file": one.file} for one in found.flaws]
        click.echo(json.dumps({"whole": not found.flaws, "flaws": flaws, "manifest": found.manifest}))
    else:
        out = sys.stderr if found.flaws else sys.stdout
        Terminal(out, text=text).show(verified(found, text))
    return 1 if found.flaws else 0


def in_a_line(said: str) -> str:
    """Return what a manifest says, which anybody may have written, without line ends."""
    return " ".join(said.split())


def verified(found: Verified, text: Text) -> Reply:
    """Return what is said of an export that was checked."""
    manifest = found.manifest
    if found.flaws:
        lines = [
            text(
                f"flaw.{flaw.code}",
                file=in_a_line(flaw.file),
                expected=flaw.expected,
                found=in_a_line(flaw.found),
            )
            for flaw in found.flaws
        ]
        return Reply(cards=(Card(title=text("export.damaged"), lines=tuple(lines)),))
    lines = [
        text("export.whole", n=len(manifest["files"])),
        text("export.whole_responses", n=manifest["counts"]["responses"]),
    ]
    if not manifest.get("complete"):
        lines.append(text("export.whole_incomplete"))
    return Reply(cards=(Card(title=text("export.verified"), lines=tuple(lines)),))
