"""What somebody typed, taken apart into words that can be pointed at as they were typed."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import NoReturn

from bot.domain.errors import BotError
from bot.domain.schedule_errors import SpokenTooLongError
from bot.domain.spoken_words import AND

SPOKEN_LIMIT = 200  # characters; what is said of a schedule rarely has 80

_DASHES = frozenset("\u2010\u2011\u2012\u2013\u2014\u2015\u2212")
_APOSTROPHES = frozenset("\u2018\u2019\u02bc\u0060\u00b4")
# A year first is the one way to write a date in numbers that everybody reads the same way.
_TOKEN = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}(?!\d)|[ap]\. ?m\.?|o'clock|apres-midi|week[- ]?ends?"
    r"|\d+|[^\W\d_]+'?|\.{2,}|\S",
    re.ASCII,
)
_BETWEEN_DIGITS = re.compile(r"(?<=\d)\.(?=\d)", re.ASCII)


class Reader:
    """Goes through what was typed, word by word; what it stumbles over is raised as *error*."""

    def __init__(self, typed: str, *, error: type[BotError]) -> None:
        if len(typed) > SPOKEN_LIMIT:
            raise SpokenTooLongError(length=len(typed), limit=SPOKEN_LIMIT)
        self._typed = typed
        self._error = error
        self._words: list[str] = []
        self._spans: list[tuple[int, int]] = []
        self.position = 0
        folded, origins = _fold(typed)
        for match in _TOKEN.finditer(folded):
            # Between two digits a full stop says something; elsewhere it ends a sentence, or shortens a word.
            if match[0] != "." or _BETWEEN_DIGITS.match(folded, match.start()):
                self._words.append(_word(match[0]))
                self._spans.append((origins[match.start()], origins[match.end() - 1] + 1))

    @property
    def is_done(self) -> bool:
        """Whether everything has been read."""
        return self.position >= len(self._words)

    def peek(self, ahead: int = 0) -> str:
        """Return the word that comes next, or one further ahead; "" past the end."""
        at = self.position + ahead
        return self._words[at] if at < len(self._words) else ""

    def take(self, words: Collection[str]) -> str:
        """Read the next word if it is one of *words*; return it, or ""."""
        word = self.peek()
        if word not in words:
            return ""
        self.position += 1
        return word

    def take_any(self, sequences: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
        """Read the first of *sequences* of words that comes next; return it, or nothing."""
        for sequence in sequences:
            if all(self.peek(ahead) == word for ahead, word in enumerate(sequence)):
                self.position += len(sequence)
                return sequence
        return ()

    def take_digits(self, longest: int) -> int | None:
        """Read a number of *longest* digits at most."""
        word = self.peek()
        if not is_number(word, longest=longest):
            return None
        self.position += 1
        return int(word)

    def typed(self, start: int, end: int | None = None) -> str:
        """Return the words from one to another, up to where the reader is, as they were typed."""
        spans = self._spans[start : self.position if end is None else end]
        return self._typed[spans[0][0] : spans[-1][1]] if spans else self._typed.strip()

    def rest(self) -> str:
        """Return what has not been read yet, as it was typed."""
        return self.typed(self.position, len(self._words))

    def unclear(self, start: int | None = None, end: int | None = None) -> NoReturn:
        """Raise the error that names the words from *start* on to *end*, by default to here; or the next.

        What hangs together with the last of them is named as well: ``24/12`` and not ``24``.
        """
        if start is None:
            start = min(self.position, len(self._words) - 1)
            end = start + (2 if self.peek() in AND else 1)
        raise self._error(part=self.typed(start, self._end_of(self.position if end is None else end)))

    def _end_of(self, end: int) -> int:
        """Return where the words end that follow those up to *end* without a space, but for marks behind."""
        last = end
        while 0 < last < len(self._spans) and self._spans[last][0] <= self._spans[last - 1][1]:
            last += 1
        while last > end and not self._words[last - 1].isalnum():
            last -= 1
        return last


def _word(token: str) -> str:
    """Return *token* as the tables have it: ``a.m.`` is ``am``, ``week-end`` is ``weekend``."""
    if token.startswith(".."):
        return ".."
    return re.sub(r"[. -]", "", token) if token[:2] in {"a.", "p.", "we"} else token


def is_number(word: str, *, longest: int) -> bool:
    """Return whether *word* is a number of *longest* digits at most."""
    return word.isascii() and word.isdecimal() and len(word) <= longest


def _fold(typed: str) -> tuple[str, list[int]]:
    """Return *typed* in plain lower-case letters, and for each of these where it was."""
    folded: list[str] = []
    origins: list[int] = []
    for at, character in enumerate(typed):
        plain = _plain(character)
        folded.append(plain)
        origins.extend([at] * len(plain))
    return "".join(folded), origins


def _plain(character: str) -> str:
    if character in _DASHES:
        return "-"
    if character in _APOSTROPHES:
        return "'"
    category = unicodedata.category(character)
    if character.isspace() or category in {"Cc", "Zs"}:
        return " "
    if category == "Cf":  # a soft hyphen, a change of direction
        return ""
    taken_apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    return "".join(one for one in taken_apart if not unicodedata.combining(one))
