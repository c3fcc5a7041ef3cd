"""How rare a word is in writing, whatever the facts at hand: *année* tells less than *Valbrune*.

``commonness.txt`` lists the stems that many articles hold, as counted on the development articles by
``benchmarks/lookup_learning.py``; what is missing there is rare.
"""

from functools import cache
from importlib.resources import files
from math import log

from bot.lookup.stems import stem

_OF = 64  # parts of which a share is told
_RAREST = log(2 * _OF)


@cache
def _table() -> dict[tuple[str, str], float]:
    """Return the rarity of each stem listed."""
    found: dict[tuple[str, str], float] = {}
    language = share = ""
    for line in (files(__package__) / "commonness.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            language, share = line.strip("[]").split()
        elif not line.startswith("#"):
            found |= {(language, stemmed): log(_OF / int(share)) for stemmed in line.split()}
    return found


def rarity(word: str, language: str) -> float:
    """Return the rarity of a folded *word*, 0 to 4.9: the logarithm of one in how many articles holds it."""
    return _table().get((language, stem(word, language)), _RAREST)
