"""Responses, taken in page by page, become a report. Never more than counts of them are held.

Rows come in the order in which they were given: of somebody's several answers to a question the first one
that comes is the one that breakdowns and words count (rule 3 of ``bot.insight.disclosure``).
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from itertools import chain
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from bot.domain.discussion import Kept
from bot.domain.report import LOWEST_FLOOR, AskedGap, AskedQuestion, Bar, Figure, QuotedFact, Report
from bot.insight.disclosure import Cell, bars, is_safe, may_stand_beside, slices
from bot.insight.lengths import MOST, lengths
from bot.insight.quoting import Quotable, quotations
from bot.insight.standing_out import words_that_stand_out
from bot.insight.vocabulary import Reader, Usage, language_among
from bot.lookup.stopwords import STOP_WORDS

HOURS = 24
NO_HOUR = -1
UNLINKED = Kept.UNLINKED.value
EDITED, UNEDITED = "edited", "unedited"
# Every zone's clock has differed from UTC by whole quarters of an hour since 1972.
_QUARTER = 900
MAX_FACTS = 10
MAX_GAPS = 10
MAX_DAYS = 62  # beyond it, weeks are counted: a bar should stay wider than a line
WEEK = 7

Counted = TypeVar("Counted", QuotedFact, AskedGap)


class ResponseRow(NamedTuple):
    """What a report needs of a response."""

    prompt: int
    person: Hashable  # a member, a pseudonym, or for each unlinked response a value of its own
    text: str
    created_at: datetime  # aware
    given: str
    kept: str
    edited: bool
    reactions: int  # people who reacted
    may_quote: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPrompt:
    """A prompt whose responses are counted."""

    prompt: int
    number: int
    question: str
    posted_at: datetime | None
    reach: int | None  # how many people could see it
    language: str  # of its article
    discussion: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What a report is of."""

    title: str
    guild: str
    language: str  # of the article
    zone: ZoneInfo
    began_at: datetime
    ended_at: datetime
    taken_at: datetime
    facts: Sequence[QuotedFact] = ()
    gaps: Sequence[AskedGap] = ()


class _Question:
    """What is counted of the responses to one prompt."""

    def __init__(self, prompt: AskedPrompt, readers: list[Reader], *, number: int, floor: int) -> None:
        self.prompt = prompt
        self.readers = readers
        self.bit = 1 << number  # of those of everybody's answers
        self.people = 0
        self.answers = 0
        self.lengths: Counter[int] = Counter()
        self.usages: dict[str, Usage] = {}
        self.quotable = Quotable(readers, floor=floor)
        self.consenting = 0
        self.unlinked = 0
        self.times = defaultdict[tuple[int, int], Cell](Cell)  # by day and hour
        self.ways = defaultdict[tuple[str, str, str], Cell](Cell)  # by how they were given, kept, changed


