"""Memory at 1, 100 and 1,000 servers, against a bot of discord.py with its default intents and caches.

The servers are as large as lively ones are, and Discord tells of them what it tells without the intents for
members and presences. What is shown is what a process holds once it is connected, has settled and has thrown
away what is of no use; and what a server adds to that, from the fewest servers to the most.

    PYTHONPATH=.:tests/discord python benchmarks/memory.py [RUNS]
"""

import asyncio
import sys
import tempfile
from pathlib import Path
from statistics import median

import discord
from api_stub.actors import GuildActor
from api_stub.stub import Stub
from api_stub.world import CATEGORY, Payload, snowflake
from measure import MEBIBYTE
from stage import discord_of_ours, running

SIZES = (1, 100, 1_000)
KINDS = ("defaults", "causerie")
CATEGORIES, TEXTS, FORUMS, VOICES, THREADS = 5, 17, 2, 6, 8
ROLES, EMOJIS, STICKERS = 20, 50, 10
VOICE = 2
SETTLE = 2.0  # seconds


def furnish(stub: Stub, actor: GuildActor) -> None:
    """Give a server the channels, roles, emojis, stickers and threads of a lively one."""
    world, guild = stub.world, actor.guild
    roles = [
        world.add_role(guild, f"Rôle {number}", discord.Permissions(1 << number)) for number in range(ROLES)
    ]
    closed = [
        {"id": str(role), "type": 0, "allow": "1024", "deny": "2048"} for role in (guild.id, *roles[:2])
    ]
    sections = [
        world.add_channel(guild, f"rubrique-{number}", kind=CATEGORY, permission_overwrites=closed)["id"]
        for number in range(CATEGORIES)
    ]
    for number in range(TEXTS):
        topic = f"On parle ici du sujet {number}, et on reste courtois."
        world.add_channel(
            guild,
            f"salon-{number}",
            parent_id=sections[number % CATEGORIES],
            topic=topic,
            permission_overwrites=closed if number % 3 == 0 else [],
        )
    for number in range(FORUMS):
        actor.forum(f"forum-{number}", tags=("ouvert", "clos", "résumé"))
    for number in range(VOICES):
        world.add_channel(guild, f"vocal-{number}", kind=VOICE, bitrate=64_000, user_limit=0)
    parents = [number for number, one in guild.channels.items() if one["type"] == 0]
    for number in range(THREADS):
        world.add_thread(
            guild, id_=snowflake(), parent=parents[number], name=f"fil {number}", owner=guild.owner
        )
    guild.emojis = [emoji(number) for number in range(EMOJIS)]
    guild.stickers = [sticker(number, guild=guild.id) for number in range(STICKERS)]


def emoji(number: int) -> Payload:
    """Return an emoji of a server's own."""
    return {
        "id": str(snowflake()),
        "name": f"emoji_{number}",
        "roles": [],
        "require_colons": True,
        "managed": False,
        "animated": number % 5 == 0,
        "available": True,
    }


def sticker(number: int, *, guild: int) -> Payload:
    """Return a sticker of a server's own."""
    return {
        "id": str(snowflake()),
        "guild_id": str(guild),
        "name": f"autocollant {number}",
        "description": "Un autocollant du serveur",
        "tags": "wave",
        "type": 2,
        "format_type": 1,
        "available": True,
    }


async def measure(size: int, runs: int, folder: Path) -> dict[str, float]:
    """Return the bytes that each kind of bot holds at *size* servers."""
    found: dict[str, list[float]] = {kind: [] for kind in KINDS}
    async with discord_of_ours() as stub:
        for number in range(size):
            actor = stub.guild(f"Serveur {number}", locale="fr")
            furnish(stub, actor)
            actor.invite_bot()
            # Long ago: a bot that has just come in greets people.
            actor.guild.members[stub.world.bot]["joined_at"] = "2026-01-01T00:00:00.000000+00:00"
        for run in range(runs):
            for kind in KINDS:
                async with running(kind, stub, database=folder / f"{size}-{run}.db") as bot:
                    await asyncio.sleep(SETTLE)
                    found[kind].append(await bot.ask("memory"))
                stub.gateway.forget_sessions()
    return {kind: median(some) for kind, some in found.items()}


def main() -> None:
    """Print the table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory() as folder:
        held = {size: asyncio.run(measure(size, runs, Path(folder))) for size in SIZES}
    print(f"median of {runs} runs in turn   MiB   MiB of discord.py's defaults")
    for size, found in held.items():
        own, other = (found[kind] / MEBIBYTE for kind in ("causerie", "defaults"))
        print(f"{size:>6,} servers {own:18.1f} {other:12.1f}")
    fewest, most = SIZES[0], SIZES[-1]
    own, other = (
        (held[most][kind] - held[fewest][kind]) / (most - fewest) / 1024 for kind in ("causerie", "defaults")
    )
    print(f"each more      {own:18.1f} {other:12.1f} KiB   {own / other:.2f} x")


if __name__ == "__main__":
    main()
