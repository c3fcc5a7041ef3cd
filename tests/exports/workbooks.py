"""Writes workbooks as an export does, and opens them with openpyxl."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from into_files import into
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.exports.tables import Column, Kind, Row, Table
from bot.exports.xlsx import MOST_BYTES, MOST_ROWS, XlsxWriter

# What ST_Xstring says of _xHHHH_ (ECMA-376, part 1, 22.9.2.19); openpyxl leaves it to its callers.
ENCODED = re.compile("_x([0-9A-Fa-f]{4})_")


class Kept(io.BytesIO):
    """A file of which the content outlives it."""

    content: bytes | None = None

    def close(self) -> None:
        if not self.closed:
            self.content = self.getvalue()
        super().close()


def table(*kinds: Kind, name: str = "responses") -> Table:
    """Return a table with a column of each of *kinds*."""
    columns = (Column(name=f"{kind}_{place}", kind=kind) for place, kind in enumerate(kinds))
    return Table(name=name, columns=tuple(columns))


def written(
    *tables: tuple[Table, Iterable[Row]],
    about: Sequence[tuple[str, str]] = (),
    most_rows: int = MOST_ROWS,
    most_bytes: int = MOST_BYTES,
) -> bytes:
    """Return a workbook of *tables*."""
    file = Kept()
    writer = XlsxWriter(into(lambda _: file), most_rows=most_rows, most_bytes=most_bytes)
    for one, rows in tables:
        writer.begin(one)
        writer.add(rows)
    writer.finish(about)
    assert file.content is not None
    return file.content


def opened(content: bytes) -> Workbook:
    """Return a workbook as openpyxl has it."""
    return load_workbook(io.BytesIO(content))


def sheet_of(content: bytes, name: str = "responses") -> Worksheet:
    """Return one of its sheets."""
    sheet = opened(content)[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def values_in(sheet: Worksheet) -> list[list[Any]]:
    """Return what its cells hold, without the header."""
    return [[decoded(value) for value in row] for row in sheet.iter_rows(min_row=2, values_only=True)]


def values_of(kind: Kind, *values: Any) -> list[Any]:
    """Return *values* of a column as they read back."""
    # The other column is there because openpyxl drops rows at the end that have no cells.
    rows = [(value, "end") for value in values]
    return [first for first, _ in values_in(sheet_of(written((table(kind, Kind.ID), rows))))]


def decoded(value: Any) -> Any:
    """Return a value, of a text what it stands for."""
    if not isinstance(value, str):
        return value
    return ENCODED.sub(lambda match: chr(int(match[1], 16)), value)


def about_of(content: bytes) -> Mapping[str, str]:
    """Return the names and values on the last sheet."""
    book = opened(content)
    last = book[book.sheetnames[-1]]
    assert isinstance(last, Worksheet)
    return dict(values_in(last))
