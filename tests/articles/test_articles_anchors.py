"""Tests for bot.articles.anchors: passages found again in a page that has changed, or not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles.anchors import Folded, Span, anchor, fold

OLD = """The harbour of Lisse was closed on 3 May. It was closed for a week.
Mayor Odile Brandt promised 40 million euros for new quays by 2030.
The fishermen were not asked. It was closed for a week.
"""


def span(words: str, text: str = OLD, *, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(words=words, start=start, end=start + len(words))


def sentences(text: str) -> list[Span]:
    return [span(f"{one.strip()}.", text) for one in text.split(".") if one.strip()]


def found(*spans: Span, page: str, old: str = OLD) -> list[str | None]:
    """Return what stands in *page* where each of *spans* is found."""
    anchors = anchor(spans, old=Folded(old), new=Folded(page), passages=sentences(page))
    return [page[one.start : one.end] if one is not None else None for one in anchors]


QUAYS = "Mayor Odile Brandt promised 40 million euros for new quays by 2030."


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(f"New words before it. {QUAYS}", QUAYS, id="moved"),
        pytest.param(
            "Mayor Odile\n  Brandt promised 40\u00a0million euros for new quays by 2030.",
            "Mayor Odile\n  Brandt promised 40\u00a0million euros for new quays by 2030.",
            id="other-spaces",
        ),
        pytest.param(
            "Mayor Odile Brandt promised 45 million euros for new quays by 2030.",
            "Mayor Odile Brandt promised 45 million euros for new quays by 2030.",
            id="another-number",
        ),
        pytest.param(
            "Mayor Odile Brandt promised 40 million euros for new quays by 2030, if the council agrees.",
            "Mayor Odile Brandt promised 40 million euros for new quays by 2030, if the council agrees.",
            id="a-clause-more",
        ),
        pytest.param("The council met on Monday. Nobody came.", None, id="gone"),
        pytest.param("", None, id="nothing-left"),
        pytest.param(
            "Mayor Odile Brandt opened a school in the old town on Friday.", None, id="another-sentence"
        ),
    ],
)
def test_a_passage_is_found_again(page: str, expected: str | None) -> None:
    assert found(span(QUAYS), page=page) == [expected]


def test_quotation_marks_and_dashes_may_be_set_otherwise() -> None:
    old, page = "She said: “No – it’s over”.", 'He came. She said: "No - it\'s over".'

    assert found(span(old, old), page=page, old=old) == ['She said: "No - it\'s over".']


def test_of_several_places_the_one_with_the_same_words_around_it_is_taken() -> None:
    page = f"It was closed for a week. It was closed for a week. {OLD}"
    first, second = span("It was closed for a week."), span("It was closed for a week.", nth=1)
    anchors = anchor([first, second], old=Folded(OLD), new=Folded(page), passages=[])

    before = len(page) - len(OLD)
    assert [one and one.start for one in anchors] == [(one.start or 0) + before for one in (first, second)]


def test_where_nothing_else_tells_the_nearest_place_is_taken() -> None:
    old = "Yes. " * 41
    anchors = anchor([span("Yes.", old, nth=20)], old=Folded(old), new=Folded(old), passages=[])

    assert [one and one.start for one in anchors] == [100]


def test_of_what_stood_nowhere_the_first_place_is_taken() -> None:
    anchors = anchor(
        [Span(words="It was closed for a week.")], old=Folded(""), new=Folded(OLD), passages=sentences(OLD)
    )

    assert [one and one.start for one in anchors] == [OLD.index("It was")]


def test_a_part_of_a_number_or_of_a_word_is_not_the_passage() -> None:
    assert found(span("40 million"), page="It cost 140 million euros.") == [None]
    assert found(span("new quays"), page="It was about new quaysides.") == [None]


def test_a_sentence_rewritten_in_its_place_is_known_by_its_neighbours() -> None:
    page = OLD.replace(QUAYS, "The mayor said that 55 million euros were put aside for the quays.")

    assert found(span(QUAYS), page=page) == [
        "The mayor said that 55 million euros were put aside for the quays."
    ]
    assert found(span(QUAYS), page="The mayor said that 55 million euros were put aside for the quays.") == [
        None
    ]


def test_a_new_sentence_is_one_facts_and_that_of_the_nearest() -> None:
    old = "The red boat sank in 1901 near Lisse. The red boat sank in 1902 near Lisse."
    page = "The red boat sank in 1903 near Lisse."
    one, other = sentences(old)

    assert sum(words is not None for words in found(one, other, page=page, old=old)) == 1


def test_what_the_page_said_before_is_no_other_wording() -> None:
    old = "The red team won in Lisse on Monday. The blue team won in Lisse on Monday."

    assert found(sentences(old)[0], page="The blue team won in Lisse on Monday.", old=old) == [None]


def test_what_was_never_there_is_not_looked_for_in_other_words() -> None:
    never = Span(words="Mayor Odile Brandt promised 41 million euros for new quays by 2030.", was_there=False)

    assert found(never, page=OLD) == [None]
    assert found(Span(words=" ", was_there=False), page=OLD) == [None]


def test_what_was_there_without_a_place_is() -> None:
    gone = Span(words="Mayor Odile Brandt promised 41 million euros for new quays by 2030.")

    assert found(gone, page=OLD, old="") == [QUAYS]


def test_many_passages_are_not_compared_each_with_each() -> None:
    old = " ".join(f"In the year {number} they counted {number * 7} boats." for number in range(3_000))
    page = " ".join(f"In the year {number} they counted {number * 7} large boats." for number in range(3_000))
    spans = sentences_of(old)

    anchors = anchor(spans, old=Folded(old), new=Folded(page), passages=sentences_of(page))

    assert [one and one.passage for one in anchors] == list(range(3_000))


def sentences_of(text: str) -> list[Span]:
    """Return the sentences of a text in which each is another one."""
    spans, start = [], 0
    for words in text.split(". "):
        whole = words if words.endswith(".") else f"{words}."
        spans.append(Span(words=whole, start=start, end=start + len(whole)))
        start += len(whole) + 1
    return spans


WORDS = st.lists(st.text(min_size=1, max_size=8), max_size=20)


@given(
    before=st.text(max_size=40),
    after=st.text(max_size=40),
    words=WORDS,
    spaces=st.sampled_from(" \n\u00a0\t"),
)
def test_an_anchor_always_points_at_the_words(before: str, after: str, words: list[str], spaces: str) -> None:
    old = " ".join(words)
    page = f"{before} {spaces.join(words)} {after}"
    anchors = anchor([Span(words=old, start=0, end=len(old))], old=Folded(old), new=Folded(page), passages=[])

    assert len(anchors) == 1
    for one in anchors:
        assert (one is None) == (not old.strip())
        assert one is None or fold(page[one.start : one.end]) == fold(old)
