"""What a report of a discussion says, when all of it has been counted.

Only what may be shown stands here (the rule is in ``bot.insight.disclosure``): None and an empty list mean
that there is nothing to show, or nothing that could be shown without telling of fewer people than the floor.
"""

from dataclasses import dataclass
from datetime import date, datetime

# Nobody may set it lower: no group of fewer people is ever shown apart.
LOWEST_FLOOR = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number, or the least it can be where the exact one would tell of a few people."""

    number: int
    is_exact: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """How many people's answers fall between *start* and *end*, which is the first number beyond it.

    They are hours of the day, days as ``date.toordinal`` counts them, or numbers of words. *end* is None
    where there is no upper limit.
    """

    start: int
    end: int | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """One of the ways in which answers were given or kept; *name* is None for all the others together."""

    name: str | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lengths:
    """How long answers are, in words."""

    median: int | None
    quartiles: tuple[int, int] | None  # the lower and the upper one
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word that stands out, in the form that most write it in."""

    word: str
    language: str  # ISO 639-1, "" where it is not known
    people: int | None  # who used it; None where that would tell of the few who did not


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """An answer, whose author agreed to be quoted."""

    text: str
    language: str
    reactions: int | None = None  # people who reacted, where it is shown for that


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """A question that was put to the community, and what came of it."""

    number: int
    text: str
    posted_at: datetime | None
    people: int | None  # who answered; None where they are fewer than the floor
    reach: int | None = None  # how many could see it
    answers: Figure | None = None
    lengths: Lengths | None = None
    words: tuple[Word, ...] = ()
    agreed: tuple[Quotation, ...] = ()  # most reactions first
    typical: tuple[Quotation, ...] = ()  # closest to what others say first

    @property
    def share(self) -> float | None:
        """The share of those who answered among those who could."""
        return self.people / self.reach if self.people is not None and self.reach else None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedFact:
    """A fact that look-ups were answered with."""

    text: str
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedGap:
    """What people looked up in vain; look-ups are kept without who asked, so only times are known."""

    query: str
    times: int
    is_answered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that is reported of a discussion, or of several."""

    title: str
    guild: str
    language: str  # the article's
    zone: str  # in which hours and days are counted
    began_on: date
    ended_on: date
    taken_at: datetime
    floor: int
    people: Figure  # who answered any of the questions that have people
    answers: Figure
    questions: tuple[AskedQuestion, ...]
    discussions: int = 1  # of several, neither days and hours nor ways of answering are told
    days: tuple[Bar, ...] = ()
    hours: tuple[Bar, ...] = ()
    given: tuple[Slice, ...] = ()
    kept: tuple[Slice, ...] = ()
    changed: tuple[Slice, ...] = ()  # whether they were edited
    facts: tuple[QuotedFact, ...] = ()
    gaps: tuple[AskedGap, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether no question was answered by enough people to say anything of it."""
        return not any(question.people for question in self.questions)

    @property
    def withheld(self) -> int:
        """How many questions were answered by so few that nothing is said of them."""
        return sum(question.people is None for question in self.questions)
