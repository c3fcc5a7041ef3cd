"""Tests for the demo article's packs in bot/samples: the same article, told in each language."""

import re
from functools import cache
from pathlib import Path

import pytest

import bot
from bot.articles.pack import read_pack, write_pack
from bot.articles.read import read_article
from bot.domain.article import Article, FactState
from bot.i18n import Language

SAMPLES = Path(bot.__file__).parent / "samples"
FACT_LIMIT = 300
PASSAGE_LIMIT = 400
NO_BREAK = "\u00a0"
NARROW_NO_BREAK = "\u202f"

languages = pytest.mark.parametrize("language", list(Language))


@cache
def sample(language: Language) -> Article:
    path = SAMPLES / f"stability-ai.{language}.toml"
    return read_article(path.read_bytes(), name=path.name)


ENGLISH = sample(Language.ENGLISH)
FRENCH = sample(Language.FRENCH)


def prose(article: Article) -> list[str]:
    """Return what people read of *article*, in an order that its twin shares."""
    texts = [article.title or ""]
    for fact in article.facts:
        texts += [fact.text, fact.passage]
    for question in article.questions:
        texts += [question.text, *question.follow_ups]
    return texts


def figures(text: str) -> list[str]:
    """Return the numbers of *text*, without the marks that group thousands or part decimals.

    "Un milliard" is how French writes "1 billion".
    """
    text = re.sub(rf"\bun(?=[{NO_BREAK} ]milli(?:on|ard)\b)", "1", text)
    grouped = re.findall(rf"\d+(?:[.,{NO_BREAK}{NARROW_NO_BREAK}]\d+)*", text)
    return sorted(re.sub(r"\D", "", number) for number in grouped)


def test_there_is_a_sample_for_each_language() -> None:
    assert {path.name for path in SAMPLES.iterdir()} == {
        f"stability-ai.{language}.toml" for language in Language
    }


@languages
def test_a_sample_is_a_pack_that_loses_nothing(language: Language) -> None:
    path = SAMPLES / f"stability-ai.{language}.toml"

    pack = read_pack(path.read_text("utf-8"), name=path.name, form="toml")

    assert pack == sample(language)
    assert read_pack(write_pack(pack), name=path.name, form="toml") == pack
    assert pack.language == language
    assert pack.title
    assert pack.source


def test_the_samples_are_twins() -> None:
    assert ENGLISH.title != FRENCH.title
    for name in ("id", "source", "url", "date"):
        assert getattr(ENGLISH, name) == getattr(FRENCH, name)
    for english, french in zip(ENGLISH.facts, FRENCH.facts, strict=True):
        for name in ("id", "speaker", "score", "state", "note"):
            assert getattr(english, name) == getattr(french, name), english.id
    for asked, also_asked in zip(ENGLISH.questions, FRENCH.questions, strict=True):
        assert asked.id == also_asked.id
        assert len(asked.follow_ups) == len(also_asked.follow_ups)


@languages
def test_facts_and_questions_are_numbered_as_they_stand(language: Language) -> None:
    article = sample(language)

    assert [fact.id for fact in article.facts] == [f"f{n}" for n in range(1, len(article.facts) + 1)]
    assert [one.id for one in article.questions] == [f"q{n}" for n in range(1, len(article.questions) + 1)]


def test_every_figure_is_the_same_in_both_languages() -> None:
    for english, french in zip(prose(ENGLISH), prose(FRENCH), strict=True):
        assert figures(english) == figures(french), english


@languages
def test_facts_are_short_and_stand_by_themselves(language: Language) -> None:
    for fact in sample(language).facts:
        assert len(fact.text) <= FACT_LIMIT, fact.id
        assert len(fact.passage) <= PASSAGE_LIMIT, fact.id
        assert fact.text[-1] in ".?!", fact.id
        assert fact.state is FactState.STATED
        assert 0 < fact.score <= 1


@languages
def test_the_figures_of_a_fact_stand_in_what_it_rests_on(language: Language) -> None:
    article = sample(language)
    everything = [figure for fact in article.facts for figure in figures(fact.passage)]

    for fact in article.facts:
        assert set(figures(fact.text)) <= set(everything), fact.id


@languages
def test_speakers_are_named_where_they_speak(language: Language) -> None:
    for fact in sample(language).facts:
        if fact.speaker:
            assert fact.speaker.split()[-1] in fact.text + fact.passage, fact.id


@languages
def test_no_prose_has_straight_quotes_or_stray_spaces(language: Language) -> None:
    for text in prose(sample(language)):
        assert not re.search(r"['\"]|\.\.\.|  ", text), text
        assert text == text.strip()


def test_french_prose_has_the_spaces_of_french() -> None:
    for text in prose(FRENCH):
        assert not re.search(
            rf"[^{NARROW_NO_BREAK}][;!?]|[^{NO_BREAK}]:|«[^{NO_BREAK}]|[^{NO_BREAK}]»", text
        ), text
        assert not re.search(r"\d (?:€|\$|%|million|milliard|dollar|mars|août)", text), text


@languages
def test_questions_are_questions(language: Language) -> None:
    for question in sample(language).questions:
        for text in (question.text, *question.follow_ups):
            assert text.endswith("?"), text
