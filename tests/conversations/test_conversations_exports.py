"""Exports by conversation: each option, what is said of what came of it, and of what does not fit."""

import csv
import io
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from talk import Talk, open_mill

from bot.domain.identity import Role
from bot.i18n import Language


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with open_mill(tmp_path) as opened:
        await opened.all("Yes, of course", "/as Sam", "No: =1+1", "/as Alex role:moderator")
        yield opened


@pytest.fixture
async def french(tmp_path: Path) -> AsyncIterator[Talk]:
    async with open_mill(tmp_path, Language.FRENCH) as opened:
        await opened.all("Oui, bien sûr", "/comme Zoé", "Non", "/comme Alex rôle:modérateur")
        yield opened


def lines(talk: Talk) -> list[dict[str, object]]:
    """Return the lines of the newest export in JSON Lines."""
    said = talk.exported("responses.jsonl")[-1].read_text("utf-8")
    return [json.loads(line) for line in said.split("\n") if line]


def texts(talk: Talk) -> list[object]:
    return [line["text"] for line in lines(talk)]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("question:1", 2),
        ("question:#1", 2),
        ("question:q2", 0),
        ("discussion:1", 2),
        ("discussion:9", 0),
        ("article:mill", 2),
        ("words:COURSE", 1),
        ("words:nowhere", 0),
        ("first:2026-01-01", 2),
        ("first:01/01/2026 last:31.12.2999", 2),
        ("last:9999-12-31", 2),
        ("question:99999999999999999999", 0),
        ("last:2026-01-01", 0),
        ("given:menu", 0),
        ("purpose:own_use", 2),
        ("purpose:publication", 0),
    ],
)
async def test_options_choose_what_is_taken(talk: Talk, options: str, expected: int) -> None:
    said = await talk(f"/export format:jsonl {options}")

    assert "Export complete" in said
    assert "Under pseudonyms that hold in this export only." in said
    assert len(lines(talk)) == expected


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ("words:nowhere", "Without that: 2 answers; with each option by itself: words (0)"),
        (
            "words:COURSE first:2999-01-01 last:2999-12-31 given:thread",
            "with each option by itself: first (0), last (2), given (2), words (1)",
        ),
        ("discussion:9 question:q2", "no question was asked that fits discussion, question."),
        ("purpose:publication words:nowhere", "Without that: 2 answers;"),
        ("purpose:publication", "Left out: 2 not agreed to for this use"),
    ],
)
async def test_an_export_with_nothing_in_it_says_why(talk: Talk, options: str, why: str) -> None:
    said = await talk(f"/export format:jsonl {options}")

    assert "0 answers, checked and counted in manifest.json" in said
    assert why in said
    assert "Nothing is in it" not in await talk("/export jsonl")


async def test_so_does_one_before_anybody_answered(tmp_path: Path) -> None:
    async with open_mill(tmp_path) as talk:
        assert "Nothing is in it: nobody has answered yet." in await talk("/export jsonl")


async def test_so_does_one_with_nothing_new(talk: Talk) -> None:
    await talk("/export jsonl")

    assert "No answer is new or changed." in await talk("/export jsonl since:yes")


@pytest.mark.parametrize(
    ("format_", "file"),
    [
        ("csv", "responses.csv"),
        ("jsonl", "responses.jsonl"),
        ("json", "export.json"),
        ("parquet", "responses.parquet"),
        ("polis", "comments.csv"),
    ],
)
async def test_every_format_is_handed_over_with_its_manifest(talk: Talk, format_: str, file: str) -> None:
    said = await talk(f"/export {format_}")

    assert "2 answers, checked and counted in manifest.json" in said
    assert file in said
    assert "manifest.json" in said


async def test_names_take_a_reason(talk: Talk) -> None:
    assert "Names are exported only for a reason" in await talk("/export names:yes")
    assert "reason" in await talk("/export names:yes reason:")
    assert talk.exported("manifest.json") == []

    said = await talk("/export jsonl names:yes reason:to_thank_them")

    assert "With the names of those who gave theirs" in said
    assert [line["author"] for line in lines(talk)] == ["Alex", "Sam"]


async def test_an_export_goes_on_from_the_last(talk: Talk) -> None:
    assert "There is no earlier export of yours with this choice" in await talk("/export since:yes")
    await talk("/export jsonl")
    await talk.all("And more", "/withdraw response:1")

    said = await talk("/export jsonl since:yes")

    assert "Only what is new or changed since export 1." in said
    assert "1 answer of earlier exports is not to be used any more: see tombstones.jsonl." in said
    assert texts(talk) == ["And more"]
    said = await talk("/export jsonl since:yes")
    assert "Nothing of earlier exports has to be removed." in said
    assert texts(talk) == []


async def test_formulas_are_defused_unless_they_are_wanted(talk: Talk) -> None:
    await talk("=1+1")
    found = []
    for options in ("", " raw:yes"):
        await talk(f"/export csv{options}")
        content = talk.exported("responses.csv")[-1].read_text("utf-8-sig")
        found.append([row["text"] for row in csv.DictReader(io.StringIO(content, newline=""))][-1])

    assert found == ["'=1+1", "=1+1"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "/export first:yesterday",
            "“yesterday” is no day I can read. Write it as 2026-12-31 or 31/12/2026.",
        ),
        ("/export last:2026-02-30", "“2026-02-30” is no day I can read."),
        ("/export purpose:fun", "“fun” will not do for “purpose”."),
        ("/export given:orally", "“orally” will not do for “given”."),
        ("/export discussion:none", "“none” will not do for “discussion”. Expected: a whole number."),
        ("/export article:nowhere", "nowhere"),
        ("/export sicne:yes", "Did you mean since?"),
        ("/export role:7", "“role” is for Discord: at a terminal there is nothing to choose."),
    ],
)
async def test_what_does_not_fit_is_said(talk: Talk, line: str, said: str) -> None:
    assert said in await talk(line)
    assert talk.exported("manifest.json") == []


async def test_members_take_no_exports(talk: Talk) -> None:
    await talk(f"/as Sam role:{Role.MEMBER}")

    assert "is for moderators" in await talk("/export names:yes reason:curiosity")


async def test_why_nothing_is_in_it_in_french(french: Talk) -> None:
    said = await french("/export jsonl mots:quai premier:2020-01-01")

    assert "Il est vide" in said
    assert "premier (2), mots (0)" in said


async def test_all_of_it_in_french(french: Talk) -> None:
    said = await french("/export jsonl")
    assert "Export terminé" in said
    assert "2 réponses" in said

    refused = await french.all(
        "/export noms:oui", "/export premier:hier", "/export mots:quai depuis:oui", "/export usage:rien"
    )
    assert "motif" in refused[0]
    assert "« hier »" in refused[1]
    assert "depuis" in refused[2]
    assert "« rien » ne convient pas pour « usage »" in refused[3]
    assert len(french.exported("manifest.json")) == 1

    await french("Encore une")
    said = await french("/export jsonl depuis:oui noms:oui motif:merci")
    assert texts(french) == ["Encore une"]
    assert "export 1" in said
