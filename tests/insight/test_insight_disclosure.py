"""Tests for bot.insight.disclosure: no number, and no difference of numbers, is about one to four people."""

from collections import defaultdict
from collections.abc import Collection, Hashable
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from random import Random

import pytest
from generated_responses import BEGAN, occasion, prompts
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.report import Bar, Report, Slice
from bot.insight.disclosure import Cell, bars, is_safe, may_stand_beside, slices
from bot.insight.tally import ResponseRow, Tally

FLOOR = 5
WORDS = ("harbour", "tram", "market", "council", "benches")


def cell(*people: Hashable) -> Cell:
    made = Cell()
    for person in people:
        made.add(person, FLOOR)
    return made


@pytest.mark.parametrize(("number", "expected"), [(0, True), (1, False), (4, False), (5, True), (900, True)])
def test_a_number_may_be_told_of_nobody_or_of_enough(number: int, *, expected: bool) -> None:
    assert is_safe(number, floor=FLOOR) is expected


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(9, 12, False), (12, 12, True), (7, 12, True), (3, 12, False), (0, 12, True), (0, 3, False)],
)
def test_what_is_left_of_the_whole_counts_too(part: int, whole: int, *, expected: bool) -> None:
    assert may_stand_beside(part, whole, floor=FLOOR) is expected


def test_small_bars_are_put_together_with_their_neighbours() -> None:
    cells = [cell(*range(6)), cell(1), cell(), cell(2), cell(), cell(*range(7)), cell(1, 2)]

    assert bars(cells, range(8), floor=FLOOR) == (
        Bar(start=0, end=1, count=6),
        Bar(start=1, end=7, count=11),
    )


def test_bars_of_nobody_stay_where_what_is_around_them_is_enough() -> None:
    cells = [cell(), cell(*range(5)), cell(), cell(), cell(*range(5)), cell()]

    assert [bar.count for bar in bars(cells, range(7), floor=FLOOR)] == [0, 5, 0, 0, 5, 0]


def test_people_count_once_however_many_answers_they_gave() -> None:
    cells = [cell(1, 1, 1, 1, 1, 1), cell(2), cell(3, 4), cell(5)]

    assert bars(cells, (0, 1, 2, 3, None), floor=FLOOR) == (Bar(start=0, end=None, count=10),)
    assert bars(cells[:3], range(4), floor=FLOOR) == ()


def test_small_slices_become_one_and_take_another_along() -> None:
    cells = {"a": cell(*range(20)), "b": cell(*range(6)), "c": cell(1, 2), "d": cell()}

    assert slices(cells, floor=FLOOR) == (Slice(name="a", count=20), Slice(name=None, count=8))
    del cells["b"]
    assert slices(cells, floor=FLOOR) == ()
    del cells["c"]
    assert slices(cells, floor=FLOOR) == (Slice(name="a", count=20),)


def made(seed: int) -> list[ResponseRow]:
    """Return some responses of few people. They are drawn here, ten times quicker than by Hypothesis."""
    random = Random(seed)  # noqa: S311 (no secrets)
    people, ways = random.randint(5, 25), random.randint(1, 3)
    return [
        ResponseRow(
            prompt=random.choices((1, 2, 3), (6, 3, 2))[0],
            person=random.randint(1, people),
            text=" ".join(random.choices(WORDS, k=random.randint(1, 30))),
            created_at=BEGAN + timedelta(hours=int(13 * 24 * random.random() ** 3)),
            given=random.choice(("thread", "reply", "button")[:ways]),
            kept=random.choices(("named", "pseudonymous", "unlinked"), (6, 3, random.randint(0, 1)))[0],
            edited=random.random() < 0.2,
            reactions=random.randint(0, 9),
            may_quote=random.random() < 0.6,
        )
        for _ in range(random.randint(0, 90))
    ]


rows = st.integers(0, 2**32).map(made)


def each_unlinked_by_itself(found: list[ResponseRow]) -> list[ResponseRow]:
    return [
        row._replace(person=f"unlinked {number}") if row.kept == "unlinked" else row
        for number, row in enumerate(found)
    ]


def reported(found: list[ResponseRow], *, reach: int) -> Report:
    asked = [prompt for prompt in prompts(reach=None) if prompt.number <= 3]
    asked = [
        type(prompt)(
            prompt=prompt.prompt,
            number=prompt.number,
            question=prompt.question,
            posted_at=prompt.posted_at,
            reach=reach,
            language=prompt.language,
        )
        for prompt in asked
    ]
    tally = Tally(asked, occasion())
    tally.add(found)
    return tally.finish()


def enough(people: Collection[Hashable]) -> bool:
    return len(set(people)) == 0 or len(set(people)) >= FLOOR


class Truth:
    """Everything that is true, of which a report may tell only some."""

    def __init__(self, found: list[ResponseRow], report: Report) -> None:
        self.answered: defaultdict[int, list[Hashable]] = defaultdict(list)
        first: dict[tuple[int, Hashable], ResponseRow] = {}
        for row in found:
            first.setdefault((row.prompt, row.person), row)
            self.answered[row.prompt].append(row.person)
        self.shown = {one.number: set(self.answered[one.number]) for one in report.questions if one.people}
        self.everybody = set().union(*self.shown.values())
        self.counted = [row for row in first.values() if row.prompt in self.shown]

    def to_prompt(self, number: int) -> list[ResponseRow]:
        return [row for row in self.counted if row.prompt == number]


def day_of(row: ResponseRow) -> int:
    at = row.created_at if row.kept == "unlinked" else row.created_at.astimezone(occasion().zone)
    return at.toordinal()


