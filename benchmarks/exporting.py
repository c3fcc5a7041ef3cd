"""An export of a million responses, as CSV and as JSON Lines, against sqlite3's own command line.

The command line runs one query that joins the same columns and writes them in its own way (``-csv``,
``-json``), with no manifest, no digest and no defused formulas. Peak memory is set against the same program
exporting a database with one response.

    python benchmarks/exporting.py [RESPONSES] [RUNS] [FOLDER]
"""

import asyncio
import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from measure import MEBIBYTE, Cost, run
from recording import prepare

from bot.storage.columns import to_utc_text

TEXTS = (
    "Je crois que la concentration n'est pas une fatalité : tout dépend de qui décide, et de comment.",
    "Not convinced. Who pays for it in the end?",
    "=1+1 n'est pas une formule ici",
    'Une réponse\nsur deux lignes, avec une « citation » et des "guillemets" droits.',
)
QUERY = """
    SELECT r."key", a.id, a.title, d."key", q.id, p.number, p.text, r.author, r.author_name, r.given, r.text,
           r.created_at, r.edited_at
    FROM responses r JOIN prompts p ON p."key" = r.prompt JOIN discussions d ON d."key" = p.discussion
    JOIN questions q ON q."key" = p.question JOIN articles a ON a."key" = d.article
    WHERE d.guild = 0 AND r.withdrawn_at IS NULL AND r.deleted_at IS NULL AND r.hidden_at IS NULL
    ORDER BY r."key"
"""


def fill(path: Path, count: int) -> None:
    """Make a database of *count* responses."""
    asyncio.run(prepare(f"sqlite:///{path}"))
    now = to_utc_text(datetime.now(UTC))
    with closing(sqlite3.connect(path)) as connection:
        connection.executemany(
            'INSERT INTO responses ("key", prompt, author, author_name, text, given, created_at)'
            " VALUES (?, 1, ?, 'Camille', ?, 'thread', ?)",
            (
                (key, 10**18 + key % 5_000, f"{TEXTS[key % len(TEXTS)]} {key}", now)
                for key in range(1, count + 1)
            ),
        )
        connection.commit()


def ours(path: Path, format_: str, folder: Path) -> Cost:
    """Run the program's export."""
    target = folder / "export"
    shutil.rmtree(target, ignore_errors=True)
    command = [sys.executable, "-m", "bot", "export", "--format", format_, "--out", str(target)]
    return run(command, environment={"CAUSERIE_DATABASE__URL": f"sqlite:///{path}"})


def command_line(path: Path, format_: str, folder: Path) -> Cost:
    """Run sqlite3's."""
    mode = {"csv": "-csv", "jsonl": "-json"}[format_]
    return run(
        ["sh", "-c", f'exec sqlite3 {mode} -header "$0" "$1" > "$2"', str(path), QUERY, str(folder / "cli")]
    )


def main() -> None:
    """Print the table."""
    if shutil.which("sqlite3") is None:
        sys.exit("This compares with sqlite3's command line, which is not installed.")
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    within = sys.argv[3] if len(sys.argv) > 3 else None
    with tempfile.TemporaryDirectory(dir=within) as name:
        folder = Path(name)
        full, single = folder / "full.db", folder / "single.db"
        fill(full, count)
        fill(single, 1)
        size = full.stat().st_size / MEBIBYTE
        print(f"{count:,} responses, a database of {size:,.0f} MiB; median of {runs} runs in turn")
        for format_ in ("csv", "jsonl"):
            base = ours(single, format_, folder)
            pairs = [(ours(full, format_, folder), command_line(full, format_, folder)) for _ in range(runs)]
            ratio = median(cli.wall / own.wall for own, cli in pairs)
            own_wall, cli_wall = (median(pair[side].wall for pair in pairs) for side in (0, 1))
            more = (median(own.peak for own, _ in pairs) - base.peak) / MEBIBYTE
            print(
                f"{format_:<6} causerie {own_wall:6.2f} s   sqlite3 {cli_wall:6.2f} s   {ratio:5.2f} x"
                f"   memory {base.peak / MEBIBYTE:.0f} MiB + {more:.1f} MiB"
            )


if __name__ == "__main__":
    main()
