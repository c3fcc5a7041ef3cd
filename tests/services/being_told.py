"""The program over a model of Discord: what hears of events, what reads back, and what is on disk then."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import discord
from model_of_discord import CHANNEL, GUILD, START, Discord, Event, ModelHistory, Written
from pydantic import SecretStr
from quiet_threads import QuietThreads

from bot.app import open_use_cases
from bot.config import Settings
from bot.discord_front.cogs.answers import Answers
from bot.discord_front.intake import Intake
from bot.discord_front.typed import Taken, TypedAnswers
from bot.domain.errors import BotError
from bot.domain.identity import MemberId, Person, Role
from bot.services.place import Place
from bot.services.use_cases import UseCases

PACK = """\
id = "mill"
title = "The mill on the river"
language = "en"

[[facts]]
id = "f1"
text = "The mill on the river burned down in 1901."

[[questions]]
id = "q1"
text = "Should the mill have been rebuilt?"

[[questions]]
id = "q2"
text = "What should become of it?"
"""
THREAD = 101  # where QuietThreads posts first
ANN = Person(id=MemberId(7), name="Ann", role=Role.MODERATOR, is_admin=True)
AT = Place(guild=GUILD, channel=CHANNEL, person=ANN)


class Told:
    """A process: it is told of events, and reads back."""

    def __init__(self, cases: UseCases, history: ModelHistory) -> None:
        self.cases = cases
        self.history = history
        self.typed = TypedAnswers(cases)
        self.not_recorded: list[int] = []
        self.acknowledged: list[int] = []
        self._intake = Intake(self.typed, read=self._read, answers=cast(Answers, self), recall=cases.recall)
        self.sources = (self.typed, self._intake)
        self._tasks: set[asyncio.Task[None]] = set()
        self.reading: asyncio.Task[None] | None = None

    # -- what the intake asks of the cog -------------------------------------------------------

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def acknowledge(self, taken: Taken) -> None:
        self.begin(self._acknowledge(taken))

    async def _acknowledge(self, taken: Taken) -> None:
        try:
            if await self.typed.recorded(taken):
                self.acknowledged.append(taken.message)
        except BotError:
            self.not_recorded.append(taken.message)
            self.cases.recall.miss(taken.thread, message=taken.message)

    def _read(self, payload: Any) -> None:
        """Pass over what discord.py would have to read."""

    # -- what a test does ----------------------------------------------------------------------

    def tell(self, event: Event) -> None:
        """Have an event dealt with."""
        if event.kind == "write":
            self._intake.put(payload_of(event))
        else:
            self.begin(self._follow(event))

    async def _follow(self, event: Event) -> None:
        message, place = event.message.id, event.message.place
        by, emoji = event.by, event.emoji
        if event.kind == "edit":
            await self.typed.change(as_message(event), at_time=event.at)
        elif event.kind == "delete":
            await self.typed.delete([message], place=place)
        elif event.kind == "cross":
            await self.typed.withdraw(message, by=by, place=place)
        elif event.kind == "clear":
            await self.typed.forget_reactions(message, place=place, emoji=emoji)
        else:
            is_there = event.kind == "react"
            await self.typed.react(message, by=by, emoji=emoji or "", is_there=is_there, place=place)

    def read_back(self) -> None:
        """Begin to read back what is due, beside all else."""
        if self.reading is None or self.reading.done():
            self.reading = asyncio.create_task(self._work())

    async def _work(self) -> None:
        await self.cases.recall.work()

    async def cut(self) -> None:
        """Cut short what is being read back."""
        if self.reading is not None:
            self.reading.cancel()
            await asyncio.gather(self.reading, return_exceptions=True)

    @property
    def is_busy(self) -> bool:
        """Whether an event is being dealt with."""
        return bool(self._tasks)

    async def quiet(self) -> None:
        """Wait until nothing is under way."""
        self.history.go_on()
        while self._tasks or (self.reading is not None and not self.reading.done()):
            waited = [*self._tasks, *([] if self.reading is None else [self.reading])]
            await asyncio.gather(*waited, return_exceptions=True)

    async def die(self) -> None:
        """End what is under way, wherever it is."""
        await self.cut()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def told(path: Path, history: ModelHistory) -> AsyncIterator[Told]:
    """Run a process on the database at *path*, and let it hear of events."""
    settings = Settings(database={"url": SecretStr(f"sqlite:///{path}")})  # type: ignore[arg-type]  # pydantic reads it
    threads = QuietThreads()
    threads.posted.append("to THREAD, by another process")
    clock = lambda: history.discord.time  # noqa: E731
    async with open_use_cases(settings, threads=threads, history=history, clock=clock) as cases:
        process = Told(cases, history)
        cases.recall.begin(GUILD)
        yield process


async def prepare(path: Path, *, records_typed: bool = True) -> None:
    """Make a database with a discussion under way, whose one prompt is in THREAD."""
    settings = Settings(database={"url": SecretStr(f"sqlite:///{path}")})  # type: ignore[arg-type]  # as above
    async with open_use_cases(settings, threads=QuietThreads(), clock=lambda: START) as cases:
        if records_typed:
            await cases.guilds.change(at=AT, records_typed=True)
        await cases.articles.add(PACK.encode(), name="mill.toml", at=AT)
        article = await cases.articles.get("mill", guild=GUILD)
        await cases.discussions.start(article, at=AT)


def rows(path: Path) -> list[dict[str, Any]]:
    """Return the responses on disk."""
    return _table(path, "SELECT * FROM responses ORDER BY key")


def prompts(path: Path) -> list[dict[str, Any]]:
    """Return the prompts on disk."""
    return _table(path, "SELECT * FROM prompts ORDER BY key")


def counts(path: Path) -> dict[int, dict[str, int]]:
    """Return how often people reacted, by message and emoji."""
    query = """SELECT message, emoji, count FROM reactions
        JOIN responses ON responses.key = reactions.response"""
    found: dict[int, dict[str, int]] = {}
    for row in _table(path, query):
        found.setdefault(row["message"], {})[row["emoji"]] = row["count"]
    return found


def differences(path: Path, world: Discord) -> list[str]:
    """Return in what the database is not as Discord is."""
    recorded = rows(path)
    by_message = {row["message"]: row for row in recorded}
    counted = counts(path)
    found = [] if len(by_message) == len(recorded) else ["a message was recorded twice"]
    for message in world.messages:
        row = by_message.pop(message.id, None)
        text = None if row is None else row["text"]
        is_aimed = THREAD in {message.place, message.reply_to}
        is_answer = message.is_persons and bool(message.text) and is_aimed
        if message.is_gone or not is_answer or message.is_crossed:
            found += [f"{message} stands as {text!r}"] if text is not None else []
        elif text is None and message.was_crossed:
            continue
        elif text != message.text:
            found.append(f"{message} is recorded as {text!r}")
        elif row is not None and row["edited_at"] != written_at(message):
            found.append(f"{message} was edited at {row['edited_at']}")
        elif counted.get(message.id, {}) != message.counts:
            found.append(f"{message} has the reactions {counted.get(message.id)}")
    return [*found, *(f"{message} was never written" for message in by_message)]


def written_at(message: Written) -> str | None:
    """Return when *message* was edited, as it is kept."""
    if message.edited_at is None:
        return None
    return message.edited_at.isoformat(timespec="microseconds").replace("+00:00", "Z")


def payload_of(event: Event) -> dict[str, Any]:
    """Return the gateway's payload of a new message."""
    message = event.message
    author = {"id": str(message.author), "username": "member", "global_name": "Member"}
    payload = {
        "type": 0 if message.reply_to is None else 19,
        "guild_id": str(GUILD),
        "channel_id": str(message.place),
        "id": str(message.id),
        "content": event.text,
        "author": author if message.is_persons else {**author, "bot": True},
    }
    if message.reply_to is not None:
        payload["message_reference"] = {"message_id": str(message.reply_to)}
    return payload


def as_message(event: Event) -> discord.Message:
    """Return what is read of a message that was edited."""
    message = event.message
    return cast(
        discord.Message,
        SimpleNamespace(
            id=message.id,
            content=event.text,
            channel=SimpleNamespace(id=message.place),
            author=SimpleNamespace(id=message.author),
        ),
    )


def _table(path: Path, query: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(query)]
