"""Where does a page that has changed say what it said before?

A passage is looked for by its words, with what stands before and behind it where they are there more than
once; where it stood is a hint (W3C, Web Annotation Data Model, 2017: TextQuoteSelector and
TextPositionSelector, sections 4.2.4 and 4.2.5). Where the very words are gone, the page's passages are
searched for one that says it in other words.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nlargest
from itertools import accumulate, islice

from rapidfuzz import fuzz

# One character for each, so that places stay where they are.
_ALIKE = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
)
_WORD = re.compile(r"\w+")
_CONTEXT = 32  # characters, as in Hypothesis, which has anchored quotations in changing pages since 2013
# Its weights too: the words around a passage tell two places apart, and where it stood if they do not.
_AROUND, _WHERE = 20.0, 2.0
# Of 100. Tried on revised news: a sentence with another number, or a clause more, is over 80, and other
# sentences about the same are under 60; one that was rewritten in its place is known by its neighbours.
_SAME = 75.0
_REWRITTEN, _IN_PLACE = 50.0, 85.0
_RAREST = 6  # words of a passage by which others are looked up
_HOLDERS = 100  # passages with one of these words
_CANDIDATES = 20
_PLACES = 50
_BEGINNING = 4  # words by which a passage is looked up


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A passage, and where it stood, as far as that is known."""

    words: str
    start: int | None = None
    end: int | None = None
    was_there: bool = True  # what never was has not changed either


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Where a passage stands now."""

    start: int
    end: int
    passage: int | None = (
        None  # which one of the page's says it in other words; None where it is word by word
    )


class Folded:
    """A text in which all spaces, quotation marks and dashes are the same; it knows where they really are."""

    def __init__(self, text: str) -> None:
        words = [(found.group(), found.start()) for found in re.finditer(r"\S+", text.translate(_ALIKE))]
        self.text = " ".join(word for word, _ in words)
        self._original = [start for _, start in words]
        self._folded = [0, *accumulate(len(word) + 1 for word, _ in words)]

    def original(self, place: int) -> int:
        """Return where in the original text the character at *place* stands."""
        word = bisect_right(self._folded, place) - 1
        return self._original[word] + place - self._folded[word]

    def folded(self, place: int) -> int:
        """Return where the character stands that stood at *place*, or the word behind it."""
        word = max(0, bisect_right(self._original, place) - 1)
        return max(0, min(self._folded[word] + place - self._original[word], self._folded[word + 1]))

    def places(self, words: str) -> list[int]:
        """Return where the folded *words* stand, as whole words; the first ones, where they are many."""
        whole = (
            place
            for place in self._beginnings(words)
            if self.text.startswith(words, place)
            and self._is_whole(place)
            and self._is_whole(place + len(words))
        )
        return list(islice(whole, _PLACES))

    def _beginnings(self, words: str) -> Iterator[int]:
        """Yield the places where *words* may begin."""
        found = list(islice(_WORD.finditer(words), _BEGINNING))
        if len(found) == _BEGINNING:
            for place in self._with.get(hash(tuple(one.group() for one in found)), ()):
                yield place - found[0].start()
            return
        place = self.text.find(words) if words else -1
        while place >= 0:
            yield place
            place = self.text.find(words, place + 1)

    @cached_property
    def _with(self) -> dict[int, list[int]]:
        """Where each few words in a row stand, by their hash: ten thousand passages are found at once."""
        found = list(_WORD.finditer(self.text))
        places: dict[int, list[int]] = defaultdict(list)
        for number in range(len(found) - _BEGINNING + 1):
            key = hash(tuple(one.group() for one in found[number : number + _BEGINNING]))
            places[key].append(found[number].start())
        return places

    def around(self, start: int, end: int) -> tuple[str, str]:
        """Return what stands before and behind a passage."""
        return self.text[max(0, start - _CONTEXT) : start], self.text[end : end + _CONTEXT]

    def _is_whole(self, edge: int) -> bool:
        return not (self.text[edge - 1 : edge].isalnum() and self.text[edge : edge + 1].isalnum())


def fold(words: str) -> str:
    """Return *words* as they stand in a folded text."""
    return " ".join(words.translate(_ALIKE).split())


def anchor(
    spans: Sequence[Span], *, old: Folded, new: Folded, passages: Sequence[Span]
) -> list[Anchor | None]:
    """Return where in *new* each of *spans* stands, which are of *old*; None where it is gone.

    What was there is looked for in other words too, among those *passages* of *new* that *old* has not.
    """
    anchors = [_verbatim(span, old, new) for span in spans]
    gone = [number for number, span in enumerate(spans) if anchors[number] is None and span.was_there]
    fresh = [number for number, one in enumerate(passages) if not old.places(fold(one.words))]
    scored = []
    candidates = _Candidates((number, fold(passages[number].words)) for number in fresh)
    for number in gone:
        for passage, words in candidates.near(fold(spans[number].words)):
            score = _likeness(spans[number], words, passages[passage], old, new)
            if score:
                scored.append((-score, number, passage))
    taken: set[int] = set()
    for _, number, passage in sorted(scored):
        start, end = passages[passage].start, passages[passage].end
        if anchors[number] is None and passage not in taken and start is not None and end is not None:
            anchors[number] = Anchor(start=start, end=end, passage=passage)
            taken.add(passage)
    return anchors


def _verbatim(span: Span, old: Folded, new: Folded) -> Anchor | None:
    words = fold(span.words)
    places = new.places(words)
    if not places:
        return None
    stood = _stood(span, old)

    def fit(place: int) -> float:
        if stood is None:
            return -place  # nothing is known but that it is there: the first one
        near = 1 - abs(place / len(new.text) - stood[0] / len(old.text))
        return (
            _AROUND * _around(old.around(*stood), new.around(place, place + len(words))) / 100 + _WHERE * near
        )

    best = max(places, key=fit)
    return Anchor(start=new.original(best), end=new.original(best + len(words) - 1) + 1)


def _likeness(span: Span, words: str, passage: Span, old: Folded, new: Folded) -> float:
    """Return how likely *passage* says *span* in other words, over 0 to 200; 0 where it does not."""
    same = fuzz.ratio(fold(span.words), words, score_cutoff=_REWRITTEN)
    stood, stands = _stood(span, old), _stood(passage, new)
    around = _around(old.around(*stood), new.around(*stands)) if stood and stands else 0.0
    return same + around if same >= _SAME or (same and around >= _IN_PLACE) else 0.0


def _stood(span: Span, text: Folded) -> tuple[int, int] | None:
    """Return where in the folded text *span* stands."""
    if span.start is None or span.end is None or not text.text:
        return None
    return text.folded(span.start), text.folded(span.end)


def _around(one: tuple[str, str], other: tuple[str, str]) -> float:
    """Return how alike two contexts are, 0 to 100."""
    return sum(fuzz.ratio(before, after) for before, after in zip(one, other, strict=True)) / 2


class _Candidates:
    """Passages by their words, so that a fact is not compared with each of ten thousand."""

    def __init__(self, passages: Iterable[tuple[int, str]]) -> None:
        self._words: dict[int, str] = dict(passages)
        self._with: dict[str, list[int]] = defaultdict(list)
        for number, words in self._words.items():
            for word in set(_WORD.findall(words.casefold())):
                self._with[word].append(number)

    def near(self, words: str) -> list[tuple[int, str]]:
        """Return the passages that share the rarest of *words*."""
        known = [word for word in set(_WORD.findall(words.casefold())) if word in self._with]
        rarest = sorted(known, key=lambda word: (len(self._with[word]), word))[:_RAREST]
        shared: dict[int, float] = defaultdict(float)
        for word in rarest:
            for number in self._with[word][:_HOLDERS]:
                shared[number] += 1 / len(self._with[word])
        nearest = nlargest(_CANDIDATES, shared, key=lambda number: (shared[number], -number))
        return [(number, self._words[number]) for number in nearest]
