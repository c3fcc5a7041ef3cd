"""Tests for the README's tables of commands: all there, and called what Discord shows."""

from pathlib import Path

import pytest

from bot.commands import COMMANDS
from bot.commands.spec import Command, Shown, command_name
from bot.i18n import Language, text_in

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
LANGUAGES = (Language.ENGLISH, Language.FRENCH)
SHOWN = [command for command in COMMANDS if command.shown is not Shown.BUTTON]


def cells(command: Command) -> str:
    """Return the beginning of the row of *command*."""
    if command.shown is Shown.MENU:
        names = [f"*{text_in(language)(f'menu.{command.name}')}*" for language in LANGUAGES]
    else:
        names = [f"`/{command_name(command.name, text_in(language))}`" for language in LANGUAGES]
    return "| " + " | ".join(names) + " | "


def rows() -> list[str]:
    return [line for line in README.splitlines() if line.startswith(("| `/", "| *"))]


@pytest.mark.parametrize("command", SHOWN, ids=[command.name for command in SHOWN])
def test_every_command_has_a_row_with_both_its_names(command: Command) -> None:
    assert sum(row.startswith(cells(command)) for row in rows()) == 1


def test_no_row_is_about_a_command_that_there_is_not() -> None:
    known = tuple(cells(command) for command in SHOWN)
    of_commands = [row for row in rows() if row.count("|") == 4 and not row.startswith("| *Answer*")]

    assert [row for row in of_commands if not row.startswith(known)] == []
