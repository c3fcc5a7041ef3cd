"""Which queries ask the same: the key of a query, and whether two keys differ in slips and small words only.

Two gaps where there could be one are a nuisance; one where there should be two answers a question with what
was said to another. So whatever is in doubt is not the same.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b

from rapidfuzz.distance import OSA

from bot.lookup.normalise import fold, parse, words
from bot.lookup.stems import stem
from bot.lookup.stopwords import STOP_WORDS

# Letters of the shorter of two words that may be one, slipped in: shorter words are too often two that exist
# (county and country, poison and poisson, winter and winner).
_ENOUGH_LETTERS = 7
_ENOUGH_FOR_S = 5  # mean and means are two words, and no stemmer knows every participle
# What has to begin alike to be compared at all: see heads.
_HEAD = 4

# Of what a longer key says a digest stands for the rest: PostgreSQL has 2,704 bytes for what is in an index.
_LONGEST = 600

# Small words that carry no subject, and yet make it another question.
_TURNED = "!"
_MARKS = {
    "en": {
        "?who": "who whom whose",
        "?when": "when",
        "?where": "where",
        "?why": "why",
        "?how": "how",
        "?many": "many much",
        "!not": "not no nor never neither nobody none nothing without",
        "!before": "before until",
        "!after": "after since",
        "!against": "against",
        "!more": "more most over above",
        "!less": "fewer less few under below",
        "!up": "up",
        "!down": "down",
        "!out": "out off",
    },
    "fr": {
        "?who": "qui",
        "?when": "quand",
        "?why": "pourquoi",
        "?how": "comment",
        "?many": "combien",
        "!not": "pas jamais aucun aucune ni sans non sauf malgre",
        "!before": "avant jusqu jusque",
        "!after": "apres depuis",
        "!more": "plus",
        "!less": "moins peu",
    },
    "es": {
        "?who": "quien quienes",
        "?when": "cuando",
        "?where": "donde",
        "?how": "como",
        "?many": "cuanto cuanta cuantos cuantas",
        "!not": "no ni nada sin",
        "!before": "antes ante hasta",
        "!after": "tras desde",
        "!against": "contra",
        "!more": "mas",
        "!less": "poco",
    },
    "de": {
        "?who": "wer wem wen wessen",
        "?when": "wann",
        "?where": "wo woher wohin",
        "?why": "warum wieso",
        "?how": "wie",
        "?many": "wieviel viel viele",
        "!not": "nicht nichts kein keine ohne",
        "!before": "vor bis",
        "!after": "nach seit",
        "!against": "gegen",
        "!more": "mehr uber",
        "!less": "unter",
    },
}
_MARK_OF = {
    language: {word: mark for mark, listed in marks.items() for word in listed.split()}
    for language, marks in _MARKS.items()
}
# "Who did the mayor elect" asks for another than "who elected the mayor".
_DONE_TO = frozenset({"did", "do", "does"})
# A letter that stands alone is a name (vitamin C), but for words and for an apostrophe left out (d eau).
_LETTER = re.compile(r"(?<![\w'’])[b-hj-np-tv-xz](?![\w'’]| [aeiouyhàâéèêîôû])")
_CAPITAL_LETTER = re.compile(r"(?<=\w )[AOUY](?![\w'’])")
# « où » is a question, « ou » is "or", and nothing but the accent tells, or that it comes first.
_OU = re.compile(r"\bo(?:ù|u\u0300)\b")
_SENTENCE = re.compile(r"[.!?…:]\s+")
_CAPITAL = re.compile(r"\w+(?:['’-]\w+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What a query asks, without its dress."""

    words: tuple[str, ...]  # those that carry a subject, folded
    language: str  # "" where nothing tells
    marks: frozenset[str]  # what kind of thing is asked, what turns it around
    names: tuple[str, ...]  # the words that were written as names, in the order typed: who did it to whom

    @property
    def text(self) -> str:
        """What queries have in common that differ in dress only: inflection, order, small words."""
        stems = {word if self._is_fixed(word) else stem(word, self.language) for word in self.words}
        order = [">".join(self.names)] if len(self.names) > 1 else []
        text = " ".join([*sorted({*self.marks, *stems}), *order])
        if len(text) <= _LONGEST:
            return text
        return f"{text[:_LONGEST]} {blake2b(text.encode(), digest_size=16).hexdigest()}"

    @property
    def numbers(self) -> frozenset[str]:
        """The words with digits."""
        return frozenset(word for word in self.words if _is_number(word))

    def _is_fixed(self, word: str) -> bool:
        return word in self.names or _is_number(word)


