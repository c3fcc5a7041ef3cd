"""A workbook of 200,000 responses, against xlsxwriter with its constant_memory on.

Both are given the same rows and write the same cells: texts, ids as text, times as dates, links as formulas,
under a header that stays and has a filter. Each runs in a process of its own, and making the rows counts for
both. Peak memory is set against the same program writing one response.

    python benchmarks/xlsx.py [RESPONSES] [RUNS] [LEVEL]

LEVEL is zlib's, instead of the one that the program uses.
"""

import io
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain, repeat
from pathlib import Path
from statistics import median
from typing import Any

from measure import MEBIBYTE, ROOT, Cost, run

from bot.exports import xlsx
from bot.exports.tables import RESPONSES, Kind, Output, Row

BEGAN = datetime(2026, 3, 1, 8, tzinfo=UTC)
PROSE = ("README.md", "docs/architecture.md", "docs/operating.md")
TEXTS = 5_000  # that are not the same: many more than a compressor looks back on
SHORTEST, LONGEST = 3, 60  # words
QUESTIONS = tuple(f"Qui devrait décider de ce que l’on apprend ici, et pourquoi ? ({n})" for n in range(1, 9))


def rows_of(responses: int) -> Iterator[Row]:
    """Yield as many responses."""
    words = " ".join((ROOT / name).read_text("utf-8") for name in PROSE).split(" ")
    draw = random.Random(7)  # noqa: S311
    texts = []
    for _ in range(TEXTS):
        length = draw.randint(SHORTEST, LONGEST)
        begins = draw.randrange(len(words) - length)
        texts.append(" ".join(words[begins : begins + length]))
    for key in range(responses):
        at = BEGAN + timedelta(seconds=key * 7)
        question = key % len(QUESTIONS)
        snowflake = 1_480_000_000_000_000_000 + key * 29_360_128_000
        yield (
            str(key + 1),
            None,
            "stability-ai",
            "Who decides what machines learn?",
            str(key // 10_000 + 1),
            f"q{question + 1}",
            question + 1,
            QUESTIONS[question],
            str(10**18 + key % 5_000 * 7_919),
            f"Camille {key % 5_000}",
            "thread",
            "named",
            key % 3 != 0,
            key % 7 == 0,
            texts[key % TEXTS],
            at,
            at + timedelta(minutes=5) if key % 10 == 0 else None,
            str(key) if key % 4 == 0 else None,
            key % 23,
            f"https://discord.com/channels/1400000000000000001/1400000000000000002/{snowflake}",
        )


def write_ours(path: str, responses: int) -> None:
    """Write them with the program's own writer."""
    with Path(path).open("wb") as file:
        writer = xlsx.XlsxWriter(Output(create=lambda _: file, spool=io.BytesIO))
        writer.begin(RESPONSES)
        writer.add(rows_of(responses))
        writer.finish([("responses", str(responses))])


def write_theirs(path: str, responses: int) -> None:
    """Write them with xlsxwriter, each cell by the method that is for it."""
    import xlsxwriter  # noqa: PLC0415

    workbook: Any = xlsxwriter.Workbook(path, {"constant_memory": True, "remove_timezone": True})
    sheet = workbook.add_worksheet(RESPONSES.name)
    bold, text, id_, number, link = (
        workbook.add_format(how)
        for how in (
            {"bold": True},
            {"text_wrap": True, "valign": "top", "quote_prefix": True},
            {"num_format": "@", "valign": "top"},
            {"valign": "top"},
            {"underline": True, "valign": "top"},
        )
    )
    time = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", "valign": "top"})
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, responses, len(RESPONSES.columns) - 1)
    for place, column in enumerate(RESPONSES.columns):
        sheet.write_string(0, place, column.name, bold)
    write: dict[Kind, Callable[[int, int, Any], object]] = {
        Kind.ID: lambda row, place, value: sheet.write_string(row, place, value, id_),
        Kind.TEXT: lambda row, place, value: sheet.write_string(row, place, value, text),
        Kind.NUMBER: lambda row, place, value: sheet.write_number(row, place, value, number),
        Kind.FLAG: lambda row, place, value: sheet.write_boolean(row, place, value, number),
        Kind.TIME: lambda row, place, value: sheet.write_datetime(row, place, value, time),
        Kind.LINK: lambda row, place, value: sheet.write_formula(
            row, place, f'=HYPERLINK("{value}")', link, value
        ),
    }
    writers = [write[column.kind] for column in RESPONSES.columns]
    for place, row in enumerate(rows_of(responses), 1):
        for at, (writer, value) in enumerate(zip(writers, row, strict=True)):
            if value is not None:
                writer(place, at, value)
    workbook.close()


WRITERS = {"causerie": write_ours, "xlsxwriter": write_theirs}


def measured(writer: str, path: Path, responses: int, level: int) -> Cost:
    """Return what a process takes to write them."""
    return run([sys.executable, __file__, "--write", writer, str(path), str(responses), str(level)])


def main() -> None:
    """Print the table."""
    responses = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    level = int(sys.argv[3]) if len(sys.argv) > 3 else xlsx.LEVEL
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "responses.xlsx"
        print(f"{responses:,} responses, level {level}; median of {runs} runs in turn")
        bases = {writer: measured(writer, path, 1, level) for writer in WRITERS}
        taken: dict[str, list[Cost]] = {writer: [] for writer in WRITERS}
        sizes = {}
        for writer in chain.from_iterable(repeat(tuple(WRITERS), runs)):
            taken[writer].append(measured(writer, path, responses, level))
            sizes[writer] = path.stat().st_size / MEBIBYTE
    for writer, costs in taken.items():
        more = (median(cost.peak for cost in costs) - bases[writer].peak) / MEBIBYTE
        print(
            f"{writer:<10} {median(cost.wall for cost in costs):6.2f} s   file {sizes[writer]:5.1f} MiB"
            f"   memory {bases[writer].peak / MEBIBYTE:.0f} MiB + {more:.1f} MiB"
        )
    ratio = median(
        their.wall / own.wall for own, their in zip(taken["causerie"], taken["xlsxwriter"], strict=True)
    )
    print(f"{ratio:.2f} x")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--write"]:
        xlsx.LEVEL = int(sys.argv[5])
        WRITERS[sys.argv[2]](sys.argv[3], int(sys.argv[4]))
    else:
        main()
