"""Which words stand out in the answers to one question.

Weighted log-odds with an informative prior (B. Monroe, M. Colaresi, K. Quinn, "Fightin' Words", Political
Analysis 16, 2008): how much likelier people are to use a word here than elsewhere, in standard errors.
Elsewhere is the answers to the other questions, and writing as such (``bot.lookup.commonness``), which counts
as so many answers more: it is all there is where only one question was put.
"""

from collections.abc import Collection, Sequence
from math import exp, log, sqrt

from bot.domain.report import Word
from bot.insight.disclosure import may_stand_beside
from bot.insight.vocabulary import Usage
from bot.lookup.commonness import rarity

MAX_WORDS = 12
# Answers are shorter than articles, and hold a word less often: 64 articles count as so many answers.
WRITING = 40.0
PRIOR = 10.0  # answers: how much it takes before the counts outweigh what is expected
CLEAR = 1.96  # standard errors, two-sided 95 %


def words_that_stand_out(
    own: Sequence[Usage], others: Sequence[Usage], *, question: Collection[str], people: int, floor: int
) -> tuple[Word, ...]:
    """Return them, the clearest first; *question* has the stems of the question, which its answers repeat."""
    found: list[tuple[float, Word]] = []
    for usage in own:
        forms = usage.forms()
        beside = [other for other in others if other.language == usage.language]
        elsewhere = sum(other.answers for other in beside)
        for stemmed, used in usage.counts.items():
            if used < floor or stemmed in question:
                continue
            clearness = _clearness(
                used,
                usage.answers,
                sum(other.counts[stemmed] for other in beside),
                elsewhere,
                common=exp(-rarity(stemmed, usage.language)),
            )
            if clearness >= CLEAR:
                shown = used if may_stand_beside(used, people, floor=floor) else None
                word = Word(word=forms.get(stemmed, stemmed), language=usage.language, people=shown)
                found.append((clearness, word))
    found.sort(key=lambda item: (-item[0], item[1].word))
    return tuple(word for _, word in found[:MAX_WORDS])


def _clearness(used: int, answers: int, used_elsewhere: int, elsewhere: int, *, common: float) -> float:
    """Return how many standard errors likelier a word is here; *common* is the share of articles with it."""
    beside = used_elsewhere + WRITING * common
    all_beside = elsewhere + WRITING
    expected = (used + beside) / (answers + all_beside)
    with_here = used + PRIOR * expected
    with_there = beside + PRIOR * expected
    without_here = answers - used + PRIOR * (1 - expected)
    without_there = all_beside - beside + PRIOR * (1 - expected)
    odds = log(with_here / without_here) - log(with_there / without_there)
    return odds / sqrt(1 / with_here + 1 / with_there)
