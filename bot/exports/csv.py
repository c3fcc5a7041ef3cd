"""CSV that opens rightly in a spreadsheet: RFC 4180, a byte order mark for Excel's sake, formulas defused.

Texts are always quoted, numbers and times never, so a row is put together without looking at each character;
the standard library's writer takes three times as long.
"""

import re
from collections.abc import Iterable, Mapping

from bot.domain.identity import PromptId
from bot.exports.rows import COLUMNS, PromptColumns, ResponseRow

BYTE_ORDER_MARK = "\ufeff"
LINE_END = "\r\n"

# A cell that begins like this is run by a spreadsheet, full-width forms included, whatever blanks come before
# (OWASP, "CSV Injection").
FORMULA = re.compile(r"[\s\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")


class CsvEncoder:
    """An export as CSV."""

    def __init__(self, prompts: Mapping[PromptId, PromptColumns]) -> None:
        self._prompts = {prompt: _prompt_cells(columns) for prompt, columns in prompts.items()}

    def header(self) -> bytes:
        """Return the byte order mark and the line of column names."""
        return (BYTE_ORDER_MARK + ",".join(COLUMNS) + LINE_END).encode()

    def rows(self, rows: Iterable[ResponseRow]) -> bytes:
        """Return *rows* as lines."""
        prompts = self._prompts
        lines = [
            f"{key},{prompts[PromptId(prompt)]},{author},{cell(name)},{given},{cell(text)},"
            f"{created},{edited or ''}{LINE_END}"
            for key, prompt, author, name, text, given, created, edited in rows
        ]
        return "".join(lines).encode()


def cell(text: str) -> str:
    """Return *text* quoted, and with an apostrophe before it where a spreadsheet would run it."""
    if FORMULA.match(text):
        text = f"'{text}"
    return '"' + text.replace('"', '""') + '"'


def _prompt_cells(columns: PromptColumns) -> str:
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
