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
        pytest.param("420k, 3 k", ["420000", "thousand", "3", "k"], id="thousands"),
        pytest.param("huit millions d'euros", ["8000000", "million", "euros"], id="millions-in-letters"),
        pytest.param("quatre-vingt-dix-sept", ["97"], id="eighty-and-seventeen"),
        pytest.param("quatre-vingts, quatre-vingt-trois", ["80", "83"], id="four-times-twenty"),
        pytest.param("soixante et onze, soixante-dix-huit", ["71", "78"], id="sixty-and-eleven"),
        pytest.param("vingt et une, vingt-deux, dix-sept", ["21", "22", "17"], id="twenty-and-one"),
        pytest.param("mille neuf cent quatre-vingt-quatre", ["1984"], id="year-in-letters"),
        pytest.param("trois cent mille, deux cents", ["300000", "200"], id="hundreds"),
        pytest.param("three hundred and twelve thousand", ["312000"], id="english-thousands"),
        pytest.param("deux trois, two three", ["2", "3", "2", "3"], id="one-after-the-other"),
        pytest.param(
            "cent personnes, cent mille, mille cent", ["100", "personnes", "100000", "1100"], id="hundred"
        ),
        pytest.param("one hundred and fifty million", ["150000000", "million"], id="one-hundred-and"),
        pytest.param("a thousand two hundred, a hundred", ["1200", "100"], id="a-thousand"),
        pytest.param("3 mille, 5 cent", ["3000", "thousand", "5", "cent"], id="digits-before-a-scale"),
        pytest.param("fifty cents, onze cents", ["50", "cents", "1100"], id="cents-are-money"),
        pytest.param("US$8 million", ["us", "8000000", "million", "dollar"], id="whose-dollars"),
        pytest.param("97 pour cent, six per cent", ["97%", "6%"], id="per-cent-is-no-hundred"),
        pytest.param(
            "un chien, one dog, une fois", ["un", "chien", "one", "dog", "une", "fois"], id="articles"
        ),
        pytest.param(
            "mille mercis, trois mille mille", ["1000", "mercis", "3000", "1000"], id="thousand-alone"
        ),
        pytest.param(
            "la 7e étape, 7th stage, 2ème",
            ["la", "septieme", "etape", "seventh", "stage", "deuxieme"],
            id="ordinals",
        ),
        pytest.param(
            "dix-neuvième, twenty-first", ["dix", "neuvieme", "twenty", "first"], id="ordinals-in-two"
        ),
        pytest.param(
            "24h, 18h30, 5 kg", ["24", "h", "18", "h", "30", "5", "kg"], id="units-stuck-to-numbers"
        ),
        pytest.param("le 99e jour", ["le", "99e", "jour"], id="far-ordinal"),
        pytest.param("l'O.N.U. et u.n.e.s.c.o.", ["onu", "et", "unesco"], id="dotted-initials"),
        pytest.param("8 m de haut", ["8", "m", "de", "haut"], id="metres"),
        pytest.param("covid19 3D 12.5kg", ["covid19", "3d", "12.5", "kg"], id="letters-and-digits"),
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
        ("U.S.", True),
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
