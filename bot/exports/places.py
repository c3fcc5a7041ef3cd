"""Where in its source something stands that was read without noting where: a question, a speaker's name."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import chain
from unicodedata import combining, normalize

from bot.domain.article import Fact

Span = tuple[int, int]

# Code points around a passage in which whoever says it is looked for.
NEAR = 300
# How often words are looked for that stand everywhere, as "Why?" may.
MOST_TRIED = 100
# As many letters in a row are no part of other words; a text that lost its line ends has them glued to some.
TELLING = 20
# Shorter last words of a name are as a rule not a surname: "AI", "Jr".
_SHORTEST_SURNAME = 3


class Places:
    """A source in which words are found whatever lies between them: spaces, line ends, Markdown's signs."""

    def __init__(self, source: str, *, avoid: Iterable[Span] = ()) -> None:
        self._source = source
        self._letters, self._at = _folded(source)
        self._avoid = tuple(avoid)

    def of(self, words: str, *, after: int = 0) -> Span | None:
        """Return where *words* stand, if possible behind *after* and outside of what is to be avoided."""
        wanted, at = _folded(words)
        if not wanted:
            return None
        behind = bisect_left(self._at, after)
        found = list(chain(self._all(wanted, begin=behind), self._all(wanted, begin=0)))
        if not found:
            return None
        start, end = next(filter(self._is_free, found), found[0])
        return start, self._with_marks(end, words[at[-1] + 1 :])

    def _all(self, wanted: str, *, begin: int) -> Iterator[Span]:
        """Yield where *wanted* stands, from the letter *begin* on; short as it is, as whole words."""
        place = begin - 1
        for _ in range(MOST_TRIED):
            place = self._letters.find(wanted, place + 1)
            if place < 0:
                return
            span = self._at[place], self._at[place + len(wanted) - 1] + 1
            if len(wanted) >= TELLING or self._is_whole(span):
                yield span

    def _is_whole(self, span: Span) -> bool:
        around = self._source[max(0, span[0] - 1) : span[0]], self._source[span[1] : span[1] + 1]
        return not any(character.isalnum() for character in around)

    def _is_free(self, span: Span) -> bool:
        return not any(start < span[1] and span[0] < end for start, end in self._avoid)

    def _with_marks(self, end: int, marks: str) -> int:
        """Return *end* behind the punctuation *marks* where those follow, however they are spaced."""
        while combining(self._source[end : end + 1] or " "):
            end += 1
        here = end
        for mark in "".join(marks.split()):
            while here < len(self._source) and self._source[here].isspace():
                here += 1
            if self._source[here : here + 1] != mark:
                return end
            here += 1
            end = here
        return end


def speaker_in(source: str, fact: Fact) -> Span | None:
    """Return where *fact*'s speaker is named: in its passage, else as near to it as may be."""
    if fact.speaker is None or fact.start is None or fact.end is None:
        return None
    words = fact.speaker.split()
    names = [words] if words else []
    if len(words) > 1 and len(words[-1]) >= _SHORTEST_SURNAME:
        names.append(words[-1:])
    for start, end in (
        (fact.start, fact.end),
        (fact.end, fact.end + NEAR),
        (max(0, fact.start - NEAR), fact.start),
    ):
        for name in names:
            found = _named(source[start:end], name)
            if found is not None:
                return start + found[0], start + found[1]
    return None


def _named(within: str, name: list[str]) -> Span | None:
    pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, name)) + r"(?!\w)"
    match = re.search(pattern, within)
    return match.span() if match else None


def _folded(text: str) -> tuple[str, list[int]]:
    """Return the letters and digits of *text* without case or accents, and where each comes from."""
    letters: list[str] = []
    at: list[int] = []
    for place, character in enumerate(text):
        if not character.isalnum():
            continue
        for part in normalize("NFKD", character).casefold():
            if part.isalnum() and not combining(part):
                letters.append(part)
                at.append(place)
    return "".join(letters), at
