"""The newer commands by conversation: drafts mended, things done by their number, answers kept otherwise."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from talk import PACK, Talk, open_mill, open_talk

from bot.i18n import Language


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with open_mill(tmp_path) as opened:
        yield opened


async def test_an_article_is_mended_before_it_is_kept(tmp_path: Path) -> None:
    async with open_talk(tmp_path) as talk:
        shown = await talk(f"/article add {talk.write('mill.toml', PACK)}")
        assert "→ /draft keep draft:1  (Keep it; or /yes)" in shown
        assert "→ /draft discard draft:1  (Throw it away; or /6)" in shown
        listed = await talk("/2")
        assert "→ /draft item draft:1 item:…  (Open one to change it: f:f1, f:f2, q:q1, q:q2)" in listed

        item = await talk("/draft item draft:1 item:f:f1")
        assert "→ /draft reword draft:1 item:f:f1 text:…  (Reword it; or /yes)" in item
        reworded = await talk("/draft reword draft:1 item:f:f1 The mill burned in 1901: all of it.")
        assert "1. The mill burned in 1901: all of it." in reworded
        assert "Dropped: A bakery" in await talk("/draft drop draft:1 f:f2")
        assert "Added “The mill on the river” as mill: 1 fact · 2 questions." in await talk("/yes")
        assert "The mill burned in 1901: all of it." in await talk("/fact mill burned")


async def test_what_is_offered_is_done_by_its_number(tmp_path: Path) -> None:
    async with open_talk(tmp_path) as talk:
        await talk(f"/article add {talk.write('mill.toml', PACK)}")
        assert "Thrown away. Nothing of it is kept." in await talk("/6")
        assert "There is nothing to say yes to." in await talk("/2")
        await talk(f"/article add {talk.write('mill.toml', PACK)}")
        for number in ("/0", "/9", "/" + "9" * 5_000):
            assert "There is nothing to say yes to." in await talk(number)


async def test_what_an_offer_still_needs_is_asked_for(tmp_path: Path) -> None:
    async with open_talk(tmp_path, Language.FRENCH) as talk:
        await talk(f"/article ajouter {talk.write('mill.toml', PACK)}")
        assert "texte:…" in await talk("/brouillon élément brouillon:1 élément:q:q1")
        assert "attend « texte »" in await talk("/oui")


async def test_an_answer_without_a_link_is_changed_by_its_key(talk: Talk) -> None:
    shown = await talk("/answer kept:unlinked I would rather not say.")
    key = shown.split("Its key is ")[1].split(" ")[0]
    number = shown.split("answer #")[1].split(" ")[0]

    assert "without a name" in await talk("/responses list")
    await talk("/as Sam role:member")
    assert "Only the key on its receipt" in await talk(f"/edit response:{number} Mine now. key:guess")
    assert f"answer #{number} has been changed" in await talk(
        f"/edit response:{number} key:{key} I say so after all."
    )
    assert f"answer #{number} has been withdrawn" in await talk(f"/withdraw response:{number} key:{key}")


async def test_an_answer_under_a_pseudonym(talk: Talk) -> None:
    assert "a pseudonym, not your name" in await talk("/answer kept:pseudonymous Quite right.")

    listed = await talk("/responses list")
    assert "Alex" not in listed
    assert "P-" in listed
    await talk("/export format:jsonl")
    row = json.loads(talk.exported(".jsonl")[-1].read_text("utf-8"))
    assert row["kept"] == "pseudonymous"
    assert "Alex" not in row["author"]


@pytest.mark.parametrize(
    "text", ["The key: patience", "What is kept: the mill", "We agreed: no", "My zone: the river", "A key:"]
)
async def test_words_that_are_options_too_stay_words(talk: Talk, text: str) -> None:
    await talk(f"/answer {text}")
    await talk(f"/edit again: {text}")

    assert f"again: {text}" in await talk("/responses list")


async def test_what_the_article_says_and_what_bears_on_a_message(talk: Talk) -> None:
    facts = await talk("/facts")
    assert "1. The mill on the river burned down in 1901." in facts
    assert "→ /fact query:…  (Show one with its passage: #1:f1, #1:f2)" in facts
    assert "A bakery has used" in await talk("/fact #1:f2")
    assert "This fact is not there any more" in await talk("/fact #1:f7")
    assert "1 fact bears on this message" in await talk("/check They say the mill burned down in 1901.")
    assert "nothing that bears on this message" in await talk("/check text:I had soup.")
    assert "There is no command" in await talk("/record this")


async def test_setting_up_at_a_terminal(talk: Talk) -> None:
    shown = await talk("/setup zone:paris")
    assert "Time zone: Europe/Paris" in shown
    kept = "until they are withdrawn, 30 days, 90 days, 180 days, 365 days"
    assert f"→ /setup retention:…  (How long answers are kept: {kept})" in shown
    assert "is for Discord" in await talk("/setup channel:12")
    assert "Did you mean Europe/Berlin?" in await talk("/setup Europe/Berlinn")
    assert "Everything is in order." in await talk("/doctor")
    assert "Answers are erased after 90 days." in " ".join(await talk.all("/setup retention:90", "/privacy"))
