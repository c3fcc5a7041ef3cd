"""Sets of words, written as people write words."""


def word_set(words: str) -> frozenset[str]:
    """Return the words of *words*, which have spaces between them."""
    return frozenset(words.split())
