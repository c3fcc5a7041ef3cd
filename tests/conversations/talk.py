"""A scripted conversation: the real local chat, on a real database, wired as the command line does it."""

import io
import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from empty_database import put_empty_database
from pydantic import SecretStr

from bot.app import open_use_cases
from bot.chat_front.session import Chat, local_person
from bot.chat_front.terminal import Terminal
from bot.chat_front.threads import TerminalThreads
from bot.commands import COMMANDS
from bot.commands.dispatch import Cooldowns, Dispatcher
from bot.config import DatabaseSettings, ExportSettings, Settings
from bot.domain.identity import Role
from bot.fetch.page import Fetch
from bot.i18n import Language, text_in
from bot.services.clock import Clock, now

SAMPLES = Path(__file__).parents[2] / "bot" / "samples"
SPACES = str.maketrans("\u00a0\u202f", "  ")  # French sets its punctuation off with them
BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

PACK = """\
id = "mill"
title = "The mill on the river"
language = "en"

[[facts]]
id = "f1"
text = "The mill on the river burned down in 1901."

[[facts]]
id = "f2"
text = "A bakery has used the rebuilt mill since 1950."

[[questions]]
id = "q1"
text = "Should the mill have been rebuilt?"

[[questions]]
id = "q2"
text = "What should become of it?"
"""


class Talk:
    """One chat: a line goes in, what was shown comes back."""

    def __init__(self, chat: Chat, stream: io.StringIO, folder: Path) -> None:
        self.chat = chat
        self.folder = folder
        self._stream = stream

    async def __call__(self, line: str) -> str:
        """Type *line* and return what is shown, with plain spaces; nothing of it may be obeyed."""
        start = self._stream.tell()
        await self.chat.answer(line)
        shown = self._stream.getvalue()[start:]
        assert not obeyed(shown), f"{line!r} showed {obeyed(shown)!r}"
        return shown.translate(SPACES)

    async def all(self, *lines: str) -> list[str]:
        """Type *lines* one after another and return what each showed."""
        return [await self(line) for line in lines]

    def write(self, name: str, content: str) -> Path:
        """Write a file that can be added."""
        path = self.folder / name
        path.write_text(content, "utf-8")
        return path

    def exported(self, suffix: str) -> list[Path]:
        """Return the exports' files of a kind, oldest first."""
        return sorted(
            (self.folder / "exports").glob(f"*/*{suffix}"), key=lambda path: path.stat().st_mtime_ns
        )


@asynccontextmanager
async def open_talk(
    folder: Path,
    language: Language = Language.ENGLISH,
    *,
    role: Role = Role.MODERATOR,
    has_cooldowns: bool = False,
    clock: Clock = now,
    fetch: Fetch | None = None,
) -> AsyncIterator[Talk]:
    """Open a chat in which Alex speaks first."""
    text = text_in(language)
    stream = io.StringIO()
    terminal = Terminal(stream, text=text)
    path = folder / "talk.db"
    if not path.exists():
        put_empty_database(path)
    settings = Settings(
        database=DatabaseSettings(url=SecretStr(f"sqlite:///{path}")),
        exports=ExportSettings(folder=folder / "exports"),
    )
    async with open_use_cases(settings, threads=TerminalThreads(terminal), clock=clock, fetch=fetch) as cases:
        chat = Chat(
            dispatcher=Dispatcher(COMMANDS, cooldowns=Cooldowns() if has_cooldowns else None),
            cases=cases,
            terminal=terminal,
            person=local_person("Alex", role),
            clock=clock,
            exports=settings.exports.folder,
            documents=folder,
        )
        yield Talk(chat, stream, folder)


@asynccontextmanager
async def open_demo(folder: Path, language: Language = Language.ENGLISH) -> AsyncIterator[Talk]:
    """Open a chat with the sample article under discussion, as the demo does."""
    async with open_talk(folder, language) as talk:
        await talk(f"/article add {SAMPLES / f'stability-ai.{language}.toml'} yes:yes")
        await talk("/discuss start")
        yield talk


@asynccontextmanager
async def open_mill(folder: Path, language: Language = Language.ENGLISH) -> AsyncIterator[Talk]:
    """Open a chat with a small article of our own under discussion."""
    async with open_talk(folder, language) as talk:
        await talk(f"/article add {talk.write('mill.toml', PACK)} yes:yes")
        await talk("/discuss start")
        yield talk


def obeyed(shown: str) -> set[str]:
    """Return what in *shown* a terminal would obey, or what would turn its text around."""
    return {
        character
        for character in shown
        if character in BIDI or (unicodedata.category(character) in {"Cc", "Cs"} and character != "\n")
    }
