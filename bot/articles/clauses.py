"""Sentences too long to be quoted in one piece, cut where a clause ends."""

from functools import cache
from re import Pattern

from bot.articles.lexicon import Lexicon
from bot.articles.quotes import Quotes

MAX_LENGTH = 300

_MIN_LENGTH = 45
# Never cut before these: what comes behind says who said it.
_KEPT = r"(?!(?:<according>|<speech>)\b)"


def cut(text: str, start: int, end: int, quotes: Quotes, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Return the pieces of the span from *start* to *end*, none cut inside a quotation or brackets."""
    pieces: list[tuple[int, int]] = []
    waiting = [(start, end)]
    while waiting:
        first, last = waiting.pop()
        at = _best(text, first, last, quotes, lexicon) if last - first > MAX_LENGTH else None
        if at is None:
            pieces.append((first, last))
        else:
            waiting += [(at[1], last), (first, at[0])]
    return pieces


def _best(text: str, start: int, end: int, quotes: Quotes, lexicon: Lexicon) -> tuple[int, int] | None:
    """Return the end of the first part and the start of the second, near the middle where clauses allow."""
    middle = (start + min(end, start + 2 * MAX_LENGTH)) // 2
    best: tuple[int, tuple[int, int]] | None = None
    for pattern, cost in _cuts(lexicon):
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


@cache
def _cuts(lexicon: Lexicon) -> tuple[tuple[Pattern[str], int], ...]:
    """Return where a sentence may be cut, each place with its price.

    The better the clause stands by itself, the cheaper: tried on long French and English sentences.
    """
    contrast, addition, relative, loose = (
        "|".join(sorted(words)) or r"(?!)"
        for words in (lexicon.contrast, lexicon.addition, lexicon.relative, lexicon.loose)
    )
    return tuple(
        (lexicon.pattern(template), price)
        for template, price in (
            (r"\s?;\s", 0),
            (rf",\s(?=(?:{contrast})\s)", 30),
            (rf",\s(?=(?:{addition})\s)", 60),
            (r"\s(?=[–—]\s)", 70),
            (rf",\s(?=(?:ce |in |auf |a |en )?(?:{relative})\s)", 80),
            (rf",\s(?=(?:{loose})\s)", 110),
            (rf",\s{_KEPT}", 150),
            (rf"\s(?=(?:{addition}|{contrast}|{relative})\s)", 200),
            (r":\s", 220),
            (r"\s(?=<prepositions>\s)", 260),
        )
    )
