"""Tests for the table of commands: what handlers take, and what Discord allows."""

import inspect
from collections import Counter
from unicodedata import category

import pytest

from bot.commands import COMMANDS
from bot.commands.spec import Command, Kind, Shown, Upload, command_name, option_name
from bot.domain.identity import Role
from bot.i18n import Language, Text, text_in

# Discord's application command limits ("Application Command Naming", "Application Command Object").
NAME_LIMIT = 32
DESCRIPTION_LIMIT = 100
OPTIONS_LIMIT = 25

TYPES = {
    Kind.TEXT: str,
    Kind.CHOICE: str,
    Kind.CHOICES: tuple[str, ...],
    Kind.NUMBER: int,
    Kind.FLAG: bool,
    Kind.FILE: Upload,
    Kind.ADDRESS: str,
    Kind.CHANNEL: int,
    Kind.TEXT_CHANNEL: int,
    Kind.ROLE: int,
}

commands = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
languages = pytest.mark.parametrize("text", [text_in(language) for language in Language], ids=list(Language))


def is_discord_name(name: str) -> bool:
    is_allowed = all(letter in "-_'" or category(letter)[0] in "LN" for letter in name)
    return is_allowed and 1 <= len(name) <= NAME_LIMIT and name == name.lower()


def is_description(said: str) -> bool:
    return 1 <= len(said) <= DESCRIPTION_LIMIT


@commands
def test_the_options_are_what_the_handler_takes(command: Command) -> None:
    parameters = list(inspect.signature(command.handler).parameters.values())

    context, *options = parameters
    assert context.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    assert all(option.kind is inspect.Parameter.KEYWORD_ONLY for option in options)
    assert {option.name for option in options} == {option.name for option in command.options}
    for option in command.options:
        parameter = inspect.signature(command.handler).parameters[option.name]
        assert option.is_required == (parameter.default is inspect.Parameter.empty), option.name
        kind = TYPES[option.kind]
        assert parameter.annotation in (kind, kind | None), option.name


@commands
def test_what_stands_bare_is_an_option(command: Command) -> None:
    assert command.bare is None or command.option(command.bare) is not None
    # What is only in a message's menu has no words after it.
    assert bool(command.options) == (command.bare is not None or command.name in {"alert", "record"})


@commands
def test_choices_belong_to_options_of_that_kind(command: Command) -> None:
    for option in command.options:
        assert bool(option.choices) == (option.kind in {Kind.CHOICE, Kind.CHOICES})
        assert len(option.choices) <= OPTIONS_LIMIT


@commands
def test_required_options_come_first_as_discord_wants_them(command: Command) -> None:
    required = [option.is_required for option in command.options]

    assert required == sorted(required, reverse=True)
    assert len(command.options) <= OPTIONS_LIMIT


@commands
@languages
def test_names_and_descriptions_are_there_and_fit_discord(command: Command, text: Text) -> None:
    described = f"describe.{command.name.replace(' ', '.')}"
    words = command.name.split()
    assert len(words) <= 2
    for depth in range(len(words)):
        assert text.has(f"name.{'.'.join(words[: depth + 1])}")
    assert all(is_discord_name(word) for word in command_name(command.name, text).split())
    assert text.has(described)
    assert is_description(text(described))
    for option in command.options:
        assert text.has(f"option.{option.name}")
        assert is_discord_name(option_name(option.name, text))
        assert text.has(f"{described}.{option.name}")
        assert is_description(text(f"{described}.{option.name}"))


@commands
def test_a_command_is_called_in_english_what_it_is_called_in_code(command: Command) -> None:
    english = text_in(Language.ENGLISH)

    assert command_name(command.name, english) == command.name
    assert [option_name(option.name, english) for option in command.options] == [
        option.name for option in command.options
    ]


@languages
def test_each_name_is_given_once(text: Text) -> None:
    names = Counter(command_name(command.name, text) for command in COMMANDS)
    assert set(names.values()) == {1}
    for command in COMMANDS:
        options = Counter(option_name(option.name, text) for option in command.options)
        assert set(options.values()) <= {1}, command.name


@languages
def test_no_command_is_called_like_a_group(text: Text) -> None:
    names = [command_name(command.name, text) for command in COMMANDS]
    groups = Counter(name.split()[0] for name in names if " " in name)

    assert not set(names) & set(groups)
    assert max(groups.values()) <= OPTIONS_LIMIT


def test_a_name_means_the_same_command_in_every_language() -> None:
    meant: dict[str, str] = {}
    for command in COMMANDS:
        for language in Language:
            name = command_name(command.name, text_in(language))
            assert meant.setdefault(name, command.name) == command.name


def test_only_moderators_change_what_belongs_to_all() -> None:
    open_to_all = {command.name for command in COMMANDS if command.role is Role.MEMBER}

    assert open_to_all == {
        "fact",
        "facts",
        "articles",
        "questions",
        "answer",
        "edit",
        "withdraw",
        "privacy",
        "my-data show",
        "my-data consent",
        "my-data download",
        "my-data erase",
        "my-data never",
        "flag",
        "alert",
        "help",
        "check",
        "record",
        "cancel",
        "gap follow",
        "gap unfollow",
    }


def test_only_who_manages_the_guild_changes_how_the_bot_behaves() -> None:
    assert {command.name for command in COMMANDS if command.is_admin} == {
        "setup",
        "zone",
        "notices",
        "rehearse",
    }
    assert all(command.role is Role.MODERATOR for command in COMMANDS if command.is_admin)


def test_only_look_ups_can_be_shared() -> None:
    assert {command.name for command in COMMANDS if command.is_shareable} == {"fact"}


def test_commands_fit_discord() -> None:
    tops = {command.name.split()[0] for command in COMMANDS if command.shown is Shown.SLASH}
    menus = [command for command in COMMANDS if command.shown is Shown.MENU]

    assert len(tops) <= 100
    assert len(menus) <= 15
    assert {option.name for command in menus for option in command.options[:1]} == {"text", "message"}


@commands
def test_a_form_asks_five_things_at_most_and_only_what_a_form_can(command: Command) -> None:
    asked = [option for option in command.options if option.in_form]

    assert len(asked) <= 5
    assert all(option.kind in {Kind.TEXT, Kind.CHOICE, Kind.CHOICES, Kind.FLAG} for option in asked)
    assert all(len(option.choices) <= 10 for option in asked)
    assert all(option.limit and option.limit <= 4_000 for option in asked if option.kind is Kind.TEXT)
    assert all(command.option(name) is not None for name in command.form_unless)


@commands
def test_what_is_required_and_hidden_is_only_in_buttons(command: Command) -> None:
    if command.shown is Shown.SLASH:
        assert not any(option.is_hidden and option.is_required for option in command.options)
    else:
        assert command.prefill is None or any(option.in_form for option in command.options)


@commands
async def test_what_fills_a_form_takes_the_options_of_its_command(command: Command) -> None:
    if command.prefill is None:
        return
    parameters = inspect.signature(command.prefill).parameters.values()
    named = {one.name for one in parameters if one.kind is inspect.Parameter.KEYWORD_ONLY}

    assert named <= {option.name for option in command.options}
    assert any(one.kind is inspect.Parameter.VAR_KEYWORD for one in parameters)
