"""Threads read back after a start: what that takes of the processor, and how much time Discord lets it.

People have answered in each thread while the bot was away. Discord takes fifty requests a second from a bot;
reading back should take as long as those need, and our own work be a small part of that.

    PYTHONPATH=.:tests/discord python benchmarks/recall.py [THREADS] [MESSAGES] [FOLDER]
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from api_stub.limits import GLOBAL
from stage import Stage, read_back, running, staged

CHANNELS = 50  # in each guild
OK = 200
HISTORY = r"^/channels/\d+/messages$"


async def measure(stage: Stage, messages: int) -> tuple[int, float, float]:
    """Return the requests it took to read everything back, the seconds, and those of the processor."""
    stage.messages(messages * len(stage.threads))
    database = stage.copy("recall")
    stage.stub.server.requests.clear()
    began = time.monotonic()
    async with running("causerie", stage.stub, database=database) as bot:
        before = await bot.ask("cpu")
        ended = await read_back(database, len(stage.threads))
        used = await bot.ask("cpu") - before
    answered = [one for one in stage.stub.server.sent("GET", HISTORY) if one.status == OK]
    return len(answered), ended - began, used


async def run(threads: int, messages: int, folder: Path) -> tuple[int, float, float]:
    """Set the stage and return what was measured."""
    guilds = -(-threads // CHANNELS)
    channels = -(-threads // guilds)
    async with staged(folder, guilds=guilds, channels=channels, people=20, facts=1) as stage:
        return await measure(stage, messages)


def main() -> None:
    """Print the figures."""
    threads = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    messages = int(sys.argv[2]) if len(sys.argv) > 2 else 50
    within = sys.argv[3] if len(sys.argv) > 3 else None
    with tempfile.TemporaryDirectory(dir=within) as folder:
        requests, wall, cpu = asyncio.run(run(threads, messages, Path(folder)))
    limit, seconds = GLOBAL
    allowed = requests * seconds / limit
    print(f"{threads:,} threads with {messages:,} messages each, and their channels: {requests:,} requests")
    print(f"Discord's limit   {allowed:8.1f} s   {allowed / threads * 1000:6.1f} ms a thread")
    print(f"taken             {wall:8.1f} s   {wall / allowed:6.2f} x the limit")
    print(
        f"of the processor  {cpu:8.1f} s   {cpu / threads * 1000:6.1f} ms a thread"
        f"   {cpu / allowed:.2f} x the limit"
    )


if __name__ == "__main__":
    main()
