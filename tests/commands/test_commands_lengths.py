"""Tests that what Discord shows is short enough for it, in every language."""

import re
from collections.abc import Iterator
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from bot.commands import COMMANDS
from bot.commands.setup import RETENTIONS
from bot.commands.spec import Shown, command_name, option_name
from bot.commands.welcome import welcome
from bot.i18n import LOCALES, Language, Text, text_in

# Discord's limits: https://discord.com/developers/docs/interactions/application-commands and
# https://discord.com/developers/docs/components/reference. What is filled in is taken to be as long as here.
FILLED = {"n": "100", "number": "100", "of": "100", "kept": "until they are withdrawn"}
LIMITS = {
    r"describe\..*": 100,
    r"choice\..*": 100,
    r"menu\..*": 32,
    r"name\..*": 32,
    r"option\..*": 32,
    r"form\.title\..*": 45,
    r"form\.[a-z_.]+(?<!\.hint)(?<!\.box)": 45,
    r"form\..*\.(hint|box)": 100,
    r"action\..*": 80,
    r"button\..*": 80,
    r"record\.(yes|no)": 80,
    r"pick\.kept": 100,
    r"pick\..*": 150,
    r"tag\..*": 20,
    r"rehearsal\.title": 100,
    # Embeds' titles, and the content of messages.
    r"doctor\..*|setup\.title|privacy\.title|welcome\.title": 256,
    r"error\..*|front\..*|record\..*|finding\..*": 1_000,
}

languages = pytest.mark.parametrize("language", list(Language))


def texts(language: Language) -> Iterator[tuple[str, str]]:
    with (LOCALES / language / "LC_MESSAGES" / "causerie.po").open("rb") as file:
        for message in read_po(file, locale=language):
            key = message.id if isinstance(message.id, str) else message.id[0] if message.id else ""
            for string in (message.string,) if isinstance(message.string, str) else message.string or ():
                if key:
                    yield key, string


def filled(string: str) -> str:
    names = {name for _, name, _, _ in Formatter().parse(string) if name}
    return string.format(**{name: FILLED.get(name, "x" * 20) for name in names})


@languages
def test_every_text_fits_where_discord_shows_it(language: Language) -> None:
    over = [
        (key, len(filled(string)))
        for key, string in texts(language)
        for pattern, limit in LIMITS.items()
        if re.fullmatch(pattern, key) and len(filled(string)) > limit
    ]

    assert over == []


@pytest.mark.parametrize("pattern", LIMITS)
def test_every_limit_is_one_of_texts_that_there_are(pattern: str) -> None:
    assert any(re.fullmatch(pattern, key) for key, _ in texts(Language.ENGLISH))


@pytest.mark.parametrize("text", [text_in(language) for language in Language], ids=list(Language))
def test_each_command_has_at_most_eight_thousand_characters(text: Text) -> None:
    groups: dict[str, int] = {}
    for command in COMMANDS:
        if command.shown is not Shown.SLASH:
            continue
        key = f"describe.{command.name.replace(' ', '.')}"
        length = len(command_name(command.name, text)) + len(text(key))
        for option in command.options:
            length += len(option_name(option.name, text)) + len(text(f"{key}.{option.name}"))
            length += sum(len(text(f"choice.{choice}")) + len(choice) for choice in option.choices)
        top = command.name.split()[0]
        groups[top] = groups.get(top, 0) + length

    assert max(groups.values()) < 4_000  # two languages, each counted


@languages
def test_the_first_message_is_short_and_its_buttons_stand_by_themselves(language: Language) -> None:
    reply = welcome(text_in(language))

    assert sum(len(line) for card in reply.cards for line in card.lines) < 500
    assert [action.command for action in reply.actions] == ["setup", "help", "privacy"]
    assert not any(action.options for action in reply.actions)


def test_how_long_answers_may_be_kept_can_be_read_as_days() -> None:
    assert RETENTIONS[0] == "none"
    assert all(days.isdigit() for days in RETENTIONS[1:])
