"""The tree of commands, each loaded when it is run: ``causerie --help`` imports none of them.

Help is in the person's language, click's own few words included.
"""

import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click

from bot.i18n import Language, Text

# Each module has a function ``command`` that makes the command in the words of a language.
MODULES = {
    "demo": "bot.cli.demo",
    "chat": "bot.cli.chat",
    "run": "bot.cli.run",
    "article add": "bot.cli.article_add",
    "article read": "bot.cli.article_read",
    "article list": "bot.cli.article_list",
    "article pack": "bot.cli.article_pack",
    "article refresh": "bot.cli.article_refresh",
    "lookup": "bot.cli.lookup",
    "export": "bot.cli.export",
    "report": "bot.cli.report",
    "doctor": "bot.cli.doctor",
    "db upgrade": "bot.cli.db_upgrade",
    "db backup": "bot.cli.db_backup",
    "db restore": "bot.cli.db_restore",
    "db check": "bot.cli.db_check",
    "db new-key": "bot.cli.db_new_key",
    "db encrypt": "bot.cli.db_encrypt",
    "db decrypt": "bot.cli.db_decrypt",
}


class Spoken:
    """The parts of help that click would say in English."""

    text: Text

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options; what is wrong with them is this command's, whose help then says more."""
        try:
            rest: list[str] = super().parse_args(ctx, args)  # type: ignore[misc]  # click's Command is mixed in
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise
        return rest

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line that shows how the command is typed."""
        pieces = self.collect_usage_pieces(ctx)  # type: ignore[attr-defined]  # as above
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=self.text("cli.usage"))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and for a group its commands."""
        params: Sequence[click.Parameter] = self.get_params(ctx)  # type: ignore[attr-defined]  # as above
        # Arguments explain themselves, and click gives them an empty line.
        records = [record for param in params if (record := param.get_help_record(ctx)) and record[1]]
        self._write_section("cli.options", records, formatter)
        if isinstance(self, click.Group):
            commands = [(name, self.summary(name)) for name in self.list_commands(ctx)]
            self._write_section("cli.commands", commands, formatter)

    def summary(self, name: str) -> str:
        """Return what a command below this one is for, in a line."""
        raise NotImplementedError

    def _write_section(
        self, heading: str, records: Sequence[tuple[str, str]], formatter: click.HelpFormatter
    ) -> None:
        # click's own sections end their headings with a colon as English has it.
        formatter.write_paragraph()
        formatter.write(f"{self.text(heading)}\n")
        with formatter.indentation():
            formatter.write_dl(records)


class Leaf(Spoken, click.Command):
    """A command."""

    def __init__(self, name: str, *, text: Text, **settings: Any) -> None:
        self.text = text
        help_text = text(f"cli.{name.replace(' ', '.')}")
        super().__init__(
            name.rsplit(maxsplit=1)[-1],
            help=help_text,
            options_metavar=text("cli.options_metavar"),
            add_help_option=False,
            **settings,
        )
        self.params += shared_options(text)


class Tree(Spoken, click.Group):
    """A group whose commands are known by name, and made when one is run."""

    def __init__(self, path: str, *, text: Text) -> None:
        self.text = text
        self._path = path
        super().__init__(
            path.rsplit(maxsplit=1)[-1] if path else "causerie",
            help=text(f"cli.{path}" if path else "cli.causerie"),
            options_metavar=text("cli.options_metavar"),
            subcommand_metavar=text("cli.command_metavar"),
            add_help_option=False,
            no_args_is_help=False,
        )
        self.params += shared_options(text)
        if not path:
            self.params.append(version_option(text))

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the names below this group."""
        prefix = f"{self._path} " if self._path else ""
        below = [name.removeprefix(prefix) for name in MODULES if name.startswith(prefix)]
        return list(dict.fromkeys(name.split()[0] for name in below))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command called *cmd_name*, loading it now."""
        if cmd_name not in self.list_commands(ctx):
            return None
        path = f"{self._path} {cmd_name}".strip()
        if path not in MODULES:
            return Tree(path, text=self.text)
        with uncollected():
            made: click.Command = import_module(MODULES[path]).command(self.text)
        return made

    def summary(self, name: str) -> str:
        """Return what a command is for, in a line, without loading it."""
        path = f"{self._path} {name}".strip().replace(" ", ".")
        return self.text(f"cli.{path}").split("\n")[0]


@contextmanager
def uncollected() -> Iterator[None]:
    """Let the block make objects that stay, and never look among them for what can go.

    A sixth of what loading a command takes.
    """
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()


def shared_options(text: Text) -> list[click.Parameter]:
    """Return the options that every command has."""
    return [
        click.Option(["--config"], metavar=text("cli.file_metavar"), help=text("cli.config")),
        click.Option(
            ["--language"], type=click.Choice([one.value for one in Language]), help=text("cli.language")
        ),
        click.Option(
            ["--help", "-h"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_show_help,
            help=text("cli.help"),
        ),
    ]


def version_option(text: Text) -> click.Option:
    """Return ``--version``."""
    return click.Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_show_version,
        help=text("cli.version"),
    )


def _show_help(ctx: click.Context, _param: click.Parameter, value: object) -> None:
    if value and not ctx.resilient_parsing:
        from bot.chat_front.printable import to_encodable  # noqa: PLC0415 (only for help)

        encoding = sys.stdout.encoding or "utf-8"
        sys.stdout.write(to_encodable(ctx.get_help(), encoding=encoding) + "\n")
        ctx.exit()


def _show_version(ctx: click.Context, _param: click.Parameter, value: object) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version  # noqa: PLC0415 (it reads the disk)

        click.echo(f"causerie {version('causerie')}")
        ctx.exit()
