"""CSV that opens rightly in a spreadsheet: RFC 4180, a byte order mark for Excel's sake, formulas defused.

Texts are always quoted, numbers and times never.
"""

import re

from bot.exports.rows import COLUMNS, Escape, Format, PromptColumns

BYTE_ORDER_MARK = "\ufeff"
LINE_END = "\r\n"

# A cell that begins like this is run by a spreadsheet, full-width forms included, whatever blanks come before
# (OWASP, "CSV Injection"). In whole lines it stands after a comma and a quote: inside a cell each quote is
# doubled, so those two followed by anything else are the beginning of one.
FORMULA = re.compile(r',"(?=[\s\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])')


def cell(text: str) -> str:
    """Return *text* as a cell, quoted."""
    return '"' + text.replace('"', '""') + '"'


def defuse(lines: str) -> str:
    """Put an apostrophe before every cell of *lines* that a spreadsheet would run."""
    return FORMULA.sub(",\"'", lines)


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


CSV = Format(
    name="csv",
    suffix=".csv",
    header=BYTE_ORDER_MARK + ",".join(COLUMNS) + LINE_END,
    line='%s,%s,%s,"%s",%s,"%s",%s,%s' + LINE_END,
    head=prompt_cells,
    escape=Escape.DOUBLED_QUOTES,
    time_or_nothing=("", ""),
    finish=defuse,
)
