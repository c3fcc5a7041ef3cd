"""Ten thousand schedules due in one minute, claimed and planned, against sqlite3 writing the same rows.

Each schedule is another server's, and takes the article with three questions that is next in its queue. What
is compared is CPU time: of ``Scheduler.tick`` on a database file, and of sqlite3 alone, given the finished
rows, in transactions of as many schedules, of the same tables, indexes and pragmas. Beside it: how long
others who use the event loop wait meanwhile, at the tick and at the first after a start, which works every
next opening out anew. The loop's own work is what they would wait for on a machine with nothing else to do.

    python benchmarks/scheduling.py [SCHEDULES] [RUNS] [FOLDER]
"""

import asyncio
import io
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

from bot.chat_front.terminal import Terminal
from bot.chat_front.threads import TerminalThreads
from bot.discord_front.run import tune
from bot.i18n import Language, text_in
from bot.services.delivery import Delivery
from bot.services.scheduler import BATCH, Scheduler
from bot.services.steps import Steps
from bot.storage.columns import to_utc_text
from bot.storage.store import open_store

BEFORE = datetime(2026, 11, 2, 16, 0, tzinfo=UTC)
DUE = datetime(2026, 11, 2, 17, 0, tzinfo=UTC)  # a Monday, 18:00 in Paris
QUESTIONS = 3
GUILD = 1_199_999_999_999_000_000  # as large as Discord's are
TABLES = ("occurrences", "discussions", "prompts", "outbox")
HEARTBEAT = 0.001  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What something cost."""

    cpu: float  # seconds
    waits: list[float]  # for how much longer than they asked for others slept, in seconds
    busy: list[float]  # for how long the loop's thread was at work meanwhile, others' threads aside


async def prepare(path: Path, count: int) -> None:
    """Make a database of *count* schedules, each with an article in its guild's queue."""
    async with open_store(f"sqlite:///{path}", keep_backups=1, patience=timedelta(seconds=5)):
        pass
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(
            "INSERT INTO articles (key, guild, id, title, language, text, fingerprint, added_at, added_by)"
            " VALUES (?, ?, 'a', 'Le port', 'fr', '', ?, ?, 1)",
            ((key, GUILD + key, str(key), to_utc_text(BEFORE)) for key in range(1, count + 1)),
        )
        connection.executemany(
            "INSERT INTO questions (article, id, position, text, follow_ups) VALUES (?, ?, ?, ?, '[]')",
            (
                (key, f"q{number}", number, f"Qui devrait décider du quai {number} ?")
                for key in range(1, count + 1)
                for number in range(QUESTIONS)
            ),
        )
        connection.executemany(
            "INSERT INTO queue (guild, article, position) VALUES (?, ?, 0)",
            ((GUILD + key, key) for key in range(1, count + 1)),
        )
        connection.executemany(
            "INSERT INTO schedules (key, guild, channel, state, rule, starts_on, at, zone, excluded, opens,"
            " stays_minutes, has_event, missed, grace_minutes, next_on, next_at, made_by, made_at)"
            " VALUES (?, ?, ?, 'on', 'FREQ=WEEKLY;BYDAY=MO', '2026-01-05', '18:00', 'Europe/Paris', '[]',"
            " 'queue', 8640, FALSE, 'once', 1440, '2026-11-02', ?, 1, ?)",
            (
                (key, GUILD + key, GUILD * 2 + key, to_utc_text(DUE), to_utc_text(BEFORE))
                for key in range(1, count + 1)
            ),
        )


async def through_scheduler(path: Path) -> tuple[Taken, Taken]:
    """Return what the first tick after a start cost, and what the tick that opened everything did."""
    now = BEFORE

    def clock() -> datetime:
        return now

    async with open_store(f"sqlite:///{path}", keep_backups=1, patience=timedelta(seconds=5)) as store:
        threads = TerminalThreads(Terminal(io.StringIO(), text=text_in(Language.FRENCH)))
        steps = Steps(store, clock=clock, threads=threads)
        delivery = Delivery(store, clock=clock, steps=steps, holder="benchmark")
        scheduler = Scheduler(store, clock=clock, threads=threads, delivery=delivery)
        first = await cost(scheduler.tick())
        now = DUE + timedelta(seconds=30)
        return first, await cost(scheduler.tick())


