"""Tests for bot.commands.words."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from bot.commands.words import (
    attribution,
    brief,
    explain,
    extent,
    finding_cards,
    finding_in_words,
    origin,
    state_of,
)
from bot.domain.article import Article, Fact, FactState, StoredArticle
from bot.domain.errors import (
    BotError,
    FileTooLargeError,
    MissingOptionError,
    PackError,
    ResponseTooLongError,
    SettingsError,
    UnknownArticleError,
    UnknownCommandError,
)
from bot.domain.guild import Finding, Severity
from bot.domain.identity import ArticleId
from bot.domain.reading_errors import WallError
from bot.domain.storage_errors import KeyFileError, StoreBusyError
from bot.i18n import Language, Text, text_in

ENGLISH = text_in(Language.ENGLISH)
FRENCH = text_in(Language.FRENCH)
NUMBERS = {"size", "limit", "offset", "line", "length", "highest", "n"}
WORDS = {"command": "fact", "option": "query", "kind": "text", "expected": "text", "found": "number"}

ARTICLE = Article(
    id="budget", title="The budget", language="en", source="Agence Méridienne", date="2025-03", text="…"
)
FACT = Fact(id="f1", text="It rained.", passage="It rained.", speaker="Alex")

languages = pytest.mark.parametrize("text", [ENGLISH, FRENCH], ids=list(Language))


def subclasses(base: type[BotError]) -> Iterator[type[BotError]]:
    yield base
    for below in base.__subclasses__():
        yield from subclasses(below)


def values(documented: str) -> dict[str, object]:
    names = re.findall(r"\*(\w+)\*", documented)
    return {name: 2 if name in NUMBERS else WORDS.get(name, "something") for name in names}


# Errors that one class has several of, each with a code.
WITH_CODES: dict[type[BotError], Callable[..., BotError]] = {
    PackError: PackError,
    SettingsError: SettingsError,
    KeyFileError: KeyFileError,
    WallError: WallError,
}


def documented_errors() -> Iterator[BotError]:
    """Yield each error with the data that its docstring names."""
    for kind in subclasses(BotError):
        described = " ".join((kind.__doc__ or "").split())
        _, _, documented = described.partition("Data: ")
        shared, *codes = re.split(r"(?=``\w+``)", documented)
        if kind not in WITH_CODES:
            yield kind(**values(documented))
            continue
        for code in codes[1:]:  # the first is the word "code" itself
            name = code.split("``")[1]
            data = {**values(shared), **values(code)}
            yield WITH_CODES[kind](name, **data)


ERRORS = list(documented_errors())


def test_every_kind_of_error_was_found() -> None:
    codes = {error.code for error in ERRORS}

    assert {"internal", "pack_type", "pack_too_deep", "settings_unknown", "settings_syntax"} <= codes
    assert len(ERRORS) > 50


@languages
@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.code)
def test_every_error_has_words(error: BotError, text: Text) -> None:
    sentence = explain(error, text)

    assert text.has(f"error.{error.code}")
    assert sentence[-1] in ".?…" or sentence.endswith(("something", "/causerie"))
    assert not re.search(r"[{}]|\berror\.|None", sentence)


@languages
@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.code)
def test_errors_that_know_something_near_say_so(error: BotError, text: Text) -> None:
    if "nearest" not in error.data:
        return
    alone = BotError(**{**error.data, "nearest": ""})
    alone.code = error.code

    assert explain(error, text) == f"{explain(alone, text)} {text('error.nearest', nearest='something')}"


@pytest.mark.parametrize(
    ("error", "text", "expected"),
    [
        pytest.param(
            FileTooLargeError(name="a.txt", size=2_500_000, limit=2_000_000),
            FRENCH,
            "a.txt est trop gros : 2,5 Mo, alors qu’un article peut faire 2 Mo.",
            id="sizes",
        ),
        pytest.param(
            ResponseTooLongError(length=4_321, limit=4_000),
            ENGLISH,
            "Your answer has 4,321 characters; 4,000 is the most.",
            id="numbers",
        ),
        pytest.param(
            MissingOptionError(command="article add", option="file"),
            FRENCH,
            "/article ajouter attend « fichier »",
            id="commands-and-options",
        ),
        pytest.param(
            MissingOptionError(command="dance", option="tempo"),
            ENGLISH,
            "dance needs “tempo”",
            id="unknown-names",
        ),
        pytest.param(
            SettingsError(
                "settings_value", where="c.toml", key="log.level", expected="debug, info", found="number"
            ),
            ENGLISH,
            "c.toml: the setting “log.level” expects debug, info; it was given a whole number.",
            id="kinds-and-lists",
        ),
        pytest.param(
            UnknownArticleError(article="{budgte} {0}", nearest="budget"),
            ENGLISH,
            "No article is called “{budgte} {0}”. /articles or “causerie article list” lists them. "
            "Did you mean budget?",
            id="braces-are-just-braces",
        ),
        pytest.param(
            UnknownCommandError(command="", nearest=""),
            ENGLISH,
            "There is no command “”.",
            id="nothing-typed",
        ),
    ],
)
def test_an_error_in_words(error: BotError, text: Text, expected: str) -> None:
    assert explain(error, text).replace("\u00a0", " ").replace("\u202f", " ").startswith(expected)


def test_where_an_article_comes_from() -> None:
    assert origin(ARTICLE, ENGLISH) == "Source: Agence Méridienne · March 2025"
    assert origin(replace(ARTICLE, source=None), FRENCH) == "mars 2025"
    assert origin(replace(ARTICLE, source=None, date=None), ENGLISH) == ""


def test_how_much_there_is_to_an_article() -> None:
    assert extent(1, 0, ENGLISH) == "1 fact · 0 questions"
    assert extent(1_000, 0, FRENCH) == "1\u202f000 faits · 0 question"


@pytest.mark.parametrize(
    ("state", "note", "expected"),
    [
        (FactState.STATED, "unused", "as the article states it"),
        (FactState.CORRECTED, "it was Monday", "corrected: it was Monday"),
        (FactState.DISPUTED, None, "disputed"),
    ],
)
def test_how_far_a_fact_can_be_relied_on(state: FactState, note: str | None, expected: str) -> None:
    assert state_of(replace(FACT, state=state, note=note), ENGLISH) == expected


@languages
@pytest.mark.parametrize("state", list(FactState))
def test_every_state_has_words(state: FactState, text: Text) -> None:
    assert text.has(f"state.{state}")


def test_who_says_a_fact() -> None:
    stored = StoredArticle(key=ArticleId(1), article=ARTICLE)
    bare = StoredArticle(key=ArticleId(2), article=replace(ARTICLE, source=None, date=None))

    assert attribution(FACT, stored, ENGLISH) == (
        "according to Alex · The budget · Source: Agence Méridienne · March 2025 · as the article states it"
    )
    assert attribution(replace(FACT, speaker=None), bare, ENGLISH) == "The budget · as the article states it"


# Every finding with what its text is filled with; what else comes with one is not shown.
FINDINGS: dict[str, dict[str, object]] = {
    "backup_last": {"path": "a.db.backup"},
    "channel_gone": {"channel": "#news", "reason": 10003},
    "channel_kind": {"channel": "#news"},
    "clock_off": {"seconds": -75},
    "config_file": {"path": "config.toml"},
    "database_failed": {"error": StoreBusyError(where="causerie.db")},
    "disk_low": {"size": 150_000_000},
    "lacks": {"permission": "send_messages", "channel": "#news"},
    "may_all": {"channel": "#news"},
    "refused": {"channel": "#news", "reason": 50013},
    "sync_failed": {"reason": "50001"},
    "tag_required": {"channel": "#news", "reason": 40067},
    "tags_missing": {"channel": "#news"},
    "texts_fine": {"languages": "en, fr"},
    "threads_full": {"n": 1_000},
    "no_channel": {},
}


@languages
@pytest.mark.parametrize("code", FINDINGS)
def test_every_finding_has_words(code: str, text: Text) -> None:
    finding = Finding(code=code, severity=Severity.NOTICE, data=FINDINGS[code])

    said = finding_in_words(finding, text)

    assert said != f"finding.{code}"
    assert "{" not in said
    assert said[0] == said[0].upper()


def test_what_findings_are_about_is_named_in_words() -> None:
    lacks = Finding(code="lacks", severity=Severity.BROKEN, data=FINDINGS["lacks"])
    unknown = Finding(code="lacks", severity=Severity.BROKEN, data={"permission": "fly", "channel": "#news"})
    failed = Finding(code="database_failed", severity=Severity.BROKEN, data=FINDINGS["database_failed"])
    low = Finding(code="disk_low", severity=Severity.NOTICE, data=FINDINGS["disk_low"])

    assert "« Envoyer des messages »" in finding_in_words(lacks, FRENCH).replace("\u00a0", " ")
    assert "“fly”" in finding_in_words(unknown, ENGLISH)
    assert "Another program holds the database causerie.db" in finding_in_words(failed, ENGLISH)
    assert "Only 150 MB are left" in finding_in_words(low, ENGLISH).replace("\u00a0", " ").replace(".0 ", " ")


def test_findings_are_told_apart_in_words_and_said_once() -> None:
    fine = Finding(code="sync_fine", severity=Severity.FINE)
    bad = Finding(code="channel_kind", severity=Severity.BROKEN, data={"channel": "#news"})

    cards = finding_cards((fine, bad, bad, fine), ENGLISH)

    assert [card.title for card in cards] == ["To be mended:", "In order:"]
    assert [len(card.lines) for card in cards] == [1, 1]
    assert finding_cards((), ENGLISH) == ()


@pytest.mark.parametrize(
    ("sentence", "limit", "expected"),
    [
        ("Short.", 10, "Short."),
        ("two  words\nhere", 20, "two words here"),
        ("The mill on the river", 12, "The mill on…"),
        ("A mill, then a fire", 10, "A mill…"),
        ("x" * 30, 10, "x" * 9 + "…"),
    ],
)
def test_where_there_is_little_room_a_sentence_is_cut_between_words(
    sentence: str, limit: int, expected: str
) -> None:
    assert brief(sentence, limit=limit) == expected
