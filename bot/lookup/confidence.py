"""How probably the best candidate is right, and what to make of that."""

from dataclasses import dataclass
from math import exp, log
from operator import mul

from bot.domain.lookup import Verdict
from bot.lookup.candidates import Candidate, softmax
from bot.lookup.cover import WordCover
from bot.lookup.weights import ARTICLE_CONFIDENCE, POOL_CONFIDENCE, SURE, Signs

RIVAL_PART = 0.6  # of the best score: a second match above it may be meant just as well


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How probability is read from the signs, and from which one on something is said."""

    weights: Signs
    answer_from: float
    choices_from: float

    def confidence(self, signs: Signs) -> float:
        """Return the probability, 0 to 1, that the best candidate is right."""
        return 1 / (1 + exp(-sum(map(mul, signs, self.weights))))

    def verdict(self, scores: list[float]) -> Verdict:
        """Return what to make of matches with these *scores*, best first."""
        best, second = [*scores, 0.0, 0.0][:2]
        if best >= self.answer_from and second <= RIVAL_PART * best:
            return Verdict.ANSWER
        return Verdict.CHOICES if best >= self.choices_from else Verdict.NOTHING


# Of the development half's questions that another article answers, one in twenty gets past ``choices_from``;
# of what gets past ``answer_from``, four in five are right.
ARTICLE = Policy(weights=ARTICLE_CONFIDENCE, answer_from=0.6, choices_from=0.16)
POOL = Policy(weights=POOL_CONFIDENCE, answer_from=0.6, choices_from=0.45)
POOL_FROM = 1_000  # facts


def policy_for(facts: int) -> Policy:
    """Return the policy for an index of so many *facts*."""
    return POOL if facts >= POOL_FROM else ARTICLE


def read_signs(candidates: list[Candidate], covers: list[WordCover]) -> Signs:
    """Return what speaks for and against the first of *candidates*."""
    best = candidates[0]
    share = softmax([candidate.rank for candidate in candidates])[0]
    features = best.features
    whole = sum(cover.weight for cover in covers)
    found = sum(len(cover.word) * cover.facts.get(best.fact, 0.0) for cover in covers)
    return Signs(
        cover=features.cover,
        squared=features.cover**2,
        share=share,
        led=share * features.cover,
        rank=best.rank / 10,
        known=sum(cover.weight for cover in covers if cover.likeness >= SURE) / whole,
        article=features.article,
        letters=log(1 + found),
        words=log(len(covers)),
        bias=1.0,
    )
