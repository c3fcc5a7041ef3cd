"""A bar that shows a person at a terminal how far something is that takes long; elsewhere it is not seen."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from bot.chat_front.printable import to_encodable
from bot.commands.progress import WHOLE, Progress, percent_of, progress_in_words, unseen
from bot.i18n import Text

WIDTH = 20
CLEAR = "\r\x1b[K"


@contextmanager
def bar(stream: TextIO, *, key: str, text: Text) -> Iterator[Progress]:
    """Show on *stream* what the block tells of its progress, and take it away at the end.

    *key* is the text that says what is done.
    """
    usual = key
    if not stream.isatty():
        yield unseen
        return
    shown = ""

    def show(done: int, total: int | None = None, /, *, key: str | None = None) -> None:
        nonlocal shown
        line = bar_in_words(key or usual, done, total, text=text)
        # A line that is wrapped could not be taken back.
        line = to_encodable(line, encoding=stream.encoding or "utf-8")[
            : shutil.get_terminal_size().columns - 1
        ]
        if line != shown:
            stream.write(CLEAR + line)
            stream.flush()
            shown = line

    try:
        yield show
    finally:
        if shown:
            stream.write(CLEAR)
            stream.flush()


def bar_in_words(key: str, done: int, total: int | None, *, text: Text) -> str:
    """Return how far it is: ``[#####---------------] 25% · 3,000 answers written…``."""
    said, percent = progress_in_words(key, done, total, text=text), percent_of(done, total)
    if percent is None:
        return said
    full = percent * WIDTH // WHOLE
    return f"[{'#' * full}{'-' * (WIDTH - full)}] {said}"
