"""The few facts worth a closer look, with what is known of each."""

from dataclasses import dataclass
from heapq import nlargest
from itertools import pairwise
from math import exp
from operator import mul

from rapidfuzz import fuzz

from bot.lookup.corpus import NO_FACT, Corpus
from bot.lookup.cover import WordCover
from bot.lookup.normalise import Query
from bot.lookup.weights import LENT_PART, NEIGHBOUR_PART, RANK, SURE, TITLE_PART, Features

MAX_CANDIDATES = 60
_AROUND = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A fact that holds some of the query, and how it ranks."""

    fact: int
    features: Features
    rank: float


def rank_candidates(query: Query, covers: list[WordCover], corpus: Corpus) -> list[Candidate]:
    """Return the best candidates, best first; none where no fact holds any of the words."""
    candidates = [
        Candidate(fact=fact, features=features, rank=sum(map(mul, features, RANK)))
        for fact in _choose(covers, corpus)
        for features in (describe(fact, query, covers, corpus),)
    ]
    return sorted(candidates, key=lambda candidate: (-candidate.rank, candidate.fact))


def softmax(ranks: list[float]) -> list[float]:
    """Return the share of each rank score; *ranks* is best first."""
    powers = [exp(rank - ranks[0]) for rank in ranks]
    whole = sum(powers)
    return [power / whole for power in powers]


def _choose(covers: list[WordCover], corpus: Corpus) -> list[int]:
    """Return the facts with most of the query's weight, context counted a little."""
    held: dict[int, float] = {}
    for cover in covers:
        for fact, alike in cover.facts.items():
            held[fact] = held.get(fact, 0.0) + cover.weight * alike
    titled: dict[int, float] = {}
    for cover in covers:
        for article, alike in cover.articles.items():
            titled[article] = titled.get(article, 0.0) + cover.weight * alike
    before, after, article_of = corpus.before, corpus.after, corpus.article

    def promise(fact: int) -> tuple[float, int]:
        context = held.get(before[fact], 0.0) + held.get(after[fact], 0.0)
        title = titled.get(article_of[fact], 0.0)
        return held[fact] + NEIGHBOUR_PART * context + TITLE_PART * title, -fact

    return nlargest(MAX_CANDIDATES, held, key=promise)


def describe(fact: int, query: Query, covers: list[WordCover], corpus: Corpus) -> Features:
    """Return what is known of *fact* with regard to a query."""
    whole = sum(cover.weight for cover in covers)
    before, after = corpus.before[fact], corpus.after[fact]
    article = corpus.article[fact]
    own = sure = titled = previous = following = 0.0
    for cover in covers:
        here = cover.facts.get(fact, 0.0)
        one, other = cover.facts.get(before, 0.0), cover.facts.get(after, 0.0)
        lent = max(here, LENT_PART * one, LENT_PART * other)
        own += cover.weight * here
        sure += cover.weight * (here >= SURE)
        titled += cover.weight * max(lent, LENT_PART * cover.articles.get(article, 0.0))
        previous += cover.weight * one
        following += cover.weight * other
    text = corpus.texts[fact]
    return Features(
        cover=own / whole,
        sure=sure / whole,
        titled=titled / whole,
        before=previous / whole,
        after=following / whole,
        around=max(_around(fact, covers, corpus), default=0.0) / whole,
        refers=previous / whole if corpus.opens_with_pronoun[fact] else 0.0,
        pairs=_pairs(fact, covers, text),
        grams=_grams(covers, text),
        token_set=fuzz.token_set_ratio(query.folded, text) / 100,
        article=sum(cover.weight * cover.anywhere.get(article, 0.0) for cover in covers) / whole,
    )


def _around(fact: int, covers: list[WordCover], corpus: Corpus) -> list[float]:
    """Return the weights found in the facts two or three places away on either side."""
    found: list[float] = []
    for link in (corpus.before, corpus.after):
        there = link[fact]
        for _ in range(_AROUND - 1):
            there = link[there] if there != NO_FACT else NO_FACT
            if there != NO_FACT:
                found.append(sum(cover.weight * cover.facts.get(there, 0.0) for cover in covers))
    return found


def _pairs(fact: int, covers: list[WordCover], text: str) -> float:
    """Return the share of the query's neighbouring words that *text* holds side by side, too."""
    if len(covers) == 1:
        return 0.0
    together = sum(
        f"{one.word} {other.word}" in text
        for one, other in pairwise(covers)
        if fact in one.facts and fact in other.facts
    )
    return together / (len(covers) - 1)


def _grams(covers: list[WordCover], text: str) -> float:
    """Return the share of the letter triples of the words looked up that *text* holds."""
    grams = {
        word[start : start + 3]
        for cover in covers
        for word in (f" {cover.word} ",)
        for start in range(len(word) - 2)
    }
    return sum(gram in f" {text} " for gram in grams) / len(grams)
