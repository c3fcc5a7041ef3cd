"""Where bots are measured: a Discord of our own with people, threads and prompts, the bot in another process.

The stub under tests/discord is that Discord; what it costs is not on the account of the bot.
"""

import asyncio
import json
import shutil
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path

from api_stub.actors import GuildActor
from api_stub.people import Member
from api_stub.stub import Stub
from api_stub.world import Message, Payload, snowflake
from measure import ROOT

from bot.app import open_use_cases
from bot.config import Settings
from bot.discord_front.threads import DiscordThreads
from bot.domain.identity import ChannelId, GuildId, MemberId, Person, Role
from bot.services.place import Place

PATIENCE = timedelta(minutes=5)
POLL = 0.05  # seconds between two looks at the database
TEXT = "Je crois que la concentration n'est pas une fatalité : tout dépend de qui décide, et de comment. " * 2
PATTERNS = (
    "La société {who} a investi {number} millions d'euros dans {what} à {where}.",
    "{who} emploie {number} personnes au service {what} de {where}.",
    "Selon {who}, la ville de {where} perd {number} habitants à cause du {what}.",
    "Le prix du {what} a augmenté de {number} francs à {where}, dit {who}.",
    "L'université de {where} publie {number} études sur le {what} avec {who}.",
    "Un tribunal de {where} condamne {who} à {number} jours pour {what}.",
    "En {number}, {who} fonde à {where} la revue « {what} ».",
    "{who} nie avoir vendu {number} tonnes de {what} au port de {where}.",
)
QUESTIONS = '[[questions]]\ntext = "Qui devrait décider ?"\n'


class Bot:
    """A bot in a process of its own."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def ask(self, question: str) -> float:
        """Return its answer to *question*: see bots.py."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{question}\n".encode())
        return await self.answer()

    async def answer(self) -> float:
        """Return what it says next."""
        assert self._process.stdout is not None
        async with asyncio.timeout(PATIENCE.total_seconds()):
            line = await self._process.stdout.readline()
        if not line:
            raise RuntimeError("the bot has ended")
        answer: float = json.loads(line)
        return answer


@asynccontextmanager
async def running(kind: str, stub: Stub, *, database: Path) -> AsyncIterator[Bot]:
    """Run a bot of *kind*, connected, for as long as the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "benchmarks/bots.py",
        kind,
        stub.url,
        stub.gateway_url,
        stub.token,
        str(database),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    try:
        bot = Bot(process)
        await bot.answer()  # it is ready
        yield bot
    finally:
        process.stdin.close()
        await process.wait()


@asynccontextmanager
async def discord_of_ours() -> AsyncIterator[Stub]:
    """Open the stub; clients may come back as often as they like."""
    async with Stub() as stub:
        stub.gateway.identify_window = 0
        yield stub


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A thread in which a prompt is answered."""

    guild: GuildActor
    channel: int
    id: int
    prompt: Message
    people: Sequence[Member]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Threads with open prompts, and the database that knows them."""

    stub: Stub
    moderator: Member  # of the first guild
    threads: Sequence[Thread]
    database: Path

    def copy(self, name: str) -> Path:
        """Return the database as it was at first, under another name; nothing in it was read back yet."""
        target = self.database.with_name(f"{name}.db")
        for stale in target.parent.glob(f"{name}.db*"):
            stale.unlink()
        shutil.copy(self.database, target)
        with closing(sqlite3.connect(target)) as connection:
            connection.execute("UPDATE prompts SET recalled_at = NULL, seen = NULL")
            connection.commit()
        return target

    def forget(self) -> None:
        """Let go of what was typed, and of the sessions that are over."""
        for thread in self.threads:
            self.stub.world.messages[thread.id].clear()
        self.stub.gateway.forget_sessions()
        self.stub.server.requests.clear()

    def messages(self, count: int) -> list[Payload]:
        """Return messages that people type into the threads, in turn; each is there to be reacted to."""
        return [
            self._message(thread, number) for number, thread in enumerate(islice(cycle(self.threads), count))
        ]

    def _message(self, thread: Thread, number: int) -> Payload:
        world, guild = self.stub.world, thread.guild.guild
        author = thread.people[number % len(thread.people)].id
        message = Message(
            id=snowflake(), channel=thread.id, guild=guild.id, author=author, content=f"{TEXT}{number}"
        )
        world.messages[thread.id][message.id] = message
        member = {name: value for name, value in guild.members[author].items() if name != "user"}
        return {**world.message_payload(message), "guild_id": str(guild.id), "member": member}


async def read_back(database: Path, threads: int) -> float:
    """Wait until so many threads are read back; return when that was seen."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        while True:
            query = "SELECT count(*) FROM prompts WHERE recalled_at IS NOT NULL"
            (there,) = connection.execute(query).fetchone()
            if there >= threads:
                return time.monotonic()
            await asyncio.sleep(POLL)


