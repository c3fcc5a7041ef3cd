"""Tests for bot.lookup.engine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.lookup import IndexedFact, Verdict
from bot.lookup.engine import FactIndex
from bot.lookup.features import FEATURES
from bot.lookup.normalise import parse

FRENCH = {
    "date": "La centrale de Mérival fermera le 3 novembre.",
    "cost": "Le démantèlement coûtera 8 millions de dollars à l’État.",
    "jobs": "Quelque 1\u202f250 emplois, soit 12,5\u00a0% de la ville, sont menacés.",
    "voice": "« C'est un choc », déclare la porte-parole du syndicat, Agathe Bœrens.",
    "heart": "Son réacteur expérimental, au cœur du site, n'a jamais dépassé 40 degrés.",
    "park": "Un parc éolien doit remplacer l'installation d'ici dix ans.",
    "data": "L'IA surveille déjà les turbines, affirme l'exploitant.",
}
ENGLISH = {
    "opened": "The Tallow Bridge library opened in 1931 with four thousand books.",
    "flood": "A flood in the basement ruined the newspapers of the war years.",
    "roof": "Its copper roof was paid for by a retired cartographer.",
    "robot": "AI now sorts the returned volumes at night.",
    "weekend": "Lights stay on over the weekend, librarian Moira Quill promises.",
    "pounds": "Repairs cost £2.4 million, or 18 per cent of the town's budget.",
}


def make_index(texts: dict[str, str], *, language: str, title: str = "") -> FactIndex:
    return FactIndex.of(
        IndexedFact(id=id_, text=text, language=language, article="a", title=title, position=position)
        for position, (id_, text) in enumerate(texts.items())
    )


FRENCH_INDEX = make_index(FRENCH, language="fr", title="Mérival sans sa centrale")
ENGLISH_INDEX = make_index(ENGLISH, language="en", title="A library by the bridge")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("quand fermera la centrale ?", "date", id="question"),
        pytest.param("la centrale fermera quand", "date", id="other-order"),
        pytest.param("quand fermea la cnetrale", "date", id="typos"),
        pytest.param("qaund fermera la centrale", "date", id="typo-in-the-question-word"),
        pytest.param("DEMANTELEMENT ETAT", "cost", id="capitals-without-accents"),
        pytest.param("démanteler", "cost", id="inflection"),
        pytest.param("coût pour l'État", "cost", id="straight-apostrophe"),
        pytest.param("coût pour l\u2019État", "cost", id="curly-apostrophe"),
        pytest.param("coût pour l\u02bcÉtat", "cost", id="modifier-apostrophe"),
        pytest.param("8 M$", "cost", id="abbreviated-million"),
        pytest.param("8 millions", "cost", id="written-million"),
        pytest.param("8 milions", "cost", id="misspelt-million"),
        pytest.param("1250 emplois", "jobs", id="digits-together"),
        pytest.param("1.250", "jobs", id="digits-by-full-stop"),
        pytest.param("1\u00a0250", "jobs", id="digits-by-no-break-space"),
        pytest.param("12.5 pour cent", "jobs", id="per-cent-in-words"),
        pytest.param("12,5%", "jobs", id="per-cent-sign"),
        pytest.param("porte parole", "voice", id="hyphen-left-out"),
        pytest.param("porteparole", "voice", id="written-as-one"),
        pytest.param("porte\u2011parole", "voice", id="no-break-hyphen"),
        pytest.param("boerens", "voice", id="ligature"),
        pytest.param("coeur du site", "heart", id="ligature-in-a-word"),
        pytest.param("réac\u00adteur expé\u200brimental", "heart", id="invisible-characters"),
        pytest.param("parcéolien parceolien", "park", id="space-left-out"),
        pytest.param("que surveille AI", "data", id="foreign-initials"),
        pytest.param("the spokeswoman Agathe Boerens", "voice", id="another-language"),
    ],
)
def test_finds_whatever_the_dress_in_french(query: str, expected: str) -> None:
    lookup = FRENCH_INDEX.find(query)

    assert lookup.matches[0].id == expected
    assert lookup.verdict is not Verdict.NOTHING


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("when did the library open", "opened", id="question"),
        pytest.param("4 thousand books", "opened", id="number-in-digits"),
        pytest.param("newspappers ruined", "flood", id="typo"),
        pytest.param("cartographers roof", "roof", id="inflection"),
        pytest.param("town’s budget", "pounds", id="possessive"),
        pytest.param("18%", "pounds", id="per-cent"),
        pytest.param("2,4 M£", "pounds", id="money"),
        pytest.param("ai", "robot", id="initials"),
        pytest.param("IA", "robot", id="foreign-initials"),
        pytest.param("week-end", "weekend", id="hyphen-put-in"),
        pytest.param("week end", "weekend", id="space-put-in"),
        pytest.param("moira qui", "weekend", id="last-word-unfinished"),
    ],
)
def test_finds_whatever_the_dress_in_english(query: str, expected: str) -> None:
    lookup = ENGLISH_INDEX.find(query)

    assert lookup.matches[0].id == expected
    assert lookup.verdict is not Verdict.NOTHING


@pytest.mark.parametrize("text", FRENCH.values())
def test_a_fact_quoted_word_by_word_is_the_answer(text: str) -> None:
    lookup = FRENCH_INDEX.find(text)

    assert FRENCH[lookup.matches[0].id] == text
    assert lookup.verdict is Verdict.ANSWER


@pytest.mark.parametrize(
    "query",
    [
        "recette de la tarte aux pommes",
        "who won the world cup",
        "qui a peint la Joconde",
        "bitcoin",
        "как дела",
        "今日の天気",
        "zzzzzz",
    ],
)
def test_says_honestly_that_the_facts_do_not_tell(query: str) -> None:
    assert FRENCH_INDEX.find(query).verdict is Verdict.NOTHING


@pytest.mark.parametrize(
    "query", ["", " \n\t", "?!…", "🙂🚀", "qui est-ce ?", "what is it about", "\u202e\u200b\x00"]
)
def test_a_query_without_words_has_no_match(query: str) -> None:
    lookup = FRENCH_INDEX.find(query)

    assert lookup.verdict is Verdict.NOTHING
    assert lookup.matches == ()


def test_offers_choices_between_facts_that_say_much_the_same() -> None:
    index = make_index(
        {
            "spring": "The mayor opened the market hall in spring.",
            "summer": "The mayor closed the market hall in summer.",
            "autumn": "The mayor painted the market hall in autumn.",
            "other": "Trams are free on Sundays.",
        },
        language="en",
    )

    lookup = index.find("mayor market hall")

    assert lookup.verdict is Verdict.CHOICES
    assert {match.id for match in lookup.matches} == {"spring", "summer", "autumn"}


def test_neighbours_tell_what_a_pronoun_stands_for() -> None:
    index = make_index(
        {
            "weather": "Rain is forecast for the regatta.",
            "anna": "Anna Velde built the windmill of Oosterrode.",
            "she": "She sold it for 900 guilders.",
            "council": "The council sold a barn for 700 guilders.",
        },
        language="en",
    )

    assert index.find("how many guilders was the windmill sold for").matches[0].id == "she"


def test_neighbours_follow_position_and_not_the_order_given() -> None:
    facts = [
        IndexedFact(id="last", text="It burned down.", language="en", article="a", position=2),
        IndexedFact(id="b", text="It burned down.", language="en", article="b", position=1),
        IndexedFact(
            id="first", text="The mill of Oosterrode stood empty.", language="en", article="a", position=1
        ),
    ]

    assert FactIndex.of(facts).find("mill burned down").matches[0].id == "last"


def test_the_title_tells_which_article_is_meant() -> None:
    facts = [
        IndexedFact(
            id=f"{town}-{place}",
            text=text,
            language="en",
            article=town,
            title=f"News of {town}",
            position=place,
        )
        for town in ("Arles", "Bruges", "Celle")
        for place, text in enumerate(("The council met on Monday.", "A bakery closed."))
    ]

    assert FactIndex.of(facts).find("bakery in Bruges").matches[0].id == "Bruges-1"


def test_a_fact_without_language_is_found_by_its_own_words() -> None:
    index = FactIndex.of([IndexedFact(id="a", text="Die Brücke wurde 1870 von der Bahn gebaut.")])

    assert index.find("wann wurde die Brücke gebaut").matches[0].id == "a"


def test_a_language_may_be_any_text() -> None:
    index = FactIndex.of([IndexedFact(id="a", text="The mill burned down.", language="\ud800?")])

    assert index.find("mill").matches[0].id == "a"


def test_a_huge_fact_of_one_word_is_read_once() -> None:
    # Read from each of its letters on, it would take minutes.
    index = FactIndex.of([IndexedFact(id="a", text=f"mill - {'a' * 1_000_000}", language="en")])

    assert index.find("mill").matches[0].id == "a"


def test_letters_are_compared_of_the_beginning_of_a_long_query_only() -> None:
    # Whole, 2,000 characters against facts as long would take seconds.
    beginning = "the mill of Oosterrode stood empty " * 9
    ends = ("zz " * 500, "qq " * 500)
    index = FactIndex.of([IndexedFact(id="a", text="The mill stood empty. " * 90, language="en")])
    columns = [FEATURES.index(name) for name in ("token_set", "partial")]

    found = [index.search(parse(beginning + end)) for end in ends]
    compared = [one.features[0, columns].tolist() for one in found if one is not None]

    assert compared == [index.search(parse(beginning[:300])).features[0, columns].tolist()] * 2  # type: ignore[union-attr]


def test_an_index_without_facts_finds_nothing() -> None:
    index = FactIndex.of(())

    assert len(index) == 0
    assert index.find("anything at all").matches == ()
    assert index.suggest("any") == index.suggest("") == ()


def test_equal_facts_are_given_in_their_order() -> None:
    index = FactIndex.of(
        IndexedFact(id=str(number), text="The same words.", article=str(number)) for number in range(80)
    )

    lookup = index.find("same words", limit=5)

    assert [match.id for match in lookup.matches] == ["0", "1", "2", "3", "4"]
    assert lookup.verdict is not Verdict.ANSWER


def test_gives_no_more_matches_than_asked_for() -> None:
    assert len(ENGLISH_INDEX.find("library", limit=1).matches) == 1
    assert len(ENGLISH_INDEX) == len(ENGLISH)


def test_a_large_pool_answers_by_its_own_policy() -> None:
    index = FactIndex.of(
        IndexedFact(
            id=str(number), text=f"Lighthouse {number} is painted green.", language="en", article=str(number)
        )
        for number in range(1_200)
    )

    assert index.find("lighthouse 731").matches[0].id == "731"
    assert index.find("who repaired the cathedral organ").verdict is Verdict.NOTHING


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("réacteur expérimental " * 200, id="four-thousand-characters"),
        pytest.param("centrale " * 500, id="one-word-five-hundred-times"),
        pytest.param("a" * 4_000, id="one-long-word"),
        pytest.param(" ".join(f"mot{number}" for number in range(600)), id="many-words"),
        pytest.param("1" * 4_000, id="one-long-number"),
        pytest.param("9.9.9.9,9,9 millions % $€", id="broken-numbers"),
        pytest.param("\u202ecentrale\u202c \x00\x1b[31m", id="control-and-bidi"),
        pytest.param("((([[[***+++\\d{9}", id="regular-expression"),
        pytest.param("\ud800 lone surrogate", id="lone-surrogate"),
        pytest.param("مرحبا בעולם नमस्ते 你好 안녕하세요 ไทย", id="scripts"),
        pytest.param("٣٤٥ ² ½ Ⅷ", id="other-digits"),
    ],
)
def test_hostile_queries_are_only_queries(query: str) -> None:
    assert len(FRENCH_INDEX.find(query).matches) <= 3
    assert len(FRENCH_INDEX.suggest(query)) <= 25


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("cart", "roof", id="one-word"),
        pytest.param("the newsp", "flood", id="after-a-stop-word"),
        pytest.param("library openn", "opened", id="typo"),
        pytest.param("we", "weekend", id="stop-word-that-may-grow"),
        pytest.param("moira quill", "weekend", id="whole-words"),
    ],
)
def test_suggests_while_one_types(typed: str, expected: str) -> None:
    assert ENGLISH_INDEX.suggest(typed)[0].id == expected


@pytest.mark.parametrize("typed", ["", "  ", "what is ", "?"])
def test_suggests_the_first_facts_while_nothing_is_typed(typed: str) -> None:
    assert [match.id for match in ENGLISH_INDEX.suggest(typed, limit=2)] == ["opened", "flood"]


@pytest.mark.parametrize("typed", ["de", "la", "le", "et"])
def test_suggests_by_a_word_that_is_in_every_article(typed: str) -> None:
    matches = FRENCH_INDEX.suggest(typed)

    assert matches
    assert all(0 <= match.score <= 1 for match in matches)


def test_suggests_nothing_where_nothing_resembles() -> None:
    assert ENGLISH_INDEX.suggest("zygomorph") == ()


WORDS = " ".join([*FRENCH.values(), *ENGLISH.values()]).split()
TYPED = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(" ".join([*FRENCH.values(), *ENGLISH.values()]).split()), max_size=12).map(
        " ".join
    ),
)


@given(query=TYPED, limit=st.integers(-1, 10))
def test_find_never_fails_and_its_scores_are_sorted_probabilities(query: str, limit: int) -> None:
    for index in (FRENCH_INDEX, ENGLISH_INDEX):
        matches = index.find(query, limit=limit).matches
        scores = [match.score for match in matches]

        assert len(matches) <= max(0, limit)
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)


@given(texts=st.lists(st.text(max_size=40), max_size=8), query=st.text(max_size=40))
def test_any_facts_can_be_indexed(texts: list[str], query: str) -> None:
    index = FactIndex.of(
        IndexedFact(id=str(number), text=text, title=text) for number, text in enumerate(texts)
    )

    assert len(index) == len(texts)
    assert {match.id for match in index.suggest(query)} <= {str(number) for number in range(len(texts))}
