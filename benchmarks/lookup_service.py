"""What a server of many facts costs the bot: the first look-up, a restart, a correction, a burst; and memory.

Each situation is a process of its own on the same SQLite database, which asks through LookupService as the
bot does, beside a clock that notices how long the event loop is not free for others. Figures are given with
their ratio to those of an index that the process makes itself, in a thread, and keeps in no file: what is
called *here*. Above 200,000 facts that is left out, and the ratios are to the process that has one made
elsewhere.

    PYTHONPATH=. python benchmarks/lookup_service.py [--facts N] [--folder FOLDER]
"""

import argparse
import asyncio
import gc
import json
import os
import random
import resource
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from measure import MEBIBYTE, ROOT, own_peak

from bot.discord_front.run import tune
from bot.domain.article import FactState
from bot.domain.identity import ArticleId, GuildId, MemberId, Person, Role
from bot.services.clock import now
from bot.services.indexes import Keeping
from bot.services.lookup import LookupService
from bot.storage.columns import to_utc_text
from bot.storage.counters import facts_of
from bot.storage.store import Store, open_store, upgrade_store

GUILD = GuildId(7)
ANN = Person(id=MemberId(1), name="Ann", role=Role.MODERATOR)
FACTS_OF_AN_ARTICLE = 50
MOST_HERE = 200_000
LOOK_UPS, AT_ONCE, BURST = 300, 4, 50
NAP = 0.002  # seconds
PATIENCE = timedelta(seconds=30)
SYLLABLES = (
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
VERBS = ("opened", "closed", "bought", "lost", "rebuilt", "painted", "flooded", "sold", "moved", "promised")
WHAT = ("mill", "bridge", "harbour", "school", "bakery", "tower", "market", "library", "quay", "theatre")


def word(number: int) -> str:
    """Return a word of its own for each *number*."""
    parts = []
    for _ in range(4):
        number, which = divmod(number, len(SYLLABLES))
        parts.append(SYLLABLES[which])
    return "".join(parts)


def fact(number: int) -> str:
    """Return a sentence of its own for each *number*, with as many words as a small encyclopaedia has."""
    who, where = word(number * 7 % 16_381).title(), word(number * 29 % 8_191).title()
    how, what = VERBS[number % 10], WHAT[number // 10 % 10]
    return f"{who} {how} the {what} of {where} for {number % 9_973} euros in {1500 + number % 520}."


def query(number: int) -> str:
    """Return what somebody asks who has heard of a fact, with a slip of the finger now and then."""
    words = fact(number).split()
    asked = [words[0], words[1], words[3], words[5]]
    if number % 3 == 0:
        asked[0] = asked[0][:2] + asked[0][3:]
    return " ".join(asked)


async def fill(database: Path, facts: int) -> None:
    """Make a database of so many facts."""
    await upgrade_store(f"sqlite:///{database}", keep_backups=1, patience=PATIENCE)
    count = -(-facts // FACTS_OF_AN_ARTICLE)
    at = to_utc_text(datetime(2026, 1, 1, tzinfo=UTC))
    with closing(sqlite3.connect(database)) as connection:
        connection.executemany(
            "INSERT INTO articles"
            " (key, guild, id, title, language, text, fingerprint, added_at, added_by, revision)"
            " VALUES (?, ?, ?, ?, 'en', '', ?, ?, 1, ?)",
            (
                (key, GUILD, f"a{key}", f"News of {word(key)}", str(key), at, key)
                for key in range(1, count + 1)
            ),
        )
        connection.executemany(
            "INSERT INTO facts (article, id, position, text, passage, score, state)"
            " VALUES (?, ?, ?, ?, ?, 0.5, 'stated')",
            (
                (1 + number // FACTS_OF_AN_ARTICLE, f"f{number}", number % FACTS_OF_AN_ARTICLE, text, text)
                for number in range(facts)
                for text in (fact(number),)
            ),
        )
        connection.execute("INSERT INTO counters (name, value) VALUES (?, ?)", (facts_of(GUILD), count))
        connection.commit()


@dataclass(kw_only=True)
class Loop:
    """Notices how long others have to wait for their turn."""

    worst: float = field(default=0.0)

    async def watch(self) -> None:
        """Look, for ever."""
        while True:
            due = time.perf_counter() + NAP
            await asyncio.sleep(NAP)
            self.worst = max(self.worst, time.perf_counter() - due)

    def stall(self) -> float:
        """Return the longest wait since this was asked last, in seconds."""
        worst, self.worst = self.worst, 0.0
        return worst


def resident() -> tuple[int, int]:
    """Return the bytes of memory that are this process's own, and those of files that it has mapped."""
    for _ in range(3):
        gc.collect()
    fields = Path("/proc/self/statm").read_text("ascii").split()
    page = os.sysconf("SC_PAGE_SIZE")
    return (int(fields[1]) - int(fields[2])) * page, int(fields[2]) * page


async def correct(store: Store, number: int) -> None:
    """Correct a fact, as moderators do."""
    async with store.write() as tx:
        await tx.articles.change_fact(
            ArticleId(1 + number // FACTS_OF_AN_ARTICLE),
            f"f{number}",
            state=FactState.CORRECTED,
            note="-",
            text=f"{fact(number)[:-1]}, which was corrected {random.random()}.",  # noqa: S311 (any will do)
            guild=GUILD,
            at=now(),
            by=ANN,
        )


async def measured(database: Path, folder: Path | None, *, facts: int) -> dict[str, float]:
    """Return what a process that has begun just now sees."""
    found: dict[str, float] = {}
    loop = Loop()
    watching = asyncio.create_task(loop.watch())
    url = f"sqlite:///{database}"
    async with open_store(url, keep_backups=1, patience=PATIENCE) as store:
        lookup = LookupService(store, clock=now, keeping=Keeping(folder=folder))

        async def ask(text: str) -> float:
            began = time.perf_counter()
            await lookup.find(text, guild=GUILD, counts=False)
            return time.perf_counter() - began

        found["own at first"], _ = resident()
        loop.stall()
        found["first"], found["first stall"] = await ask(query(1)), loop.stall()
        asked = iter(random.Random(7).sample(range(facts), LOOK_UPS))  # noqa: S311 (any will do)

        async def some() -> list[float]:
            return [await ask(query(number)) for number in asked]

        waits = sorted(
            wait for one in await asyncio.gather(*(some() for _ in range(AT_ONCE))) for wait in one
        )
        found["p50"], found["p99"] = waits[len(waits) // 2], waits[int(len(waits) * 0.99)]
        found["stall"] = loop.stall()
        began = time.perf_counter()
        await asyncio.gather(*(ask(query(facts - 2)) for _ in range(BURST)))
        found["burst"] = time.perf_counter() - began
        await correct(store, facts // 2)
        loop.stall()
        found["corrected"], found["corrected stall"] = await ask(query(3)), loop.stall()
        found["own"], found["mapped"] = resident()
        found["peak"] = own_peak()
        found["peak elsewhere"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
        found["index"] = lookup.shelf.nbytes
        await lookup.close()
    watching.cancel()
    return found


async def situation(database: Path, folder: Path | None, *, facts: int) -> dict[str, float]:
    """Return what ``measured`` does, from a process of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        __file__,
        f"--facts={facts}",
        f"--database={database}",
        *([] if folder is None else [f"--folder={folder}"]),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()
    found: dict[str, float] = json.loads(said)
    return found


ROWS = (
    ("first look-up", "first", 1.0, "s"),
    ("  event loop held up by then", "first stall", 1_000, "ms"),
    (f"look-ups, {AT_ONCE} at once: p50", "p50", 1_000, "ms"),
    (f"look-ups, {AT_ONCE} at once: p99", "p99", 1_000, "ms"),
    ("  event loop held up by then", "stall", 1_000, "ms"),
    (f"the same look-up {BURST} times at once", "burst", 1_000, "ms"),
    ("look-up after a correction", "corrected", 1_000, "ms"),
    ("  event loop held up by then", "corrected stall", 1_000, "ms"),
    ("index", "index", 1 / MEBIBYTE, "MiB"),
    ("memory of the process's own", "own", 1 / MEBIBYTE, "MiB"),
    ("  before the first look-up", "own at first", 1 / MEBIBYTE, "MiB"),
    ("  at most, with what is mapped", "peak", 1 / MEBIBYTE, "MiB"),
    ("memory of the indexing process", "peak elsewhere", 1 / MEBIBYTE, "MiB"),
)


async def compare(folder: Path, facts: int) -> None:
    """Print the table."""
    database, kept = folder / "facts.db", folder / "facts"
    await fill(database, facts)
    found = {"here": await situation(database, None, facts=facts)} if facts <= MOST_HERE else {}
    found["first"] = await situation(database, kept, facts=facts)
    found["restart"] = await situation(database, kept, facts=facts)
    base = next(iter(found))
    (file,) = kept.iterdir()
    print(f"{facts:,} facts; file of {file.stat().st_size / MEBIBYTE:.0f} MiB; ratios to {base!r}")
    print(f"{'':<38}" + "".join(f"{name:>21}" for name in found))
    for title, key, factor, unit in ROWS:
        cells = [
            f"{one[key] * factor:9.1f} {unit:<3} {one[key] / found[base][key]:5.2f} x"
            if found[base][key]
            else f"{one[key] * factor:9.1f} {unit:<3}        "
            for one in found.values()
        ]
        print(f"{title:<38}" + "".join(f"{cell:>21}" for cell in cells))


def main() -> None:
    """Compare, or measure what the process that compares asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=int, default=100_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--database", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.database is not None:
        tune()  # as the bot is
        print(json.dumps(asyncio.run(measured(asked.database, asked.folder, facts=asked.facts))))
        return
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        asyncio.run(compare(Path(folder), asked.facts))


if __name__ == "__main__":
    main()
