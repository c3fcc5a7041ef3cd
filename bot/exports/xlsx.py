"""XLSX: one workbook, a sheet for each table, written row by row in flat memory.

Its parts are SpreadsheetML (ECMA-376, part 1) put together here. A library would take several times as long;
see the benchmark.
"""

from collections.abc import Iterable, Sequence

from bot.exports.formats import Format
from bot.exports.tables import FACTS, GAPS, LOOKUPS, QUESTIONS, RESPONSES, Column, Kind, Output, Row, Table
from bot.exports.xlsx_cells import Cells
from bot.exports.xlsx_parts import (
    PROPERTIES,
    STYLES,
    WORKBOOK,
    Sheet,
    content_types,
    package_relations,
    properties,
    row_begin,
    sheet_begin,
    sheet_end,
    sheet_name,
    sheet_path,
    styles,
    workbook,
    workbook_relations,
)
from bot.exports.zip_stream import Entry, ZipStream

NAME = "responses.xlsx"
# "Excel specifications and limits". The table goes on in another sheet.
MOST_ROWS = 1_048_576
# A larger entry would have to be announced as one beyond ZIP's first format before its size is known, and not
# every spreadsheet reads those. The archive as a whole may be larger.
MOST_BYTES = 2_000_000_000
# Characters that wait to be compressed together.
ENOUGH = 100_000
# zlib's. Of 100,000 responses, 1 makes a file of 25.0 MiB in 3.3 s, 3 one of 22.2 MiB in 3.9 s, 6 one of
# 20.1 MiB in 4.9 s.
LEVEL = 3

ABOUT = Table(name="about", columns=(Column(name="name", kind=Kind.ID), Column(name="value", kind=Kind.TEXT)))


class XlsxWriter:
    """The tables of an export as a workbook."""

    def __init__(
        self, output: Output, *, name: str = NAME, most_rows: int = MOST_ROWS, most_bytes: int = MOST_BYTES
    ) -> None:
        self._most_rows = most_rows
        self._most_bytes = most_bytes
        self._zip = ZipStream(output.create(name), level=LEVEL)
        self._cells = Cells()
        self._sheets: list[_Sheet] = []
        self._zip.put("_rels/.rels", package_relations())
        self._zip.put(PROPERTIES, properties())
        self._zip.put(STYLES, styles())

    def begin(self, table: Table) -> None:
        """Begin the sheet of *table*."""
        self._end_sheet()
        name = sheet_name(table.name, taken=[sheet.name for sheet in self._sheets])
        entry = self._zip.begin(sheet_path(len(self._sheets) + 1))
        self._sheets.append(_Sheet(name, table, entry=entry, cells=self._cells, is_first=not self._sheets))

    def add(self, rows: Iterable[Row]) -> None:
        """Append *rows* to the table that was begun last; what does not fit its sheet goes on in another."""
        sheet = self._sheets[-1]
        for row in rows:
            if sheet.rows >= self._most_rows or sheet.written >= self._most_bytes:
                self.begin(sheet.table)
                sheet = self._sheets[-1]
            sheet.add(row)

    def finish(self, about: Sequence[tuple[str, str]]) -> None:
        """Write *about* as the last sheet, with what is to be known of the others, and end the workbook."""
        cut = self._cells.cut
        of_the_sheets = [("times", "UTC"), ("cells_cut", str(cut))]
        if cut:
            of_the_sheets.append(("cells_cut_are_whole_in", "JSON Lines"))
        self.begin(ABOUT)
        self.add([*about, *of_the_sheets])
        self._end_sheet()
        written = [sheet.described for sheet in self._sheets]
        self._zip.put(WORKBOOK, workbook(written))
        self._zip.put("xl/_rels/workbook.xml.rels", workbook_relations(written))
        self._zip.put("[Content_Types].xml", content_types(written))
        self._zip.finish()

    def _end_sheet(self) -> None:
        for sheet in self._sheets[-1:]:
            sheet.end()


class _Sheet:
    """A sheet while it grows."""

    def __init__(self, name: str, table: Table, *, entry: Entry, cells: Cells, is_first: bool) -> None:
        self.name = name
        self.table = table
        self.rows = 1  # the header
        self.written = entry.write(sheet_begin(table.columns, is_first=is_first))  # bytes
        self._entry = entry
        self._makers = [cells.of(column, index=index) for index, column in enumerate(table.columns)]
        self._wrapped = [index for index, column in enumerate(table.columns) if column.kind is Kind.TEXT]
        self._waiting: list[str] = []
        self._length = 0

    @property
    def described(self) -> Sheet:
        """What the other parts of the workbook have to know of it."""
        return Sheet(name=self.name, columns=len(self.table.columns), rows=self.rows)

    def add(self, row: Row) -> None:
        """Append *row*."""
        self.rows = number = self.rows + 1
        cells = [
            make(value, number) for make, value in zip(self._makers, row, strict=True) if value is not None
        ]
        line = f"{row_begin(number, [row[index] for index in self._wrapped])}{''.join(cells)}</row>"
        self._waiting.append(line)
        self._length += len(line)
        if self._length >= ENOUGH:
            self._flush()

    def end(self) -> None:
        """Write what stands behind the rows."""
        self._flush()
        self._entry.write(sheet_end(self.described))
        self._entry.end()

    def _flush(self) -> None:
        # The same pieces however many rows come at a time: what they are compressed to depends on it.
        self.written += self._entry.write("".join(self._waiting))
        self._waiting.clear()
        self._length = 0


XLSX = Format(name="xlsx", tables=(RESPONSES, QUESTIONS, FACTS, LOOKUPS, GAPS), open=XlsxWriter)
