"""CSV that opens rightly in a spreadsheet: RFC 4180, a byte order mark for Excel's sake, formulas defused.

Texts are always quoted, numbers and times never.
"""

import re
from collections.abc import Iterable, Sequence

from bot.exports.formats import Format, Lines, PromptColumns
from bot.exports.tables import RESPONSES, Output, Row, Table, Value, to_text

NAMES = tuple(column.name for column in RESPONSES.columns)
QUOTED = frozenset({"article_id", "article_title", "question_id", "question", "author", "text"})

BYTE_ORDER_MARK = "\ufeff"
LINE_END = "\r\n"

# A cell that begins like this is run by a spreadsheet, full-width forms included, whatever blanks come before
# (OWASP, "CSV Injection"). In whole lines it stands after a comma and a quote: inside a cell each quote is
# doubled, so those two followed by anything else are the beginning of one.
BLANKS = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
)
BLANKS += "\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"
# Excel in French or German separates by semicolons whatever the file says, other readers by tabs. Then a cell
# begins within a text, and so does a line: quotes protect only where a cell begins with one. One in a text
# is doubled, and passed over like blanks; but not without end, or a text of nothing else would take long.
SEPARATORS = (b";", b"\t", b"\r", b"\n")
MOST_PASSED = 64


def formula_pattern() -> re.Pattern[bytes]:
    """Return what finds the beginning of such a cell in UTF-8."""
    blank, sign = (b"|".join(re.escape(one.encode()) for one in some) for some in (BLANKS, SIGNS))
    # Most cells begin otherwise, and are told apart by their first byte: a million rows in 0.6 s, not 1.4.
    first = re.escape(bytes({one.encode()[0] for one in BLANKS + SIGNS}))
    return re.compile(b',"(?=[%b])(?=(?:%b)*(?:%b)|[\t\r\n])' % (first, blank, sign))


def inner_pattern(separator: bytes) -> re.Pattern[bytes]:
    """Return what finds, in UTF-8, what an apostrophe has to follow so that no cell within a text is run."""
    single = re.escape("".join(filter(str.isascii, BLANKS)).encode())
    others = b"|".join(re.escape(one.encode()) for one in BLANKS if not one.isascii())
    # Quotes go in twos: an apostrophe between those of one would end the cell.
    passed = b'(?:""|[%b]|%b)' % (single, others)
    sign = b"|".join(re.escape(one.encode()) for one in SIGNS)
    return re.compile(
        b"%b(?:%b{0,%d}+(?=%b)|%b{%d})" % (separator, passed, MOST_PASSED - 1, sign, passed, MOST_PASSED)
    )


FORMULA = formula_pattern()
# One by one: a single byte is found ten times as fast as one of several.
INNER = {separator: inner_pattern(separator) for separator in SEPARATORS}


def cell(text: str) -> str:
    """Return *text* as a cell, quoted."""
    return '"' + text.replace('"', '""') + '"'


def defuse(lines: bytes) -> bytes:
    """Put an apostrophe before all of *lines* that a spreadsheet would run, whatever separates its cells."""
    inert = FORMULA.sub(b",\"'", lines)
    for separator, pattern in INNER.items():
        # Each line ends with it: where no other is there, looking at a million of them is spared.
        if separator == b"\r" and inert.count(b"\r") == inert.count(b"\r\n"):
            continue
        inert = pattern.sub(b"\\g<0>'", inert)
    return inert


def prompt_cells(columns: PromptColumns) -> str:
    """Return what each line says about the prompt that it answers."""
    return ",".join(
        (
            cell(columns.article),
            cell(columns.title),
            str(columns.discussion),
            cell(columns.question),
            str(columns.number),
            cell(columns.text),
        )
    )


def to_cell(value: Value, *, is_quoted: bool) -> str:
    """Return *value* as a cell."""
    if is_quoted:
        return cell("" if value is None else str(value))
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else to_text(value)


class CsvWriter:
    """``responses.csv`` while it grows."""

    def __init__(self, output: Output) -> None:
        self._file = output.create("responses.csv")
        self._finish = bytes if output.is_raw else defuse

    def begin(self, table: Table) -> None:
        """Write the header."""
        names = ",".join(column.name for column in table.columns)
        self._file.write((BYTE_ORDER_MARK + names + LINE_END).encode())

    def add(self, rows: Iterable[Row]) -> None:
        """Append *rows* of responses."""
        lines = (
            ",".join(to_cell(value, is_quoted=name in QUOTED) for name, value in zip(NAMES, row, strict=True))
            for row in rows
        )
        self.append("".join(line + LINE_END for line in lines).encode())

    def append(self, lines: bytes) -> None:
        """Append *lines* of responses."""
        self._file.write(self._finish(lines))

    def finish(self, about: Sequence[tuple[str, str]]) -> None:
        """Do nothing: all that can be read of a CSV file is its lines."""


CSV = Format(
    name="csv",
    tables=(RESPONSES,),
    open=CsvWriter,
    lines=Lines(
        line='%s,%s,%s,%s,"%w",%s,%s,%s,%s,"%w",%s,%s,%s,%s,%s' + LINE_END,
        head=prompt_cells,
        has_json_texts=False,
        around="",
        nothing="",
        yes="true",
        no="false",
        open=CsvWriter,
    ),
    is_text=True,
)
