"""Find the fact that answers a query, or say that none does.

An index never changes: who adds, corrects or withdraws facts gets a new one, which shares what is the same
with the old. So any number of threads may look things up while facts change.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from bot.domain.lookup import IndexedFact, Lookup, Match, MatchedWord, Verdict, Where
from bot.lookup.confidence import confidence, verdict
from bot.lookup.cover import WordCover, cover_query
from bot.lookup.evidence import REACH, Evidence
from bot.lookup.features import FEATURES, describe
from bot.lookup.likeness import Likeness
from bot.lookup.normalise import Query, parse
from bot.lookup.segment import Segment, build
from bot.lookup.signs import read_signs, softmax
from bot.lookup.weights import Policy, Weights, standard

MAX_CANDIDATES = 60
MAX_YOUNG = 6  # segments of changes that are kept before they are put together
# What Python takes for a short text beside its letters, and for a fact beside its texts; both were measured.
_TEXT, _FACT = 64, 256  # bytes


def _nothing() -> NDArray[np.intp]:
    return np.zeros(0, np.intp)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A segment, which of its facts do not stand any more, and the facts it was made of if it is young."""

    segment: Segment
    gone: NDArray[np.intp] = field(default_factory=_nothing)
    facts: tuple[IndexedFact, ...] = ()

    @property
    def nbytes(self) -> int:
        """About how much memory the part takes."""
        texts = _TEXT * (len(self.segment.vocabulary.words) + len(self.segment.articles))
        facts = sum(_FACT + len(fact.text) + len(fact.title) for fact in self.facts)
        return self.segment.nbytes + texts + facts

    def without(self, articles: Mapping[str, object]) -> "Part":
        """Return the part with the facts of *articles* gone."""
        segment = self.segment
        gone = [
            np.arange(segment.starts[number], segment.starts[number + 1])
            for number, article in enumerate(segment.articles)
            if article in articles
        ]
        if not gone:
            return self
        facts = tuple(fact for fact in self.facts if fact.article not in articles)
        return replace(self, gone=np.union1d(self.gone, np.concatenate(gone)), facts=facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The candidates for a query, best first: of which part, their numbers there, features and ranks."""

    covers: list[WordCover]
    evidence: list[Evidence]
    parts: NDArray[np.intp]
    facts: NDArray[np.intp]
    features: NDArray[np.float32]
    ranks: NDArray[np.float32]

    def id(self, place: int) -> str:
        """Return the id of the candidate at *place*."""
        part = int(self.parts[place])
        return self.evidence[part].segment.id(int(self.facts[place]))

    def alike(self, place: int) -> NDArray[np.float32]:
        """Return how alike a word the candidate at *place* and those around it hold: word, where."""
        around = self.evidence[self.parts[place]].around(self.facts[place : place + 1])
        alike: NDArray[np.float32] = around[:, 0]
        return alike


class FactIndex:
    """Facts made ready to be looked up, whatever way a person types."""

    def __init__(self, parts: Sequence[Part], *, weights: Weights | None = None) -> None:
        self._parts = tuple(parts)
        self._weights = weights or standard()
        self._facts = sum(len(part.segment) - len(part.gone) for part in parts)
        # Worked out where the index is made: to count a hundred thousand facts takes a while.
        self._nbytes = sum(part.nbytes for part in parts)
        languages: Counter[str] = Counter()
        for part in parts:
            languages.update(part.segment.languages)
        self._language = min(languages, key=lambda language: (-languages[language], language), default="")

    @classmethod
    def of(cls, facts: Iterable[IndexedFact], *, weights: Weights | None = None) -> "FactIndex":
        """Return an index of *facts*."""
        return cls([Part(segment=build(facts))], weights=weights)

    def __len__(self) -> int:
        return self._facts

    @property
    def nbytes(self) -> int:
        """About how much memory the index takes."""
        return self._nbytes

    @property
    def changed(self) -> int:
        """How many facts have come or gone since the index was made as a whole."""
        return sum(len(part.gone) + len(part.facts) for part in self._parts)

    @property
    def first(self) -> Segment:
        """The facts that the index was made of first."""
        return self._parts[0].segment

    def weighted(self, weights: Weights) -> "FactIndex":
        """Return an index of the same facts that weighs what speaks for them otherwise."""
        return FactIndex(self._parts, weights=weights)

    def changed_to(self, articles: Mapping[str, Sequence[IndexedFact]]) -> "FactIndex":
        """Return an index in which *articles* have these facts and no others; one without any is gone."""
        kept = [part.without(articles) for part in self._parts]
        facts = tuple(fact for of_one in articles.values() for fact in of_one)
        if len(kept) > MAX_YOUNG:
            facts = (*(fact for part in kept[1:] for fact in part.facts), *facts)
            kept = kept[:1]
        if facts:
            kept.append(Part(segment=build(facts), facts=facts))
        return FactIndex(kept, weights=self._weights)

    def find(self, query: str, *, limit: int = 3, explained: bool = False) -> Lookup:
        """Return the facts that may answer *query*, at most *limit*, and whether the first one does.

        A score is the probability of being right. Matches are given under ``NOTHING``, too: they are what
        came nearest. There are none where the query has no words or nothing resembles them. Each says which
        words it was found by if that is to be *explained*.
        """
        found = self.search(parse(query, default=self._language))
        if found is None:
            return Lookup(verdict=Verdict.NOTHING, matches=())
        scores = self._scores(found)
        matches = tuple(
            Match(
                id=found.id(place),
                score=score,
                words=_explain(found, place) if explained else (),
            )
            for place, score in enumerate(scores[: max(0, limit)])
        )
        return Lookup(verdict=verdict(scores, self.policy), matches=matches)

    def suggest(self, prefix: str, *, limit: int = 25) -> tuple[Match, ...]:
        """Return the facts that a query beginning with *prefix* may be after; the first ones if none yet."""
        limit = max(0, limit)
        query = parse(prefix, default=self._language)
        # "par" may be a whole word without a subject, or become "parliament".
        words = query.words or ((query.partial,) if query.partial else ())
        found = self.search(replace(query, words=words)) if words else None
        matches: list[Match] = []
        if found is not None:
            # Whoever types does not see why a fact is there that stands beside the one with the word.
            held = np.flatnonzero(found.features[:, FEATURES.index("cover")])
            scores = self._scores(found)
            matches += [Match(id=found.id(place), score=scores[place]) for place in held[:limit].tolist()]
        if not query.words:
            matches += self._first(limit - len(matches), besides={match.id for match in matches})
        return tuple(matches)

    @property
    def policy(self) -> Policy:
        """How facts are ranked and when something is said: an article's way or a server's."""
        weights = self._weights
        return weights.server if self._facts >= weights.server_from else weights.article

    # Linear algebra libraries leave floating-point flags behind that mean nothing.
    @np.errstate(invalid="ignore")
    def search(self, query: Query) -> Found | None:
        """Return the candidates for *query*; None where nothing resembles its words."""
        segments = [part.segment for part in self._parts]
        covers = cover_query(query, segments, language=self._language)
        if not covers:
            return None
        evidence = [
            Evidence(part.segment, covers, of=number, gone=part.gone)
            for number, part in enumerate(self._parts)
        ]
        chosen = [one.candidates(MAX_CANDIDATES) for one in evidence]
        described = [
            (number, candidates, describe(query, covers, one, candidates))
            for number, (one, candidates) in enumerate(zip(evidence, chosen, strict=True))
            if len(candidates)
        ]
        if not described:
            return None
        parts = np.concatenate([np.full(len(candidates), number) for number, candidates, _ in described])
        facts = np.concatenate([candidates for _, candidates, _ in described])
        features = np.concatenate([features for _, _, features in described])
        ranks = features @ self.policy.rank
        order = np.lexsort((facts, parts, -ranks))[:MAX_CANDIDATES]
        return Found(
            covers=covers,
            evidence=evidence,
            parts=parts[order],
            facts=facts[order],
            features=features[order],
            ranks=ranks[order],
        )

    @np.errstate(invalid="ignore")
    def signs(self, found: Found) -> NDArray[np.float32]:
        """Return what speaks for and against the best of *found*."""
        alike = found.alike(0)[:, REACH]
        return read_signs(found.features[0], found.ranks, alike, found.covers, facts=self._facts)

    def _scores(self, found: Found) -> list[float]:
        """Return the probability of each candidate that it is right."""
        best = confidence(self.signs(found), self.policy)
        shares = softmax(found.ranks)
        scores: list[float] = (best * shares / shares[0]).tolist()
        return scores

    def _first(self, count: int, *, besides: set[str]) -> list[Match]:
        """Return the first facts of all."""
        first: list[Match] = []
        for part in self._parts:
            gone = set(part.gone.tolist())
            for fact in range(len(part.segment)):
                if len(first) >= count:
                    return first
                if fact not in gone and (id_ := part.segment.id(fact)) not in besides:
                    first.append(Match(id=id_, score=0.0))
        return first


def _explain(found: Found, place: int) -> tuple[MatchedWord, ...]:
    """Return by which words the candidate at *place* was found, in itself, beside it or in the title."""
    evidence = found.evidence[found.parts[place]]
    segment = evidence.segment
    fact = int(found.facts[place])
    article = int(segment.article[fact])
    around = found.alike(place)
    matched: list[MatchedWord] = []
    for row, cover in enumerate(found.covers):
        beside = [fact + step for step in (-1, 1) if around[row, REACH + step]]
        seen: list[tuple[Likeness | None, Where]] = [
            (evidence.word_in(fact, row), Where.FACT),
            (evidence.word_in_title(article, row), Where.TITLE),
            *((evidence.word_in(other, row), Where.NEIGHBOUR) for other in beside),
        ]
        for like, where in seen:
            if like is not None:
                matched.append(
                    MatchedWord(
                        typed=cover.word,
                        found=segment.vocabulary.words[like.word],
                        how=like.how,
                        where=where,
                        alike=like.alike,
                        weight=cover.weight,
                    )
                )
                break
    return tuple(matched)
