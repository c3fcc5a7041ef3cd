"""Where quotations open and close."""

import re
from bisect import bisect_right
from dataclasses import dataclass

_MARK = re.compile(r"[«»“”„\"‘’']")
_OPENERS = {"«": "»", "“": "”", "„": "“”", "‘": "’"}
# A mark that is never closed must not swallow the rest of the text.
_MAX_LENGTH = 3000


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation, from its opening mark to behind its closing one."""

    start: int
    end: int


class Quotes:
    """The quotations of a text, in order; quotations inside others are not counted."""

    def __init__(self, text: str) -> None:
        self.all = _pair(text)
        self._starts = [quote.start for quote in self.all]

    def around(self, position: int) -> Quote | None:
        """Return the quotation that *position* lies inside of, behind its opening mark and before its end."""
        index = bisect_right(self._starts, position) - 1
        if index >= 0 and self.all[index].start < position < self.all[index].end:
            return self.all[index]
        return None

    def opens_at(self, position: int) -> bool:
        """Whether a quotation opens at *position*."""
        index = bisect_right(self._starts, position) - 1
        return index >= 0 and self.all[index].start == position

    def closes_at(self, position: int) -> bool:
        """Whether the character at *position* is the closing mark of a quotation."""
        quote = self.around(position)
        return quote is not None and quote.end == position + 1

    def within(self, start: int, end: int) -> list[Quote]:
        """Return the quotations that share a character with the span from *start* to *end*."""
        index = max(0, bisect_right(self._starts, start) - 1)
        found = []
        while index < len(self.all) and self.all[index].start < end:
            if self.all[index].end > start:
                found.append(self.all[index])
            index += 1
        return found


def _pair(text: str) -> list[Quote]:
    quotes: list[Quote] = []
    opened: int | None = None
    for match in _MARK.finditer(text):
        at, mark = match.start(), match[0]
        if opened is not None and at - opened > _MAX_LENGTH:
            opened = None
        if opened is None:
            if _can_open(text, at):
                opened = at
        elif _can_close(text, at, opener=text[opened]):
            quotes.append(Quote(opened, at + 1))
            opened = None
        elif mark == text[opened] and _can_open(text, at):
            # Opened twice. A quotation of several paragraphs is opened in each and closed in the last.
            paragraph = text.rfind("\n", opened, at)
            if paragraph > opened and not text[paragraph:at].strip():
                quotes.append(Quote(opened, opened + len(text[opened:paragraph].rstrip())))
            opened = at
    return quotes


def _can_open(text: str, at: int) -> bool:
    mark, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if mark == '"':
        return bool(after) and not after.isspace() and (not before.isalnum() or before == "")
    if mark in "‘'":
        return not before.isalnum() and after.isalpha() and before not in ("’", "'")
    return mark in _OPENERS


def _can_close(text: str, at: int, *, opener: str) -> bool:
    mark, before, after = text[at], text[at - 1], text[at + 1 : at + 2]
    if opener == '"':
        # With a space before and none behind it opens another: the one before was never closed.
        return mark == '"' and not (before.isspace() and after.isalnum())
    if opener in "‘'":
        # The same character is the apostrophe.
        if mark != ("’" if opener == "‘" else "'") or after.isalpha():
            return False
        return before in ".,!?;…" or (
            before.isalnum() and (after in ".,;:)!?" or (after.isspace() and before != "s"))
        )
    return mark in _OPENERS[opener]
