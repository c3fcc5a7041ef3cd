"""Which answers are quoted: those that most agreed with, and those closest to what others say.

Only answers whose authors agreed to be quoted come here at all.
"""

import re
from collections.abc import Hashable, Sequence, Set
from dataclasses import dataclass
from heapq import heappush, heappushpop
from math import log, sqrt
from typing import TypeVar
from zlib import crc32

from bot.domain.report import Quotation
from bot.insight.vocabulary import Reader, Usage, language_among

MAX_QUOTATIONS = 3
MOST_AGREED = 4 * MAX_QUOTATIONS  # are held: somebody may have written several, or the same as another
MAX_CHARACTERS = 320  # of a typical answer, about what is read at one glance
MAX_AGREED = 600  # of one that most agreed with: it was chosen by people, so it may be longer
FEWEST_WORDS = 6
# Typical ones are looked for among so many, drawn alike from all.
DRAWN = 300
# Two that share more than this (cosine) say the same.
ALIKE = 0.6
# An answer that names somebody by Discord's mark, or leads elsewhere, shows more than what its author says.
_UNFIT = re.compile(r"<[@#]|://|@everyone|@here|^\s*[!/]")


Ranked = TypeVar("Ranked", tuple[int, int, "Candidate"], tuple[tuple[int, int], int, "Candidate"])


@dataclass(frozen=True, slots=True)
class Candidate:
    """An answer that may be quoted."""

    person: Hashable
    text: str
    reader: Reader
    reactions: int


class Quotable:
    """The candidates of one question, never more than so many."""

    def __init__(self, readers: list[Reader], *, floor: int) -> None:
        self._readers = readers
        self._floor = floor
        # A heap compares a number first; the second one is never the same.
        self._agreed: list[tuple[tuple[int, int], int, Candidate]] = []
        self._drawn: list[tuple[int, int, Candidate]] = []
        self._known: set[int] = set()
        self._count = 0

    def add(self, person: Hashable, text: str, words: int, pieces: Set[str], *, reactions: int) -> None:
        """Take in an answer of so many *words*, the different ones of which are *pieces*, in lower case."""
        self._count += 1
        # By what it says, so that the same answers are drawn in whatever order they come, and repeats once.
        draw = crc32(text.encode(errors="surrogatepass"))
        is_agreed = reactions >= self._floor and len(text) <= MAX_AGREED
        is_drawn = (
            words >= FEWEST_WORDS
            and len(text) <= MAX_CHARACTERS
            and (len(self._drawn) < DRAWN or -draw > self._drawn[0][0])
            and draw not in self._known
        )
        if is_agreed and len(self._agreed) == MOST_AGREED:
            is_agreed = (reactions, draw) > self._agreed[0][0]
        if not (is_agreed or is_drawn) or _UNFIT.search(text):
            return
        candidate = Candidate(person, text, language_among(pieces, self._readers), reactions)
        if is_agreed:
            _keep(self._agreed, ((reactions, draw), self._count, candidate), most=MOST_AGREED)
        if is_drawn:
            self._known.add(draw)
            dropped = _keep(self._drawn, (-draw, self._count, candidate), most=DRAWN)
            if dropped is not None:
                self._known.discard(-dropped[0])

    def agreed(self) -> list[Candidate]:
        """Return those that most people reacted to, one of each person."""
        chosen: dict[Hashable, Candidate] = {}
        for _, _, candidate in sorted(self._agreed, key=lambda item: item[0], reverse=True):
            if all(candidate.text != other.text for other in chosen.values()):
                chosen.setdefault(candidate.person, candidate)
        return list(chosen.values())[:MAX_QUOTATIONS]

    def typical(
        self, usages: Sequence[Usage], *, floor: int, without: Sequence[Candidate]
    ) -> list[Candidate]:
        """Return those closest to what all people say, unlike each other, none of *without*'s people."""
        vectors = []
        middles = {usage.language: _middle(usage, floor=floor) for usage in usages}
        for _, _, candidate in sorted(self._drawn, key=lambda item: -item[0]):
            middle, weights = middles.get(candidate.reader.language, ({}, {}))
            held = candidate.reader.stems_in(candidate.text.lower().split())
            vector = {stemmed: weights[stemmed] for stemmed in held if stemmed in weights}
            if closeness := _cosine(vector, middle):
                # What else it speaks of makes it less typical.
                vectors.append((closeness * len(vector) / len(held), candidate, vector))
        vectors.sort(key=lambda item: (-item[0], item[1].text))
        chosen: list[tuple[Candidate, dict[str, float]]] = []
        people = {candidate.person for candidate in without}
        for _, candidate, vector in vectors:
            is_new = all(_cosine(vector, other) <= ALIKE for _, other in chosen)
            if is_new and candidate.person not in people:
                chosen.append((candidate, vector))
                people.add(candidate.person)
        return [candidate for candidate, _ in chosen[:MAX_QUOTATIONS]]


def quotations(candidates: Sequence[Candidate], *, with_reactions: bool = False) -> tuple[Quotation, ...]:
    """Return what is shown of *candidates*."""
    return tuple(
        Quotation(
            text=one.text, language=one.reader.language, reactions=one.reactions if with_reactions else None
        )
        for one in candidates
    )


def _middle(usage: Usage, *, floor: int) -> tuple[dict[str, float], dict[str, float]]:
    """Return what all people say, as how much of each word, and how much each word weighs in an answer."""
    weights = {
        stemmed: log(1 + usage.answers / used) for stemmed, used in usage.counts.items() if used >= floor
    }
    return {stemmed: weight * usage.counts[stemmed] for stemmed, weight in weights.items()}, weights


def _cosine(one: dict[str, float], other: dict[str, float]) -> float:
    shared = sum(weight * other.get(stemmed, 0.0) for stemmed, weight in one.items())
    if not shared:
        return 0.0
    return shared / sqrt(
        sum(weight * weight for weight in one.values()) * sum(weight * weight for weight in other.values())
    )


def _keep(heap: list[Ranked], item: Ranked, *, most: int) -> Ranked | None:
    """Put *item* on a heap that holds at most so many, and return what had to go."""
    if len(heap) < most:
        heappush(heap, item)
        return None
    return heappushpop(heap, item)
