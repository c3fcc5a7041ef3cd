"""Words that stand for the same thing: *démission*, *quitter*; *naissance*, *born*.

``concepts.txt`` is the table, a concept a line: French words, a bar, English words. It is written by hand and
may be added to; what stands in it should be taken for each other by whoever reads a question about the news.
"""

from collections import defaultdict
from functools import cache
from importlib.resources import files

from bot.lookup.normalise import words
from bot.lookup.stems import stem

LANGUAGES = ("fr", "en")

Stem = tuple[str, str]  # a language and a stem in it


@cache
def _table() -> tuple[tuple[tuple[Stem, ...], ...], dict[Stem, tuple[int, ...]]]:
    """Return the concepts, each as stems, and in which of them each stem stands."""
    concepts: list[tuple[Stem, ...]] = []
    holding: defaultdict[Stem, list[int]] = defaultdict(list)
    for line in (files(__package__) / "concepts.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        stems = tuple(
            dict.fromkeys(
                (language, stem(found[0], language))
                for language, side in zip(LANGUAGES, line.split("|"), strict=False)
                for found in map(_to_words, side.split(","))
                if len(found) == 1  # expressions of several words are for readers
            )
        )
        for one in stems:
            holding[one].append(len(concepts))
        concepts.append(stems)
    return tuple(concepts), {one: tuple(numbers) for one, numbers in holding.items()}


def related(word: str, language: str) -> tuple[Stem, ...]:
    """Return the stems that may stand for a folded *word* of *language*, in any language, itself left out."""
    concepts, holding = _table()
    own = (language, stem(word, language))
    found = dict.fromkeys(one for number in holding.get(own, ()) for one in concepts[number])
    found.pop(own, None)
    return tuple(found)


def is_known(word: str, language: str) -> bool:
    """Tell whether the table holds *word* as one of *language*."""
    return (language, stem(word, language)) in _table()[1]


def _to_words(expression: str) -> list[str]:
    found = words(expression)
    return found[1:] if found[:1] in (["se"], ["s"]) else found
