"""Facts corrected and withdrawn by conversation."""

import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from talk import Talk, open_mill

from bot.i18n import Language


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with open_mill(tmp_path) as opened:
        yield opened


def logged(talk: Talk) -> list[tuple[str, str, str]]:
    with closing(sqlite3.connect(talk.folder / "talk.db")) as database:
        return database.execute(
            "SELECT action, target, reason FROM moderation_log WHERE reason <> ''"
        ).fetchall()


async def test_a_corrected_fact_is_said_anew_beside_its_passage(talk: Talk) -> None:
    passage = quoted(await talk("/fact when did the mill burn"))
    said = await talk("/article correct fact:#1:f1 text:It burned down in 1910. reason:The year was wrong.")

    assert "It burned down in 1910." in said
    assert re.search(r"corrected on \w+ \d+, \d{4}: The year was wrong\.", said)
    after = await talk("/fact burned down in 1910")
    assert "It burned down in 1910." in after
    assert quoted(after) == passage == ["  │ The mill on the river burned down in 1901."]
    assert logged(talk) == [("fact.correct", "mill f1", "The year was wrong.")]


async def test_a_withdrawn_fact_is_quoted_no_more(talk: Talk) -> None:
    assert quoted(await talk("/fact when did the mill burn"))
    said = await talk("/article withdraw fact:#1:f1 reason:The article took it back.")

    assert "No look-up quotes it any more." in said
    assert "1901" not in await talk("/fact when did the mill burn")
    assert "1901" not in await talk("/facts")
    assert "This fact is not there any more." in await talk("/article correct fact:#1:f1 text:x reason:y")
    assert logged(talk) == [("fact.withdraw", "mill f1", "The article took it back.")]


def quoted(shown: str) -> list[str]:
    return [line for line in shown.splitlines() if line.startswith("  │")]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("/article correct fact:#1:f99 text:x reason:y", id="no-such-fact"),
        pytest.param("/article withdraw fact:#99:f1 reason:y", id="no-such-article"),
        pytest.param("/article withdraw fact:the weather in Paris reason:y", id="words-that-mean-none"),
    ],
)
async def test_only_a_fact_that_is_there_is_changed(talk: Talk, line: str) -> None:
    assert "This fact is not there any more." in await talk(line)
    assert logged(talk) == []


async def test_words_that_may_mean_a_fact_change_none_and_say_which(talk: Talk) -> None:
    assert "I am not sure." in await talk("/fact mill flour price year")

    for line in ("correct fact:mill flour price year text:x", "dispute fact:mill flour price year"):
        said = await talk(f"/article {line} reason:y")
        assert "I am not sure that you mean “The mill on the river burned down in 1901.”" in said
        assert "/facts" in said
    assert logged(talk) == []


async def test_a_correction_is_not_too_long(talk: Talk) -> None:
    line = f"/article correct fact:#1:f1 text:{'x' * 601} reason:y"

    assert "600 characters are the most" in await talk(line)
    assert logged(talk) == []


async def test_members_correct_nothing(talk: Talk) -> None:
    await talk("/as Kim role:member")

    await talk("/article withdraw fact:#1:f1 reason:y")
    assert logged(talk) == []


async def test_a_fact_is_corrected_in_french(tmp_path: Path) -> None:
    async with open_mill(tmp_path, Language.FRENCH) as talk:
        said = await talk("/article corriger fait:#1:f1 texte:Il a brûlé en 1910. motif:L’année était fausse")

        assert "C’est corrigé." in said
        assert "Il a brûlé en 1910." in said
