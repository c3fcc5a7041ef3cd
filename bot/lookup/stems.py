"""Word stems by Snowball (https://snowballstem.org), in the languages that it knows and we meet."""

import threading
from functools import lru_cache

import Stemmer

_ALGORITHMS = {
    "fr": "french",
    "en": "english",
    "es": "spanish",
    "de": "german",
    "it": "italian",
    "pt": "portuguese",
}
_stemmers = threading.local()  # one holds the word it works on: each thread has its own


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """Return the stem of a folded *word*, or the word itself in a language without a stemmer."""
    algorithm = _ALGORITHMS.get(language)
    if algorithm is None or not word.isalpha():
        return word
    own = _stemmers.__dict__
    if language not in own:
        own[language] = Stemmer.Stemmer(algorithm)
    stemmed: str = own[language].stemWord(word)
    return stemmed
