"""Tests for bot.exports.places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.article import Fact
from bot.exports.places import MOST_TRIED, NEAR, Places, speaker_in


def found(source: str, words: str, *, after: int = 0) -> str | None:
    span = Places(source).of(words, after=after)
    return None if span is None else source[span[0] : span[1]]


@pytest.mark.parametrize(
    ("source", "words", "expected"),
    [
        pytest.param("So: why now? Because.", "Why now?", "why now?", id="case"),
        pytest.param("1.  Why\r\nnow ?", "Why now\u202f?", "Why\r\nnow ?", id="spaces"),
        pytest.param("**Why** [now](x)?", "Why", "Why", id="markdown"),
        pytest.param("Où  e\u0301tait-ce ?", "Où était-ce ?", "Où  e\u0301tait-ce ?", id="decomposed"),
        pytest.param("Le cafe\u0301", "le café", "Le cafe\u0301", id="decomposed-end"),
        pytest.param("Die Straße?", "DIE STRASSE?", "Die Straße?", id="sharp-s"),
        pytest.param("Why now!?", "Why now?", "Why now", id="other-marks"),
        pytest.param("Why now", "Why now?", "Why now", id="no-marks"),
        pytest.param("Whynot? Why?", "Why?", "Why?", id="whole-words"),
        pytest.param(
            "quay.What should become of it?Who?",
            "What should become of it?",
            "What should become of it?",
            id="glued",
        ),
        pytest.param(
            "2024What should become of it?",
            "What should become of it?",
            "What should become of it?",
            id="glued-on",
        ),
        pytest.param("Why now?", "Where?", None, id="not-there"),
        pytest.param("Why now?", "?!", None, id="no-letters"),
        pytest.param("", "Why?", None, id="nowhere"),
        pytest.param("why" * (MOST_TRIED + 1) + " why", "why", None, id="given-up"),
    ],
)
def test_where_words_stand(source: str, words: str, expected: str | None) -> None:
    assert found(source, words) == expected


def test_what_stands_behind_is_taken_first() -> None:
    places = Places("Why? When? Why?")

    assert places.of("Why?") == (0, 4)
    assert places.of("Why?", after=4) == (11, 15)
    assert places.of("When?", after=11) == (5, 10)


def test_what_is_to_be_avoided_is_taken_where_there_is_nothing_else() -> None:
    assert Places("Why? Why?", avoid=[(0, 4)]).of("Why?") == (5, 9)
    assert Places("Why? When?", avoid=[(0, 4)]).of("Why?") == (0, 4)


@given(st.text(max_size=60), st.text(max_size=12), st.integers(0, 70))
def test_whatever_is_looked_for_is_found_in_the_source_or_not_at_all(
    source: str, words: str, after: int
) -> None:
    span = Places(source).of(words, after=after)

    assert span is None or 0 <= span[0] < span[1] <= len(source)


SOURCE = "“We open in May,” said Odile Brandt. Nothing more. “It rusts,” Brandt added. The harbour shut."


def named(passage: str, speaker: str | None) -> tuple[str, int] | None:
    start = SOURCE.index(passage)
    fact = Fact(
        id="f1", text=passage, passage=passage, speaker=speaker, start=start, end=start + len(passage)
    )
    span = speaker_in(SOURCE, fact)
    return None if span is None else (SOURCE[span[0] : span[1]], span[0])


@pytest.mark.parametrize(
    ("passage", "speaker", "expected"),
    [
        pytest.param(
            "“We open in May,” said Odile Brandt.", "Odile Brandt", ("Odile Brandt", 23), id="in-it"
        ),
        pytest.param("“We open in May,”", "Odile Brandt", ("Odile Brandt", 23), id="behind"),
        pytest.param("“It rusts,” Brandt added.", "Odile Brandt", ("Brandt", 63), id="surname"),
        pytest.param("The harbour shut.", "Odile Brandt", ("Odile Brandt", 23), id="before"),
        pytest.param("The harbour shut.", "Ann Lee", None, id="nowhere"),
        pytest.param("The harbour shut.", "Port of May Jr", None, id="no-surname"),
        pytest.param("The harbour shut.", "Brand", None, id="part-of-a-word"),
        pytest.param("The harbour shut.", None, None, id="nobody"),
        pytest.param("The harbour shut.", "  ", None, id="blank"),
        pytest.param("The harbour shut.", "(.*", None, id="no-pattern"),
    ],
)
def test_where_a_speaker_is_named(
    passage: str, speaker: str | None, expected: tuple[str, int] | None
) -> None:
    assert named(passage, speaker) == expected


def test_a_speaker_who_is_named_far_away_is_not_marked() -> None:
    source = "Odile Brandt." + " " * NEAR + "It rusts."
    start = len(source) - 9
    fact = Fact(id="f1", text="", passage="", speaker="Odile Brandt", start=start, end=len(source))

    assert speaker_in(source, fact) is None


def test_a_fact_without_a_place_has_no_place_for_its_speaker() -> None:
    assert speaker_in(SOURCE, Fact(id="f1", text="", passage="", speaker="Odile Brandt")) is None
