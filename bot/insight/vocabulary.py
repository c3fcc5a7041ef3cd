"""The words of answers, counted once for each person: how many people use each, by language.

An answer is cut at blank space only. What a piece holds is looked up the first time that it is met; then it
is known. A hundred thousand answers are a few million pieces, but tens of thousands of different ones.
"""

import re
from collections import Counter
from collections.abc import Iterable, Set
from functools import partial
from itertools import chain
from unicodedata import category

from bot.lookup.initials import UNDECIDED
from bot.lookup.normalise import MAX_WORD_LETTERS, words
from bot.lookup.stems import stem
from bot.lookup.stopwords import STOP_WORDS

# Within words: Persian, and the scripts of India, write them between letters that are not joined, or are.
_JOINERS = "\u200c\u200d"
# Addresses, and Discord's marks for people, channels, emojis and times: somebody's, or nobody's, words.
_NO_WORDS = re.compile(r"^\W*(?:https?:|www\.)|^<|>$|@", re.IGNORECASE)
SHORTEST = 2  # letters
# An answer with so many stop words that no other language has is in the article's language: three in four are
# known by that, without counting those of the others.
PLAIN = 3
# As many pieces of answers are known at a time, and as many stems counted in a language. Beyond that all of
# the first are forgotten, and of the second those met least: a rare word may then be counted too low, never
# too high.
MAX_PIECES = 100_000
MAX_STEMS = 50_000
# Of so many answers the forms of words are counted, to write each word as most people do.
FORMS_FROM = 5_000


class Reader:
    """Knows what the pieces of answers in one language hold."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.stop = STOP_WORDS.get(language, frozenset())
        self.votes = self.stop - UNDECIDED
        self.own = self.votes.difference(*(stop for code, stop in STOP_WORDS.items() if code != language))
        self.stems = _Known(partial(_stems, language=language, stop=self.stop))

    def stems_in(self, pieces: Iterable[str]) -> set[str]:
        """Return the stems of the words that carry a subject in pieces of text, in lower case."""
        return set(chain.from_iterable(map(self.stems.__getitem__, pieces)))


class _Known(dict[str, tuple[str, ...]]):
    """The stems in each piece of text that has been met."""

    def __init__(self, find: "partial[tuple[str, ...]]") -> None:
        self._find = find

    def __missing__(self, piece: str) -> tuple[str, ...]:
        if len(self) >= MAX_PIECES:
            self.clear()
        found = self[piece] = self._find(piece)
        return found


class Usage:
    """How many people use each word in a language, in their answers to one question."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._stems_of = reader.stems.__getitem__
        self.answers = 0
        self.counts: Counter[str] = Counter()
        self._pieces: Counter[str] = Counter()  # of the first answers
        # Of the answers that are not counted yet: many at once are counted faster.
        self._stems: list[str] = []
        self._forms: list[str] = []

    @property
    def language(self) -> str:
        """The language of the answers."""
        return self.reader.language

    def add(self, pieces: Set[str]) -> None:
        """Take in an answer, as the different pieces between its blank spaces, in lower case."""
        # A stem counts once, in however many forms somebody uses it.
        self._stems.extend(set(chain.from_iterable(map(self._stems_of, pieces))))
        if self.answers < FORMS_FROM:
            self._forms.extend(pieces)
        self.answers += 1

    def count(self) -> None:
        """Count what was taken in since the last time."""
        self.counts.update(self._stems)
        self._stems.clear()
        self._pieces.update(self._forms)
        self._forms.clear()
        if len(self.counts) > MAX_STEMS:
            self.counts = Counter(dict(self.counts.most_common(MAX_STEMS // 2)))

    def forms(self) -> dict[str, str]:
        """Return each word as most people write it, by its stem."""
        counted: dict[str, Counter[str]] = {}
        for piece, times in self._pieces.items():
            for written in _written(piece):
                for stemmed in self.reader.stems[written]:
                    counted.setdefault(stemmed, Counter())[written] += times
        return {
            stemmed: min(forms.items(), key=lambda item: (-item[1], item[0]))[0]
            for stemmed, forms in counted.items()
        }


def _stems(piece: str, *, language: str, stop: frozenset[str]) -> tuple[str, ...]:
    """Return the stems of the words in a piece of text that carry a subject."""
    if _NO_WORDS.search(piece):
        return ()
    folded = chain.from_iterable(words(written) for written in _written(piece))
    return tuple(
        stem(word, language)
        for word in folded
        if SHORTEST <= len(word) < MAX_WORD_LETTERS and word not in stop and word.isalpha()
    )


def _written(piece: str) -> list[str]:
    """Return the words in a piece of text, each letter with the marks upon it: many scripts write vowels so.

    Digits are no words that stand for a view, and an underscore joins what is not written so.
    """
    return "".join(
        letter if letter.isalpha() or category(letter)[0] == "M" or letter in _JOINERS else " "
        for letter in piece
    ).split()


def language_among(pieces: Set[str], readers: list[Reader]) -> Reader:
    """Return the reader for the language with most stop words among *pieces*; the first settles ties."""
    found = readers[0]
    # Sets against a set: the hash of each piece is worked out once, not for every language.
    if len(found.own & pieces) >= PLAIN:
        return found
    most = len(found.votes & pieces)
    for reader in readers[1:]:
        votes = len(reader.votes & pieces)
        if votes > most:
            found, most = reader, votes
    return found
