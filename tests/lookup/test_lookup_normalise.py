"""Tests for bot.lookup.normalise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lookup.normalise import MAX_QUERY_WORDS, fact_words, has_words, parse, words
from bot.lookup.stems import stem


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("L’Œuvre d’Élodie", ["oeuvre", "elodie"], id="elisions"),
        pytest.param("qu'il jusqu'ici", ["il", "ici"], id="long-elisions"),
        pytest.param("aujourd'hui", ["aujourd", "hui"], id="no-elision"),
        pytest.param("company's plan", ["company", "plan"], id="possessive"),
        pytest.param("Straße, Łódź, smørrebrød", ["strasse", "lodz", "smorrebrod"], id="letters"),
        pytest.param("arc-en-ciel", ["arc", "en", "ciel"], id="hyphens"),
        pytest.param("100 000 = 100.000 = 100,000", ["100000"] * 3, id="groups"),
        pytest.param("1 234 567,89", ["1234567.89"], id="groups-and-decimals"),
        pytest.param("en 2019, 300 personnes", ["en", "2019", "300", "personnes"], id="no-group"),
        pytest.param("12,5 % 12.5 per cent 12,5 pour cent", ["12.5%"] * 3, id="per-cent"),
        pytest.param("8 M$ $8 million", ["8000000", "million", "dollar"] * 2, id="dollars"),
        pytest.param("2 milliards", ["2000000000", "milliard"], id="milliards"),
        pytest.param("8 milions, 3 minutes", ["8000000", "million", "3", "minutes"], id="misspelt-scale"),
        pytest.param("10 k€", ["10000", "thousand", "euro"], id="thousands-of-euros"),
        pytest.param("8 m de haut", ["8", "m", "de", "haut"], id="metres"),
        pytest.param("covid19 3D 12.5kg", ["covid19", "3d", "12", "5kg"], id="letters-and-digits"),
        pytest.param("snake_case", ["snake", "case"], id="underscore"),
        pytest.param("\u0391\u03a3 \u0391\U0001d6ba", ["\u03b1\u03c3"] * 2, id="bold-and-final-sigma"),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_a_fact_holds_its_compounds_as_one_word_too() -> None:
    assert fact_words("le porte-parole") == ["le", "porte", "parole", "porteparole"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", False),
        ("🙂", False),
        ("qui est-ce ?", False),
        ("what about it", False),
        ("who", False),
        ("C'EST UN", False),
        ("WHO", True),
        ("ai", True),
        ("j'ai", True),
        ("AI safety", True),
        ("le budget", True),
        ("今日", True),
    ],
)
def test_has_words(query: str, expected: bool) -> None:
    assert has_words(query) is expected


@pytest.mark.parametrize(
    ("query", "default", "language"),
    [
        ("qui a voté la loi", "en", "fr"),
        ("who voted for the law", "fr", "en"),
        ("quién votó la ley", "fr", "es"),
        ("wer hat das Gesetz beschlossen", "fr", "de"),
        ("on", "en", "en"),
        ("on", "", "fr"),
        ("budget", "en", ""),
    ],
)
def test_stop_words_vote_for_the_language(query: str, default: str, language: str) -> None:
    assert parse(query, default=default).language == language


def test_a_query_counts_each_word_once_and_not_too_many() -> None:
    assert parse("budget budget Budget").words == ("budget",)
    assert len(parse(" ".join(f"word{number}" for number in range(200))).words) == MAX_QUERY_WORDS


@pytest.mark.parametrize(("typed", "partial"), [("the bud", "bud"), ("the bud ", ""), ("", "")])
def test_the_last_word_is_partial_until_something_follows(typed: str, partial: str) -> None:
    assert parse(typed).partial == partial


@given(st.text(max_size=200))
def test_words_have_no_accents_capitals_or_marks(text: str) -> None:
    for word in words(text):
        assert words(word) == [word] or any(character.isdigit() for character in word)
        assert word.casefold() == word  # in Cherokee, that is the capital


def test_a_language_without_a_stemmer_keeps_its_words() -> None:
    assert stem("navi", "nl") == "navi"
    assert stem("ships", "en") == "ship"
