"""What it costs to have names and texts encrypted in the database, against the same without keys.

The same responses are recorded, exported in each way and read for a report, in turn, on SQLite: once as they
are, once encrypted. Then a database is encrypted that was not, and gets another key.

    python benchmarks/encryption.py [RESPONSES] [RUNS] [FOLDER]
"""

import asyncio
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median

from measure import MEBIBYTE
from recording import prepare, responses, through_store

from bot.domain.discussion import NewResponse
from bot.domain.export import Choice
from bot.domain.identity import LOCAL_CHANNEL, LOCAL_GUILD, MemberId, Person, Role
from bot.services.clock import now
from bot.services.exports import ExportService
from bot.services.place import Place
from bot.services.reports import PAGE
from bot.storage.engine import Database
from bot.storage.keyring import Keyring, new_key
from bot.storage.sealing import encrypt, settle_keys
from bot.storage.store import Store, open_store

PATIENCE = timedelta(seconds=5)
WAYS = ("plain", "encrypted")
OPERATOR = Place(
    guild=LOCAL_GUILD,
    channel=LOCAL_CHANNEL,
    person=Person(id=MemberId(1), name="operator", role=Role.MODERATOR),
)


@asynccontextmanager
async def opened(path: Path, keyring: Keyring) -> AsyncIterator[Store]:
    """Open the database at *path*."""
    url = f"sqlite:///{path}"
    async with open_store(url, keep_backups=1, patience=PATIENCE, keyring=keyring) as store:
        yield store


async def export(path: Path, keyring: Keyring, *, format_: str, words: str | None = None) -> float:
    """Return the seconds that an export takes."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        async with opened(path, keyring) as store:
            began = time.perf_counter()
            await ExportService(store, clock=now).take(
                [format_], folder=Path(folder) / "out", at=OPERATOR, choice=Choice(text=words)
            )
            return time.perf_counter() - began


async def read(path: Path, keyring: Keyring) -> float:
    """Return the seconds that it takes to read what a report is made of."""
    async with opened(path, keyring) as store:
        began = time.perf_counter()
        async with store.extract() as extract, extract.of(LOCAL_GUILD, Choice(names=True)) as chosen:
            async for _ in chosen.report_rows().pages(page=PAGE):
                pass
        return time.perf_counter() - began


async def rewrite(path: Path, keyring: Keyring) -> float:
    """Return the seconds that it takes to have everything encrypted by the newest key."""
    database = Database(f"sqlite:///{path}", patience=PATIENCE, keyring=keyring)
    try:
        await settle_keys(database)
        began = time.perf_counter()
        await encrypt(database)
        return time.perf_counter() - began
    finally:
        await database.close()


async def once(folder: Path, given: list[NewResponse], seconds: dict[str, list[float]]) -> dict[str, int]:
    """Do everything once; return how large the databases are."""
    first, second = new_key(), new_key()
    sizes = {}
    for way, keyring in zip(WAYS, (Keyring(), Keyring([first])), strict=True):
        path = folder / f"{way}.db"
        await prepare(f"sqlite:///{path}")
        seconds[f"record {way}"].append(await through_store(f"sqlite:///{path}", given, keyring=keyring))
        sizes[way] = path.stat().st_size
        for format_ in ("csv", "jsonl", "xlsx"):
            seconds[f"export as {format_} {way}"].append(await export(path, keyring, format_=format_))
        found = await export(path, keyring, format_="csv", words="nobody said so")
        seconds[f"look for words {way}"].append(found)
        seconds[f"read for a report {way}"].append(await read(path, keyring))
    seconds["encrypt"].append(await rewrite(folder / "plain.db", Keyring([first])))
    seconds["change the key"].append(await rewrite(folder / "plain.db", Keyring([second, first])))
    return sizes


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    within = sys.argv[3] if len(sys.argv) > 3 else None
    given = responses(count)
    seconds: dict[str, list[float]] = defaultdict(list)
    sizes: dict[str, int] = {}
    for _ in range(runs):
        with tempfile.TemporaryDirectory(dir=within) as folder:
            sizes = asyncio.run(once(Path(folder), given, seconds))
    print(f"{count:,} responses; median of {runs} runs in turn")
    print(f"{'':<20}{'plain':>10}{'encrypted':>12}{'ratio':>8}{'more for each':>16}")
    for name in [key.removesuffix(" plain") for key in seconds if key.endswith(" plain")]:
        plain, encrypted = (median(seconds[f"{name} {way}"]) for way in WAYS)
        each = (encrypted - plain) / count * 1e6
        print(f"{name:<20}{plain:8.2f} s{encrypted:10.2f} s{encrypted / plain:7.2f}x{each:13.1f} µs")
    for name in ("encrypt", "change the key"):
        taken = median(seconds[name])
        print(f"{name:<20}{'':>10}{taken:10.2f} s{'':>8}{taken / count * 1e6:13.1f} µs")
    plain_size, encrypted_size = (sizes[way] / MEBIBYTE for way in WAYS)
    print(
        f"{'the file':<20}{plain_size:6.0f} MiB{encrypted_size:8.0f} MiB{encrypted_size / plain_size:7.2f}x"
    )


if __name__ == "__main__":
    main()
