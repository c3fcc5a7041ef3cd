"""All words of the facts, and which of them a typed word may stand for."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA, Prefix

from bot.lookup.initials import OTHER_INITIALS
from bot.lookup.stems import stem
from bot.lookup.stopwords import STOP_WORDS
from bot.lookup.weights import (
    COMPLETION,
    ENOUGH_LETTERS,
    EXACT,
    FIRST_LETTER_COST,
    KNOWN_WORD_PART,
    LEAST_TYPO,
    SAME_INITIALS,
    SAME_STEM,
    SHARED_PREFIX,
    SLIP_COST,
)

_HEAD = 3  # words of one stem, or that one completes, share their first letters
_MAX_TYPO_LETTERS = 24
_MAX_RESEMBLING = 30
_MIN_SLIPPED = 4  # letters of a stop word that is still known by its slips
_LONG_SLIPPED = 7
_MIN_SHARED = 4
_MIN_SHARED_PART = 0.6


class Vocabulary:
    """The distinct words of some facts, filed by their length and by their first letters."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._by_length: dict[int, list[str]] = defaultdict(list)
        self._by_head: dict[str, list[str]] = defaultdict(list)
        # Sorted, because the order of a set differs from run to run and equal words must not.
        for word in sorted(self._words):
            if word.isalpha():
                self._by_length[len(word)].append(word)
            for letters in range(1, _HEAD + 1):
                if letters <= len(word):
                    self._by_head[word[:letters]].append(word)

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def resembling(self, word: str, *, language: str, growing: bool = False) -> dict[str, float]:
        """Return the words that *word* may stand for, most alike first, each with how alike it is.

        A *growing* word is still being typed: what it may become counts.
        """
        found: dict[str, float] = {}
        self._add_same(found, word, language=language)
        if growing:
            self._add_completions(found, word)
        if word.isalpha() and len(word) <= _MAX_TYPO_LETTERS:
            self._add_typos(found, word, known=bool(found) and max(found.values()) >= SAME_STEM)
        best = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        return dict(best[:_MAX_RESEMBLING])

    def _add_same(self, found: dict[str, float], word: str, *, language: str) -> None:
        """Add the word itself, its other initials and its inflections."""
        if word in self._words:
            found[word] = EXACT
        other = OTHER_INITIALS.get(word)
        if other in self._words:
            _add(found, other, SAME_INITIALS)
        if len(word) < _HEAD or not word.isalpha():
            return
        for candidate in self._by_head.get(word[:_HEAD], ()):
            shorter, longer = sorted((len(word), len(candidate)))
            shared = Prefix.similarity(word, candidate)
            if 2 * shared < shorter or longer > 2 * shorter + 2:
                continue
            if stem(candidate, language) == stem(word, language):
                _add(found, candidate, SAME_STEM)
            elif shared >= _MIN_SHARED and shared >= _MIN_SHARED_PART * longer:
                _add(found, candidate, partly(shared / longer, SHARED_PREFIX))

    def _add_completions(self, found: dict[str, float], word: str) -> None:
        """Add what *word* may become when typed to its end."""
        for candidate in self._by_head.get(word[:_HEAD], ()):
            if candidate.startswith(word):
                _add(found, candidate, partly(len(word) / len(candidate), COMPLETION))

    def _add_typos(self, found: dict[str, float], word: str, *, known: bool) -> None:
        """Add the words that are one to three slips of the finger away from *word*."""
        reach = 1 if known else allowed_slips(len(word))
        for length in range(max(3, len(word) - reach), len(word) + reach + 1):
            near = process.extract(
                word,
                self._by_length.get(length, ()),
                scorer=OSA.distance,
                score_cutoff=reach,
                limit=_MAX_RESEMBLING,
            )
            for candidate, slips, _ in near:
                if slips and slips <= allowed_slips(min(length, len(word)) + 1):
                    _add(found, candidate, typo(word, candidate, slips=int(slips), known=known))


def allowed_slips(letters: int) -> int:
    """Return how many slips are believed in a word of so many *letters*."""
    return sum(letters >= enough for enough in ENOUGH_LETTERS)


def typo(word: str, candidate: str, *, slips: int, known: bool) -> float:
    """Return how alike two words are that are *slips* apart; *known*: the facts hold the first, too."""
    alike = 1 - SLIP_COST * slips / max(len(word), len(candidate))
    if word[0] != candidate[0]:
        alike -= FIRST_LETTER_COST
    return max(LEAST_TYPO, alike * (KNOWN_WORD_PART if known else 1.0))


@lru_cache(maxsize=10_000)
def slipped_stop_word(word: str, language: str) -> float:
    """Return how alike *word* is to the stop word it may be a slip for; 0.0 where there is none."""
    if len(word) < _MIN_SLIPPED or not word.isalpha():
        return 0.0
    reach = 1 if len(word) < _LONG_SLIPPED else 2
    stop = [known for known in STOP_WORDS.get(language, ()) if len(known) >= _MIN_SLIPPED]
    near = process.extract(word, stop, scorer=OSA.distance, score_cutoff=reach)
    return max((typo(word, known, slips=int(slips), known=False) for known, slips, _ in near), default=0.0)


def partly(part: float, scale: tuple[float, float]) -> float:
    """Return how alike two words are of which one holds *part* of the other."""
    least, gain = scale
    return least + gain * part


def _add(found: dict[str, float], word: str, alike: float) -> None:
    """Keep the best likeness found of *word*."""
    if alike > found.get(word, 0.0):
        found[word] = alike
