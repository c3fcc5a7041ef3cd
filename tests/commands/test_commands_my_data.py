"""Tests for bot.commands.my_data: people see what is kept of them, and each button does what it says."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from askers import KIM, MAX, SAM, Askers, all_text, labelled, open_askers

from bot.domain.consent import TERMS, Purpose
from bot.i18n import Language


@pytest.fixture
async def askers(tmp_path: Path) -> AsyncIterator[Askers]:
    async with open_askers(tmp_path) as opened:
        await opened.discuss()
        yield opened


async def test_whoever_left_nothing_is_told_so(askers: Askers) -> None:
    shown = await askers.ask("my-data show")

    assert "Nothing is kept of you here." in all_text(shown)
    assert "without a link" in all_text(shown)
    assert "Erase everything…" not in [action.label for action in shown.actions]
    assert "nothing to erase" in (await askers.ask("my-data erase", yes="yes")).text


async def test_all_that_is_kept_is_counted_with_what_it_may_be_used_for(askers: Askers) -> None:
    await askers.ask("answer", text="One.", agreed=True, uses="quote")
    await askers.ask("answer", text="Two.", agreed=True, uses="", kept="pseudonymous")
    await askers.ask("answer", text="Three.", agreed=True, uses="", kept="unlinked")
    await askers.ask("withdraw", response=2)

    said = all_text(await askers.ask("my-data show"))

    assert "1 answer, of which 0 under a pseudonym." in said
    assert "1 answer that was taken back" in said
    assert "version 2 of the words" in said
    assert "“quoted in summaries, without a name”: 1 answer, for which you ticked it" in said
    assert "“published outside this server”: no." in said
    assert "Sam" not in said


async def test_each_use_is_allowed_and_forbidden_by_its_button(askers: Askers) -> None:
    await askers.ask("answer", text="One.", agreed=True)
    shown = await askers.ask("my-data show")

    allowed = await askers.do(labelled(shown, "Allow quoting all my answers"))
    assert allowed.text == "All your linked answers may be quoted, earlier ones included."
    assert "yes, all of them" in all_text(allowed)
    forbidden = await askers.do(labelled(allowed, "Quote me no longer"))

    assert "None of your answers is quoted any more." in forbidden.text
    assert "no; you took it back on" in all_text(forbidden)
    assert labelled(forbidden, "Allow quoting all my answers").updates


async def test_a_box_left_empty_counts_for_that_answer_whatever_is_let_be_done_with_the_others(
    askers: Askers,
) -> None:
    await askers.ask("answer", text="One.")
    await askers.ask("my-data consent", purpose="quote", yes="yes")

    await askers.ask("answer", text="Two.", agreed=True, uses="")

    assert "yes, all but 1, for which you left the box empty" in all_text(await askers.ask("my-data show"))


async def test_hidden_exports_and_answers_beyond_ten_are_counted(askers: Askers) -> None:
    for number in range(12):
        await askers.ask("answer", text=f"View {number}.", agreed=True)
        await askers.ask("responses hide", by=MAX, response=number + 1, reason="off topic")

    said = all_text(await askers.ask("my-data show"))

    assert "and 2 more; the download has them all" in said


async def test_that_answers_are_kept_is_ended_by_withdrawing_them(askers: Askers) -> None:
    reply = await askers.ask("my-data consent", purpose="record", yes="no")

    assert "/withdraw takes one back" in reply.text


async def test_words_that_have_changed_are_asked_about_again(
    askers: Askers, monkeypatch: pytest.MonkeyPatch
) -> None:
    await askers.ask("answer", text="One.", agreed=True)
    await askers.ask("my-data consent", purpose="quote", yes="yes")
    for purpose in (Purpose.RECORD, Purpose.QUOTE):
        monkeypatch.setitem(TERMS, purpose, TERMS[purpose] + 1)

    shown = await askers.ask("my-data show")
    assert "they have changed since (version 3), so you are asked again" in all_text(shown)
    assert "Until you agree again it is no." in all_text(shown)
    agreed = await askers.do(labelled(shown, "Agree to the new words"))

    assert "they have changed since (version 3)" not in all_text(agreed)
    assert "Agree to the new words" not in [action.label for action in agreed.actions]
    assert "yes, all of them" in all_text(await askers.do(labelled(agreed, "Allow quoting all my answers")))


async def test_hidden_answers_and_exports_are_told_with_their_reasons(askers: Askers) -> None:
    await askers.ask("answer", text="Rude words.", agreed=True)
    await askers.ask("export", by=MAX, format="jsonl")
    await askers.ask("responses hide", by=MAX, response=1, reason="rude")

    said = all_text(await askers.ask("my-data show"))

    assert "#1 “Rude words.”: rude" in said
    assert "Exports that may hold your answers" in said
    assert "answers kept for the moderators" in said


async def test_everything_is_handed_over_as_a_page_and_as_a_document(askers: Askers) -> None:
    await askers.ask("answer", text="<b>One</b> & only.", agreed=True, uses="publish")

    reply = await askers.ask("my-data download")

    page, document = (one.content.decode() for one in reply.documents)
    assert [one.name for one in reply.documents] == ["my-data.html", "my-data.json"]
    assert "&lt;b&gt;One&lt;/b&gt; &amp; only." in page
    held = json.loads(document)
    assert (held["format"], held["version"]) == ("causerie-my-data", 1)
    assert held["member"] == str(SAM.id)
    (answer,) = held["answers"]
    assert (answer["text"], answer["may_be_published"]) == ("<b>One</b> & only.", True)
    french = await askers.ask("my-data download", speaks=Language.FRENCH)
    assert french.documents[0].name == "mes-données.html"
    assert "Ce qui est conservé de Sam" in french.documents[0].content.decode()


async def test_erasing_is_asked_about_once_more_and_says_what_stays(askers: Askers) -> None:
    await askers.ask("answer", text="One.", agreed=True)
    await askers.ask("answer", by=KIM, text="Another's.", agreed=True)
    await askers.ask("export", by=MAX, format="jsonl")
    shown = await askers.ask("my-data show")

    asked = await askers.do(labelled(shown, "Erase everything…"))
    said = all_text(asked)
    assert "What you wrote on Discord stays there" in said
    assert "1 export that was taken stays" in said
    assert "One." in all_text(await askers.ask("responses list", by=MAX))
    do = labelled(asked, "Erase it all now")
    assert do.is_risky
    erased = await askers.do(do)

    assert erased.text.startswith("Erased, for good: 1 answer")
    assert "Exports that may hold your answers" in all_text(erased)
    listed = all_text(await askers.ask("responses list", by=MAX))
    assert "Another's." in listed
    assert "Sam" not in listed
    assert "Nothing is kept of you here." in all_text(await askers.ask("my-data show"))


async def test_whoever_is_never_to_be_recorded_is_not_and_may_take_it_back(askers: Askers) -> None:
    await askers.ask("answer", text="One.", agreed=True)
    explained = await askers.ask("my-data never")
    assert "is recorded." in explained.text

    objected = await askers.do(labelled(explained, "Never record me"))
    assert "nothing of yours is recorded here" in objected.text
    assert [action.label for action in objected.actions] == ["Record me again", "Erase everything…"]
    refused = await askers.ask("answer", text="Two.", agreed=True)
    assert refused.error == "never_recorded"
    assert "/my-data never" in refused.text
    assert "Nothing of yours is recorded since" in all_text(await askers.ask("my-data show"))
    again = await askers.do(labelled(objected, "Record me again"))
    assert again.text == "What you answer here is recorded again from now on."

    assert (await askers.ask("answer", text="Three.", agreed=True)).error is None


async def test_moderators_are_not_shown_what_somebody_let_be_done(askers: Askers) -> None:
    await askers.ask("answer", text="One.", agreed=True, uses="quote,publish")

    listed = all_text(await askers.ask("responses list", by=MAX))

    assert "quot" not in listed
    assert "publish" not in listed
