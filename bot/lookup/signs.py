"""What tells whether the facts hold the answer at all: signs read off the best candidate and the query."""

from collections.abc import Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

from bot.lookup.cover import WordCover
from bot.lookup.features import FEATURES
from bot.lookup.likeness import SURE

SIGNS = (
    "cover",  # features of the best candidate, under their names
    "squared",
    "titled",
    "nearby",
    "article",
    "untitled",
    "missed",
    "rare",
    "rare_lent",
    "grams",
    "token_set",
    "partial",
    "when",
    "how_many",
    "number",
    "share",  # of the best candidate among all, by softmax
    "led",  # share times cover
    "rank",  # of the best candidate, over ten
    "lead",  # its rank over that of the second, over ten
    "found",  # weight of the query's words in the best candidate
    "weight",  # of all of the query's words
    "unknown",  # weight of the words that no fact and no title holds
    "unknown_rare",  # the same, weighted by how rare they are in writing
    "unknown_rarest",  # the rarest of them
    "lacking",  # weight of the words that the best candidate does not hold
    "lacking_rare",
    "found_rare",
    "known_rare",  # rarity of the words that any fact or title holds, as a share
    "sure_rarest",  # rarity of the rarest word that the best candidate surely holds
    "sure_words",  # how many it surely holds
    "letters",  # logarithm of how many letters it holds
    "words",  # logarithm of how many words were looked up
    "facts",  # logarithm of how many facts there are
)
_UNKNOWN = 0.3  # a word less alike than this is not there


def read_signs(
    features: NDArray[np.float32],
    ranks: NDArray[np.float32],
    alike: NDArray[np.float32],
    covers: Sequence[WordCover],
    *,
    facts: int,
) -> NDArray[np.float32]:
    """Return what speaks for and against the best candidate, in the order of SIGNS.

    *features* are its own, *ranks* those of all candidates, best first, *alike* is how alike a word it holds
    for each of *covers*.
    """
    shares = softmax(ranks)
    weights = np.array([cover.weight for cover in covers], np.float32)
    rarities = np.array([cover.rarity for cover in covers], np.float32)
    known = np.array([cover.likeness for cover in covers], np.float32)
    letters = np.array([len(cover.word) for cover in covers], np.float32)
    unknown = (known < _UNKNOWN).astype(np.float32)
    lacking = (alike < _UNKNOWN).astype(np.float32)
    own = dict(zip(FEATURES, features.tolist(), strict=True))
    read = {name: own[name] for name in SIGNS if name in own}
    read |= {
        "share": float(shares[0]),
        "led": float(shares[0]) * own["cover"],
        "rank": float(ranks[0]) / 10,
        "lead": float(ranks[0] - ranks[min(1, len(ranks) - 1)]) / 10,
        "found": float(weights @ alike),
        "weight": float(weights.sum()),
        "unknown": float(weights @ unknown),
        "unknown_rare": float(rarities @ unknown),
        "unknown_rarest": float((rarities * unknown).max()),
        "lacking": float(weights @ lacking),
        "lacking_rare": float(rarities @ lacking),
        "found_rare": float(rarities @ alike),
        "known_rare": float(rarities @ known) / max(float(rarities.sum()), 1e-6),
        "sure_rarest": float((rarities * (alike >= SURE)).max()),
        "sure_words": float((alike >= SURE).sum()),
        "letters": log(1 + float(letters @ alike)),
        "words": log(len(covers)),
        "facts": log(facts),
    }
    return np.array([read[name] for name in SIGNS], np.float32)


def softmax(ranks: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the share of each rank; the first is the highest."""
    powers = np.exp(ranks - ranks[0])
    shares: NDArray[np.float32] = powers / powers.sum()
    return shares
