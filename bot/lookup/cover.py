"""What the words of a query stand for among the facts, and how much each of them tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from bot.lookup.commonness import rarity
from bot.lookup.likeness import SURE, Likeness, resembling, slipped_stop_word
from bot.lookup.normalise import Query
from bot.lookup.segment import Segment

_LEAST_HALF = 4  # letters of each half of a word that is taken apart


@dataclass(frozen=True, slots=True, kw_only=True)
class WordCover:
    """One word of the query, and which words of each segment it may stand for, most alike first."""

    word: str
    weight: float  # inverse frequency among the facts: rare words tell more
    rarity: float  # the same, in the language as it is written
    likeness: float  # of the likest word that any fact or title holds
    like: list[list[Likeness]]


def cover_query(query: Query, segments: Sequence[Segment], *, language: str) -> list[WordCover]:
    """Return the cover of each word of *query*, its last one as what it may become, too.

    *language* is that of most facts. A query whose words all look like slips of stop words has no covers.
    """
    spoken = query.language or language
    held_in = {held for segment in segments for held in segment.languages}
    # Stems are compared in the query's language if facts are in it, else in all of theirs.
    languages = (spoken,) if spoken in held_in else tuple(sorted(held_in))
    vocabularies = [segment.vocabulary for segment in segments]
    covers: list[WordCover] = []
    for word in _mend(query.words, segments):
        is_growing = word == query.partial
        like = resembling(
            word, vocabularies, languages=languages, asked_in=query.language, growing=is_growing
        )
        best = max((likes[0].alike for likes in like if likes), default=0.0)
        # "qeulle" is rather a slip for "quelle" than a word that the facts do not know.
        if is_growing or slipped_stop_word(word, spoken) <= best:
            covers.append(
                WordCover(
                    word=word,
                    weight=_weight(like, segments, best=best),
                    rarity=rarity(word, spoken),
                    likeness=best,
                    like=like,
                )
            )
    return covers


def _weight(like: list[list[Likeness]], segments: Sequence[Segment], *, best: float) -> float:
    """Return how much a word tells: it is as rare as what it most probably stands for, in all inflections."""
    holders = sum(
        len(segment.holders(one.word))
        for segment, likes in zip(segments, like, strict=True)
        for one in likes
        if one.alike >= min(best, SURE)
    )
    facts = sum(map(len, segments))
    return log(1 + (facts + 0.5) / (min(holders, facts) + 0.5))


def _mend(typed: tuple[str, ...], segments: Sequence[Segment]) -> list[str]:
    """Join or split words whose parts the facts know, but not as typed: *week end*, *newplan*."""

    def knows(word: str) -> bool:
        return any(segment.vocabulary.find(word) is not None for segment in segments)

    mended: list[str] = []
    for word in typed:
        if knows(word) or not word.isalpha():
            mended.append(word)
        elif mended and knows(mended[-1] + word):
            mended[-1] += word
        else:
            halves = (
                (word[:cut], word[cut:])
                for cut in range(_LEAST_HALF, len(word) - _LEAST_HALF + 1)
                if knows(word[:cut]) and knows(word[cut:])
            )
            mended.extend(next(halves, (word,)))
    return list(dict.fromkeys(mended))
