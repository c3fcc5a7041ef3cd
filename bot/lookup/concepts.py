"""Words that stand for the same thing: *démission*, *quitter*; *naissance*, *born*.

``concepts.txt`` is the table, a concept a line: French words, a bar, English words. It is written by hand and
may be added to; what stands in it should be taken for each other by whoever reads a question about the news.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.lookup.normalise import words
from bot.lookup.stems import stem
from bot.lookup.vocabulary import Vocabulary, to_arrays

LANGUAGES = ("fr", "en")

Stem = tuple[str, str]  # a language and a stem in it


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """The concepts, each as stems, in which of them each stem stands, and all the words of each language."""

    concepts: tuple[tuple[Stem, ...], ...]
    holding: dict[Stem, tuple[int, ...]]
    words: dict[str, frozenset[str]]


@cache
def _table() -> _Table:
    concepts: list[tuple[Stem, ...]] = []
    holding: defaultdict[Stem, list[int]] = defaultdict(list)
    known: dict[str, set[str]] = {language: set() for language in LANGUAGES}
    for line in (files(__package__) / "concepts.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        stems: list[Stem] = []
        for language, side in zip(LANGUAGES, line.split("|"), strict=False):
            for found in map(_to_words, side.split(",")):
                if len(found) == 1:  # expressions of several words are for readers
                    stems.append((language, stem(found[0], language)))
                    known[language].add(found[0])
        for one in dict.fromkeys(stems):
            holding[one].append(len(concepts))
        concepts.append(tuple(dict.fromkeys(stems)))
    return _Table(
        concepts=tuple(concepts),
        holding={one: tuple(numbers) for one, numbers in holding.items()},
        words={language: frozenset(found) for language, found in known.items()},
    )


def related(word: str, language: str) -> tuple[Stem, ...]:
    """Return the stems that may stand for a folded *word* of *language*, in any language, itself left out."""
    table = _table()
    own = (language, stem(word, language))
    found = dict.fromkeys(one for number in table.holding.get(own, ()) for one in table.concepts[number])
    found.pop(own, None)
    return tuple(found)


def is_known(word: str, language: str) -> bool:
    """Tell whether the table holds *word* as one of *language*."""
    return (language, stem(word, language)) in _table().holding


@cache
def lexicon(language: str) -> Vocabulary:
    """Return the words of *language* that the table holds, and their plurals: what slips may be slips of."""
    found = sorted(form for word in _table().words.get(language, ()) for form in (word, f"{word}s"))
    return Vocabulary(found, to_arrays(found, languages={}))


def _to_words(expression: str) -> list[str]:
    found = words(expression)
    return found[1:] if found[:1] in (["se"], ["s"]) else found
