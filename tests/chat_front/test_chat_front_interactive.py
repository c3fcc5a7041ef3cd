"""Tests for bot.chat_front.interactive: what a line may become while it is typed."""

import io
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput
from pydantic import SecretStr

from bot.app import open_use_cases
from bot.chat_front.interactive import ChatCompleter, typed_lines
from bot.chat_front.session import Chat, local_person
from bot.chat_front.terminal import Terminal
from bot.chat_front.threads import TerminalThreads
from bot.commands import COMMANDS
from bot.commands.dispatch import Dispatcher
from bot.commands.spec import Shown
from bot.config import DatabaseSettings, Settings
from bot.domain.identity import Role
from bot.i18n import Language, text_in
from bot.services.clock import now
from bot.services.use_cases import UseCases

PACK = """\
id = "mill"
title = "The old mill"
language = "en"
facts = [{text = "The mill burned down in 1901."}, {text = "A bakery uses the mill.\\u001b[2J"}]
questions = [{text = "Why?"}]
"""

Opened = tuple[Chat, UseCases]
Open = Callable[..., Awaitable[Opened]]


@pytest.fixture
async def open_chat(tmp_path: Path) -> AsyncIterator[Open]:
    async with AsyncExitStack() as stack:

        async def open_(language: Language = Language.ENGLISH, *, role: Role = Role.MODERATOR) -> Opened:
            terminal = Terminal(io.StringIO(), text=text_in(language))
            url = SecretStr(f"sqlite:///{tmp_path / 'chat.db'}")
            settings = Settings(database=DatabaseSettings(url=url))
            threads = TerminalThreads(terminal)
            cases = await stack.enter_async_context(open_use_cases(settings, threads=threads))
            chat = Chat(
                dispatcher=Dispatcher(COMMANDS),
                cases=cases,
                terminal=terminal,
                person=local_person("Alex", role),
                clock=now,
                exports=tmp_path,
                documents=tmp_path,
            )
            return chat, cases

        yield open_


async def complete(opened: Opened, typed: str) -> dict[str, str]:
    """Return the completions offered, each with the line it makes of *typed*."""
    chat, _ = opened
    completer = ChatCompleter(chat, commands=COMMANDS)
    found = completer.get_completions_async(Document(typed), CompleteEvent())
    return {one.text: typed[: len(typed) + one.start_position] + one.text async for one in found}


async def test_commands_are_completed(open_chat: Open) -> None:
    opened = await open_chat()

    assert await complete(opened, "/arti") == {
        "articles": "/articles",
        "article add": "/article add",
        "article show": "/article show",
        "article pack": "/article pack",
        "article retention": "/article retention",
        "article correct": "/article correct",
        "article dispute": "/article dispute",
        "article withdraw": "/article withdraw",
        "article history": "/article history",
        "article refresh": "/article refresh",
        "article remove": "/article remove",
    }
    assert list(await complete(opened, "/article rem")) == ["article remove"]
    assert {"as", "yes", "quit", "fact", "export"} <= (await complete(opened, "/")).keys()
    assert await complete(opened, "/FAC") == {"fact": "/fact", "facts": "/facts"}


async def test_commands_are_completed_in_french_without_accents(open_chat: Open) -> None:
    opened = await open_chat(Language.FRENCH)

    assert await complete(opened, "/rep") == {
        "répondre": "/répondre",
        "réponses liste": "/réponses liste",
        **{
            f"réponses {name}": f"/réponses {name}"
            for name in ("signalées", "masquer", "rétablir", "laisser", "suspendre")
        },
    }
    assert {"comme", "oui", "quitter"} <= (await complete(opened, "/")).keys()


async def test_a_member_is_offered_a_member_s_commands(open_chat: Open) -> None:
    opened = await open_chat(role=Role.MEMBER)

    assert set(await complete(opened, "/")) == {
        *(
            command.name
            for command in COMMANDS
            if command.role is Role.MEMBER
            and command.name not in {"alert", "record"}
            and command.shown is not Shown.BUTTON
        ),
        *("as", "yes", "quit"),
    }
    assert list(await complete(opened, "/arti")) == ["articles"]


@pytest.mark.parametrize("typed", ["", "hello", "fact ", " /fact", "/facts", "/nothing of the kind "])
async def test_what_is_nobody_s_to_complete(open_chat: Open, typed: str) -> None:
    assert await complete(await open_chat(), typed) == {}


async def test_options_are_completed_until_they_are_there(open_chat: Open) -> None:
    opened = await open_chat()

    assert await complete(opened, "/edit ") == {
        "text:": "/edit text:",
        "response:": "/edit response:",
        "key:": "/edit key:",
    }
    assert list(await complete(opened, "/edit response:3 ")) == ["text:", "key:"]
    assert await complete(opened, "/edit text:what I mea") == {}
    french = await open_chat(Language.FRENCH)
    assert list(await complete(french, "/modifier ")) == ["texte:", "réponse:", "clé:"]
    assert list(await complete(french, "/modifier reponse:3 ")) == ["texte:", "clé:"]


