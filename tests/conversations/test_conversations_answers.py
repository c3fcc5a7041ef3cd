"""Answers by conversation: kept to the letter, changed by their authors only, looked after by moderators."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from talk import Talk, open_mill

from bot.domain.discussion import RESPONSE_LIMIT
from bot.i18n import Language


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with open_mill(tmp_path) as opened:
        yield opened


@pytest.fixture
async def french(tmp_path: Path) -> AsyncIterator[Talk]:
    async with open_mill(tmp_path, Language.FRENCH) as opened:
        yield opened


async def kept(talk: Talk) -> list[str]:
    """Return the answers that stand, as an export has them."""
    await talk("/export format:jsonl")
    return [
        json.loads(line)["text"]
        for line in talk.exported(".jsonl")[-1].read_text("utf-8").split("\n")
        if line
    ]


VERBATIM = [
    pytest.param("👩‍👩‍👧 yes, and 🏳️‍🌈 too", id="emoji"),
    pytest.param("שלום עולם — مرحبا", id="right-to-left"),
    pytest.param("e\u0301 is not é", id="combining"),
    pytest.param("one\ntwo\n\nthree", id="newlines"),
    pytest.param("@everyone look, @here and <@123>", id="mentions"),
    pytest.param("Note: it was rebuilt", id="note"),
    pytest.param("https://example.org/a?b=c#d", id="address"),
    pytest.param("see https://example.org: it says so", id="address-inside"),
    pytest.param("my question: who pays?", id="option-name-inside"),
    pytest.param("A last question:", id="option-name-at-the-end"),
    pytest.param("My response: I agree", id="response-inside"),
    pytest.param("the reason: money", id="name-of-another-command's-option"),
    pytest.param("10:30 is too early", id="time"),
    pytest.param("**bold** `code` {n} {text} %s", id="markup"),
    pytest.param("=1+1", id="formula"),
    pytest.param("\"quoted\" and 'quoted'", id="quotes"),
    pytest.param("; DROP TABLE responses; --", id="sql"),
    pytest.param("a  b   c", id="spaces"),
]


@pytest.mark.parametrize("text", VERBATIM)
async def test_an_answer_is_kept_to_the_letter(talk: Talk, text: str) -> None:
    ways = ["", "/answer ", "/répondre ", "/answer text:", "/repondre texte:"]
    for number, way in enumerate(ways, 1):
        assert f"answer #{number} to question 1" in await talk(way + text)
    assert await kept(talk) == [text] * len(ways)


@pytest.mark.parametrize("text", VERBATIM)
async def test_an_edit_is_kept_to_the_letter(talk: Talk, text: str) -> None:
    ways = ["/edit ", "/modifier text:", "/edit response:{} text:", "/modifier réponse:#{} "]
    for number, way in enumerate(ways, 1):
        await talk("before")
        assert f"answer #{number} has been changed" in await talk(way.format(number) + text)
    assert await kept(talk) == [text] * len(ways)


@pytest.mark.parametrize(
    "line",
    [
        "/edit after response:1",
        "/edit response:1 after",
        "/edit response:#1 text:after",
        "/edit text:after response: 1",
        "/modifier réponse:1 after",
        "/modifier reponse:1 texte:after",
        "/EDIT Response:1 after",
    ],
)
async def test_the_answer_that_is_named_is_changed(talk: Talk, line: str) -> None:
    await talk.all("first", "second")
    await talk(line)
    assert await kept(talk) == ["after", "second"]


@pytest.mark.parametrize(
    "line", ["/answer late question:1", "/answer question:1 late", "/répondre texte:late question: 1"]
)
async def test_the_question_that_is_named_is_answered(talk: Talk, line: str) -> None:
    await talk("/discuss next")
    assert "to question 1." in await talk(line)
    assert await kept(talk) == ["late"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/edit mine now response:1", "Answer #1 is somebody else’s. You can change only your own."),
        ("/withdraw 1", "Answer #1 is somebody else’s."),
        ("/withdraw response:1", "Answer #1 is somebody else’s."),
        ("/edit mine", "You have not answered in this discussion yet"),
        ("/withdraw", "You have not answered in this discussion yet"),
        ("/withdraw 99", "There is no answer #99 here."),
        ("/edit x response:99", "There is no answer #99 here."),
    ],
)
async def test_nobody_touches_an_answer_of_somebody_else(talk: Talk, line: str, said: str) -> None:
    await talk("Alex’s own")
    # A moderator too: what they may do is hide it.
    for role in ("member", "moderator"):
        await talk(f"/as Sam role:{role}")
        assert said in await talk(line)
    assert await kept(talk) == ["Alex’s own"]


async def test_a_withdrawn_answer_is_gone_for_good(talk: Talk) -> None:
    await talk.all("first", "second")
    assert "answer #2 has been withdrawn and its text erased" in await talk("/withdraw")
    assert "answer #1 has been withdrawn" in await talk("/withdraw")
    assert "You have not answered" in await talk("/withdraw")
    for line in ("/edit back response:1", "/withdraw 1", "/responses hide response:1 spam"):
        assert "Answer #1 was withdrawn and its text erased" in await talk(line)
    await talk("third")
    assert await kept(talk) == ["third"]
    assert b"second" not in (talk.folder / "talk.db").read_bytes()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param("/answer \u200b\u202e", "There is nothing in your answer", id="nothing-to-see"),
        pytest.param("/answer text:", "/answer needs “text”", id="no-text"),
        pytest.param("/answer", "/answer needs “text”, as in: /answer text:…", id="nothing"),
        pytest.param("x" * (RESPONSE_LIMIT + 1), "has 4,001 characters; 4,000 is the most", id="too-long"),
        pytest.param("/answer x question:two", "“two” will not do for “question”", id="no-number"),
    ],
)
async def test_an_answer_that_cannot_be_recorded(talk: Talk, line: str, said: str) -> None:
    assert said in await talk(line)
    assert await kept(talk) == []


async def test_an_answer_at_the_limit_is_whole(talk: Talk) -> None:
    await talk("é" * RESPONSE_LIMIT)
    assert await kept(talk) == ["é" * RESPONSE_LIMIT]


@pytest.mark.parametrize("line", ["", "   ", "\t", "\u3000"])
async def test_a_blank_line_says_nothing(talk: Talk, line: str) -> None:
    assert await talk(line) == ""


async def test_moderators_hide_and_restore(talk: Talk) -> None:
    await talk.all("/as Sam role:member", "rude", "polite", "/as Alex role:moderator")

    assert "Answer #1 (Sam) is hidden" in await talk("/responses hide response:1 reason:not: nice")
    listed = await talk("/responses list")
    assert "#1 · Sam · question 1" in listed
    assert "hidden" in listed
    assert await kept(talk) == ["polite"]
    assert "1 hidden by moderators" in await talk("/export")
    assert "Answer #1 (Sam) is back" in await talk("/responses restore response:1 a mistake")
    assert await kept(talk) == ["rude", "polite"]


async def test_hiding_needs_a_number_and_a_reason(talk: Talk) -> None:
    await talk("x")
    assert "/responses hide needs “reason”" in await talk("/responses hide response:1")
    assert "/responses hide needs “response”" in await talk("/responses hide because")
    assert "There is no answer #7 here." in await talk("/responses hide response:7 because")


async def test_moderators_hide_and_restore_in_french(french: Talk) -> None:
    await french.all("/comme Zoé role:membre", "impoli", "/comme Alex rôle:modérateur")

    assert "La réponse n° 1 (Zoé) est masquée" in await french("/réponses masquer réponse:1 motif:insulte")
    assert "masquée" in await french("/reponses liste")
    assert await kept(french) == []
    assert "est rétablie" in await french("/reponses retablir reponse:1 erreur")
    assert await kept(french) == ["impoli"]


async def test_a_long_list_is_shown_in_pages(talk: Talk) -> None:
    await talk.all(*(f"answer number {number}" for number in range(1, 26)))

    first = await talk("/responses list question:1")
    assert first.count("#") == 20
    assert "/responses list question:1 after:20" in first
    second = await talk("/yes")
    assert second.count("#") == 5
    assert "answer number 25" in second
    assert "or /yes" not in second
    assert "There are no answers here yet." in await talk("/responses list question:2")


async def test_answers_of_several_people_stay_apart(talk: Talk) -> None:
    await talk.all("/as Sam", "Sam’s", "/as SAM", "Sam’s again", "/as Kim", "Kim’s")
    assert "3 answers from 2 people" in await talk("/discuss status")
    assert "answer #2 has been changed" in (await talk.all("/as sam", "/edit changed"))[1]
