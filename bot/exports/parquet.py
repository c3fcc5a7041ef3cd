"""Parquet: one file for each table, its columns typed.

Apache Parquet keeps what describes a file behind its rows, and a file without it cannot be read: an export
that was given up leaves nothing that looks whole.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from bot.domain.discussion import UNSTORABLE
from bot.domain.storage_errors import ParquetMissingError
from bot.exports.formats import Format
from bot.exports.sink import Sink
from bot.exports.tables import FACTS, GAPS, LOOKUPS, QUESTIONS, RESPONSES, Kind, Output, Row, Table, Value

SUFFIX = ".parquet"
# A group of rows is held in memory until it is whole, and what describes it until the end. Of 2,000 to 20,000
# rows, 8,000 took the least memory for a million responses; long texts end a group earlier.
MOST_ROWS = 8_000
MOST_CHARACTERS = 800_000
# A million responses: two thirds of the bytes of snappy's, in the same time.
COMPRESSION = "zstd"

# The kinds by which a reader may pass over groups of rows.
COUNTED = frozenset({Kind.NUMBER, Kind.FLAG, Kind.TIME, Kind.DAY})


class ParquetWriter:
    """The tables of an export as Parquet files."""

    def __init__(self, output: Output) -> None:
        """Raise ParquetMissingError where what writes them is not installed."""
        self._arrow, self._parquet = load_pyarrow()
        self._create = output.create
        self._files: list[_File] = []

    def begin(self, table: Table) -> None:
        """Begin the file of *table*; the one before it waits for what describes the export."""
        for file in self._files[-1:]:
            file.flush()
        sink = Sink(self._create(table.name + SUFFIX))
        self._files.append(_File(table, sink, arrow=self._arrow, parquet=self._parquet))

    def add(self, rows: Iterable[Row]) -> None:
        """Append *rows* to the table that was begun last."""
        file = self._files[-1]
        for row in rows:
            file.add(row)

    def finish(self, about: Sequence[tuple[str, str]]) -> None:
        """End each file with *about* as its metadata."""
        described = {storable(name): storable(value) for name, value in about}
        for file in self._files:
            file.flush()
            file.finish(described)


def load_pyarrow() -> tuple[Any, Any]:
    """Return pyarrow and its module for Parquet, which take a while and are an extra."""
    # Its own ways of keeping memory take 20 MiB more, whatever an export's size. It asks once, at its import.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    try:
        import pyarrow as arrow  # noqa: PLC0415
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        raise ParquetMissingError from error
    return arrow, parquet


def storable(text: str) -> str:
    """Return *text* without what no database keeps, be it that a title or a name has it all the same."""
    return UNSTORABLE.sub("\ufffd", text)


class _File:
    """The file of one table while it grows."""

    def __init__(self, table: Table, sink: Sink, *, arrow: Any, parquet: Any) -> None:
        self._arrow = arrow
        self._types = types_of(table, arrow)
        self._plain = [_TO_PLAIN.get(column.kind, _as_it_is) for column in table.columns]
        self._rows: list[list[Value]] = []
        self._characters = 0
        self._sink = sink
        schema = arrow.schema(self._types)
        with sink.wanted():
            self._writer = parquet.ParquetWriter(
                sink,
                schema,
                compression=COMPRESSION,
                # The least and the greatest of people's words say nothing, and would be kept until the end.
                write_statistics=[column.name for column in table.columns if column.kind in COUNTED],
            )

    def add(self, row: Row) -> None:
        """Append *row*, and write the group of rows that it makes whole."""
        plain = [to_plain(value) for to_plain, value in zip(self._plain, row, strict=True)]
        self._rows.append(plain)
        self._characters += sum(len(value) for value in plain if isinstance(value, str))
        if len(self._rows) >= MOST_ROWS or self._characters >= MOST_CHARACTERS:
            self.flush()

    def flush(self) -> None:
        """Write the rows that wait as a group."""
        if not self._rows:
            return
        columns = [
            self._arrow.array(values, type=type_)
            for values, (_, type_) in zip(zip(*self._rows, strict=True), self._types, strict=True)
        ]
        group = self._arrow.Table.from_arrays(columns, schema=self._arrow.schema(self._types))
        self._rows = []
        self._characters = 0
        with self._sink.wanted():
            self._writer.write_table(group)

    def finish(self, about: dict[str, str]) -> None:
        """Write what is behind the rows, and close the file."""
        self._writer.add_key_value_metadata(about)
        with self._sink.wanted():
            self._writer.close()
        self._sink.end()


def types_of(table: Table, arrow: Any) -> list[tuple[str, Any]]:
    """Return the names of *table*'s columns with their types."""
    types = {
        Kind.NUMBER: arrow.int64(),
        Kind.FLAG: arrow.bool_(),
        Kind.TIME: arrow.timestamp("us", tz="UTC"),
        Kind.DAY: arrow.date32(),
    }
    return [(column.name, types.get(column.kind, arrow.string())) for column in table.columns]


def _to_text(value: Value) -> Value:
    return None if value is None else storable(str(value))


def _as_it_is(value: Value) -> Value:
    return value


_TO_PLAIN: dict[Kind, Callable[[Value], Value]] = dict.fromkeys((Kind.ID, Kind.TEXT, Kind.LINK), _to_text)


PARQUET = Format(name="parquet", tables=(QUESTIONS, FACTS, LOOKUPS, GAPS, RESPONSES), open=ParquetWriter)