@given(found=rows, reach=st.integers(0, 40))
def test_no_number_of_a_question_tells_of_a_few(found: list[ResponseRow], reach: int) -> None:
    found = each_unlinked_by_itself(found)
    report = reported(found, reach=reach)
    truth = Truth(found, report)

    for one in report.questions:
        answered = truth.answered[one.number]
        people = set(answered)
        assert one.people == (len(people) if enough(people) else None)
        if one.answers is None or one.lengths is None:
            assert not one.people
            assert (one.answers, one.lengths, one.words, one.agreed, one.typical) == (None, None, (), (), ())
            continue
        assert one.reach is None or is_safe(one.reach - len(people), floor=FLOOR)
        several = {person for person in people if answered.count(person) > 1}
        if one.answers.is_exact:
            assert one.answers.number == len(answered)
            assert enough(several)
            assert enough(people - several)
        else:
            assert one.answers.number == len(people)
        assert sum(bar.count for bar in one.lengths.bars) == len(people)
        assert all(is_safe(bar.count, floor=FLOOR) for bar in one.lengths.bars)


@given(found=rows)
def test_no_word_and_no_quotation_tells_of_a_few(found: list[ResponseRow]) -> None:
    found = each_unlinked_by_itself(found)
    report = reported(found, reach=40)
    truth = Truth(found, report)

    for one in report.questions:
        rows_of = truth.to_prompt(one.number)
        for word in one.words:
            users = {row.person for row in rows_of if word.word in row.text.split()}
            assert len(users) >= FLOOR
            rest = {row.person for row in rows_of} - users
            assert word.people is None or (word.people == len(users) and enough(rest))
        if one.agreed or one.typical:
            assert sum(row.may_quote for row in rows_of) >= FLOOR
        assert all((quotation.reactions or 0) >= FLOOR for quotation in one.agreed)


@given(found=rows)
def test_no_total_tells_of_a_few(found: list[ResponseRow]) -> None:
    found = each_unlinked_by_itself(found)
    report = reported(found, reach=40)
    truth = Truth(found, report)

    shown, everybody = truth.shown.values(), truth.everybody
    if report.people.is_exact:
        assert report.people.number == len(everybody)
        several = {person for person in everybody if sum(person in people for people in shown) > 1}
        for part in (several, *shown):
            assert enough(part)
            assert enough(everybody - part)
    else:
        assert report.people.number == max(map(len, shown))
    total = sum(len(truth.answered[number]) for number in truth.shown)
    is_total = report.answers.number == total
    assert is_total if report.answers.is_exact else report.answers.number <= total


@given(found=rows)
def test_a_report_of_several_discussions_tells_of_a_few_not_even_beside_their_own(
    found: list[ResponseRow],
) -> None:
    found = each_unlinked_by_itself(found)
    asked = [replace(prompt, discussion=min(prompt.number, 2)) for prompt in prompts() if prompt.number <= 3]
    whole = Tally(asked, occasion())
    whole.add(found)
    report = whole.finish()
    truth = Truth(found, report)

    people = [
        set().union(*(truth.shown.get(one.number, set()) for one in asked if one.discussion == discussion))
        for discussion in (1, 2)
    ]
    if report.people.is_exact:
        for part in (*people, people[0] & people[1]):
            assert enough(part)
            assert enough(truth.everybody - part)
    assert (report.days, report.hours, report.given, report.kept, report.changed) == ((), (), (), (), ())
    assert report.discussions == 2


@given(found=rows)
def test_no_bar_tells_of_a_few(found: list[ResponseRow]) -> None:
    found = each_unlinked_by_itself(found)
    report = reported(found, reach=40)
    counted = Truth(found, report).counted

    for bar in report.days:
        part = [row for row in counted if bar.start <= day_of(row) < (bar.end or 0)]
        assert bar.count == len(part)
        assert enough([row.person for row in part])
    for bar in report.hours:
        part = [
            row
            for row in counted
            if row.kept != "unlinked"
            and bar.start <= row.created_at.astimezone(occasion().zone).hour < (bar.end or 0)
        ]
        assert bar.count == len(part)
        assert enough([row.person for row in part])
    if report.hours:
        assert enough([row.person for row in counted if row.kept == "unlinked"])


@given(found=rows)
def test_no_slice_and_no_sum_of_slices_tells_of_a_few(found: list[ResponseRow]) -> None:
    found = each_unlinked_by_itself(found)
    report = reported(found, reach=40)
    counted = Truth(found, report).counted

    for kind, named in (("given", report.given), ("kept", report.kept)):
        told = {one.name for one in named}
        groups = [
            [
                row.person
                for row in counted
                if (getattr(row, kind) if getattr(row, kind) in told else None) == one.name
            ]
            for one in named
        ]
        assert [len(group) for group in groups] == [one.count for one in named]
        for some in (chosen for size in range(1, 4) for chosen in combinations(groups, size)):
            assert enough([person for group in some for person in group])


@given(found=rows)
def test_a_higher_floor_holds_as_well_and_a_lower_one_does_not(found: list[ResponseRow]) -> None:
    found = each_unlinked_by_itself(found)
    high, low = (Tally(prompts(), occasion(), floor=floor) for floor in (12, 1))
    high.add(found)
    low.add(found)

    assert high.finish().floor == 12
    assert low.finish().floor == FLOOR
    assert all(is_safe(one.people or 0, floor=12) for one in high.finish().questions)
    assert all(bar.count == 0 or bar.count >= 12 for bar in high.finish().days)
