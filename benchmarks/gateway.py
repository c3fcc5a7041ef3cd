"""Messages recorded per second through the gateway, against a client that does nothing with them.

People type into threads whose prompts are open, all at once. Ours is the whole program on a SQLite file, and
has recorded when the last message is on disk; the other is discord.py's client with its default settings and
the same intents, and is done when it has read the last. Each is a process of its own, and so is Discord.

    PYTHONPATH=.:tests/discord python benchmarks/gateway.py [MESSAGES] [RUNS] [FOLDER]
"""

import asyncio
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from statistics import median

from stage import Stage, read_back, running, staged

POLL = 0.02  # seconds between two looks at the database


async def recorded(database: Path, count: int) -> float:
    """Wait until *count* responses are on disk; return when that was seen."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        while True:
            (there,) = connection.execute("SELECT count(*) FROM responses").fetchone()
            if there >= count:
                return time.monotonic()
            await asyncio.sleep(POLL)


async def measure(kind: str, stage: Stage, count: int) -> tuple[float, float]:
    """Return how many messages a bot of *kind* takes in a second, and in a second of the processor's time."""
    database = stage.copy(kind)
    async with running(kind, stage.stub, database=database) as bot:
        if kind == "causerie":
            await read_back(database, len(stage.threads))  # before anything is there to be read
        payloads = stage.messages(count)
        send = await stage.stub.gateway.burst(payloads)
        before = await bot.ask("cpu")
        began = time.monotonic()
        send()
        if kind == "bare":
            ended = await bot.ask(f"received {payloads[-1]['id']}")
        else:
            ended = await recorded(database, count)
        used = await bot.ask("cpu") - before
    stage.forget()
    return count / (ended - began), count / used


async def compare(count: int, runs: int, folder: Path) -> dict[str, list[tuple[float, float]]]:
    """Return what was measured of each kind, in turn."""
    found: dict[str, list[tuple[float, float]]] = {"bare": [], "causerie": []}
    async with staged(folder, guilds=5, channels=4, people=200, facts=20) as stage:
        for _ in range(runs):
            for kind, rates in found.items():
                rates.append(await measure(kind, stage, count))
    return found


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    within = sys.argv[3] if len(sys.argv) > 3 else None
    with tempfile.TemporaryDirectory(dir=within) as folder:
        found = asyncio.run(compare(count, runs, Path(folder)))
    print(f"{count:,} messages in 20 threads; median of {runs} runs in turn")
    for kind, rates in found.items():
        ratios = [
            [own[side] / bare[side] for own, bare in zip(rates, found["bare"], strict=True)]
            for side in (0, 1)
        ]
        wall, cpu = (median(rate[side] for rate in rates) for side in (0, 1))
        print(
            f"{kind:<9}{wall:8,.0f} a second   {median(ratios[0]):5.2f} x bare"
            f" ({min(ratios[0]):.2f} to {max(ratios[0]):.2f})"
            f"   {cpu:8,.0f} a second of CPU   {median(ratios[1]):5.2f} x bare"
        )


if __name__ == "__main__":
    main()
