"""How alike are two articles? A few hundred bytes tell, whatever was rearranged, cut or added.

Of every four words in a row of what an article says, its *shingles*, the lowest hashes are kept: of two
articles, the lowest of both together are a fair sample of their union (A. Z. Broder, "On the resemblance and
containment of documents", 1997; the bottom-k sketch of section 4).

What counts is what facts rest on, and the questions. The page around them is its site's: a menu, an appeal to
subscribe, and an author's life are the same under articles that have nothing else in common.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from heapq import nsmallest
from itertools import chain
from unicodedata import normalize

from bot.domain.article import Article

_WORD = re.compile(r"\w+")
_SHINGLE = 4  # words
# Hashes kept; what is told of half the words in common is then mostly within four in a hundred.
_KEPT = 128
# Shingles; what says less is too little to be told from another of its kind.
_LEAST = 40
_HASH_BYTES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What is kept of an article's shingles."""

    size: int  # how many there were
    lowest: tuple[int, ...]  # hashes, the lowest of all


def sketch(article: Article) -> Sketch:
    """Return the sketch of *article*."""
    said = (fact.passage for fact in article.facts)
    asked = chain.from_iterable((question.text, *question.follow_ups) for question in article.questions)
    hashes = {_hash(shingle) for text in (*said, *asked) for shingle in _shingles(text)}
    return Sketch(size=len(hashes), lowest=tuple(nsmallest(_KEPT, hashes)))


def resemblance(one: Sketch, other: Sketch) -> float:
    """Return how much of all that is in either is in both, 0 to 1; 0 where one of them says too little."""
    if min(one.size, other.size) < _LEAST:
        return 0.0
    first, second = set(one.lowest), set(other.lowest)
    lowest = nsmallest(_KEPT, first | second)
    return sum(shingle in first and shingle in second for shingle in lowest) / len(lowest)


def containment(one: Sketch, other: Sketch) -> float:
    """Return how much of the smaller one is in the other, 0 to 1; 0 where one of them says too little."""
    alike = resemblance(one, other)
    in_both = alike / (1 + alike) * (one.size + other.size)
    return min(1.0, in_both / max(1, min(one.size, other.size)))


def _shingles(text: str) -> Iterator[str]:
    words = _WORD.findall(normalize("NFKC", text).casefold())
    for start in range(max(1, len(words) - _SHINGLE + 1)):
        yield " ".join(words[start : start + _SHINGLE])


def _hash(shingle: str) -> int:
    return int.from_bytes(blake2b(shingle.encode(errors="replace"), digest_size=_HASH_BYTES).digest())
