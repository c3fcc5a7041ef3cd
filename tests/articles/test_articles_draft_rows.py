"""Tests for bot.articles.draft_rows: what a change touches, and taking it back."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.articles.draft_rows import SPACING, Row, article_of, difference, heading_of, rows_of, undone
from bot.domain.article import Article, Doubt, Doubtful, Fact, Question, Reason, SetAside, item_of


def article(facts: list[int], questions: list[int] | None = None, asides: list[int] | None = None) -> Article:
    return Article(
        title="T",
        language="en",
        source="S",
        text="text",
        facts=tuple(Fact(id=f"f{one}", text=f"Fact {one}.", passage="") for one in facts),
        questions=tuple(Question(id=f"q{one}", text="Why?") for one in questions or ()),
        set_aside=tuple(
            SetAside(text="…", reason=Reason.REPEAT, start=one, end=one + 1) for one in asides or ()
        ),
        doubts=(
            Doubtful(doubt=Doubt.LITTLE),
            *(Doubtful(doubt=Doubt.LONG, item=f"f:f{one}") for one in facts if one % 2),
        ),
    )


def whole(one: Article) -> tuple[object, ...]:
    """Return all of an article, what is of no account when two are compared too."""
    return one, one.set_aside, sorted(map(repr, one.doubts))


numbers = st.lists(st.integers(0, 30), unique=True, max_size=12)
articles = st.builds(article, numbers, numbers, numbers)


@given(one=articles)
def test_an_article_is_put_together_as_it_was_taken_apart(one: Article) -> None:
    assert whole(article_of(heading_of(one), rows_of(one), text=one.text)) == whole(one)


@given(states=st.lists(articles, min_size=1, max_size=8))
def test_every_change_is_undone_to_the_last_row(states: list[Article]) -> None:
    rows: dict[str, Row] = {}
    history = [rows]
    steps = []
    for state in states:
        changed = rows_of(state, before=rows)
        assert whole(article_of(heading_of(state), changed, text=state.text)) == whole(state)
        steps.append(difference(rows, changed))
        rows = changed
        history.append(rows)

    for step, before in zip(reversed(steps), reversed(history[:-1]), strict=True):
        rows = undone(rows, step)
        assert rows == before


def test_a_change_touches_only_what_it_changes() -> None:
    before = article(list(range(0, 200, 2)), [1, 2])
    rows = rows_of(before)
    facts = before.facts

    reworded = replace(before, facts=(*facts[:3], replace(facts[3], text="Else."), *facts[4:]))
    assert set(difference(rows, rows_of(reworded, before=rows))) == {"f:f6"}
    moved = replace(before, facts=(*facts[:3], facts[4], facts[3], *facts[5:]))
    assert set(difference(rows, rows_of(moved, before=rows))) == {"f:f6"}
    added = replace(before, facts=(*facts, Fact(id="f999", text="New.", passage="")))
    assert set(difference(rows, rows_of(added, before=rows))) == {"f:f999"}
    dropped = replace(before, facts=facts[1:])
    assert set(difference(rows, rows_of(dropped, before=rows))) == {"f:f0"}


def test_where_no_room_is_left_all_get_some_again() -> None:
    state = article([0, 2])
    rows = rows_of(state)
    for number in range(10, 40):
        first, *others = state.facts
        state = replace(state, facts=(first, Fact(id=f"f{number}", text=".", passage=""), *others))
        rows = rows_of(state, before=rows)
        held = sorted(rows.items(), key=lambda named: named[1].position)
        assert [name for name, _ in held] == [item_of(fact) for fact in state.facts]
        assert len({row.position for row in rows.values()}) == len(rows)

    assert max(row.position for row in rows.values()) < 100 * SPACING
