"""Tests for bot.domain.article."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.article import (
    Article,
    Fact,
    FactState,
    Question,
    StoredArticle,
    fingerprint,
    headline,
    item_of,
    slug,
)
from bot.domain.identity import ArticleId

TEXT = "The mayor spoke on Tuesday.\nIt rained: nobody came, said Élodie Œuvrard."
ARTICLE = Article(title="A title", language="en", text=TEXT)

words = st.text(st.characters(categories=["L", "N"], include_characters="œ’"), min_size=1, max_size=12)


def fact(
    id_: str, text: str = "It rained.", *, score: float = 0.0, state: FactState = FactState.STATED
) -> Fact:
    return Fact(id=id_, text=text, passage=text, score=score, state=state)


def pack(*texts: str, title: str | None = None, asks: tuple[str, ...] = ()) -> Article:
    return Article(
        title=title,
        language="en",
        facts=tuple(fact(f"f{number}", text) for number, text in enumerate(texts, 1)),
        questions=tuple(Question(id=f"q{number}", text=text) for number, text in enumerate(asks, 1)),
    )


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param(TEXT.replace("\n", "\r\n\r\n  "), id="spacing"),
        pytest.param(TEXT.replace(" ", "\u00a0"), id="no-break-spaces"),
        pytest.param(TEXT.replace(".", "").replace(":", " –").replace(",", ""), id="punctuation"),
        pytest.param(TEXT.upper(), id="case"),
        pytest.param(TEXT.replace("É", "E\u0301"), id="decomposed-accents"),
        pytest.param(TEXT.replace("T", "\uff34"), id="full-width"),
        pytest.param(f"\ufeff{TEXT}\u200b", id="invisible"),
    ],
)
def test_copies_of_an_article_share_its_fingerprint(copy: str) -> None:
    assert fingerprint(replace(ARTICLE, text=copy)) == fingerprint(ARTICLE)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(TEXT.replace("Tuesday", "Monday"), id="a-word"),
        pytest.param(TEXT.replace("É", "E"), id="an-accent"),
        pytest.param(TEXT + " 7", id="a-digit-more"),
        pytest.param("", id="nothing"),
    ],
)
def test_different_articles_have_different_fingerprints(other: str) -> None:
    assert fingerprint(replace(ARTICLE, text=other)) != fingerprint(ARTICLE)


@given(
    said=st.lists(words, min_size=1, max_size=8), gaps=st.lists(st.sampled_from(" \n\t—,;!…«»"), min_size=1)
)
def test_a_fingerprint_looks_at_letters_and_digits_only(said: list[str], gaps: list[str]) -> None:
    spaced = replace(ARTICLE, text=" ".join(said))
    strewn = replace(ARTICLE, text="".join(gaps).join(said))

    assert fingerprint(spaced) == fingerprint(strewn)


def test_the_fingerprint_of_a_text_leaves_what_was_understood_of_it_aside() -> None:
    understood = replace(
        ARTICLE, title="Another", facts=(fact("f1"),), questions=(Question(id="q1", text="?"),)
    )

    assert fingerprint(understood) == fingerprint(ARTICLE)


def test_the_fingerprint_of_a_pack_covers_its_title_facts_and_questions() -> None:
    packs = [
        pack("It rained.", title="Rain", asks=("Why?",)),
        pack("It rained.", title="Snow", asks=("Why?",)),
        pack("It snowed.", title="Rain", asks=("Why?",)),
        pack("It rained.", title="Rain", asks=("How?",)),
        pack("It rained.", asks=("Why?",)),
    ]

    assert len({fingerprint(one) for one in packs}) == len(packs)
    assert fingerprint(pack("IT RAINED", title="rain ", asks=("why",))) == fingerprint(packs[0])


def test_half_a_surrogate_pair_does_not_break_a_fingerprint() -> None:
    assert fingerprint(replace(ARTICLE, text=f"{TEXT}\ud83d")) == fingerprint(ARTICLE)


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        pytest.param(pack("It rained.", title="Rain"), "Rain", id="title"),
        pytest.param(pack("It rained."), "It rained.", id="first-fact"),
        pytest.param(pack(asks=("Why did it rain?",)), "Why did it rain?", id="first-question"),
        pytest.param(pack(), "", id="nothing"),
        pytest.param(pack("word " * 20), f"{'word ' * 13}word…", id="cut-between-words"),
        pytest.param(pack("a" * 100), f"{'a' * 70}…", id="one-long-word"),
        pytest.param(pack(f"{'a' * 66}, and more"), f"{'a' * 66}…", id="no-comma-before-the-dots"),
    ],
)
def test_headline(article: Article, expected: str) -> None:
    assert headline(article) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("Stability AI: its founder leaves", "stability-ai-its-founder-leaves", id="plain"),
        pytest.param("L’Œuvre d’Élodie & Cæsar", "l-oeuvre-d-elodie-caesar", id="accents-and-ligatures"),
        pytest.param("Straße", "strasse", id="sharp-s"),
        pytest.param("Causerie™ \uff14\uff12", "causerietm-42", id="compatibility-forms"),
        pytest.param("Москва́ сегодня", "москва-сегодня", id="cyrillic"),
        pytest.param("北京 新闻", "北京-新闻", id="chinese"),
        pytest.param("", "article", id="empty"),
        pytest.param("🙂 … !", "article", id="no-letter"),
        pytest.param("\ud83d", "article", id="half-a-surrogate-pair"),
        pytest.param("word " * 20, "word-word-word-word-word-word-word-word", id="cut-between-words"),
        pytest.param("a" * 100, "a" * 40, id="one-long-word"),
    ],
)
def test_slug(title: str, expected: str) -> None:
    assert slug(title, taken=frozenset()) == expected


def test_a_slug_is_unlike_any_that_is_taken() -> None:
    taken = frozenset({"rain", "rain-2", "rain-4"})

    assert slug("Rain!", taken=taken) == "rain-3"


@given(
    title=st.text(st.characters(), max_size=60), taken=st.frozensets(st.sampled_from(["article", "a", "b-2"]))
)
def test_a_slug_is_one_lower_case_word_that_is_free(title: str, taken: frozenset[str]) -> None:
    made = slug(title, taken=taken)

    assert made
    assert made not in taken
    assert made == made.casefold() == made.strip("-")
    assert made.replace("-", "").isalnum()
    made.encode()  # no half of a surrogate pair is left in it


def test_facts_that_were_withdrawn_are_not_served() -> None:
    facts = tuple(fact(state.value, state=state) for state in FactState)

    served = replace(ARTICLE, facts=facts).served_facts

    assert [one.id for one in served] == ["stated", "corrected", "disputed"]


def test_key_facts_come_best_first_and_otherwise_in_the_order_of_the_article() -> None:
    facts = (
        fact("low", score=0.1),
        fact("first", score=0.9),
        fact("second", score=0.9),
        fact("gone", score=1.0, state=FactState.WITHDRAWN),
    )

    assert [one.id for one in replace(ARTICLE, facts=facts).key_facts] == ["first", "second", "low"]


def test_a_stored_article_is_known_by_its_title_or_by_its_id() -> None:
    titled = StoredArticle(key=ArticleId(1), article=replace(ARTICLE, id="rain"))
    untitled = StoredArticle(key=ArticleId(1), article=replace(ARTICLE, id="rain", title=None))

    assert (titled.id, titled.title) == ("rain", "A title")
    assert untitled.title == "rain"


def test_a_stored_article_without_an_id_is_a_bug() -> None:
    stored = StoredArticle(key=ArticleId(1), article=ARTICLE)

    with pytest.raises(AssertionError, match="has an id"):
        assert stored.id


def test_parts_are_named_after_their_kinds_and_find_their_places_again() -> None:
    facts, questions = (fact("1"), fact("2")), (Question(id="1", text="Why?"),)
    article = replace(ARTICLE, facts=facts, questions=questions)

    assert [item_of(part) for part in article.parts] == ["f:1", "f:2", "q:1"]
    assert ARTICLE.with_parts((questions[0], *facts)) == article
