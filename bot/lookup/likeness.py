"""Which words of a vocabulary a typed word may stand for, and how alike they are.

A likeness is between 0 and 1; those here were set by hand and looked at on the development data
(docs/decisions.md). What each counts in the end is learned: see ``bot.lookup.weights``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from rapidfuzz import process
from rapidfuzz.distance import OSA, Prefix

from bot.domain.lookup import How
from bot.lookup.concepts import LANGUAGES, is_known, lexicon, related
from bot.lookup.initials import OTHER_INITIALS
from bot.lookup.stems import stem
from bot.lookup.stopwords import STOP_WORDS
from bot.lookup.vocabulary import MAX_TYPO_LETTERS, Vocabulary

EXACT = 1.0
SAME_STEM = 0.95
SAME_INITIALS = 0.95  # IA and AI
SURE = 0.9  # from here on, the same word
CONCEPT = 0.5  # another word for the same thing
TRANSLATION = 0.8  # the same in another language: members ask in theirs
ENOUGH_LETTERS = (3, 6, 11)  # for one slip of the finger, for two, for three
SLIP_COST = 1.1  # as a share of the longer word's letters
FIRST_LETTER_COST = 0.15  # people rarely mistype the first
KNOWN_WORD_PART = 0.5  # a word that the facts know is less likely to be a slip
LEAST_TYPO = 0.05
SHARED_PREFIX = (0.3, 0.5)  # of a word that shares none, and what all of it adds
COMPLETION = (0.5, 0.45)  # the same for a word that is still being typed

MAX_RESEMBLING = 30
MAX_CORRECTIONS = 3
_MIN_SHARED = 4
_MIN_SHARED_PART = 0.6
_MIN_SLIPPED = 4  # letters of a stop word that is still known by its slips
_LONG_SLIPPED = 7


@dataclass(frozen=True, slots=True)
class Likeness:
    """A word of a vocabulary that a typed word may stand for."""

    word: int
    alike: float
    how: How


Found = dict[int, Likeness]


def resembling(
    word: str,
    vocabularies: Sequence[Vocabulary],
    *,
    languages: Sequence[str],
    asked_in: str,
    growing: bool = False,
) -> list[list[Likeness]]:
    """Return for each vocabulary the words that *word* may stand for, most alike first.

    *languages* are those of the facts, *asked_in* is that of the query, "" where nothing tells. A *growing*
    word is still being typed: what it may become counts.
    """
    found: list[Found] = [{} for _ in vocabularies]
    spoken = _spoken(word, languages=languages, asked_in=asked_in) if word.isalpha() else ""
    for vocabulary, own in zip(vocabularies, found, strict=True):
        _add_same(own, word, vocabulary, languages=languages)
        if word.isalpha():
            _add_concepts(own, word, vocabulary, spoken=spoken)
            _add_shared_prefix(own, word, vocabulary)
        if growing:
            _add_completions(own, word, vocabulary)
    is_held = any(like.alike >= SAME_STEM for own in found for like in own.values())
    is_word = bool(spoken) and is_known(word, spoken)
    if word.isalpha() and len(word) <= MAX_TYPO_LETTERS:
        asked = asked_in or next(iter(languages), "")
        meant = [] if is_held or is_word else _corrected(word, asked)
        for vocabulary, own in zip(vocabularies, found, strict=True):
            for correction, alike in meant:
                _add_meant(own, correction, vocabulary, languages=languages, spoken=asked, alike=alike)
            _add_typos(own, word, vocabulary, known=is_held or is_word)
    return [sorted(own.values(), key=lambda like: (-like.alike, like.word))[:MAX_RESEMBLING] for own in found]


def _spoken(word: str, *, languages: Sequence[str], asked_in: str) -> str:
    """Return the language in which *word* is to be taken, "" if none knows it."""
    return asked_in or next(
        (language for language in (*languages, *LANGUAGES) if is_known(word, language)), ""
    )


@lru_cache(maxsize=10_000)
def _corrected(word: str, language: str) -> list[tuple[str, float]]:
    """Return the words of *language* that *word* may be a slip for, whether the facts hold them or not."""
    known = lexicon(language)
    near = known.within(word, allowed_slips(len(word)))
    fewest = min((slips for _, slips in near), default=0)
    return [
        (known.words[number], typo(word, known.words[number], slips=slips, known=False))
        for number, slips in near
        if slips == fewest and slips <= allowed_slips(len(known.words[number]))
    ][:MAX_CORRECTIONS]


def _add_meant(
    found: Found, word: str, vocabulary: Vocabulary, *, languages: Sequence[str], spoken: str, alike: float
) -> None:
    """Add what a corrected *word* may stand for, each *alike* as much less as the correction is unsure."""
    meant: Found = {}
    _add_same(meant, word, vocabulary, languages=languages)
    _add_concepts(meant, word, vocabulary, spoken=spoken)
    for like in meant.values():
        _add(found, like.word, like.alike * alike, How.TYPO if like.alike >= SURE else like.how)


def _add_same(found: Found, word: str, vocabulary: Vocabulary, *, languages: Sequence[str]) -> None:
    """Add the word itself, its other initials and its inflections."""
    itself = vocabulary.find(word)
    if itself is not None:
        _add(found, itself, EXACT, How.NUMBER if word[0].isdigit() else How.EXACT)
    other = OTHER_INITIALS.get(word)
    known_other = vocabulary.find(other) if other else None
    if known_other is not None:
        _add(found, known_other, SAME_INITIALS, How.INITIALS)
    if word.isalpha():
        for language in languages:
            for same in vocabulary.same_stem(language, stem(word, language)):
                _add(found, same, SAME_STEM, How.STEM)


def _add_concepts(found: Found, word: str, vocabulary: Vocabulary, *, spoken: str) -> None:
    """Add other words for the same thing, in whatever language the facts are."""
    for language, stemmed in related(word, spoken):
        alike, how = (CONCEPT, How.SYNONYM) if language == spoken else (TRANSLATION, How.TRANSLATION)
        for same in vocabulary.same_stem(language, stemmed):
            _add(found, same, alike, how)


def _add_shared_prefix(found: Found, word: str, vocabulary: Vocabulary) -> None:
    """Add words that begin as this one does: inflections that no stemmer knows, derivations."""
    letters = max(_MIN_SHARED, ceil(_MIN_SHARED_PART * len(word)))
    if len(word) < letters:
        return
    numbers = vocabulary.beginning(word[:letters])
    if not numbers:
        return
    texts = vocabulary.words[numbers.start : numbers.stop]
    shared = process.cdist([word], texts, scorer=Prefix.similarity)[0].tolist()
    for number, text, letters_shared in zip(numbers, texts, shared, strict=True):
        longer = max(len(word), len(text))
        if letters_shared >= _MIN_SHARED_PART * longer:
            _add(found, number, partly(letters_shared / longer, SHARED_PREFIX), How.PREFIX)


def _add_completions(found: Found, word: str, vocabulary: Vocabulary) -> None:
    """Add what *word* may become when typed to its end, the shortest first: they are the surest."""
    numbers = vocabulary.beginning(word)
    words = vocabulary.words
    for number in sorted(numbers, key=lambda number: len(words[number]))[:MAX_RESEMBLING]:
        _add(found, number, partly(len(word) / len(words[number]), COMPLETION), How.COMPLETION)


def _add_typos(found: Found, word: str, vocabulary: Vocabulary, *, known: bool) -> None:
    """Add the words that are one to three slips of the finger away from *word*."""
    reach = 1 if known else allowed_slips(len(word))
    for number, slips in vocabulary.within(word, reach):
        candidate = vocabulary.words[number]
        if slips <= allowed_slips(min(len(candidate), len(word)) + 1):
            _add(found, number, typo(word, candidate, slips=slips, known=known), How.TYPO)


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


def _add(found: Found, word: int, alike: float, how: How) -> None:
    """Keep the best likeness found of *word*."""
    held = found.get(word)
    if held is None or alike > held.alike:
        found[word] = Likeness(word, alike, how)
