"""How long people wait, and how long the event loop is blocked, while 500 messages a second are recorded.

People look facts up among 10,000, press the prompt's button and send its form, and are shown suggestions as
they type; Discord, in a process of its own, sees when each is acknowledged. That goes on while an index is
built, while the largest file is read, while 100,000 answers are exported. Beside it: a bot of discord.py that
answers everything with the same words.

    PYTHONPATH=.:tests/discord python benchmarks/responsiveness.py [RUNS] [FOLDER]
"""

import asyncio
import random
import sqlite3
import sys
import tempfile
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import Any

from api_stub import people
from api_stub.people import Member, NoAnswerError
from api_stub.seen import Answer
from recording import TEXT
from stage import Bot, Stage, Thread, fact, percentile, running, staged

from bot.articles.decode import MAX_BYTES
from bot.i18n import Language, text_in
from bot.storage.columns import to_utc_text

RATE = 500  # messages a second
FACTS = 10_000
RESPONSES = 100_000
SECONDS = 8.0  # that each situation lasts at least
LOOK_UPS, FORMS, SUGGESTIONS = 8, 4, 8  # a second
LATE = 3.0  # what counts for an answer that never came
SAY = text_in(Language.FRENCH)

Act = Callable[[Thread, Member], Coroutine[Any, Any, None]]


@dataclass(kw_only=True)
class Waits:
    """How long people waited, in seconds."""

    acknowledged: list[float] = field(default_factory=list)
    suggested: list[float] = field(default_factory=list)

    async def answered(self, doing: Awaitable[Answer]) -> Answer | None:
        """Note how long the acknowledgement of what is being done takes."""
        try:
            answer = await doing
        except NoAnswerError:
            self.acknowledged.append(LATE)
            return None
        self.acknowledged.append(answer.acknowledged_after)
        return answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One situation: what people waited for, and the longest time the loop did nothing for anybody."""

    waits: Waits
    blocked: float


class Crowd:
    """People who never stop."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._waits = Waits()
        self._acts: set[asyncio.Task[None]] = set()

    async def while_under_way(self, bot: Bot, work: Awaitable[object]) -> Measured:
        """Let people ask and write while *work* is done, and some time longer."""
        self._waits = Waits()
        await bot.ask("lateness")
        crowd = [
            asyncio.create_task(self._type()),
            asyncio.create_task(self._every(1 / LOOK_UPS, self._look_up)),
            asyncio.create_task(self._every(1 / FORMS, self._answer)),
            asyncio.create_task(self._every(1 / SUGGESTIONS, self._suggest)),
        ]
        try:
            await asyncio.gather(asyncio.sleep(SECONDS), work)
        finally:
            for task in crowd:
                task.cancel()
            await asyncio.gather(*crowd, return_exceptions=True)
        await asyncio.gather(*self._acts)
        return Measured(waits=self._waits, blocked=await bot.ask("lateness"))

    async def _type(self) -> None:
        while True:
            await self._stage.stub.gateway.flood(self._stage.messages(RATE), rate=RATE)

    async def _every(self, seconds: float, act: Act) -> None:
        turns = cycle(
            (thread, member)
            for number in range(len(self._stage.threads[0].people))
            for thread in self._stage.threads
            for member in thread.people[number : number + 1]
        )
        for thread, member in turns:
            task = asyncio.create_task(act(thread, member))
            self._acts.add(task)
            task.add_done_callback(self._acts.discard)
            await asyncio.sleep(seconds)

    async def _look_up(self, thread: Thread, member: Member) -> None:
        words = fact(random.randrange(FACTS)).split()  # noqa: S311 (any will do)
        query = " ".join(words[1:8])
        await self._waits.answered(member.run("fact", channel=thread.id, query=query))

    async def _answer(self, thread: Thread, member: Member) -> None:
        form = await self._waits.answered(member.click(thread.prompt, SAY("button.answer")))
        if form is not None and form.modal is not None:
            values = {name: TEXT for name in form.fields if name == "text"}
            given = {**values, "agreed": True} if "agreed" in form.fields else values
            await self._waits.answered(member.submit(form, **given))

    async def _suggest(self, thread: Thread, member: Member) -> None:
        typed = fact(random.randrange(FACTS))[: random.randrange(3, 40)]  # noqa: S311 (any will do)
        with suppress(NoAnswerError):
            _, seconds = await member.autocomplete("fact", channel=thread.id, focused="query", query=typed)
            self._waits.suggested.append(seconds)


