"""Sentences too long to be quoted in one piece, cut where a clause ends."""

import re

from bot.articles.quotes import Quotes

MAX_LENGTH = 300

_MIN_LENGTH = 45
# The better the clause stands by itself, the dearer another cut: tried on long French and English sentences.
_CUTS = (
    (re.compile(r"\s?;\s"), 0),
    (re.compile(r",\s(?=(?:mais|but|tandis que|alors que|while|whereas|or|yet)\s)"), 30),
    (re.compile(r",\s(?=(?:et|and|puis|then|so|car|because|puisque)\s)"), 60),
    (re.compile(r"\s(?=[–—]\s)"), 70),
    (re.compile(r",\s(?=(?:qui|que|dont|où|ce qui|ce que|lequel|laquelle|which|who|whose|where)\s)"), 80),
    (re.compile(r",\s(?=(?:avec|après|afin|pour|after|with|as|in|en|tout)\s)"), 110),
    (re.compile(r",\s(?!(?:selon|d[’']après|according|said|a déclaré|a annoncé)\b)"), 150),
    (re.compile(r"\s(?=(?:et|and|qui|that|que|mais|but)\s)"), 200),
)


def cut(text: str, start: int, end: int, quotes: Quotes) -> list[tuple[int, int]]:
    """Return the pieces of the span from *start* to *end*, none cut inside a quotation or brackets."""
    pieces: list[tuple[int, int]] = []
    waiting = [(start, end)]
    while waiting:
        first, last = waiting.pop()
        at = _best(text, first, last, quotes) if last - first > MAX_LENGTH else None
        if at is None:
            pieces.append((first, last))
        else:
            waiting += [(at[1], last), (first, at[0])]
    return pieces


def _best(text: str, start: int, end: int, quotes: Quotes) -> tuple[int, int] | None:
    """Return the end of the first part and the start of the second, near the middle where clauses allow."""
    middle = (start + min(end, start + 2 * MAX_LENGTH)) // 2
    best: tuple[int, tuple[int, int]] | None = None
    for pattern, cost in _CUTS:
        for match in pattern.finditer(
            text, start + _MIN_LENGTH, min(end, start + 2 * MAX_LENGTH) - _MIN_LENGTH
        ):
            price = cost + abs(match.start() - middle) + (200 if match.start() - start > MAX_LENGTH else 0)
            if (best is None or price < best[0]) and _is_open(text, start, match.start(), quotes):
                best = price, (match.start(), match.end())
    return best[1] if best else None


def _is_open(text: str, start: int, at: int, quotes: Quotes) -> bool:
    before = text[start:at]
    return quotes.around(at) is None and before.count("(") <= before.count(")")
