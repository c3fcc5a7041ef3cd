"""The moderators' log as a CSV file: a line for each thing done, with words in the reader's language."""

from collections.abc import Callable, Iterable

from bot.domain.moderation import LogLine
from bot.exports.csv import BYTE_ORDER_MARK, LINE_END, cell, defuse
from bot.exports.tables import to_text

COLUMNS = ("at", "moderator", "action", "in_words", "target", "reason")


def to_log_csv(lines: Iterable[LogLine], *, in_words: Callable[[str], str]) -> bytes:
    """Return *lines* as the bytes of a file. An id has a # before it, or spreadsheets would round it."""
    rows = [",".join(COLUMNS)]
    rows += [
        ",".join(
            (
                to_text(one.at),
                cell(f"#{one.moderator}"),
                cell(one.action),
                cell(in_words(one.action)),
                cell(one.target),
                cell(one.reason or ""),
            )
        )
        for one in lines
    ]
    return defuse((BYTE_ORDER_MARK + "".join(row + LINE_END for row in rows)).encode())
