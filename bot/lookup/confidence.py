"""How probably the best candidate is right, and what to make of that."""

from collections.abc import Sequence
from math import exp

import numpy as np
from numpy.typing import NDArray

from bot.domain.lookup import Verdict
from bot.lookup.weights import Policy

RIVAL_PART = 0.6  # of the best score: a second match above it may be meant just as well
_EXTREME = 30.0  # beyond it a probability is 0 or 1 in all digits that are shown


def confidence(signs: NDArray[np.float32], policy: Policy) -> float:
    """Return the probability, 0 to 1, that the best candidate is right."""
    told = float(signs @ policy.told[:-1] + policy.told[-1])
    ceiling, slope, place = policy.right
    return ceiling * sigmoid(slope * (told - place))


def verdict(scores: Sequence[float], policy: Policy) -> Verdict:
    """Return what to make of matches with these *scores*, best first."""
    best, second = [*scores, 0.0, 0.0][:2]
    if best >= policy.answer_from and second <= RIVAL_PART * best:
        return Verdict.ANSWER
    return Verdict.CHOICES if best >= policy.choices_from else Verdict.NOTHING


def sigmoid(value: float) -> float:
    """Return the probability of which *value* is the logarithm of the odds."""
    return 1 / (1 + exp(-max(-_EXTREME, min(_EXTREME, value))))
