"""The command ``causerie``: runs one command and ends with a code that means something.

0: done. 1: refused or failed, with one clear line on standard error. 2: wrong usage, likewise.
"""

import contextlib
import errno
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from bot.cli.tree import Tree
from bot.domain.errors import BotError, UsageError
from bot.i18n import Language, Text, language_of, text_in

FAILED = 1
WRONG_USAGE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that *arguments* ask for and return the exit code."""
    _open_missing_streams()
    asked = list(sys.argv[1:] if arguments is None else arguments)
    text = text_in(peek_language(asked, os.environ))
    try:
        return run(asked, text)
    except BrokenPipeError:
        # Nobody reads what we write; nor may the interpreter try to when it ends.
        _close_output()
        _complain(text("cli.reader_gone"), text)
        return FAILED
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        # Standard output: whatever else we write has errors of its own.
        _close_output()
        _complain(text("cli.output_full"), text)
        return FAILED
    except KeyboardInterrupt:
        _complain(text("cli.interrupted"), text)
        return FAILED


def run(arguments: list[str], text: Text) -> int:
    """Run the command, and say what is wrong where something is."""
    root = Tree("", text=text)
    try:
        with root.make_context("causerie", arguments or ["--help"]) as ctx:
            result = root.invoke(ctx)
        sys.stdout.flush()
    except click.exceptions.Exit as end:
        sys.stdout.flush()
        return end.exit_code
    except click.UsageError as error:
        _complain(explain_usage(error, text), text)
        return WRONG_USAGE
    except BotError as error:
        _complain(_explain(error, text), text)
        return WRONG_USAGE if isinstance(error, UsageError) else FAILED
    return result if isinstance(result, int) else 0


def peek_language(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Return the language that the arguments or the environment ask for, before either is read."""
    for position, argument in enumerate(arguments):
        option, equals, value = argument.partition("=")
        if option == "--language":
            asked = value if equals else "".join(arguments[position + 1 : position + 2])
            with contextlib.suppress(ValueError):
                return Language(asked)
    with contextlib.suppress(ValueError):
        return Language(environment.get("CAUSERIE_LANGUAGE", ""))
    return language_of(environment)


def explain_usage(error: click.UsageError, text: Text) -> str:
    """Return what is wrong with how a command was typed, and where to read more."""
    path = error.ctx.command_path if error.ctx else "causerie"
    return f"{_usage_sentence(error, text)} {text('usage.more', command=f'{path} --help')}"


def _usage_sentence(error: click.UsageError, text: Text) -> str:  # noqa: PLR0911 (one for each kind of mistake)
    if isinstance(error, click.NoSuchOption):
        near = ", ".join(error.possibilities or ())
        sentence = text("usage.no_such_option", option=error.option_name)
        return f"{sentence} {text('error.nearest', nearest=near)}" if near else sentence
    if isinstance(error, click.BadOptionUsage):
        return text("usage.option_value_missing", option=error.option_name)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return text("usage.missing", name=error.param.human_readable_name.upper())
    if isinstance(error, click.BadParameter) and error.param is not None:
        name = error.param.opts[0]
        if isinstance(error.param.type, click.Choice):
            return text("usage.choice", name=name, choices=", ".join(map(str, error.param.type.choices)))
        return text("usage.value", name=name)
    group = error.ctx.command if error.ctx else None
    if error.ctx is not None and isinstance(group, Tree):
        names = ", ".join(group.list_commands(error.ctx))
        if isinstance(error, click.NoSuchCommand):
            return text("usage.no_such_command", command=error.command_name, commands=names)
        return text("usage.which", commands=names)
    return text("usage.extra")


def _explain(error: BotError, text: Text) -> str:
    from bot.commands.words import explain  # noqa: PLC0415 (only when something is wrong)

    return explain(error, text)


def _complain(sentence: str, text: Text) -> None:
    from bot.chat_front.terminal import complain  # noqa: PLC0415 (only when something is wrong)

    with contextlib.suppress(OSError):
        complain(sentence, text=text)


def _open_missing_streams() -> None:
    """Open what the shell closed: Python has None there, and the next file would take its number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode))  # noqa: SIM115 (open to the very end)


def _close_output() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
