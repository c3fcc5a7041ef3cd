"""Look-ups at 200 to 1,000,000 facts, against rapidfuzz's token_set_ratio and SQLite's FTS5.

    PYTHONPATH=. .venv/bin/python benchmarks/lookup.py [--sizes 200,10000] [--queries 200]

The facts are sentences of made-up words that are as frequent as words are (Zipf's law), in articles of fifty;
the queries are words of one fact each, a quarter of them mistyped. Each system answers at each size in a
process of its own, whose peak of memory is told, about 60 MiB for the interpreter included. FTS5 knows no
typing errors; token_set_ratio compares the query with every fact.
"""

import argparse
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from statistics import median

import numpy as np
from measure import MEBIBYTE, own_peak
from rapidfuzz import fuzz, process

from bot.domain.lookup import IndexedFact
from bot.lookup.engine import FactIndex, Part
from bot.lookup.saved import pieces, unpacked

SYSTEMS = ("causerie", "token_set", "fts5")
WORDS = 200_000
ARTICLE = 50  # facts
PATIENCE = 30.0  # seconds that a system may take for its queries at one size
_SYLLABLES = "ba ce di fo gu la me ni ro su ta ver mon lin der car bel tho vil san gre pol mar"
_SMALL = "le la les de du des et à un une en que qui dans pour par sur est a avec"


def made_words() -> list[str]:
    """Return distinct words, the short ones first, as the frequent ones are short."""
    luck = random.Random(11)  # noqa: S311
    parts = _SYLLABLES.split()
    found: dict[str, None] = {}
    while len(found) < WORDS:
        syllables = 2 if len(found) < 2_000 else 3 if len(found) < 50_000 else 4
        found["".join(luck.choices(parts, k=syllables)) + luck.choice("aeiourst")] = None
    return list(found)


def facts(count: int) -> Iterator[IndexedFact]:
    """Yield so many facts, the same ones each time."""
    luck = random.Random(7)  # noqa: S311
    words, small = made_words(), _SMALL.split()
    weights = list(accumulate(1 / (rank + 10) for rank in range(WORDS)))
    for number in range(count):
        chosen = luck.choices(words, cum_weights=weights, k=luck.randint(6, 14))
        text = " ".join(part for word in chosen for part in (luck.choice(small), word))
        article = number // ARTICLE
        yield IndexedFact(
            id=f"f{number}",
            text=f"{text.capitalize()} en {luck.randint(1900, 2030)}.",
            language="fr",
            article=f"a{article}",
            title=f"{words[article % 5_000].capitalize()} {article}",
            position=number % ARTICLE,
        )


def queries(count: int, *, of: int) -> list[tuple[str, str]]:
    """Return so many queries with the id of the fact that each has its words from."""
    luck = random.Random(3)  # noqa: S311
    wanted = {luck.randrange(of): None for _ in range(count)}
    found = []
    for fact in facts(max(wanted) + 1):
        if int(fact.id[1:]) in wanted:
            words = luck.sample([word for word in fact.text[:-1].lower().split() if len(word) > 4], 4)
            if luck.random() < 0.25:
                place = luck.randrange(1, len(words[0]) - 1)
                words[0] = words[0][:place] + words[0][place + 1 :]
            found.append((" ".join(words), fact.id))
    return found


def causerie(count: int) -> tuple[Callable[[str], str | None], dict[str, float]]:
    """Return our look-up over so many facts, and how long it takes to save and to open them."""
    index = FactIndex.of(facts(count))
    told = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts"
        began = time.perf_counter()
        with path.open("wb") as file:
            file.writelines(pieces(index.first, label=""))
        told["save_s"] = time.perf_counter() - began
        began = time.perf_counter()
        opened = FactIndex([Part(segment=unpacked(np.memmap(path, np.uint8, mode="r"), label=""))])
        opened.find("premier mot")
        told["open_s"] = time.perf_counter() - began
    told["index_mib"] = index.nbytes / MEBIBYTE

    def find(query: str) -> str | None:
        matches = index.find(query, limit=10).matches
        return matches[0].id if matches else None

    return find, told


