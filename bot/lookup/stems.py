"""Word stems by Snowball, remembered: a stem costs more than the rest of a look-up's arithmetic."""

from functools import lru_cache

import snowballstemmer

_ALGORITHMS = {"fr": "french", "en": "english", "es": "spanish", "de": "german"}


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """Return the stem of a folded *word*, or the word itself in a language without a stemmer."""
    algorithm = _ALGORITHMS.get(language)
    if algorithm is None:
        return word
    # A stemmer holds the word it works on: one each keeps threads apart, at a microsecond's cost.
    stemmed: str = snowballstemmer.stemmer(algorithm).stemWord(word)
    return stemmed
