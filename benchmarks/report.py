"""A report of a hundred thousand responses, against reading them.

Both read the same rows from the same SQLite file through sqlite3, page by page, with their times parsed; one
throws the pages away, the other makes the report of them and its page. Each is a process of its own; what
both do before the first row, such as starting Python, is not counted. Reading takes as long as it does from
one table; the bot's own joins several. Peak memory is set against the report of one response.

    python benchmarks/report.py [RESPONSES] [RUNS] [FOLDER]
"""

import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from statistics import median

from measure import MEBIBYTE, ROOT, own_peak

sys.path.insert(0, str(ROOT / "tests" / "insight"))

from generated_responses import occasion, prompts, rows

from bot.exports.report_page import to_report_page
from bot.i18n import Language, text_in
from bot.insight.tally import ResponseRow, Tally

PAGE = 1_000
COLUMNS = "prompt, person, text, created_at, given, kept, edited, reactions, may_quote"


def fill(path: Path, count: int) -> None:
    """Make a database of *count* responses, by as many people as a third of them."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"CREATE TABLE responses ({COLUMNS})")
        connection.executemany(
            f"INSERT INTO responses ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            # Times as they are stored, which is as text.
            (
                (*row[:3], row.created_at.isoformat(), *row[4:])
                for row in rows(count, people=max(1, count // 3))
            ),
        )
        connection.commit()


def pages(path: Path) -> Iterator[list[ResponseRow]]:
    """Yield the responses as a report takes them."""
    with closing(sqlite3.connect(path)) as connection:
        cursor = connection.execute(f"SELECT {COLUMNS} FROM responses")
        while found := cursor.fetchmany(PAGE):
            yield [
                ResponseRow(prompt, person, text, datetime.fromisoformat(at), *more)
                for prompt, person, text, at, *more in found
            ]


def once(task: str, path: Path) -> None:
    """Do one of both and print what it took."""
    tally = Tally(prompts(), occasion())
    began, cpu = time.perf_counter(), time.process_time()
    size = 0
    for page in pages(path):
        if task == "report":
            tally.add(page)
    if task == "report":
        size = len(to_report_page(tally.finish(), text_in(Language.ENGLISH)))
    took = {"wall": time.perf_counter() - began, "cpu": time.process_time() - cpu}
    print(json.dumps({**took, "peak": own_peak(), "size": size}))


def in_a_process(task: str, path: Path) -> dict[str, float]:
    """Return what one of both took in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, task, str(path)], check=True, capture_output=True, cwd=ROOT
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Print the table."""
    if len(sys.argv) > 1 and sys.argv[1] in {"read", "report"}:
        once(sys.argv[1], Path(sys.argv[2]))
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    within = sys.argv[3] if len(sys.argv) > 3 else None
    with tempfile.TemporaryDirectory(dir=within) as name:
        full, single = Path(name) / "full.db", Path(name) / "single.db"
        fill(full, count)
        fill(single, 1)
        base = in_a_process("report", single)["peak"]
        pairs = [(in_a_process("read", full), in_a_process("report", full)) for _ in range(runs)]
        read, report = (median(pair[side]["cpu"] for pair in pairs) for side in (0, 1))
        ratio = median(own["cpu"] / reading["cpu"] for reading, own in pairs)
        last = pairs[-1][1]
        size = full.stat().st_size / MEBIBYTE
        print(f"{count:,} responses, a database of {size:,.0f} MiB; median of {runs} runs in turn")
        print(
            f"read {read:6.2f} s   report {report:6.2f} s   {ratio:5.2f} x"
            f"   page {last['size'] / 1_000:.0f} kB"
            f"   memory {base / MEBIBYTE:.0f} MiB + {(last['peak'] - base) / MEBIBYTE:.1f} MiB"
        )


if __name__ == "__main__":
    main()
