"""The whole story of a discussion, told at the local chat in each language."""

import csv
import hashlib
import json
from pathlib import Path

import pytest
from talk import Talk, open_demo

from bot.i18n import Language


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def prove(talk: Talk, *, responses: int, left_out: dict[str, int]) -> None:
    """Hold the manifest against the files it names."""
    manifest = json.loads(talk.exported("manifest.json")[-1].read_text("utf-8"))
    assert manifest["complete"] is True
    assert manifest["counts"]["responses"] == responses
    assert {why: count for why, count in manifest["left_out"].items() if count} == left_out
    for file in manifest["files"]:
        content = (talk.exported("manifest.json")[-1].parent / file["name"]).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
        assert file["rows"] == responses


async def test_the_demo_in_english(tmp_path: Path) -> None:
    async with open_demo(tmp_path) as talk:
        found = await talk("/fact 8 million a month")
        assert "According to a Bloomberg estimate of October 2023" in found
        assert "  │ In October 2023 Bloomberg put" in found
        assert "as the article states it" in found

        assert "answer #1 to question 1" in await talk("I think he means it.")
        assert "answer #1 has been changed" in await talk("/edit I really think so.")
        assert "You now speak as Sam" in await talk("/as Sam role:member")
        assert "answer #2 to question 1" in await talk("Hardly: =he sold nothing")
        assert "answer #3 to question 1" in await talk("A second thought")
        assert "answer #3 has been withdrawn" in await talk("/withdraw")
        await talk("/as Alex role:moderator")
        asked = await talk("/discuss next")
        assert "Question 2 of 7" in asked
        assert "Question 2 has been asked" in asked
        assert "answer #4 to question 2" in await talk("None.")

        status = await talk("/discuss status")
        assert "3 answers from 2 people" in status
        assert "2 of 7 questions asked" in status
        closed = await talk("/discuss close")
        assert "with 3 answers from 2 people" in closed
        assert "/export article:stability-ai" in closed
        exported = await talk("/yes")
        assert "3 answers, checked and counted in manifest.json" in exported
        assert "Left out: 1 withdrawn" in exported

        kept = rows(talk.exported(".csv")[-1])
        assert [(row["response_id"], row["text"]) for row in kept] == [
            ("1", "I really think so."),
            ("2", "Hardly: =he sold nothing"),
            ("4", "None."),
        ]
        by_alex, by_sam, again = (row["author"] for row in kept)
        assert {by_alex, by_sam} == {"P-1", "P-2"}  # by lot
        assert again == by_alex
        prove(talk, responses=3, left_out={"withdrawn": 1})


async def test_the_demo_in_french(tmp_path: Path) -> None:
    async with open_demo(tmp_path, Language.FRENCH) as talk:
        found = await talk("/fait 8 millions par mois")
        assert "Selon une estimation de Bloomberg" in found
        assert "tel que l’article l’énonce" in found

        assert "votre réponse n° 1 à la question 1" in await talk("Je le crois sincère.")
        assert "réponse n° 1 a été modifiée" in await talk("/modifier J’en suis certain.")
        assert "Camille (membre)" in await talk("/comme Camille rôle:membre")
        await talk("Moi, non : c’est l’argent.")
        await talk("Encore un mot")
        assert "réponse n° 3 est retirée" in await talk("/retirer")
        await talk("/comme Alex rôle:modérateur")
        assert "Question 2 sur 7" in await talk("/discussion suivante")
        await talk("Aucune.")

        status = await talk("/discussion état")
        assert "3 réponses, 2 personnes" in status
        assert "questions posées : 2 sur 7" in status
        assert "3 réponses, 2 personnes. Merci" in await talk("/discussion fermer")
        exported = await talk("/oui")
        assert "Export terminé" in exported
        assert "Laissées de côté : 1 retirée" in exported
        texts = [row["text"] for row in rows(talk.exported(".csv")[-1])]
        assert texts == ["J’en suis certain.", "Moi, non : c’est l’argent.", "Aucune."]
        prove(talk, responses=3, left_out={"withdrawn": 1})


@pytest.mark.parametrize(
    ("language", "line", "said"),
    [
        pytest.param(Language.ENGLISH, "/fact Getty Imagse lawsuit", "Getty Images is suing", id="en-typo"),
        pytest.param(Language.ENGLISH, "/FACT query:intel chip", "Intel granted", id="en-capitals"),
        pytest.param(Language.ENGLISH, "/fait requête:intel chip", "Intel granted", id="en-by-french-names"),
        pytest.param(
            Language.ENGLISH, "/fact intel chip article:stability-ai", "Intel granted", id="en-article"
        ),
        pytest.param(Language.FRENCH, "/fait gety images", "Getty Images poursuit", id="fr-typo"),
        pytest.param(
            Language.FRENCH, "/fait six cadres superieurs", "six cadres supérieurs", id="fr-accents"
        ),
        pytest.param(Language.FRENCH, "/FAIT REQUETE:INTEL PUCES", "puces Intel", id="fr-capitals"),
        pytest.param(Language.FRENCH, "/fact query:intel", "puces Intel", id="fr-by-english-names"),
    ],
)
async def test_a_fact_is_found_however_it_is_typed(
    tmp_path: Path, language: Language, line: str, said: str
) -> None:
    async with open_demo(tmp_path, language) as talk:
        assert said in await talk(line)


async def test_every_question_in_turn_and_then_none(tmp_path: Path) -> None:
    async with open_demo(tmp_path) as talk:
        for number in range(2, 8):
            assert f"Question {number} of 7" in await talk("/discuss next")
        assert "Every question of" in await talk("/discuss next")
        assert "to question 3" in await talk("/answer question:3 about the third")
        assert "Question 9 has not been asked. The latest is number 7." in await talk("/answer question:9 x")


async def test_a_second_discussion_waits_for_the_first_to_close(tmp_path: Path) -> None:
    async with open_demo(tmp_path) as talk:
        assert "already open here" in await talk("/discuss start")
        await talk("/discuss close")
        assert "No discussion is open." in await talk("/discuss status")
        for line in ("/discuss close", "/discuss next", "an answer", "/responses list"):
            assert "No discussion is open. A moderator can open one" in await talk(line)
        assert "Question 1 of 7" in await talk("/discuss start")


async def test_what_was_said_is_there_the_next_time(tmp_path: Path) -> None:
    async with open_demo(tmp_path) as talk:
        await talk("kept over night")
    async with open_demo(tmp_path) as talk:
        assert "kept over night" in await talk("/responses list")
        assert "answer #1 has been changed" in await talk("/edit changed in the morning")
        await talk("/export format:jsonl")
        lines = talk.exported(".jsonl")[-1].read_text("utf-8").splitlines()
        assert [json.loads(line)["text"] for line in lines] == ["changed in the morning"]
