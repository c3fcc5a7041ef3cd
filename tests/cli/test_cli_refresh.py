"""``causerie article refresh``, and ``article add`` of what is loaded already or was corrected."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from command_line import PACK, CommandLine, Here

CLOSED = "The harbour of Lisse was closed on 3 May after a crane fell on the quay."
QUAYS = "Mayor Odile Brandt promised 40 million euros for new quays by 2030."
MORE = "Mayor Odile Brandt promised 45 million euros for new quays by 2030."
OTHERS = (
    "The union of fishermen asked for a meeting with the minister before the end of June.",
    "About four hundred people work in the harbour and in the two fish markets beside it.",
    "The last time that it was closed for as long was in the winter of the year 1963.",
)


def said(*sentences: str, title: str = "Harbour closes after a crane falls") -> str:
    return "\n\n".join((title, *sentences, *OTHERS)) + "\n"


@pytest.fixture
def line(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


@pytest.fixture
def here(line: CommandLine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    return Here(line, monkeypatch, capsys)


def answer(monkeypatch: pytest.MonkeyPatch, command: str, *, yes: bool) -> None:
    """Let somebody at a terminal answer."""
    monkeypatch.setattr(f"bot.cli.{command}._confirm", lambda _text: yes)


def add(here: Here, name: str, content: str, *more: str) -> int:
    return here("article", "add", str(here.line.write(name, content)), "--yes", *more).code


def articles(here: Here) -> list[str]:
    return [one["id"] for one in json.loads(here("article", "list", "--json").out)]


def drafts(here: Here) -> int:
    with closing(sqlite3.connect(here.line.database)) as database:
        (count,) = database.execute("SELECT count(*) FROM drafts").fetchone()
        return int(count)


def test_what_changed_is_shown_and_taken_over_once_that_is_wanted(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert add(here, "harbour.txt", said(CLOSED, QUAYS)) == 0
    (name,) = articles(here)
    new = str(here.line.write("new.txt", said(MORE)))

    looked = here("article", "refresh", name, new)
    assert looked.code == 1
    assert f"No longer in the article (1)\n  1. {CLOSED}" in looked.out
    assert f"2. {QUAYS}\n      → {MORE}" in looked.out
    assert "/draft" not in looked.out
    assert looked.out.endswith("Nothing was stored. Add --yes to store it.\n")
    assert drafts(here) == 0
    assert "45 million" not in here("lookup", "promised for new quays").out

    answer(monkeypatch, "article_refresh", yes=True)
    kept = here("article", "refresh", name, new)
    assert (kept.code, kept.err) == (0, "")
    assert "Updated “Harbour closes after a crane falls”" in kept.out
    found = here("lookup", "promised 45 million euros for new quays", "--json")
    assert MORE in found.out
    (orphan,) = (
        one for one in json.loads(here("lookup", CLOSED, "--json").out)["matches"] if one["text"] == CLOSED
    )
    assert orphan["orphaned_at"].endswith("+00:00")
    assert (orphan["changed_at"], orphan["state"]) == (None, "stated")


def test_what_has_not_changed_is_said_to_be_the_same(here: Here) -> None:
    assert add(here, "harbour.txt", said(CLOSED, QUAYS)) == 0
    (name,) = articles(here)

    same = here("article", "refresh", name, str(here.line.write("same.txt", said(CLOSED, QUAYS))))
    assert (same.code, same.err) == (0, "")
    assert "Nothing that its facts and questions rest on has changed." in same.out
    nowhere = here("article", "refresh", name, "--yes")
    assert (nowhere.code, nowhere.out) == (1, "")
    assert "came without an address" in nowhere.err
    unknown = here("article", "refresh", "nothing-like-it-at-all")
    assert (unknown.code, unknown.out) == (1, "")


def test_many_changes_are_all_shown(here: Here) -> None:
    before = [
        f"In the year {year} the harbour counted {year * 3} boats and ships." for year in range(1900, 1912)
    ]
    after = [one.replace("boats and ships", "boats, ships and barges") for one in before]
    assert add(here, "harbour.txt", said(*before)) == 0
    (name,) = articles(here)

    looked = here("article", "refresh", name, str(here.line.write("new.txt", said(*after))), "--yes")

    assert looked.code == 0
    assert all(f"→ {one}" in looked.out for one in after)
    assert looked.out.count("was read again") == 1


def test_nearly_the_same_article_takes_more_than_yes(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    assert add(here, "harbour.txt", said(CLOSED, QUAYS)) == 0
    copy = str(here.line.write("copy.txt", said(CLOSED, MORE, title="The harbour is closed")))

    refused = here("article", "add", copy, "--yes")
    assert (refused.code, refused.out) == (1, "")
    assert "Nothing was added: “Harbour closes after a crane falls”" in refused.err
    looked = here("article", "add", copy)
    assert looked.code == 1
    assert "is already loaded, and" in looked.out
    assert f"causerie article refresh {articles(here)[0]} {copy}" in looked.out
    assert len(articles(here)) == 1

    answer(monkeypatch, "article_add", yes=True)
    assert here("article", "add", copy).code == 0
    assert add(here, "third.txt", said(MORE, title="Once more"), "--anyway") == 0
    assert len(articles(here)) == 3


def test_a_pack_from_before_takes_more_than_yes(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    here.add_mill()
    withdrawn = PACK.replace('1901."', '1901."\nstate = "withdrawn"\nnote = "Wrong."')
    assert add(here, "mill.toml", withdrawn) == 0
    old = str(here.line.write("mill.toml", PACK.replace("rebuilt mill", "new mill")))

    refused = here("article", "add", old, "--yes")
    assert (refused.code, refused.out) == (1, "")
    assert "this would put back 1 fact" in refused.err
    assert "1901" not in here("lookup", "when did the mill burn down").out
    looked = here("article", "add", old)
    assert "This would put back 1 fact that a moderator corrected, disputed or withdrew:" in looked.out
    assert "1901. (withdrawn on" in looked.out

    answer(monkeypatch, "article_add", yes=True)
    assert here("article", "add", old).code == 0
    assert "1901" in here("lookup", "when did the mill burn down").out


def test_what_was_withdrawn_elsewhere_takes_more_than_yes(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    withdrawn = PACK.replace("The mill on the river burned down in 1901.", CLOSED)
    withdrawn = withdrawn.replace(f'{CLOSED}"', f'{CLOSED}"\nstate = "withdrawn"\nnote = "Wrong."')
    assert add(here, "mill.toml", withdrawn) == 0
    assert add(here, "harbour.txt", said(QUAYS)) == 0
    name = next(one for one in articles(here) if one != "mill")
    new = str(here.line.write("new.txt", said(CLOSED, QUAYS)))

    refused = here("article", "refresh", name, new, "--yes")
    assert refused.code == 1
    assert "this would put back 1 fact" in refused.err
    assert drafts(here) == 0
    answer(monkeypatch, "article_refresh", yes=True)
    kept = here("article", "refresh", name, new)
    assert (kept.code, kept.err) == (0, "")
    assert "This would put back 1 fact" in kept.out


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_is_explained_in_both_languages(here: Here, language: str) -> None:
    ran = here("--language", language, "article", "refresh", "--help")

    assert (ran.code, ran.err) == (0, "")
    assert ("Read an article’s page again" if language == "en" else "Relire la page d’un article") in ran.out
