"""Tests for bot.articles.sketch: what is alike, what is not, and what does not matter for that."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles.sketch import Sketch, containment, resemblance, sketch
from bot.domain.article import Article, Fact, Question

# Made of letters: no two of them mean anything.
WORDS = [f"{first}{vowel}{last}" for first in "bdgkm" for vowel in "aeiou" for last in "lnrst"]


def said(seed: int, sentences: int) -> tuple[str, ...]:
    """Return sentences that no other *seed* has."""
    chosen = random.Random(seed)  # noqa: S311 (nothing secret)
    return tuple(" ".join(chosen.choices(WORDS, k=14)).capitalize() + "." for _ in range(sentences))


def article(*texts: str, questions: tuple[str, ...] = ()) -> Article:
    return Article(
        title="A title",
        language="en",
        facts=tuple(Fact(id=f"f{number}", text=text, passage=text) for number, text in enumerate(texts)),
        questions=tuple(Question(id=f"q{number}", text=text) for number, text in enumerate(questions)),
    )


def test_a_copy_is_the_same() -> None:
    one = sketch(article(*said(1, 20), questions=("Should the harbour be moved out of the old town?",)))

    assert resemblance(one, one) == containment(one, one) == 1.0


def test_case_punctuation_order_and_titles_do_not_matter() -> None:
    texts = said(1, 20)
    other = article(*(text.upper().replace(".", " !") for text in reversed(texts)))

    assert sketch(replace(other, title=None, source="Elsewhere")) == sketch(article(*texts))


def test_what_a_moderator_made_of_a_fact_does_not_matter() -> None:
    one = article(*said(1, 20))
    edited = tuple(replace(fact, text="Reworded.") for fact in one.facts)

    assert sketch(replace(one, facts=edited)) == sketch(one)


@pytest.mark.parametrize("size", [12, 60, 400])
def test_a_word_changed_here_and_there_leaves_it_alike(size: int) -> None:
    texts = list(said(1, size))
    for place in range(0, size, 3):
        texts[place] = texts[place].replace(texts[place].split()[6], "revised", 1)

    assert resemblance(sketch(article(*said(1, size))), sketch(article(*texts))) > 0.7


@pytest.mark.parametrize("size", [20, 100, 1_000])
def test_other_articles_with_the_same_boilerplate_are_not_alike(size: int) -> None:
    boilerplate = said(9, size // 10)
    one, other = (sketch(article(*said(seed, size), *boilerplate)) for seed in (1, 2))

    assert resemblance(one, other) < 0.15
    assert containment(one, other) < 0.25


def test_a_part_is_contained_though_it_resembles_little() -> None:
    whole = said(1, 60)
    one, part = sketch(article(*whole)), sketch(article(*whole[:12]))

    assert resemblance(one, part) < 0.35
    assert containment(one, part) == containment(part, one) > 0.8


def test_short_articles_are_compared_exactly() -> None:
    texts = said(1, 8)
    one, half = sketch(article(*texts)), sketch(article(*texts[:4]))

    assert (one.size, half.size) == (88, 44)
    assert resemblance(one, half) == resemblance(half, one) == 0.5
    assert containment(half, one) == 1.0


def test_too_little_is_like_nothing() -> None:
    little = sketch(article("The mill on the river burned down in 1901.", "It was rebuilt."))

    assert resemblance(little, little) == containment(little, little) == 0.0
    assert sketch(Article(title=None, language="en")) == Sketch(size=0, lowest=())


def test_hashes_are_the_same_on_every_machine() -> None:
    assert sketch(article("The mill on the river")).lowest == (
        sketch(article("the MILL — on the river!")).lowest
    )
    assert sketch(article("the mill on the")) == Sketch(size=1, lowest=(0x503028D5B957,))


@given(st.lists(st.text(max_size=200), max_size=20), st.lists(st.text(max_size=200), max_size=20))
def test_it_is_between_nothing_and_all_either_way_round(one: list[str], other: list[str]) -> None:
    first, second = sketch(article(*one)), sketch(article(*other))

    assert 0.0 <= resemblance(first, second) == resemblance(second, first) <= 1.0
    assert 0.0 <= containment(first, second) == containment(second, first) <= 1.0
