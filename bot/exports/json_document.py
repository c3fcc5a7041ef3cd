"""JSON: all of an export as one document. Its schema is published: docs/schemas/export.schema.json.

A list for each table, a row a line, and in the end ``about``.
"""

import json
from collections.abc import Iterable, Sequence

from bot.exports.formats import Format
from bot.exports.jsonl import lines_opened_by, to_json
from bot.exports.tables import FACTS, GAPS, LOOKUPS, QUESTIONS, RESPONSES, Output, Row, Table

NEXT_LINE = b",\n"
TABLES = (QUESTIONS, FACTS, LOOKUPS, GAPS, RESPONSES)


class JsonWriter:
    """``export.json`` while it grows."""

    def __init__(self, output: Output) -> None:
        self._file = output.create("export.json")
        self._table: Table | None = None
        self._begun: set[str] = set()
        self._has_rows = False

    def begin(self, table: Table) -> None:
        """Begin an array."""
        self._file.write(b"{\n" if self._table is None else b"\n],\n")
        self._file.write(f"{json.dumps(table.name)}: [\n".encode())
        self._table, self._has_rows = table, False
        self._begun.add(table.name)

    def add(self, rows: Iterable[Row]) -> None:
        """Append *rows*."""
        if self._table is None:
            raise AssertionError("rows of no table")
        self.append("".join(to_json(self._table, row) + "\n" for row in rows).encode())

    def append(self, lines: bytes) -> None:
        """Append objects, each a line."""
        if not lines:
            return
        if self._has_rows:
            self._file.write(NEXT_LINE)
        # No object has a line end in it: JSON writes those of texts as \\n.
        self._file.write(lines[:-1].replace(b"\n", NEXT_LINE))
        self._has_rows = True

    def finish(self, about: Sequence[tuple[str, str]]) -> None:
        """End the last array, have an empty one for each table that never began, and say what the export is.

        So every part of an export is a document of the same schema.
        """
        for table in TABLES:
            if table.name not in self._begun:
                self.begin(table)
        self._file.write(b"\n],\n")
        told = json.dumps(dict(about), ensure_ascii=False, indent=2)
        self._file.write(f'"about": {told}\n}}\n'.encode())


JSON = Format(
    name="json",
    tables=TABLES,
    open=JsonWriter,
    lines=lines_opened_by(JsonWriter),
    is_text=True,
)
