"""Exports of a million responses in every format; CSV and JSON Lines against sqlite3's own command line.

The command line is given the SQL that somebody would write who wants the same file: the same twenty columns
in the same order, from the same joins, of the same responses, in the order of their ids. Two files are
compared. One has pseudonyms drawn by lot, so its SQL first numbers the people in a table of its own, as an
export does; the other has names, so both go without. It writes in its own way (``-csv``, ``-json``), flags as
0 and 1. What it does not do: defuse formulas, see that its file reaches the disk, take its digest, count
what is left out for a manifest, note the export in the database. Starting either program counts.

The other formats have no such opponent here (``benchmarks/xlsx.py`` has one for workbooks): for them there
are rows a second. Peak memory is set against an export of one response in the same format.

Python's byte code is kept in the folder, as an installed program has it. The ratio by wall is the one that
counts, where nothing else runs: digests are taken and files written beside the database's work, and CPU time
has all of it. Figures are the least of all runs.

    python benchmarks/exporting.py [RESPONSES] [RUNS] [FOLDER] [FORMAT ...]
"""

import asyncio
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from measure import MEBIBYTE, Cost, run
from recording import prepare

from bot.exports import FORMATS
from bot.storage.columns import to_utc_text

COMPARED = frozenset({"csv", "jsonl"})
TEXTS = (
    "Je crois que la concentration n'est pas une fatalité : tout dépend de qui décide, et de comment.",
    "Not convinced. Who pays for it in the end?",
    "=1+1 n'est pas une formule ici",
    'Une réponse\nsur deux lignes, avec une « citation » et des "guillemets" droits.',
)
STANDS = "r.withdrawn_at IS NULL AND r.deleted_at IS NULL AND r.hidden_at IS NULL"
JOINED = """
    FROM responses r JOIN prompts p ON p."key" = r.prompt JOIN discussions d ON d."key" = p.discussion
    JOIN questions q ON q."key" = p.question JOIN articles a ON a."key" = d.article
"""
APART = "CASE r.kept WHEN 'pseudonymous' THEN d.\"key\" ELSE 0 END"
PEOPLE = f"""
    CREATE TEMP TABLE people (
        author INTEGER, discussion INTEGER, name TEXT, PRIMARY KEY (author, discussion)
    ) WITHOUT ROWID;
    INSERT INTO people SELECT author, discussion, 'P-' || row_number() OVER (ORDER BY random())
    FROM (
        SELECT DISTINCT r.author, {APART} AS discussion {JOINED}
        WHERE d.guild = 0 AND {STANDS} AND r.kept <> 'unlinked'
    );
"""


def query(*, names: bool) -> str:
    """Return what the command line is asked for."""
    author = "r.author, r.author_name" if names else "NULL AS author_id, coalesce(n.name, '') AS author"
    joined = (
        JOINED if names else f"{JOINED} LEFT JOIN people n ON n.author = r.author AND n.discussion = {APART}"
    )
    return f"""
        {"" if names else PEOPLE}
        SELECT r."key" AS response_id, NULL AS change, a.id AS article_id,
            coalesce(a.title, a.id) AS article_title, d."key" AS discussion_id, q.id AS question_id,
            p.number AS question_number, p.text AS question, {author}, r.given, r.kept, r.may_quote,
            r.may_publish, r.text, r.created_at, r.edited_at,
            (SELECT o."key" FROM responses o WHERE o.message = r.reply_to AND o.withdrawn_at IS NULL
             AND o.deleted_at IS NULL AND o.hidden_at IS NULL) AS reply_to,
            coalesce((SELECT sum(count) FROM reactions WHERE response = r."key"), 0) AS reactions,
            NULL AS link
        {joined}
        WHERE d.guild = 0 AND {STANDS}
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


def ours(path: Path, format_: str, folder: Path, *, names: bool = False) -> Cost:
    """Run the program's export."""
    target = folder / "export"
    shutil.rmtree(target, ignore_errors=True)
    command = [sys.executable, "-m", "bot", "export", "--format", format_, "--out", str(target)]
    return run(
        [*command, *(("--names", "--reason", "a benchmark") if names else ())],
        environment={
            "CAUSERIE_DATABASE__URL": f"sqlite:///{path}",
            "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
            "PYTHONDONTWRITEBYTECODE": "",
        },
    )


def command_line(path: Path, format_: str, folder: Path, *, names: bool = False) -> Cost:
    """Run sqlite3's."""
    mode = {"csv": "-csv", "jsonl": "-json"}[format_]
    asked = query(names=names)
    return run(
        ["sh", "-c", f'exec sqlite3 {mode} -header "$0" "$1" > "$2"', str(path), asked, str(folder / "cli")]
    )


def compare(format_: str, full: Path, single: Path, folder: Path, *, names: bool, runs: int) -> None:
    """Print how an export does against the command line."""
    base = ours(single, format_, folder, names=names)
    pairs = [
        (ours(full, format_, folder, names=names), command_line(full, format_, folder, names=names))
        for _ in range(runs)
    ]
    own, cli = ([pair[side] for pair in pairs] for side in (0, 1))
    told = []
    for kind in ("wall", "cpu"):
        own_least, cli_least = (min(getattr(cost, kind) for cost in costs) for costs in (own, cli))
        told.append(f"{kind} {own_least:6.2f} s, sqlite3 {cli_least:6.2f} s, {cli_least / own_least:4.2f} x")
    name = f"{format_}, {'names' if names else 'pseudonyms'}"
    print(f"{name:<18} {'   '.join(told)}   {memory(base, own)}", flush=True)


def alone(format_: str, full: Path, single: Path, folder: Path, *, count: int) -> None:
    """Print how an export does by itself, once."""
    base = ours(single, format_, folder)
    own = ours(full, format_, folder)
    print(
        f"{format_:<18} wall {own.wall:6.2f} s   cpu {own.cpu:6.2f} s   "
        f"{count / own.wall:,.0f} responses a second   {memory(base, [own])}",
        flush=True,
    )


def memory(base: Cost, costs: Sequence[Cost]) -> str:
    """Return what is said of the memory of exports."""
    more = max(cost.peak for cost in costs) - base.peak
    return f"memory {base.peak / MEBIBYTE:.0f} MiB + {more / MEBIBYTE:.1f} MiB"


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
        print(f"{count:,} responses, a database of {size:,.0f} MiB; the least of {runs} runs in turn")
        ours(single, "parquet", folder)  # which leaves the byte code behind
        for format_ in sys.argv[4:] or FORMATS:
            if format_ in COMPARED:
                for names in (False, True):
                    compare(format_, full, single, folder, names=names, runs=runs)
            else:
                alone(format_, full, single, folder, count=count)


if __name__ == "__main__":
    main()
