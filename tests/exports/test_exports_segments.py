"""Tests for bot.exports.segments."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.exports.segments import LONG, Mark, cut, stretches

TEXT = "abcdefghij"


def mark(name: str, start: int, end: int) -> Mark:
    return Mark(name=name, start=start, end=end)


def shown(*marks: Mark, start: int = 0, end: int = len(TEXT)) -> list[tuple[str, str]]:
    """Return each segment's words with the names of the marks on it."""
    segments = cut(marks, start=start, end=end)
    return [(TEXT[one.start : one.end], "".join(mark.name for mark in one.marks)) for one in segments]


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        pytest.param((), [("abcdefghij", "")], id="none"),
        pytest.param((mark("A", 2, 4),), [("ab", ""), ("cd", "A"), ("efghij", "")], id="one"),
        pytest.param((mark("A", 0, 10),), [("abcdefghij", "A")], id="all-of-it"),
        pytest.param(
            (mark("A", 0, 6), mark("B", 4, 10)),
            [("abcd", "A"), ("ef", "AB"), ("ghij", "B")],
            id="overlapping",
        ),
        pytest.param(
            (mark("A", 0, 10), mark("B", 3, 5)), [("abc", "A"), ("de", "AB"), ("fghij", "A")], id="nested"
        ),
        pytest.param(
            (mark("B", 3, 5), mark("A", 0, 10)), [("abc", "A"), ("de", "BA"), ("fghij", "A")], id="as-given"
        ),
        pytest.param((mark("A", 0, 5), mark("B", 5, 10)), [("abcde", "A"), ("fghij", "B")], id="adjacent"),
        pytest.param(
            (mark("A", 2, 4), mark("A", 2, 4)),
            [("ab", ""), ("cd", "AA"), ("efghij", "")],
            id="the-same-twice",
        ),
        pytest.param((mark("A", 3, 3), mark("B", 7, 5)), [("abcdefghij", "")], id="empty"),
        pytest.param(
            (mark("A", -5, 2), mark("B", 8, 99)), [("ab", "A"), ("cdefgh", ""), ("ij", "B")], id="beyond"
        ),
        pytest.param((mark("A", 20, 30),), [("abcdefghij", "")], id="elsewhere"),
    ],
)
def test_a_text_is_cut_where_marks_begin_and_end(
    marks: tuple[Mark, ...], expected: list[tuple[str, str]]
) -> None:
    assert shown(*marks) == expected


def test_a_part_of_a_text_is_cut_as_the_whole_is() -> None:
    assert shown(mark("A", 0, 4), mark("B", 7, 10), start=2, end=8) == [("cd", "A"), ("efg", ""), ("h", "B")]


def test_nothing_has_no_segments() -> None:
    assert cut([mark("A", 0, 4)], start=0, end=0) == []


places = st.integers(min_value=-3, max_value=45)
marked = st.lists(st.builds(mark, st.sampled_from("ABC"), places, places), max_size=12)
texts = st.text(st.sampled_from("ab \n\r\u2028\t"), max_size=40)


@given(texts, marked)
def test_segments_join_to_the_text_and_each_mark_lies_on_all_of_its_span(
    text: str, marks: list[Mark]
) -> None:
    segments = cut(marks, start=0, end=len(text))

    assert "".join(text[one.start : one.end] for one in segments) == text
    assert all(one.end == other.start for one, other in pairwise(segments))
    for one in segments:
        for place in range(one.start, one.end):
            assert list(one.marks) == [mark for mark in marks if mark.start <= place < mark.end]


@given(texts, marked)
def test_stretches_join_to_the_text_and_part_no_mark(text: str, marks: list[Mark]) -> None:
    kept = [one for one in marks if 0 <= one.start < one.end <= len(text)]
    spans = stretches(text, kept)

    assert "".join(text[start:end] for start, end in spans) == text
    assert all(start < end for start, end in spans)
    for _, end in spans:
        assert not any(one.start < end < one.end for one in kept)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="empty"),
        pytest.param("one", ["one"], id="one"),
        pytest.param("one\ntwo", ["one\ntwo"], id="a-line-end-is-no-paragraph"),
        pytest.param(
            "one\n\ntwo\n \t\n\nthree\n\n", ["one\n\n", "two\n \t\n\n", "three\n\n"], id="blank-lines"
        ),
        pytest.param("one\r\ntwo\r\n\r\nthree", ["one\r\ntwo\r\n\r\n", "three"], id="windows"),
        pytest.param("one\u2029\u2029two", ["one\u2029\u2029", "two"], id="unicode"),
    ],
)
def test_paragraphs_are_stretches(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in stretches(text, [])] == expected


def test_a_long_paragraph_is_parted_where_a_mark_begins() -> None:
    text = "x" * (3 * LONG)
    marks = [mark("A", 10, 20), mark("B", LONG + 5, LONG + 50), mark("C", LONG + 60, 2 * LONG)]

    assert stretches(text, marks) == [(0, LONG + 5), (LONG + 5, len(text))]


def test_paragraphs_under_one_mark_stay_together() -> None:
    text = "one\n\ntwo\n\nthree"

    assert stretches(text, [mark("A", 1, 7)]) == [(0, 10), (10, 15)]


def test_many_marks_are_parted_in_one_go() -> None:
    text = "word. " * 20_000
    marks = [mark("A", found.start(), found.end()) for found in re.finditer(r"word\.", text)]

    spans = stretches(text, marks)

    assert max(end - start for start, end in spans) <= LONG + 6
    assert sum(len(cut(marks[:50], start=start, end=end)) for start, end in spans[:5]) > 50