def to_key(query: str) -> Key:
    """Return the key of *query*."""
    parsed = parse(query)
    found = parsed.folded.split()
    marks = {mark for word in found if (mark := _MARK_OF.get(parsed.language, {}).get(word))}
    if parsed.language == "fr" and (found[0] == "ou" or _OU.search(query.casefold())):
        marks.add("?where")
    if parsed.language == "en" and "?who" in marks and not _DONE_TO.isdisjoint(found):
        marks.add("?whom")
    if not query.isupper():
        letters = {*_LETTER.findall(query.casefold()), *_CAPITAL_LETTER.findall(query)}
        marks |= {_TURNED + letter.casefold() for letter in letters}
    # A small word that was kept is initials: WHO, IT.
    named = {*_names(query), *(word for word in parsed.words if _is_small(word, {parsed.language}))}
    return Key(
        words=tuple(sorted(parsed.words)),
        language=parsed.language,
        marks=frozenset(marks),
        names=tuple(word for word in parsed.words if word in named),
    )


def heads(key: Key) -> tuple[str, ...]:
    """Return what ``text`` has words beginning with, of any key that is alike: one of them at least."""
    return tuple(sorted({word[:_HEAD] for word in key.words}))


def ask_the_same(one: Key, other: Key) -> bool:
    """Return whether two queries ask the same, in spite of typing errors or a small word more."""
    if one.numbers != other.numbers or _turned(one) != _turned(other):
        return False
    if [name for name in one.names if name in other.names] != [
        name for name in other.names if name in one.names
    ]:
        return False
    kinds, others = one.marks - _turned(one), other.marks - _turned(other)
    if kinds and others and kinds != others:
        return False
    languages = {one.language, other.language} - {""} or set(STOP_WORDS)
    names = {*one.names, *other.names}
    left, right = list(one.words), list(other.words)
    same = _pair(left, right, lambda a, b: a == b)
    same += _pair(left, right, lambda a, b: not {a, b} & names and _is_inflected(a, b, languages))
    slipped = _pair(left, right, lambda a, b: not {a, b} & names and _is_slipped(a, b))
    rest = {*left, *right}
    return 0 < same >= slipped and not rest & names and all(_is_small(word, languages) for word in rest)


def _pair(left: list[str], right: list[str], is_same: Callable[[str, str], bool]) -> int:
    """Take out of both lists the words that are the same; return how many."""
    taken = 0
    for word in tuple(left):
        match = next((other for other in right if is_same(word, other)), None)
        if match is not None:
            left.remove(word)
            right.remove(match)
            taken += 1
    return taken


def _is_inflected(one: str, other: str, languages: set[str]) -> bool:
    shorter, longer = sorted((one, other), key=len)
    is_plural = len(shorter) >= _ENOUGH_FOR_S and longer == f"{shorter}s"
    return is_plural or any(stem(one, language) == stem(other, language) for language in languages)


def _is_small(word: str, languages: set[str]) -> bool:
    return any(word in STOP_WORDS.get(language, ()) for language in languages)


def _is_slipped(one: str, other: str) -> bool:
    """Return whether two words may be one with a slip of the finger.

    Not at the end, where words differ that have one root (employer, employee), nor at the beginning.
    """
    is_long = min(len(one), len(other)) >= _ENOUGH_LETTERS
    is_framed = one[0] == other[0] and one[-1] == other[-1]
    is_word = one.isalpha() and other.isalpha()
    return is_long and is_framed and is_word and OSA.distance(one, other, score_cutoff=1) <= 1


def _turned(key: Key) -> frozenset[str]:
    return frozenset(mark for mark in key.marks if mark.startswith(_TURNED))


def _names(query: str) -> Iterator[str]:
    """Yield the words that are capitals where none have to be, folded."""
    if query.isupper():
        return
    for sentence in _SENTENCE.split(query):
        for token in _CAPITAL.findall(sentence)[1:]:
            if any(part[:1].isupper() for part in re.split(r"['’-]", token)):
                yield from words(fold(token))


def _is_number(word: str) -> bool:
    return any(character.isdigit() for character in word)
