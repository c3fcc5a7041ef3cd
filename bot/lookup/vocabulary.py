"""The distinct words of some facts, ordered so that those near a typed word are found without reading all."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.lookup.normalise import MAX_WORD_LETTERS
from bot.lookup.stems import stem

MAX_TYPO_LETTERS = 24
_MIN_TYPO_LETTERS = 3
_LAST = "\U0010ffff"  # sorts behind every letter

Arrays = dict[str, NDArray[Any]]


class Vocabulary:
    """Words in order; each is known by its number in that order.

    For typing errors the words stand a second time, by length, with a signature each: a 64-bit set of the
    letters it holds. A slip of the finger changes at most two of the bits, so counting those that differ
    leaves few words to be compared letter by letter.
    """

    def __init__(self, words: list[str], arrays: Mapping[str, NDArray[Any]]) -> None:
        self.words = words
        self._stem_keys = arrays["stem_keys"]
        self._stem_words = arrays["stem_words"]
        self._by_length = arrays["by_length"]
        self._signatures = arrays["signatures"]
        self._length_starts: list[int] = arrays["length_starts"].tolist()

    def find(self, word: str) -> int | None:
        """Return the number of *word*, None where it is not among them."""
        number = bisect_left(self.words, word)
        return number if number < len(self.words) and self.words[number] == word else None

    def same_stem(self, language: str, stemmed: str) -> list[int]:
        """Return the words that facts in *language* hold with the stem *stemmed*."""
        key = _stem_key(language, stemmed)
        first, last = np.searchsorted(self._stem_keys, np.array([key, key + 1], np.uint64))
        found: list[int] = self._stem_words[first:last].tolist()
        return found

    def beginning(self, prefix: str) -> range:
        """Return the words that begin with *prefix*."""
        first = bisect_left(self.words, prefix)
        return range(first, bisect_right(self.words, prefix + _LAST, lo=first))

    def within(self, word: str, slips: int) -> list[tuple[int, int]]:
        """Return the words at most so many *slips* from *word*, and how many each is; itself not.

        A slip is a letter left out, put in, changed, or two that changed places (optimal string alignment).
        """
        shortest = max(_MIN_TYPO_LETTERS, len(word) - slips)
        longest = min(MAX_TYPO_LETTERS, len(word) + slips)
        if shortest > longest:
            return []
        first, last = self._length_starts[shortest], self._length_starts[longest + 1]
        differing = np.bitwise_count(self._signatures[first:last] ^ np.uint64(_signature(word)))
        near = self._by_length[first:last][differing <= 2 * slips].tolist()
        if not near:
            return []
        texts = [self.words[number] for number in near]
        distances = process.cdist([word], texts, scorer=OSA.distance, score_cutoff=slips, dtype=np.uint8)[
            0
        ].tolist()
        return [
            (number, distance)
            for number, distance in zip(near, distances, strict=True)
            if 0 < distance <= slips
        ]


def to_arrays(words: list[str], *, languages: Mapping[str, Iterable[int]]) -> Arrays:
    """Return what a vocabulary of the sorted *words* looks things up in.

    *languages* tells which words the facts of each language hold, by their numbers.
    """
    stems = sorted(
        (_stem_key(language, stem(words[number], language)), number)
        for language, numbers in languages.items()
        for number in numbers
    )
    lengths = np.fromiter(
        (len(word) if word.isalpha() and len(word) <= MAX_TYPO_LETTERS else 0 for word in words),
        np.uint8,
        len(words),
    )
    by_length = np.argsort(lengths, kind="stable").astype(np.int32)
    counts = np.bincount(lengths, minlength=MAX_TYPO_LETTERS + 1).tolist()
    return {
        "stem_keys": np.fromiter((key for key, _ in stems), np.uint64, len(stems)),
        "stem_words": np.fromiter((number for _, number in stems), np.int32, len(stems)),
        "by_length": by_length,
        "signatures": np.fromiter(
            (_signature(words[number]) for number in by_length.tolist()), np.uint64, len(words)
        ),
        "length_starts": np.array([0, *accumulate(counts)], np.int64),
    }


def _stem_key(language: str, stemmed: str) -> int:
    """Return a number for a stem that is the same in every process."""
    return int.from_bytes(
        blake2b(f"{language}:{stemmed}".encode(errors="surrogatepass"), digest_size=7).digest()
    )


def _signature(word: str) -> int:
    """Return the letters of *word* as a set of bits: 32 for those it holds, 32 for those it holds twice."""
    signature = 0
    for letter in word[:MAX_WORD_LETTERS]:
        bit = 1 << (ord(letter) & 31)
        signature |= bit << 32 if signature & bit else bit
    return signature
