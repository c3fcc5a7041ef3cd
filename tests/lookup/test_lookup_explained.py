"""Tests for what the engine says of how it found a fact."""

import pytest

from bot.domain.lookup import How, IndexedFact, MatchedWord, Where
from bot.lookup.engine import FactIndex


def make_index(*texts: str, language: str, title: str = "") -> FactIndex:
    return FactIndex.of(
        IndexedFact(id=str(place), text=text, language=language, article="a", title=title, position=place)
        for place, text in enumerate(texts)
    )


FRENCH = make_index(
    "Le maire a démissionné le 3 mars, après huit ans.",
    "Il avait lancé un plan d'intelligence artificielle, l'IA de Zelandia.",
    "La facture atteint 8 millions d'euros pour les 120 salariés.",
    language="fr",
    title="Valbrune sans maire",
)
ENGLISH = make_index(
    "The founder resigned in March after a row over money.",
    "She had borrowed ten thousand pounds from a friend.",
    language="en",
)


def words_by(index: FactIndex, query: str, *, place: int = 0) -> dict[str, MatchedWord]:
    match = index.find(query, explained=True).matches[place]
    return {word.typed: word for word in match.words}


@pytest.mark.parametrize(
    ("query", "typed", "found", "how"),
    [
        pytest.param("maire", "maire", "maire", How.EXACT, id="exact"),
        pytest.param("8 M€", "8000000", "8000000", How.NUMBER, id="number"),
        pytest.param("huit millions d'euros", "8000000", "8000000", How.NUMBER, id="number-in-letters"),
        pytest.param("les maires", "maires", "maire", How.STEM, id="stem"),
        pytest.param("plan d'AI", "ai", "ia", How.INITIALS, id="initials"),
        pytest.param("demisionné", "demisionne", "demissionne", How.TYPO, id="typo"),
        pytest.param("plan des Zelandianos ?", "zelandianos", "zelandia", How.PREFIX, id="prefix"),
        pytest.param("salari", "salari", "salaries", How.STEM, id="growing-to-its-stem"),
        pytest.param("intell", "intell", "intelligence", How.COMPLETION, id="completion"),
        pytest.param("quitter", "quitter", "demissionne", How.SYNONYM, id="synonym"),
        pytest.param("why did the mayor leave", "mayor", "maire", How.TRANSLATION, id="translation"),
        pytest.param(
            "quiter après huit ans ?", "quiter", "demissionne", How.SYNONYM, id="slip-for-a-synonym"
        ),
    ],
)
def test_says_which_word_was_taken_for_which(query: str, typed: str, found: str, how: How) -> None:
    word = words_by(FRENCH, query)[typed]

    assert (word.found, word.how, word.where) == (found, how, Where.FACT)
    assert 0 < word.alike <= 1
    assert word.weight > 0


def test_says_what_stood_in_the_title_or_beside() -> None:
    words = words_by(FRENCH, "plan lancé à Valbrune par le maire")

    assert words["plan"].where is Where.FACT
    assert words["valbrune"].where is Where.TITLE
    # The fact before names the mayor, and so does the title, which says it more surely.
    assert words["maire"].where is Where.TITLE
    assert words_by(FRENCH, "plan lancé après huit ans")["8"].where is Where.NEIGHBOUR


def test_says_nothing_of_words_that_were_found_nowhere() -> None:
    assert "giraffe" not in words_by(ENGLISH, "founder giraffe")


def test_says_nothing_unasked() -> None:
    assert FRENCH.find("maire").matches[0].words == ()


def test_an_english_fact_is_found_in_french() -> None:
    assert FRENCH.find("when did the mayor resign").matches[0].id == "0"
    assert ENGLISH.find("pourquoi la fondatrice a démissionné").matches[0].id == "0"
    assert ENGLISH.find("l'argent emprunté à un ami").matches[0].id == "1"


def test_a_short_word_is_not_two_slips_away() -> None:
    index = make_index("Rain fell on the moor.", "A barn burned.", language="en")

    assert index.find("tamoor").matches == ()
    assert index.find("moorp").matches[0].id == "0"
