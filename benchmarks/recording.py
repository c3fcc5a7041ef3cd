"""Responses recorded per second, each acknowledged after its commit, against sqlite3 itself in batches.

All write the same responses to the same table with the same index, WAL and ``synchronous = FULL``, on the
same disk, in turn: sqlite3 alone, the store given the same batches, and the recorder, at which thousands of
people speak at once and each waits for a receipt. The last also pays for a task and a future a response.

    python benchmarks/recording.py [RESPONSES] [RUNS] [FOLDER]
"""

import asyncio
import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from bot.domain.discussion import Given, NewResponse
from bot.domain.identity import MemberId, PromptId
from bot.services.recorder import BATCH, Recorder
from bot.storage.columns import to_utc_text
from bot.storage.keyring import Keyring
from bot.storage.store import open_store

PEOPLE = 4_000  # who speak at the same time, each waiting for a receipt
TEXT = "Je crois que la concentration n'est pas une fatalité : tout dépend de qui décide, et de comment. " * 2
INSERT = (
    'INSERT INTO responses ("key", prompt, author, author_name, text, given, created_at)'
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)


async def prepare(url: str) -> None:
    """Make a database with one open prompt."""
    async with open_store(url, keep_backups=1, patience=timedelta(seconds=5)):
        pass
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        now = to_utc_text(datetime.now(UTC))
        rows: dict[str, dict[str, object]] = {
            "articles": {"guild": 0, "id": "a", "title": "t", "language": "fr", "text": "", "added_by": 1}
            | {"fingerprint": "f", "added_at": now},
            "questions": {"article": 1, "id": "q1", "position": 0, "text": "q", "follow_ups": "[]"},
            "discussions": {"guild": 0, "channel": 0, "article": 1, "state": "open", "opened_by": 1}
            | {"opened_at": now},
            "prompts": {"discussion": 1, "question": 1, "number": 1, "text": "q", "follow_ups": "[]"}
            | {"planned_at": now, "posted_at": now, "thread": 1},
        }
        for table, row in rows.items():
            names, places = ", ".join(row), ", ".join("?" * len(row))
            connection.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", tuple(row.values()))
        connection.commit()


async def through_recorder(url: str, given: Sequence[NewResponse]) -> float:
    """Return the seconds from the first response given to the last receipt."""
    async with open_store(url, keep_backups=1, patience=timedelta(seconds=5)) as store:
        recorder = Recorder(store)
        left = iter(given)

        async def speak() -> None:
            for response in left:
                await recorder.record(response)

        began = time.perf_counter()
        await asyncio.gather(*(speak() for _ in range(PEOPLE)))
        return time.perf_counter() - began


async def through_store(url: str, given: Sequence[NewResponse], *, keyring: Keyring | None = None) -> float:
    """Return the seconds until every batch is committed."""
    patience = timedelta(seconds=5)
    async with open_store(url, keep_backups=1, patience=patience, keyring=keyring) as store:
        began = time.perf_counter()
        for start in range(0, len(given), BATCH):
            async with store.write() as tx:
                await tx.responses.add_all(given[start : start + BATCH])
        return time.perf_counter() - began


def through_sqlite3(path: Path, given: Sequence[NewResponse]) -> float:
    """Return the seconds until sqlite3 alone has committed every batch."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")
        began = time.perf_counter()
        for start in range(0, len(given), BATCH):
            rows = [
                (
                    key,
                    new.prompt,
                    new.author,
                    new.author_name,
                    new.text,
                    new.given,
                    to_utc_text(new.created_at),
                )
                for key, new in enumerate(given[start : start + BATCH], start + 1)
            ]
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(INSERT, rows)
            connection.execute("COMMIT")
        return time.perf_counter() - began


def responses(count: int) -> list[NewResponse]:
    """Return what people say."""
    return [
        NewResponse(
            prompt=PromptId(1),
            author=MemberId(number % 5_000),
            author_name="Camille",
            text=TEXT,
            given=Given.THREAD,
            created_at=datetime.now(UTC),
        )
        for number in range(count)
    ]


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 60_000
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    within = sys.argv[3] if len(sys.argv) > 3 else None
    given = responses(count)
    seconds: dict[str, list[float]] = {"sqlite3": [], "store": [], "recorder": []}
    for _ in range(runs):
        with tempfile.TemporaryDirectory(dir=within) as folder:
            paths = {name: Path(folder) / f"{name}.db" for name in seconds}
            for path in paths.values():
                asyncio.run(prepare(f"sqlite:///{path}"))
            seconds["sqlite3"].append(through_sqlite3(paths["sqlite3"], given))
            seconds["store"].append(asyncio.run(through_store(f"sqlite:///{paths['store']}", given)))
            seconds["recorder"].append(asyncio.run(through_recorder(f"sqlite:///{paths['recorder']}", given)))
    print(
        f"{count:,} responses, batches of at most {BATCH:,}, {PEOPLE:,} people; median of {runs} runs in turn"
    )
    for name, taken in seconds.items():
        ratios = [base / own for base, own in zip(seconds["sqlite3"], taken, strict=True)]
        spread = f"({min(ratios):.2f} to {max(ratios):.2f})"
        print(f"{name:<9}{count / median(taken):10,.0f} a second   {median(ratios):5.2f} x sqlite3 {spread}")


if __name__ == "__main__":
    main()
