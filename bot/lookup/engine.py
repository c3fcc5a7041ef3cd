"""Find the fact that answers a query, or say that none does.

An index never changes: who adds or withdraws a fact makes a new one.
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from bot.domain.lookup import IndexedFact, Lookup, Match
from bot.lookup.candidates import rank_candidates, softmax
from bot.lookup.confidence import policy_for, read_signs
from bot.lookup.corpus import Corpus
from bot.lookup.cover import cover_query
from bot.lookup.normalise import Query, parse


class FactIndex:
    """Facts made ready to be looked up, whatever way a person types."""

    def __init__(self, facts: Iterable[IndexedFact]) -> None:
        self._corpus = Corpus(tuple(facts))

    def __len__(self) -> int:
        return len(self._corpus.facts)

    def find(self, query: str, *, limit: int = 3) -> Lookup:
        """Return the facts that may answer *query*, at most *limit*, and whether the first one does.

        A score is the probability of being right. Matches are given under ``NOTHING``, too: they are what
        came nearest. There are none where the query has no words or nothing resembles them.
        """
        matches = self._match(parse(query, default=self._corpus.language))
        verdict = policy_for(len(self)).verdict([match.score for match in matches])
        return Lookup(verdict=verdict, matches=matches[: max(0, limit)])

    def suggest(self, prefix: str, *, limit: int = 25) -> tuple[Match, ...]:
        """Return the facts that a query beginning with *prefix* may be after; the first ones if none yet."""
        limit = max(0, limit)
        query = parse(prefix, default=self._corpus.language)
        if query.words:
            return self._match(query)[:limit]
        # "par" may be a whole word without a subject, or become "parliament".
        words = (query.partial,) if query.partial else ()
        matches = self._match(replace(query, words=words))[:limit]
        matched = {match.id for match in matches}
        first = (Match(id=fact.id, score=0.0) for fact in self._corpus.facts if fact.id not in matched)
        return (*matches, *islice(first, limit - len(matches)))

    def _match(self, query: Query) -> tuple[Match, ...]:
        """Return the best facts for *query* with the probability that each is right."""
        covers = cover_query(query, self._corpus)
        candidates = rank_candidates(query, covers, self._corpus)
        if not candidates:
            return ()
        best = policy_for(len(self)).confidence(read_signs(candidates, covers))
        shares = softmax([candidate.rank for candidate in candidates])
        return tuple(
            Match(id=self._corpus.facts[candidate.fact].id, score=best * share / shares[0])
            for candidate, share in zip(candidates, shares, strict=True)
        )