class Tally:
    """Takes responses in and says what there is to say of them."""

    def __init__(
        self, prompts: Sequence[AskedPrompt], occasion: Occasion, *, floor: int = LOWEST_FLOOR
    ) -> None:
        self._floor = max(floor, LOWEST_FLOOR)
        self._occasion = occasion
        self._readers: dict[str, Reader] = {}
        self._questions = {
            prompt.prompt: _Question(
                prompt, self._readers_for(prompt.language), number=number, floor=self._floor
            )
            for number, prompt in enumerate(prompts)
        }
        # Which questions each person answered, and which more than once, a bit each.
        self._answered: dict[Hashable, int] = {}
        self._repeated: dict[Hashable, int] = {}
        self._places: dict[float, tuple[int, int]] = {}

    def add(self, rows: Iterable[ResponseRow]) -> None:
        """Take in a page of responses; those to other prompts are left out."""
        questions = self._questions
        for row in rows:
            question = questions.get(row.prompt)
            if question is None:
                continue
            question.answers += 1
            is_first = self._is_first(question, row)
            if not is_first and not row.may_quote:
                continue
            written = row.text.lower().split()
            words, pieces = len(written), set(written)
            if is_first:
                self._count(question, row, words, pieces)
            if row.may_quote:
                question.quotable.add(row.person, row.text, words, pieces, reactions=row.reactions)
        for question in questions.values():
            for usage in question.usages.values():
                usage.count()

    def finish(self) -> Report:
        """Return the report of all that was taken in."""
        floor, occasion = self._floor, self._occasion
        shown = [one for one in self._questions.values() if one.people >= floor]
        answers = {one.prompt.prompt: self._answers(one) for one in shown}
        # They are told of each discussion, in its own report.
        discussions = len(_by_discussion(self._questions.values()))
        whole = shown if discussions == 1 else []
        began = occasion.began_at.astimezone(occasion.zone).date()
        ended = max(began, occasion.ended_at.astimezone(occasion.zone).date())
        return Report(
            title=occasion.title,
            guild=occasion.guild,
            language=occasion.language,
            zone=occasion.zone.key,
            began_on=began,
            ended_on=ended,
            taken_at=occasion.taken_at,
            floor=floor,
            people=self._people(shown),
            answers=Figure(
                number=sum(figure.number for figure in answers.values()),
                is_exact=all(figure.is_exact for figure in answers.values()),
            ),
            questions=tuple(
                self._asked(one, shown, answers.get(one.prompt.prompt)) for one in self._questions.values()
            ),
            discussions=discussions,
            days=self._days(whole, began, ended),
            hours=self._hours(whole),
            given=slices(_by(_ways(whole), 0), floor=floor),
            kept=slices(_by(_ways(whole), 1), floor=floor),
            changed=slices(_by(_ways(whole), 2), floor=floor),
            facts=tuple(_most(occasion.facts, floor=floor)[:MAX_FACTS]),
            gaps=tuple(_most(occasion.gaps, floor=floor)[:MAX_GAPS]),
        )

    def _is_first(self, question: _Question, row: ResponseRow) -> bool:
        """Return whether it is the first answer of a person to a question, and remember that there is one."""
        if row.kept == UNLINKED:
            question.unlinked += 1  # each is somebody of its own: nobody to remember
            return True
        before = self._answered.get(row.person, 0)
        if before & question.bit:
            self._repeated[row.person] = self._repeated.get(row.person, 0) | question.bit
            return False
        self._answered[row.person] = before | question.bit
        return True

    def _count(self, question: _Question, row: ResponseRow, words: int, pieces: set[str]) -> None:
        """Count somebody's first answer to a question."""
        question.people += 1
        question.consenting += row.may_quote
        question.lengths[min(words, MOST)] += 1
        # All that is known of an unlinked one's time is its day.
        has_day_only = row.kept == UNLINKED
        time = (row.created_at.toordinal(), NO_HOUR) if has_day_only else self._place(row.created_at)
        way = (row.given, row.kept, EDITED if row.edited else UNEDITED)
        for cell in (question.times[time], question.ways[way]):
            cell.count += 1
            if len(cell.people) < self._floor:
                cell.people.add(row.person)
        reader = language_among(pieces, question.readers)
        usage = question.usages.get(reader.language)
        if usage is None:
            usage = question.usages[reader.language] = Usage(reader)
        usage.add(pieces)

    def _readers_for(self, language: str) -> list[Reader]:
        """Return the readers for the languages that answers may be in, the article's own first."""
        codes = dict.fromkeys([language, *STOP_WORDS])
        return [self._readers.setdefault(code, Reader(code)) for code in codes]

    def _place(self, at: datetime) -> tuple[int, int]:
        """Return the day and the hour of a moment in the zone, found once for each quarter of an hour."""
        quarter = at.timestamp() // _QUARTER
        place = self._places.get(quarter)
        if place is None:
            local = datetime.fromtimestamp(quarter * _QUARTER, UTC).astimezone(self._occasion.zone)
            place = self._places[quarter] = (local.toordinal(), local.hour)
        return place

    def _people(self, shown: Sequence[_Question]) -> Figure:
        """Return how many people answered any of the questions shown."""
        held = _by_discussion(shown)
        bits = [sum(one.bit for one in ones) for ones in held]
        all_bits = sum(bits)
        several = in_several = 0
        everybody = sum(one.unlinked for one in shown)
        parts = [sum(one.unlinked for one in ones) for ones in held]
        for answered in self._answered.values():
            both = answered & all_bits
            everybody += both != 0
            several += both & (both - 1) != 0  # more than one bit
            if len(bits) > 1:
                took_part = [answered & own != 0 for own in bits]
                parts = [part + took for part, took in zip(parts, took_part, strict=True)]
                in_several += sum(took_part) > 1
        # Each discussion has a report of its own, which tells how many took part in it.
        beside = (in_several, *parts) if len(bits) > 1 else ()
        is_exact = all(
            may_stand_beside(part, everybody, floor=self._floor)
            for part in (several, *(one.people for one in shown), *beside)
        )
        least = max((one.people for one in shown), default=0)
        return Figure(number=everybody if is_exact else least, is_exact=is_exact)

    def _answers(self, question: _Question) -> Figure:
        """Return how many answers a question has; those who gave several are not told of if they are few."""
        several = sum(1 for repeated in self._repeated.values() if repeated & question.bit)
        is_exact = may_stand_beside(several, question.people, floor=self._floor)
        return Figure(number=question.answers if is_exact else question.people, is_exact=is_exact)

    def _asked(self, one: _Question, shown: Sequence[_Question], answers: Figure | None) -> AskedQuestion:
        prompt, floor = one.prompt, self._floor
        asked = partial(AskedQuestion, number=prompt.number, text=prompt.question, posted_at=prompt.posted_at)
        if answers is None:
            is_zero = one.people == 0
            reach = prompt.reach if is_zero and is_safe(prompt.reach or 0, floor=floor) else None
            return asked(people=0 if is_zero else None, reach=reach)
        reach = prompt.reach
        if reach is None or not may_stand_beside(one.people, max(reach, one.people), floor=floor):
            reach = None
        # Those who left meanwhile could see it too.
        reach = max(reach, one.people) if reach is not None else None
        usages = list(one.usages.values())
        others = [usage for other in shown if other is not one for usage in other.usages.values()]
        agreed = one.quotable.agreed() if one.consenting >= floor else []
        typical = one.quotable.typical(usages, floor=floor, without=agreed) if one.consenting >= floor else []
        words = prompt.question.lower().split()
        question = {stem for usage in usages for stem in usage.reader.stems_in(words)}
        return asked(
            people=one.people,
            reach=reach,
            answers=answers,
            lengths=lengths(one.lengths, floor=floor),
            words=words_that_stand_out(usages, others, question=question, people=one.people, floor=floor),
            agreed=quotations(agreed, with_reactions=True),
            typical=quotations(typical),
        )

    def _days(self, shown: Sequence[_Question], began: date, ended: date) -> tuple[Bar, ...]:
        first, last = began.toordinal(), ended.toordinal()
        step = 1 if last - first < MAX_DAYS else WEEK
        edges = [*range(first, last + 1, step), last + 1]
        cells = [Cell() for _ in edges[1:]]
        for (day, _), cell in _times(shown):
            # What was answered before or after belongs to the run all the same.
            cells[(min(max(day, first), last) - first) // step].take_in(cell)
        return bars(cells, edges, floor=self._floor)

    def _hours(self, shown: Sequence[_Question]) -> tuple[Bar, ...]:
        cells = [Cell() for _ in range(HOURS)]
        for (_, hour), cell in _times(shown):
            if hour != NO_HOUR:
                cells[hour].take_in(cell)
        # Unlinked ones have no hour: what is missing here would tell how many they are.
        if not is_safe(sum(one.unlinked for one in shown), floor=self._floor):
            return ()
        return bars(cells, range(HOURS + 1), floor=self._floor)


def _by_discussion(questions: Iterable[_Question]) -> list[list[_Question]]:
    found: dict[int, list[_Question]] = {}
    for one in questions:
        found.setdefault(one.prompt.discussion, []).append(one)
    return list(found.values())


def _times(questions: Sequence[_Question]) -> Iterator[tuple[tuple[int, int], Cell]]:
    return chain.from_iterable(one.times.items() for one in questions)


def _ways(questions: Sequence[_Question]) -> Iterator[tuple[tuple[str, str, str], Cell]]:
    return chain.from_iterable(one.ways.items() for one in questions)


def _by(ways: Iterable[tuple[tuple[str, str, str], Cell]], part: int) -> dict[str, Cell]:
    """Return the cells of *ways* by one of the parts of their names."""
    found: dict[str, Cell] = {}
    for way, cell in ways:
        found.setdefault(way[part], Cell()).take_in(cell)
    return found


def _most(items: Iterable[Counted], *, floor: int) -> list[Counted]:
    """Return what was asked often enough to be shown, the most often asked first."""
    return sorted((item for item in items if item.times >= floor), key=lambda item: -item.times)
