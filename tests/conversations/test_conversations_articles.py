"""Loading, correcting and removing articles by conversation."""

import json
import tomllib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import tomli_w
from talk import PACK, Talk, open_mill, open_talk

from bot.i18n import Language

PLAIN = """\
The new library opens its doors

The city of Arlen opened its new library on 4 March 2025. The building cost 12 million euros, the mayor said.
“Nobody will have to buy a book again,” said Ines Robert, the librarian.
It replaces a building of 1931 that was closed after a flood.

Should a city pay for a library when so much is online?
"""


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with open_talk(tmp_path) as opened:
        yield opened


async def test_an_article_is_shown_before_it_is_kept(talk: Talk) -> None:
    path = talk.write("library.txt", PLAIN)

    preview = await talk(f"/article add {path}")
    assert "Nothing of it is used until you keep it." in preview
    assert "12 million euros" in preview
    assert "or /yes" in preview
    assert "No article is loaded yet" in await talk("/articles")

    await talk(f"/article add {path}")
    assert "Added “The new library opens its doors” as the-new-library" in await talk("/yes")
    assert "1 article:" in await talk("/articles")
    assert "12 million" in await talk("/fact how much did it cost")


async def test_yes_starts_the_discussion_of_what_was_just_added(talk: Talk) -> None:
    path = talk.write("mill.toml", PACK)

    await talk.all(f"/article add {path}", "/yes")
    shown = await talk("/yes")

    assert "Question 1 of 2 · The mill on the river" in shown
    assert "The discussion of “The mill on the river” is open; it has 2 questions." in shown


async def test_yes_without_an_offer_does_nothing(talk: Talk) -> None:
    assert "There is nothing to say yes to." in await talk("/yes")
    await talk(f"/article add {talk.write('mill.toml', PACK)}")
    await talk("/help")
    assert "There is nothing to say yes to." in await talk("/yes")
    assert "No article is loaded yet" in await talk("/articles")


@pytest.mark.parametrize("quote", ['"', "'"])
async def test_a_path_may_stand_in_quotes_and_hold_spaces(talk: Talk, quote: str) -> None:
    path = talk.write("my mill, at last.toml", PACK)

    assert "Added “The mill on the river”" in await talk(f"/article add {quote}{path}{quote} yes:yes")


async def test_the_same_article_is_not_added_twice(talk: Talk) -> None:
    path = talk.write("mill.toml", PACK)
    await talk(f"/article add {path} yes:yes")

    for line in (f"/article add {path}", f"/article add file:{path} yes:yes"):
        assert "already loaded: “The mill on the river” (mill)" in await talk(line)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        pytest.param("a.txt", "", "is empty", id="empty"),
        pytest.param("a.pdf", "%PDF-1.7", "Files of the kind .pdf are not read", id="kind"),
        pytest.param("a.toml", "x = 1\ny y", "is not valid toml, line 2", id="syntax"),
        pytest.param("a.toml", 'titel = "x"', "Did you mean title?", id="unknown-key"),
        pytest.param("a.json", "{}", "at least one fact or one question", id="nothing-in-it"),
        pytest.param("a.json", '{"facts": [{"text": 3}]}', "facts[1].text: expected text", id="type"),
    ],
)
async def test_a_file_that_cannot_be_added(talk: Talk, name: str, content: str, said: str) -> None:
    shown = await talk(f"/article add {talk.write(name, content)}")

    assert said in shown
    assert name in shown or name == "a.pdf"


async def test_paths_that_lead_nowhere(talk: Talk) -> None:
    assert "There is no file" in await talk(f"/article add {talk.folder / 'nothing.txt'}")
    assert "is not a file" in await talk(f"/article add {talk.folder}")
    assert "There is no file ~nobody-of-that-name/a.txt" in await talk(
        "/article add ~nobody-of-that-name/a.txt"
    )
    assert "There is no file a␀b.txt" in await talk("/article add a\0b.txt")