async def test_what_is_discords_or_a_button_s_is_not_offered(open_chat: Open) -> None:
    opened = await open_chat()

    offered = [one for one in await complete(opened, "/setup ") if one.endswith(":")]
    assert offered == ["zone:", "retention:", "leavers:", "floor:"]
    assert "page:" not in await complete(opened, "/facts ")
    assert "draft show" in await complete(opened, "/draft")
    assert "record" not in await complete(opened, "/")


async def test_zones_and_questions_are_completed(open_chat: Open, tmp_path: Path) -> None:
    opened = await open_chat()
    (tmp_path / "mill.toml").write_text(PACK, "utf-8")
    await opened[0].answer(f"/article add {tmp_path / 'mill.toml'} yes:yes")
    await opened[0].answer("/discuss start")

    assert "Europe/Paris" in await complete(opened, "/setup zone:paris")
    assert list(await complete(opened, "/answer yes question:")) == ["1"]


async def test_choices_are_completed(open_chat: Open) -> None:
    opened = await open_chat()

    spreadsheet, lines = "Spreadsheet (CSV)", "For programs (JSON Lines)"
    assert {spreadsheet, lines} <= (await complete(opened, "/export ")).keys()
    assert await complete(opened, "/export jsonl") == {lines: f"/export {lines}"}
    assert await complete(opened, "/export format:sp") == {spreadsheet: f"/export format:{spreadsheet}"}
    french = await open_chat(Language.FRENCH)
    assert list(await complete(french, "/planning ajouter lundi 18 h ouvre:")) == [
        "La question suivante",
        "Un article entier, toutes ses questions à la fois",
        "L’article suivant de la file, en entier",
    ]
    assert list(await complete(french, "/planning ajouter lundi 18 h ouvre:ENTIER,")) == [
        "Un article entier, toutes ses questions à la fois"
    ]


async def test_articles_are_completed_by_id_and_by_title(open_chat: Open, tmp_path: Path) -> None:
    opened = await open_chat()
    (tmp_path / "mill.toml").write_text(PACK, "utf-8")
    await opened[0].answer(f"/article add {tmp_path / 'mill.toml'} yes:yes")

    assert await complete(opened, "/discuss start mi") == {"mill": "/discuss start mill"}
    assert await complete(opened, "/questions OLD") == {"mill": "/questions mill"}
    assert await complete(opened, "/fact query:x article:m") == {"mill": "/fact query:x article:mill"}
    assert await complete(opened, "/questions zebra") == {}


async def test_facts_are_completed_while_they_are_typed(open_chat: Open, tmp_path: Path) -> None:
    opened = await open_chat()
    (tmp_path / "mill.toml").write_text(PACK, "utf-8")
    await opened[0].answer(f"/article add {tmp_path / 'mill.toml'} yes:yes")
    await opened[0].answer("/discuss start")

    assert await complete(opened, "/fact burn") == {
        "The mill burned down in 1901.": "/fact The mill burned down in 1901."
    }
    assert list(await complete(opened, "/fact query:bak")) == ["A bakery uses the mill.␛[2J"]
    assert await complete(opened, "/fact ") == {"query:": "/fact query:", "article:": "/fact article:"}


async def test_help_completes_commands(open_chat: Open) -> None:
    assert {"export", "edit"} == (await complete(await open_chat(), "/help e")).keys()


async def test_completing_never_holds_the_typing_up(open_chat: Open) -> None:
    chat, _ = await open_chat()
    completer = ChatCompleter(chat, commands=COMMANDS)
    assert completer.get_completions(Document("/"), CompleteEvent()) == []


@pytest.fixture
def keyboard() -> Iterator[PipeInput]:
    with create_pipe_input() as pipe:
        yield pipe


@pytest.mark.parametrize(
    ("keys", "lines"),
    [
        pytest.param("one\rtwo\r\x04", ["one", "two"], id="ctrl-d-leaves"),
        pytest.param("one\r\x03", ["one"], id="ctrl-c-on-an-empty-line-leaves"),
        pytest.param("slip\x03two\r\x04", ["two"], id="ctrl-c-clears-what-is-typed"),
    ],
)
async def test_what_is_typed(open_chat: Open, keyboard: PipeInput, keys: str, lines: list[str]) -> None:
    chat, _ = await open_chat()
    keyboard.send_text(keys)

    with create_app_session(input=keyboard, output=DummyOutput()):
        assert [line async for line in typed_lines(chat, commands=COMMANDS)] == lines
