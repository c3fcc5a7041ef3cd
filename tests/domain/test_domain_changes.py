"""Tests for bot.domain.changes."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.domain.article import Article, Fact, FactState, Question
from bot.domain.changes import Change, differences

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
FACTS = tuple(Fact(id=f"f{number}", text=f"Fact {number}.", passage=f"Fact {number}.") for number in range(6))
ARTICLE = Article(title="A title", language="en", facts=FACTS, questions=(Question(id="q1", text="Why?"),))


def test_the_same_is_no_difference() -> None:
    assert differences(ARTICLE, replace(ARTICLE, title="Another")) == ()


def test_what_needs_a_look_most_comes_first() -> None:
    before = replace(ARTICLE, facts=(*FACTS[:3], replace(FACTS[3], orphaned_at=NOW)))
    after = replace(
        ARTICLE,
        facts=(FACTS[4], replace(FACTS[0], text="Otherwise."), replace(FACTS[2], orphaned_at=NOW), FACTS[3]),
        questions=(Question(id="q1", text="Why not?"),),
    )

    found = differences(before, after)

    assert [(one.change, one.item) for one in found] == [
        (Change.ORPHANED, "f:f2"),
        (Change.CHANGED, "f:f0"),
        (Change.CHANGED, "q:q1"),
        (Change.FOUND, "f:f3"),
        (Change.ADDED, "f:f4"),
        (Change.REMOVED, "f:f1"),
    ]
    assert (found[1].before, found[1].part) == (FACTS[0], after.facts[1])
    assert (found[5].before, found[5].after, found[5].part) == (FACTS[1], None, FACTS[1])


def test_where_a_passage_stands_and_when_it_went_is_no_difference() -> None:
    before = replace(ARTICLE, facts=(replace(FACTS[0], start=1, end=2, orphaned_at=NOW),))
    after = replace(ARTICLE, facts=(replace(FACTS[0], start=8, end=9, orphaned_at=NOW.replace(hour=3)),))

    assert differences(before, after) == ()


def test_a_state_is_a_difference() -> None:
    after = replace(ARTICLE, facts=(replace(FACTS[0], state=FactState.DISPUTED), *FACTS[1:]))

    assert [one.change for one in differences(ARTICLE, after)] == [Change.CHANGED]
