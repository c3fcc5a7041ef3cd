"""Gaps in the local chat: asked in vain, answered by moderators, and answered from then on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from talk import Talk, open_mill

from bot.i18n import Language

QUERY = "Who founded the yeast factory?"
FACT = "Odile Brandt founded it in 1960."
MILL = """\
id = "mill"
title = "The mill on the river"
language = "en"

[[facts]]
id = "f1"
text = "The mill on the river burned down in 1902."
"""
OTHER = """\
id = "harbour"
title = "The harbour of Lisse"
language = "en"

[[facts]]
id = "f1"
text = "The harbour of Lisse was closed on 3 May."
"""


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with open_mill(tmp_path) as talking:
        yield talking


@pytest.fixture
async def french(tmp_path: Path) -> AsyncIterator[Talk]:
    async with open_mill(tmp_path, Language.FRENCH) as talking:
        yield talking


async def test_a_gap_becomes_a_fact_and_is_told_to_whoever_waits(talk: Talk) -> None:
    await talk("/as Bea role:member")
    said = await talk(f"/fact {QUERY}")
    assert "(Tell me when it is answered; or /2)" in said
    assert "at your next line" in await talk("/2")
    assert "noted already" in await talk("/gap follow 1")
    await talk("/as Cy role:member")
    await talk("/fact who founded the yeast factroy")

    await talk("/as Alex role:moderator")
    assert f"“{QUERY}”: asked 2 times" in await talk("/gaps")
    shown = await talk("/gap show 1")
    assert "Also as: “who founded the yeast factroy”" in shown
    assert "1 person waits to be told" in shown
    done = await talk(f"/gap answer gap:1 {FACT} passage:as the factory told us")
    assert "kept as the reason" in done
    assert "added by the moderators on" in done
    assert "(not in the article): as the factory told us" in done
    assert "│" not in done  # nothing is quoted as the article's
    assert "answered everything" in await talk("/gaps")

    await talk("/as Bea role:member")
    told = await talk(f"/fact {QUERY}")
    assert told.count(FACT) == 2  # what she waited for, and what she asks now
    assert "You wanted to be told when this is answered:" in told
    assert (await talk(f"/fact {QUERY}")).count(FACT) == 1
    assert f"{FACT} (added by the moderators" in await talk("/facts")


async def test_who_does_not_want_to_be_told_any_more_is_not(talk: Talk) -> None:
    await talk(f"/fact {QUERY}")
    await talk("/2")
    assert "will not be told" in await talk("/yes")
    assert "Nothing was noted" in await talk("/gap unfollow 1")
    await talk(f"/gap answer gap:1 {FACT}")

    assert "You wanted to be told" not in await talk("/gaps")
    assert FACT in await talk("/gap follow 1")


async def test_a_passage_of_the_article_is_quoted(talk: Talk) -> None:
    await talk(f"/fact {QUERY}")

    done = await talk(f"/gap answer gap:1 {FACT} passage:“has used the rebuilt mill”")
    assert "kept as the reason" in done
    await talk("/gap reopen 1")
    done = await talk(f"/gap answer gap:1 {FACT} passage:has used the rebuilt mill")

    assert "│ has used the rebuilt mill" in done
    assert "from this passage" in done


async def test_what_was_added_without_a_passage_quotes_none_once_it_is_corrected(talk: Talk) -> None:
    await talk(f"/fact {QUERY}")
    await talk(f"/gap answer gap:1 {FACT}")

    done = await talk("/article correct #1:m1 text:Odile Brandt founded it in 1961. reason:a slip")

    assert "passage" not in done
    assert "│" not in done
    assert "(not in the article)" in done
    found = await talk(f"/fact {QUERY}")
    assert "1961" in found
    assert "│" not in found
    assert "│" not in await talk("/article history #1:m1")


async def test_what_the_article_says_word_by_word_is_its_own_passage(talk: Talk) -> None:
    sentence = "A bakery has used the rebuilt mill since 1950."
    await talk(f"/fact {QUERY}")

    done = await talk(f"/gap answer gap:1 {sentence} passage:{sentence}")

    assert f"│ {sentence}" in done
    assert "from this passage" in done
    assert "not in the article" not in done


async def test_a_draft_from_before_an_answer_does_not_take_it_away_unawares(talk: Talk) -> None:
    await talk(f"/fact {QUERY}")
    await talk(f"/article add {talk.write('mill.toml', MILL)}")
    await talk(f"/gap answer gap:1 {FACT}")

    assert "the answer to a gap" in await talk("/draft keep draft:1")

    assert FACT in await talk(f"/fact {QUERY}")
    await talk("/draft keep draft:1 yes:yes")
    assert "yeast" in await talk("/gaps")


async def test_the_article_is_asked_for_where_there_are_several(talk: Talk) -> None:
    await talk(f"/article add {talk.write('harbour.toml', OTHER)} yes:yes")
    await talk(f"/fact {QUERY}")

    assert "The harbour of Lisse ·" in await talk(f"/gap answer gap:1 {FACT} article:harbour")
    assert "none" not in await talk(f"/fact {QUERY} article:harbour")
    only = await talk(f"/fact {QUERY} article:mill")
    assert "does not say anything about that" in only
    assert "Tell me" not in only  # it is answered, only elsewhere


async def test_a_fact_that_is_there_may_answer_it(talk: Talk) -> None:
    await talk("/fact When was the flour store on fire?")

    assert "burned down in 1901" in await talk("/gap point gap:1 #1:f1")
    assert "burned down in 1901" in await talk("/fact when was the flour store on fire")
    withdrawn = await talk("/article withdraw #1:f1 reason:It did not.")
    assert "Withdrawn" in withdrawn
    assert "do not say anything about that" in await talk("/fact when was the flour store on fire")
    assert "flour store" in await talk("/gaps")


async def test_gaps_are_dismissed_and_brought_back(talk: Talk) -> None:
    await talk(f"/fact {QUERY}")

    assert "not in the list any more" in await talk("/gap dismiss 1")
    assert QUERY in await talk("/yes")
    await talk("/gap dismiss 1")
    assert QUERY in await talk("/gaps dismissed")
    assert "Dismissed" in await talk("/gap show 1")
    assert "None has been answered yet." in await talk("/gaps answered")
    await talk("/gap reopen 1")
    assert "None is dismissed." in await talk("/gaps dismissed")
    assert QUERY in await talk("/gaps")


async def test_what_cannot_be_done_is_refused_in_clear_sentences(talk: Talk) -> None:
    await talk(f"/fact {QUERY}")

    assert "/gaps lists those that are." in await talk("/gap show 7")
    assert "/gaps lists those that are." in await talk(f"/gap answer gap:7 {FACT}")
    assert "600" in await talk(f"/gap answer gap:1 {'word ' * 200}")
    assert "nothing" in (await talk(f"/gap answer gap:1 {FACT} article:nothing-like-it")).casefold()
    assert "not there any more" in await talk("/gap point gap:1 #1:f99")
    await talk(f"/gap answer gap:1 {FACT}")
    assert f"“{FACT}” answers it already" in await talk("/gap point gap:1 #1:f1")
    await talk("/as Bea role:member")
    assert FACT not in await talk("/gap show 1")


async def test_long_lists_have_pages(talk: Talk) -> None:
    for number in range(1, 13):
        await talk(f"/fact zebras of planet {number}{number}")

    first = await talk("/gaps")
    assert "page 1 of 2" in first
    assert "page 2 of 2" in await talk("/yes")


async def test_gaps_are_answered_in_french(french: Talk) -> None:
    assert "Me prévenir" in await french("/fait Qui a fondé l’usine de levure ?")
    assert "prévenu ici" in await french("/2")
    assert "« Qui a fondé l’usine de levure ? » : 1 fois" in await french("/lacunes")
    assert "1 personne attend d’être prévenue" in await french("/lacune montrer 1")
    done = await french("/lacune répondre lacune:1 Odile Brandt l’a fondée en 1960.")
    assert "ajouté par les modérateurs le" in done
    assert "(ne figure pas dans l’article)" in done
    assert "Odile Brandt l’a fondée" in await french("/fait qui a fonde l'usine de levure")
    assert "résolu depuis" in await french("/lacunes résolues")


async def test_a_moderator_sees_why_a_look_up_finds_what_it_finds(talk: Talk, french: Talk) -> None:
    found = await talk("/why when did the mill brun")
    assert "This is answered with the first of these facts." in found
    assert "“mill” → “mill”: the same word, in the fact" in found
    assert "“brun” → “burned”: a slip of the finger, in the fact" in found
    near = await talk("/why query:which giraffe quasar pulsar zebra orbit comet used nebula article:mill")
    assert near.startswith("The answer is that the articles do not say. This is what came nearest.")
    assert "A bakery has used the rebuilt mill since 1950." in near
    assert "No fact resembles any of these words." in await talk("/why giraffes")
    assert "la même chose dans l’autre langue, dans le fait" in await french("/pourquoi le moulin")

    assert "giraffes" not in await talk("/gaps")

    await talk("/as Bea role:member")
    assert "for moderators" in await talk("/why mill")