async def cost(work: Awaitable[None]) -> Taken:
    """Return what *work* takes, and how long it keeps others waiting."""
    waits: list[float] = []
    busy: list[float] = []

    async def beat() -> None:
        while True:
            began, worked = time.perf_counter(), time.thread_time()
            await asyncio.sleep(HEARTBEAT)
            waits.append(time.perf_counter() - began - HEARTBEAT)
            busy.append(time.thread_time() - worked)

    beating = asyncio.create_task(beat())
    began = time.process_time()
    await work
    cpu = time.process_time() - began
    await asyncio.sleep(HEARTBEAT)  # the last wait is noted as well
    beating.cancel()
    return Taken(cpu=cpu, waits=waits, busy=busy)


def through_sqlite3(path: Path, done: Path) -> float:
    """Return the seconds of CPU that sqlite3 alone takes to write what stands in *done*."""
    with closing(sqlite3.connect(done)) as finished:
        rows = {table: finished.execute(f"SELECT * FROM {table} ORDER BY key").fetchall() for table in TABLES}
        moves = finished.execute("SELECT next_on, next_at, key FROM schedules").fetchall()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}")
        began = time.process_time()
        for start in range(0, len(moves), BATCH):
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("PRAGMA defer_foreign_keys = ON")
            for table, content in rows.items():
                each = len(content) // len(moves)
                some = content[start * each : (start + BATCH) * each]
                places = ", ".join("?" * len(content[0]))
                connection.executemany(f"INSERT INTO {table} VALUES ({places})", some)
            some = moves[start : start + BATCH]
            connection.executemany("UPDATE schedules SET next_on = ?, next_at = ? WHERE key = ?", some)
            connection.executemany(
                "DELETE FROM queue WHERE article = ? AND guild = ?",
                ((key, GUILD + key) for _, _, key in some),
            )
            connection.execute("COMMIT")
        return time.process_time() - began


def check(path: Path, count: int) -> None:
    """Make sure that everything was opened once."""
    with closing(sqlite3.connect(path)) as connection:
        found = [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES]
        (opened,) = connection.execute("SELECT count(*) FROM occurrences WHERE state = 'opened'").fetchone()
    assert [*found, opened] == [count, count, QUESTIONS * count, QUESTIONS * 3 * count, count]


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    within = sys.argv[3] if len(sys.argv) > 3 else None
    ticks: list[Taken] = []
    firsts: list[Taken] = []
    base: list[float] = []
    with tempfile.TemporaryDirectory(dir=within) as folder:
        prepared = Path(folder) / "prepared.db"
        asyncio.run(prepare(prepared, count))
        tune()  # as the bot does
        for run in range(runs):
            ours, theirs = (Path(folder) / f"{name}{run}.db" for name in ("ours", "theirs"))
            shutil.copy(prepared, ours)
            shutil.copy(prepared, theirs)
            first, tick = asyncio.run(through_scheduler(ours))
            check(ours, count)
            base.append(through_sqlite3(theirs, ours))
            firsts.append(first)
            ticks.append(tick)
    print(f"{count:,} schedules due in one minute; median of {runs} runs in turn, CPU time of each schedule")
    own = median(one.cpu for one in ticks)
    ratios = [one.cpu / cpu for one, cpu in zip(ticks, base, strict=True)]
    print(f"sqlite3      {median(base) / count * 1e3:6.3f} ms")
    print(
        f"tick         {own / count * 1e3:6.3f} ms   {median(ratios):5.2f} x sqlite3"
        f" ({min(ratios):.2f} to {max(ratios):.2f})"
    )
    print(f"first tick   {median(one.cpu for one in firsts) / count * 1e3:6.3f} ms")
    for name, each in (("tick", ticks), ("first tick", firsts)):
        print(f"{name + ':':<12} others wait {spread(each, lambda one: one.waits)}", end="")
        print(f"; the loop's own work {spread(each, lambda one: one.busy)}")


def spread(each: Sequence[Taken], of: Callable[[Taken], list[float]]) -> str:
    """Return the median 99th percentile, and the longest of all."""
    p99 = median(quantiles(of(one), n=100)[-1] for one in each)
    longest = max(max(of(one)) for one in each)
    return f"p99 {p99 * 1e3:.1f} ms, longest {longest * 1e3:.1f} ms"


if __name__ == "__main__":
    main()