@asynccontextmanager
async def staged(
    folder: Path, *, guilds: int, channels: int, people: int, facts: int
) -> AsyncIterator[Stage]:
    """Yield a stage of *guilds* with so many *channels*, each with a thread, in each guild."""
    database = folder / "stage.db"
    async with AsyncExitStack() as stack:
        stub = await stack.enter_async_context(discord_of_ours())
        stub.server.limits.is_on = False  # until all is in its place
        actors = [stub.guild(f"Le Phare {number}", locale="fr") for number in range(guilds)]
        places = {actor.id: [actor.text(f"salon-{number}") for number in range(channels)] for actor in actors}
        moderators = [
            actor.member("Ann", locale="fr", manage_guild=True, manage_messages=True) for actor in actors
        ]
        crowds = [
            [actor.member(f"Camille {number}", locale="fr") for number in range(people)] for actor in actors
        ]
        for actor in actors:
            actor.invite_bot()
        await prepare(database, guilds=[actor.id for actor in actors], pack=pack_of(facts))
        threads: list[Thread] = []
        async with running("causerie", stub, database=database):
            for actor, moderator, crowd in zip(actors, moderators, crowds, strict=True):
                for place in places[actor.id]:
                    await moderator.run("discuss start", channel=place, article="faits")
                    (thread,) = actor.threads(place)
                    prompt = next(one for one in actor.messages(place) if one.id == int(thread["id"]))
                    threads.append(
                        Thread(guild=actor, channel=place, id=prompt.id, prompt=prompt, people=crowd)
                    )
        stub.server.limits.is_on = True
        yield Stage(stub=stub, moderator=moderators[0], threads=threads, database=database)


async def prepare(database: Path, *, guilds: Sequence[int], pack: str) -> None:
    """Make a database in which each guild records what is typed and has the article of *pack*."""
    settings = Settings(database={"url": f"sqlite:///{database}"})  # type: ignore[arg-type]  # pydantic reads it
    async with open_use_cases(settings, threads=DiscordThreads()) as cases:
        for guild in guilds:
            person = Person(id=MemberId(1), name="Ann", role=Role.MODERATOR, is_admin=True)
            at = Place(guild=GuildId(guild), channel=ChannelId(guild), person=person)
            await cases.guilds.change(at=at, records_typed=True, language="fr")
            await cases.articles.add(pack.encode(), name="faits.toml", at=at)


def pack_of(facts: int) -> str:
    """Return a pack with so many *facts*, no two alike, and as many words as a small encyclopaedia has."""
    parts = ['id = "faits"\ntitle = "Faits"\nlanguage = "fr"\n', QUESTIONS]
    parts += [f'[[facts]]\ntext = "{fact(number)}"\n' for number in range(facts)]
    return "\n".join(parts)


def fact(number: int) -> str:
    """Return a sentence of its own for each *number*."""
    who, what, where = word(number * 7 % 4_099), word(number * 13 % 8_191), word(number * 29 % 2_053)
    pattern = PATTERNS[number % len(PATTERNS)]
    return pattern.format(who=who.title(), what=what, where=where.title(), number=number)


def word(number: int) -> str:
    """Return a word of its own for each *number*."""
    syllables = (
        "ba",
        "ren",
        "to",
        "mi",
        "lou",
        "sar",
        "ke",
        "vin",
        "do",
        "pel",
        "ga",
        "nor",
        "fi",
        "chu",
        "tra",
        "be",
    )
    parts = []
    for _ in range(4):
        number, which = divmod(number, len(syllables))
        parts.append(syllables[which])
    return "".join(parts)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that *share* of *values* do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
