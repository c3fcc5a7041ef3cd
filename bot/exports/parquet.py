"""Parquet: one file for each table, its columns typed.

Apache Parquet keeps what describes a file behind its rows, and a file without it cannot be read: an export
that was given up leaves nothing that looks whole.
"""

import os
from collections.abc import Iterable, Sequence
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
# So many rows wait as Python has them, which takes ten times the memory, before they are put into columns.
MOST_WAITING = 500
# A million responses: two thirds of the bytes of snappy's, in the same time.
COMPRESSION = "zstd"

# The kinds by which a reader may pass over groups of rows.
COUNTED = frozenset({Kind.NUMBER, Kind.FLAG, Kind.TIME, Kind.DAY})
WORDS = frozenset({Kind.ID, Kind.TEXT, Kind.LINK})


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
        self._has_texts = [column.kind in WORDS for column in table.columns]
        self._texts = [place for place, column in enumerate(table.columns) if column.kind is Kind.TEXT]
        self._waiting: list[Row] = []
        self._batches: list[Any] = []
        self._rows = self._characters = 0  # in the group
        self._sink = sink
        self._schema = arrow.schema(self._types)
        with sink.wanted():
            self._writer = parquet.ParquetWriter(
                sink,
                self._schema,
                compression=COMPRESSION,
                # The least and the greatest of people's words say nothing, and would be kept until the end.
                write_statistics=[column.name for column in table.columns if column.kind in COUNTED],
            )

    def add(self, row: Row) -> None:
        """Append *row*, and write the group of rows that it makes whole."""
        self._waiting.append(row)
        self._rows += 1
        for place in self._texts:
            self._characters += len(str(row[place]))
        if self._rows >= MOST_ROWS or self._characters >= MOST_CHARACTERS:
            self.flush()
        elif len(self._waiting) >= MOST_WAITING:
            self._pack()

    def _pack(self) -> None:
        """Put the rows that wait into columns."""
        columns = [
            self._arrow.array(to_texts(values) if has_texts else values, type=type_)
            for values, has_texts, (_, type_) in zip(
                zip(*self._waiting, strict=True), self._has_texts, self._types, strict=True
            )
        ]
        self._batches.append(self._arrow.RecordBatch.from_arrays(columns, schema=self._schema))
        self._waiting = []

    def flush(self) -> None:
        """Write the rows that there are as a group."""
        if self._waiting:
            self._pack()
        if not self._batches:
            return
        group = self._arrow.Table.from_batches(self._batches, schema=self._schema)
        self._batches = []
        self._rows = self._characters = 0
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


def to_texts(values: Iterable[Value]) -> list[str | None]:
    """Return a column of words or ids, without what no database keeps."""
    texts = [None if value is None else str(value) for value in values]
    # Hardly ever is there any, so all of them are searched at once.
    if UNSTORABLE.search("".join(text for text in texts if text)):
        return [None if text is None else storable(text) for text in texts]
    return texts


PARQUET = Format(name="parquet", tables=(QUESTIONS, FACTS, LOOKUPS, GAPS, RESPONSES), open=ParquetWriter)