async def test_a_pack_goes_out_is_edited_and_comes_back_with_its_answers(tmp_path: Path) -> None:
    async with open_mill(tmp_path) as talk:
        (tmp_path / "mill.toml").unlink()
        await talk("It was right to rebuild it.")
        handed = await talk("/article pack")
        assert "Here is the article’s pack, mill.toml" in handed
        path = tmp_path / "mill.toml"
        assert handed.rstrip().endswith(str(path))
        pack = tomllib.loads(path.read_text("utf-8"))
        assert [fact["id"] for fact in pack["facts"]] == ["f1", "f2"]

        pack["facts"][0]["text"] = pack["facts"][0]["text"].replace("1901", "1902")
        pack["questions"].append({"id": "q3", "text": "Who should pay?"})
        path.write_text(tomli_w.dumps(pack), "utf-8")
        preview = await talk(f"/article add {path}")
        assert "1 fact changed, 1 question added" in preview
        assert "The answers to its questions are still there" in await talk("/yes")

        assert "1902" in await talk("/fact when did the mill burn")
        assert "It was right to rebuild it." in await talk("/responses list")
        assert "Question 2 of 3" in await talk("/discuss next")
        assert "Who should pay?" in await talk("/discuss next")
        await talk("/export format:jsonl")
        row = json.loads(talk.exported(".jsonl")[-1].read_text("utf-8"))
        assert (row["question_id"], row["text"]) == ("q1", "It was right to rebuild it.")


async def test_a_pack_never_overwrites_a_file(tmp_path: Path) -> None:
    async with open_mill(tmp_path) as talk:
        assert "mill-2.toml" in await talk("/article pack mill")
        assert "mill-3.toml" in await talk("/article pack article:mill")
        assert (tmp_path / "mill.toml").read_text("utf-8") == PACK


async def test_an_article_under_discussion_stays_until_the_discussion_is_closed(tmp_path: Path) -> None:
    async with open_mill(tmp_path) as talk:
        await talk("an answer")
        assert "This would remove" in await talk("/article remove mill")
        assert "is under discussion" in await talk("/yes")
        await talk("/discuss close")
        assert "Removed “The mill on the river”" in await talk("/article remove article:mill yes:yes")
        assert "No article is loaded yet" in await talk("/articles")
        assert "No article is loaded yet" in await talk("/fact the mill")
        assert "1 answer, checked" in await talk("/export")


async def test_which_article_is_meant_when_there_are_several(tmp_path: Path) -> None:
    async with open_talk(tmp_path) as talk:
        await talk(f"/article add {talk.write('mill.toml', PACK)} yes:yes")
        other = PACK.replace("mill", "quarry").replace("1901", "1822")
        await talk(f"/article add {talk.write('quarry.toml', other)} yes:yes")

        assert "There is more than one: quarry, mill" in await talk("/discuss start")
        assert "Question 1 of 2 · The quarry" in await talk("/discuss start the quary on the river")
        assert "under discussion" in await talk("/articles")
        assert "1. Should the quarry" in await talk("/questions")
        assert "1. Should the mill" in await talk("/questions mill")
        assert "1822" in await talk("/fact when did it burn down")
        assert "1901" in await talk("/fact when did it burn down article:mill")
        assert "“The mill on the river” does not say" in await talk("/fact zebras in orbit article:mill")


async def test_an_article_in_french(tmp_path: Path) -> None:
    async with open_talk(tmp_path, Language.FRENCH) as talk:
        path = talk.write("moulin.toml", PACK)
        assert "Rien n’en sera utilisé tant que vous ne l’aurez pas gardé." in await talk(
            f"/article ajouter {path}"
        )
        assert "ajouté sous le nom mill : 2 faits · 2 questions" in await talk("/oui")
        assert "Faits principaux :" in await talk("/article montrer mill")
        assert "Should the mill" in await talk("/questions article:mill")
        assert "Voici la fiche" in await talk("/article fiche")
        assert "Cela supprimerait" in await talk("/article supprimer mill")
        assert "supprimé. Les réponses" in await talk("/oui")
