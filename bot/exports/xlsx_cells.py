"""What stands in the cells of a workbook, as SpreadsheetML (ECMA-376, part 1, 18.3.1.4).

What people wrote is always a string and never a formula, whatever it looks like. The one formula there is
makes an address a link, and only an http(s) address that can be nothing besides.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import IntEnum
from typing import cast

from bot.exports.tables import Column, Kind, Value

# "Excel specifications and limits": UTF-16 code units in a cell, characters of a text in a formula.
MOST_UNITS = 32_767
LONGEST_LINK = 255
CUT_MARK = "…"
# A number of more digits would lose the last ones.
LARGEST_NUMBER = 10**15 - 1

# What XML 1.0 cannot hold, and CR, which would be read back as LF. Surrogates in a text are halves of pairs,
# and no characters.
UNWRITABLE = r"\x00-\x08\x0b-\x1f\ufffe\uffff"
SURROGATES = r"\ud800-\udfff"
LONE = re.compile(f"[{SURROGATES}]")
SPECIAL = re.compile(f"[&<>_{UNWRITABLE}{SURROGATES}]")
# ST_Xstring (22.9.2.19) writes them as _xHHHH_. Where a text has that already, its first _ is written so; the
# second one may only be the beginning of what comes next.
ESCAPED = re.compile(f"[{UNWRITABLE}{SURROGATES}]|_(?=x[0-9A-Fa-f]{{4}}[_{UNWRITABLE}])")
LINKABLE = re.compile(r'https?://[^\s"<>\\^`{|}]+', re.IGNORECASE)

# The first day of 1970, as spreadsheets count. Excel takes 1900 for a leap year: it and others disagree about
# the days before its March, and there are none before its first.
DAY_OF_1970 = 25_569
FIRST_DAY = 61
ORDINAL_OF_1970 = date(1970, 1, 1).toordinal()
SECONDS_IN_DAY = 86_400

# Makes the cell of a value in the row of that number; of None there is no cell.
Cell = Callable[[Value, int], str]


class Style(IntEnum):
    """How a cell looks: a place in the style sheet's list of formats."""

    HEADER = 1
    TEXT = 2
    ID = 3
    NUMBER = 4
    TIME = 5
    DAY = 6
    LINK = 7
    FLAG = 8


def to_xml(text: str) -> str:
    """Return *text* as what stands between tags, so that all of it reads back but lone surrogates."""
    if SPECIAL.search(text) is None:
        return text
    text = ESCAPED.sub(_escape, text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return "\ufffd" if LONE.match(character) else f"_x{ord(character):04X}_"


def letters_of(index: int) -> str:
    """Return what a workbook calls the column at *index*, counted from 0: A to Z, then AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def shortened(text: str) -> str:
    """Return *text* as far as a cell can hold it, with a mark where it goes on; pairs stay pairs."""
    units = LONE.sub("\ufffd", text).encode("utf-16-le")
    if len(units) <= 2 * MOST_UNITS:
        return text
    # What is ignored is the first half of a pair that would be cut in two.
    return units[: 2 * (MOST_UNITS - len(CUT_MARK))].decode("utf-16-le", "ignore") + CUT_MARK


def string_cell(letters: str, style: Style, text: str, row: int) -> str:
    """Return a cell that holds *text*, which a cell can hold."""
    return (
        f'<c r="{letters}{row}" s="{style:d}" t="inlineStr"><is>'
        f'<t xml:space="preserve">{to_xml(text)}</t></is></c>'
    )


class Cells:
    """Makes the cells of a workbook, and counts those that could not hold all of a text."""

    def __init__(self) -> None:
        self.cut = 0
        self._of_kind = {
            Kind.ID: self._id,
            Kind.TEXT: self._text,
            Kind.NUMBER: self._number,
            Kind.FLAG: self._flag,
            Kind.TIME: self._time,
            Kind.DAY: self._day,
            Kind.LINK: self._link,
        }

    def of(self, column: Column, *, index: int) -> Cell:
        """Return what makes the cells of *column*, at *index* in its sheet."""
        return self._of_kind[column.kind](letters_of(index))

    def _id(self, letters: str) -> Cell:
        return self._strings(letters, Style.ID)

    def _text(self, letters: str) -> Cell:
        return self._strings(letters, Style.TEXT)

    def _strings(self, letters: str, style: Style) -> Cell:
        # A call for each of millions of cells: put together here once, and not by string_cell.
        opened = f'<c r="{letters}'
        styled = f'" s="{style:d}" t="inlineStr"><is><t xml:space="preserve">'

        def cell(value: Value, row: int) -> str:
            text = value if isinstance(value, str) else str(value)
            # As long as it has no more characters than half the units, it can have no more units.
            if len(text) > MOST_UNITS // 2:
                text = self._fitting(text)
            return f"{opened}{row}{styled}{to_xml(text)}</t></is></c>"

        return cell

    def _fitting(self, text: str) -> str:
        kept = shortened(text)
        self.cut += kept is not text
        return kept

    def _number(self, letters: str) -> Cell:
        def cell(value: Value, row: int) -> str:
            number = cast("int", value)
            if not -LARGEST_NUMBER <= number <= LARGEST_NUMBER:
                return string_cell(letters, Style.ID, str(number), row)
            return f'<c r="{letters}{row}" s="{Style.NUMBER:d}"><v>{number}</v></c>'

        return cell

    def _flag(self, letters: str) -> Cell:
        def cell(value: Value, row: int) -> str:
            return f'<c r="{letters}{row}" s="{Style.FLAG:d}" t="b"><v>{1 if value else 0}</v></c>'

        return cell

    def _time(self, letters: str) -> Cell:
        def cell(value: Value, row: int) -> str:
            time = cast("datetime", value)
            days = time.timestamp() / SECONDS_IN_DAY + DAY_OF_1970
            if days < FIRST_DAY:
                return string_cell(letters, Style.ID, time.astimezone(UTC).isoformat(), row)
            # Excel keeps 15 digits: to the hundredth part of a millisecond.
            return f'<c r="{letters}{row}" s="{Style.TIME:d}"><v>{days:.10f}</v></c>'

        return cell

    def _day(self, letters: str) -> Cell:
        def cell(value: Value, row: int) -> str:
            day = cast("date", value)
            days = day.toordinal() - ORDINAL_OF_1970 + DAY_OF_1970
            if days < FIRST_DAY:
                return string_cell(letters, Style.ID, day.isoformat(), row)
            return f'<c r="{letters}{row}" s="{Style.DAY:d}"><v>{days}</v></c>'

        return cell

    def _link(self, letters: str) -> Cell:
        as_text = self._text(letters)

        def cell(value: Value, row: int) -> str:
            if not is_linkable(cast("str", value)):
                return as_text(value, row)
            address = to_xml(cast("str", value))
            return (
                f'<c r="{letters}{row}" s="{Style.LINK:d}" t="str">'
                f'<f>HYPERLINK("{address}")</f><v>{address}</v></c>'
            )

        return cell


def is_linkable(address: str) -> bool:
    """Say whether *address* is one of the web, of no more than can be followed, and nothing besides.

    A link is a formula because that is written with its cell. The other way, a list behind the rows and
    another in a part of its own, would have to be held until then, and ends at 65,530 links a sheet.
    """
    return len(address) <= LONGEST_LINK and address.isprintable() and LINKABLE.fullmatch(address) is not None
