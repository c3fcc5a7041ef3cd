"""Tests for bot.commands.help."""

from pathlib import Path
from typing import cast

import pytest

from bot.commands import COMMANDS
from bot.commands.context import Context, to_line
from bot.commands.dispatch import Dispatcher
from bot.commands.help import describes
from bot.commands.reply import Reply
from bot.commands.spec import Shown, command_name, option_name
from bot.domain.identity import LOCAL_GUILD, ChannelId, GuildId, MemberId, Person, Role
from bot.i18n import Language, text_in
from bot.services.place import Place
from bot.services.use_cases import UseCases

ENGLISH = text_in(Language.ENGLISH)
FRENCH = text_in(Language.FRENCH)
DISCORD = GuildId(1_199_999_999_999_999_100)


async def ask_help(
    command: str | None = None,
    *,
    role: Role = Role.MEMBER,
    is_admin: bool = False,
    language: Language = Language.ENGLISH,
    guild: GuildId = LOCAL_GUILD,
) -> Reply:
    person = Person(id=MemberId(1), name="Sam", role=role, is_admin=is_admin)
    at = Place(guild=guild, channel=ChannelId(1), person=person)
    no_cases = cast(UseCases, None)  # help asks the table of commands only
    context = Context(at=at, text=text_in(language), cases=no_cases, exports=Path("exports"))
    options = {} if command is None else {"command": command}
    return await Dispatcher(COMMANDS).dispatch("help", options, context=context)


def shown(reply: Reply) -> list[str]:
    return [line for card in reply.cards for line in card.lines]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    ("role", "is_admin"), [(Role.MEMBER, False), (Role.MODERATOR, False), (Role.MODERATOR, True)]
)
@pytest.mark.parametrize("guild", [LOCAL_GUILD, DISCORD], ids=["terminal", "discord"])
async def test_help_lists_what_the_person_may_do_and_nothing_else(
    guild: GuildId, role: Role, is_admin: bool, language: Language
) -> None:
    text = text_in(language)
    allowed = [
        command
        for command in COMMANDS
        if (command.role is Role.MEMBER or role is Role.MODERATOR)
        and (is_admin or not command.is_admin)
        and (command.shown is not Shown.BUTTON or (guild == LOCAL_GUILD and command.is_typed))
        and (guild == DISCORD or command.name not in {"alert", "record"})
    ]

    lines = shown(await ask_help(role=role, is_admin=is_admin, language=language, guild=guild))

    assert len(lines) == len(allowed)
    for line, command in zip(lines, allowed, strict=True):
        assert line.endswith(f" — {text(describes(command))}")
        is_menu = command.shown is Shown.MENU and guild == DISCORD
        name = text(f"menu.{command.name}") if is_menu else f"/{command_name(command.name, text)}"
        assert name in line.split(" — ")[0]


async def test_on_discord_what_forms_ask_is_not_typed() -> None:
    lines = shown(await ask_help(guild=DISCORD))

    assert any(line.startswith("/answer [question:…] — ") for line in lines)
    assert any(line.startswith("A message’s menu › Apps › Check against the article — ") for line in lines)


async def test_at_a_terminal_nothing_is_offered_that_is_discords() -> None:
    lines = shown(await ask_help(role=Role.MODERATOR, is_admin=True))

    (setup,) = (await ask_help("setup", role=Role.MODERATOR, is_admin=True)).cards
    assert setup.title == "/setup [zone:…] [retention:…] [leavers:…] [floor:…]"
    assert any(line.startswith("/check text:… — ") for line in lines)
    assert not any("page" in line.split(" — ")[0] for line in lines)


async def test_help_shows_how_a_command_is_typed() -> None:
    lines = shown(await ask_help(language=Language.FRENCH))

    assert lines[0].startswith("/fait requête:… [article:…] — ")


@pytest.mark.parametrize("typed", ["answer", "/answer", " ANSWER ", "répondre", "/Répondre", "repondre"])
async def test_help_explains_one_command_by_any_of_its_names(typed: str) -> None:
    reply = await ask_help(typed, language=Language.FRENCH)

    (card,) = reply.cards
    assert card.title == "/répondre texte:… [conservation:…] [usages:…] [question:…]"
    assert card.lines[0] == FRENCH("describe.answer")
    assert [line.split(":")[0].strip() for line in card.lines[1:]] == [
        option_name(name, FRENCH) for name in ("text", "kept", "uses", "question")
    ]


async def test_help_explains_a_whole_group() -> None:
    reply = await ask_help("article", role=Role.MODERATOR)

    assert [card.title.split()[1] for card in reply.cards] == [
        "add",
        "show",
        "pack",
        "retention",
        "correct",
        "dispute",
        "withdraw",
        "history",
        "refresh",
        "remove",
    ]


async def test_help_names_the_choices() -> None:
    reply = await ask_help("export", role=Role.MODERATOR)

    choices = " — Spreadsheet (CSV) · Workbook (XLSX) · For programs (JSON Lines) · "
    assert any(choices in line for line in shown(reply))


@pytest.mark.parametrize("typed", ["dance", "", "/", "gaps", "article add", "art"])
async def test_help_does_not_know_what_a_member_may_not_do(typed: str) -> None:
    reply = await ask_help(typed)

    assert reply.error == "unknown_command"
    assert not reply.cards


def test_a_command_is_shown_as_it_would_be_typed() -> None:
    options: dict[str, object] = {"file": "a b.txt", "yes": "oui"}

    assert to_line("article add", options, FRENCH) == "/article ajouter fichier:a b.txt oui:oui"
    assert to_line("discuss next", {}, ENGLISH) == "/discuss next"


def test_a_flag_is_a_word_in_a_line() -> None:
    assert to_line("my-data erase", {"yes": True}, ENGLISH) == "/my-data erase yes:yes"
    assert to_line("my-data never", {"yes": False}, FRENCH) == "/mes-données jamais oui:non"