def fill(database: Path, stage: Stage) -> None:
    """Let there be answers to export in the first guild."""
    now = to_utc_text(datetime.now(UTC))
    with closing(sqlite3.connect(database)) as connection:
        (prompt,) = connection.execute(
            "SELECT key FROM prompts WHERE thread = ?", (stage.threads[0].id,)
        ).fetchone()
        connection.executemany(
            "INSERT INTO responses (key, prompt, author, author_name, text, given, created_at)"
            " VALUES (?, ?, ?, 'Camille', ?, 'thread', ?)",
            ((key, prompt, key % 5_000 + 1, f"{TEXT} {key}", now) for key in range(1, RESPONSES + 1)),
        )
        connection.execute(
            "INSERT INTO counters (name, value) VALUES ('responses', ?)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (RESPONSES,),
        )
        connection.commit()


def outdate(database: Path) -> None:
    """Let every index be out of date, as when another process has changed a fact."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE counters SET value = value + 1 WHERE name LIKE 'facts:%'")
        connection.commit()


def largest_file() -> bytes:
    """Return an article as large as may be handed over."""
    number, parts, size = 0, ["# Un très long article\n\n"], 0
    while size < MAX_BYTES - 1_000:
        sentence = fact(number)
        parts.append(f"« {sentence} », a déclaré Marie Dupont.\n\n" if number % 3 == 0 else f"{sentence} ")
        size += len(parts[-1].encode())
        number += 1
    return "".join(parts).encode()[: MAX_BYTES - 100]


async def situations(stage: Stage, database: Path) -> dict[str, Measured]:
    """Measure one run of each situation."""
    fill(database, stage)
    article = largest_file()
    ann, channel = stage.moderator, stage.threads[0].channel
    crowd = Crowd(stage)
    found: dict[str, Measured] = {}

    async def nothing() -> None:
        """Leave it at what people do."""

    async def add_article() -> None:
        answer = await ann.run("article add", channel=channel, file=("long.md", article))
        assert answer.message is not None

    async def export() -> None:
        answer = await ann.run("export", channel=channel, format="csv")
        assert answer.message is not None  # the files are too large for Discord, and stay with the operator

    async def rebuild() -> None:
        for _ in range(3):
            await asyncio.to_thread(outdate, database)
            await asyncio.sleep(SECONDS / 4)

    async with running("causerie", stage.stub, database=database) as bot:
        found["first index"] = await crowd.while_under_way(bot, nothing())
        found["messages alone"] = await crowd.while_under_way(bot, nothing())
        found["index built anew"] = await crowd.while_under_way(bot, rebuild())
        found["largest file"] = await crowd.while_under_way(bot, add_article())
        found["export"] = await crowd.while_under_way(bot, export())
    stage.forget()
    async with running("static", stage.stub, database=database) as bot:
        found["static answers"] = await crowd.while_under_way(bot, nothing())
    stage.forget()
    return found


async def repeat(runs: int, folder: Path) -> dict[str, list[Measured]]:
    """Measure every situation so many times."""
    found: dict[str, list[Measured]] = {}
    async with staged(folder, guilds=1, channels=20, people=200, facts=FACTS) as stage:
        for _ in range(runs):
            for name, measured in (await situations(stage, stage.copy("run"))).items():
                found.setdefault(name, []).append(measured)
    return found


def main() -> None:
    """Print the table."""
    people.PATIENCE = 600.0  # an article as large as may be takes a while, as its readers know
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    within = sys.argv[2] if len(sys.argv) > 2 else None
    with tempfile.TemporaryDirectory(dir=within) as folder:
        found = asyncio.run(repeat(runs, Path(folder)))
    print(f"{RATE} messages a second, {FACTS:,} facts; milliseconds, median of {runs} runs")
    print(f"{'':<18}acknowledged: p50   p99    max   suggested: p50   p99   loop blocked")
    for name, measured in found.items():
        waits = [
            median(percentile(getattr(one.waits, kind), share) * 1_000 for one in measured)
            for kind, share in (
                ("acknowledged", 0.5),
                ("acknowledged", 0.99),
                ("acknowledged", 1.0),
                ("suggested", 0.5),
                ("suggested", 0.99),
            )
        ]
        blocked = median(one.blocked for one in measured) * 1_000
        print(
            f"{name:<18}{waits[0]:18.1f} {waits[1]:5.0f} {waits[2]:6.0f} {waits[3]:16.1f} {waits[4]:5.0f}"
            f" {blocked:14.0f}"
        )


if __name__ == "__main__":
    main()
