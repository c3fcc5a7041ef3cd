"""What a look-up is answered from, and what it answers."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedFact:
    """What the engine may know of a fact. *id* is unique among all that are indexed together."""

    id: str
    text: str
    language: str = ""
    article: str = ""
    title: str = ""
    position: int = 0  # its place in the article: neighbours give context


class How(StrEnum):
    """In what way a word of a query and a word of a fact are the same."""

    EXACT = "exact"
    NUMBER = "number"
    STEM = "stem"  # inflected otherwise
    INITIALS = "initials"  # IA and AI
    TYPO = "typo"
    PREFIX = "prefix"  # they begin alike: derived from one another, mostly
    COMPLETION = "completion"  # what is typed so far
    SYNONYM = "synonym"
    TRANSLATION = "translation"


class Where(StrEnum):
    """Where a word of a query was found, seen from a fact."""

    FACT = "fact"
    NEIGHBOUR = "neighbour"  # the fact before or after it
    TITLE = "title"  # of its article


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedWord:
    """A word of a query and the word it was taken for, both folded; *weight* is what it tells."""

    typed: str
    found: str
    how: How
    where: Where
    alike: float
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A fact that may answer a query. *score* is comparable between queries, 0 to 1.

    *words* are those of the query that it was found by, where they were asked for.
    """

    id: str
    score: float
    words: tuple[MatchedWord, ...] = ()


class Verdict(StrEnum):
    """What the engine makes of a query."""

    ANSWER = "answer"  # the first match answers it
    CHOICES = "choices"  # one of the first may: "did you mean …?"
    NOTHING = "nothing"  # the facts do not say


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """The engine's answer: matches best first, and what to make of them."""

    verdict: Verdict
    matches: tuple[Match, ...]