def token_set(count: int) -> tuple[Callable[[str], str | None], dict[str, float]]:
    """Return rapidfuzz's token_set_ratio over all facts."""
    texts = [fact.text.lower() for fact in facts(count)]

    def find(query: str) -> str | None:
        best = process.extract(query, texts, scorer=fuzz.token_set_ratio, processor=None, limit=10)
        return f"f{best[0][2]}" if best else None

    return find, {}


def fts5(count: int) -> tuple[Callable[[str], str | None], dict[str, float]]:
    """Return a full-text search of SQLite's over all facts, ranked by BM25."""
    database = sqlite3.connect(":memory:")
    database.execute("create virtual table t using fts5(x, tokenize='unicode61 remove_diacritics 2')")
    database.executemany(
        "insert into t(rowid, x) values (?, ?)", ((int(fact.id[1:]), fact.text) for fact in facts(count))
    )
    ask = "select rowid from t where t match ? order by bm25(t) limit 10"

    def find(query: str) -> str | None:
        row = database.execute(ask, (" OR ".join(f'"{word}"' for word in query.split()),)).fetchone()
        return f"f{row[0]}" if row else None

    return find, {}


def measure(system: str, count: int, asked: int) -> dict[str, float]:
    """Return what *system* takes at so many facts."""
    made = {"causerie": causerie, "token_set": token_set, "fts5": fts5}[system]
    wanted = queries(asked, of=count)
    began = time.perf_counter()
    for _ in facts(count):
        pass
    made_up = time.perf_counter() - began
    began = time.perf_counter()
    find, told = made(count)
    build = time.perf_counter() - began - made_up - told.get("save_s", 0) - told.get("open_s", 0)
    taken: list[float] = []
    right = 0
    for query, _ in wanted[:5]:
        find(query)
    deadline = time.perf_counter() + PATIENCE
    for query, gold in wanted:
        began = time.perf_counter()
        found = find(query)
        taken.append((time.perf_counter() - began) * 1000)
        right += found == gold
        if time.perf_counter() > deadline and len(taken) >= 5:
            break
    return {
        "build_s": build,
        "p50_ms": median(taken),
        "p99_ms": float(np.percentile(taken, 99)),
        "right": right / len(taken),
        "asked": len(taken),
        "peak_mib": own_peak() / MEBIBYTE,
        **told,
    }


def main() -> None:
    """Measure every system at every size, and print what it takes and how many times as long as ours."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="200,10000,100000,1000000")
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--one", nargs=2, metavar=("SYSTEM", "FACTS"))
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one[0], int(options.one[1]), options.queries)))
        return
    for size in map(int, options.sizes.split(",")):
        figures: dict[str, dict[str, float]] = {}
        for system in SYSTEMS:
            said = subprocess.run(
                [sys.executable, __file__, "--one", system, str(size), "--queries", str(options.queries)],
                check=True,
                capture_output=True,
                env=os.environ,
            )
            figures[system] = json.loads(said.stdout)
        ours = figures["causerie"]
        print(f"{size:,} facts")
        for system, told in figures.items():
            ratio = f"{told['p50_ms'] / ours['p50_ms']:.2f}x / {told['p99_ms'] / ours['p99_ms']:.2f}x"
            print(
                f"  {system:<10} p50 {told['p50_ms']:9.2f} ms, p99 {told['p99_ms']:9.2f} ms ({ratio}); "
                f"right {told['right']:.0%} of {told['asked']:.0f}; build {told['build_s']:6.2f} s; "
                f"{told['peak_mib']:6.0f} MiB at most"
            )
        print(
            f"  saved in {ours['save_s']:.2f} s, open again in {ours['open_s']:.2f} s, "
            f"{ours['index_mib']:.0f} MiB of index",
            flush=True,
        )


if __name__ == "__main__":
    main()
