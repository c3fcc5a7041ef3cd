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


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A fact that may answer a query. *score* is comparable between queries, 0 to 1."""

    id: str
    score: float


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
