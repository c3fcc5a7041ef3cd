"""Where in a segment the words of a query are: in which facts, beside which, in which titles."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.lookup.cover import WordCover
from bot.lookup.likeness import Likeness
from bot.lookup.segment import Segment

Floats = NDArray[np.float32]
Numbers = NDArray[np.intp]

REACH = 3  # facts on either side that give context
_CERTAIN = 255  # likenesses are kept as bytes: a million facts times ten words
_POOL = 256  # facts with most of the query's weight, of which, with those around, candidates are chosen
_NEIGHBOUR_PART = 0.15
_AROUND_PART = 0.08


class Evidence:
    """How alike a word each fact holds, for each word of a query."""

    def __init__(
        self, segment: Segment, covers: Sequence[WordCover], *, of: int, gone: NDArray[np.intp]
    ) -> None:
        """*of* is the segment's place among those *covers* speak of; facts that are *gone* are not found."""
        self.segment = segment
        self.weights = np.array([cover.weight for cover in covers], np.float32)
        self._like = [cover.like[of] for cover in covers]
        # From zeros on, memory is taken only where something is written.
        self._alike = np.zeros((len(covers), len(segment)), np.uint8)
        self._held = np.zeros(len(segment), np.float32)
        for row, (cover, likes) in enumerate(zip(covers, self._like, strict=True)):
            self._find(self._alike[row], likes, weight=cover.weight)
        self._held[gone] = 0

    def _find(self, alike: NDArray[np.uint8], likes: list[Likeness], *, weight: float) -> None:
        """Note the facts that hold a word; the most alike comes first, and is what counts."""
        for like in likes:
            facts = self.segment.holders(like.word)
            new = facts[alike[facts] == 0]
            alike[new] = round(like.alike * _CERTAIN)
            self._held[new] += np.float32(weight * like.alike)

    def candidates(self, limit: int) -> Numbers:
        """Return the facts that most promise to be meant, at most *limit*; none that nothing speaks for."""
        pool = self._pool()
        if not len(pool):
            return pool
        cover = np.tensordot(self.weights, self.around(pool), axes=1)
        own = cover[:, REACH]
        beside = cover[:, REACH - 1] + cover[:, REACH + 1]
        further = cover[:, [0, 1, -2, -1]].max(axis=1)
        promise = own + _NEIGHBOUR_PART * beside + _AROUND_PART * further
        best = np.argsort(-promise, kind="stable")[:limit]
        chosen: Numbers = pool[best[promise[best] > 0]]
        return chosen

    def _pool(self) -> Numbers:
        """Return the facts with most of the query's weight, and those around them: they may be meant, too."""
        held = self._held
        most = float(held.max(initial=0.0))
        if most == 0.0:
            return np.zeros(0, np.intp)
        touched = np.zeros(0, np.intp)
        # A look at those over half of the most is cheap; of a million facts few are.
        for part in (0.5, 0.25, 0.0):
            touched = np.flatnonzero(held > part * most)
            if len(touched) >= _POOL:
                break
        if len(touched) > _POOL:
            touched = touched[np.argsort(-held[touched], kind="stable")[:_POOL]]
        spread = (touched[:, None] + np.arange(-1, 2)).ravel()
        owner = np.repeat(touched, 3)
        inside = (spread >= 0) & (spread < len(held))
        spread, owner = spread[inside], owner[inside]
        article = self.segment.article
        return np.unique(spread[article[spread] == article[owner]])

    def around(self, facts: Numbers) -> Floats:
        """Return how alike a word each of *facts* and the three on either side hold: word, fact, place."""
        places = facts[:, None] + np.arange(-REACH, REACH + 1)
        inside = np.clip(places, 0, len(self.segment) - 1)
        article = self.segment.article
        same = (places == inside) & (article[inside] == article[facts][:, None])
        found: Floats = self._alike[:, inside] * (same * np.float32(1 / _CERTAIN))
        return found

    def in_articles(self, articles: Numbers) -> Floats:
        """Return how alike a word any fact of each of *articles* holds: word, article."""
        starts = self.segment.starts
        most = [
            self._alike[:, starts[article] : starts[article + 1]].max(axis=1) for article in articles.tolist()
        ]
        found: Floats = np.stack(most, axis=1) * np.float32(1 / _CERTAIN)
        return found

    def in_titles(self, articles: Numbers) -> Floats:
        """Return how alike a word the titles of each of *articles* hold: word, article."""
        found = np.zeros((len(self._like), len(articles)), np.float32)
        for row, likes in enumerate(self._like):
            for like in reversed(likes):  # the most alike comes last, and stays
                titled = self.segment.titled(like.word)
                if len(titled):
                    found[row, np.isin(articles, titled)] = like.alike
        return found

    def word_in(self, fact: int, row: int) -> Likeness | None:
        """Return what the *row*-th word of the query was taken for in a fact."""
        for like in self._like[row]:
            holders = self.segment.holders(like.word)
            place = int(np.searchsorted(holders, fact))
            if place < len(holders) and holders[place] == fact:
                return like
        return None

    def word_in_title(self, article: int, row: int) -> Likeness | None:
        """Return what the *row*-th word of the query was taken for in an article's titles."""
        return next((like for like in self._like[row] if article in self.segment.titled(like.word)), None)
