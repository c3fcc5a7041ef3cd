"""How far a command is that takes long: told in numbers, shown in words."""

from typing import Protocol

from bot.i18n import Text

WHOLE = 100


class Progress(Protocol):
    """What is told how far a command is; the front that the person is at shows it, as often as is fit."""

    def __call__(self, done: int, total: int | None = None, /, *, key: str | None = None) -> None:
        """Take note that *done* of *total* is done; without *total* nobody knows how much there is.

        *key* is the text that says what it is that is done, where it is not what the command mostly does.
        """
        ...


def unseen(done: int, total: int | None = None, /, *, key: str | None = None) -> None:
    """Take no note: nobody watches."""


def percent_of(done: int, total: int | None) -> int | None:
    """Return how much of *total* is done, a hundred only once all of it is; None where nobody knows."""
    return None if not total else max(0, min(WHOLE, done * WHOLE // total))


def progress_in_words(key: str, done: int, total: int | None, *, text: Text) -> str:
    """Return how far it is; *key* is the text that says what is done."""
    said, percent = text(key, n=done), percent_of(done, total)
    return (
        text("progress.so_far", done=said)
        if percent is None
        else text("progress.percent", done=said, percent=percent)
    )
