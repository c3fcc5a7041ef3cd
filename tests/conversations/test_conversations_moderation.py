"""Answers reported, hidden, restored; authors told and muted; the log: by conversation, in both languages."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from talk import Talk, open_mill

from bot.i18n import Language


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with open_mill(tmp_path) as opened:
        yield opened


@pytest.fixture
async def french(tmp_path: Path) -> AsyncIterator[Talk]:
    async with open_mill(tmp_path, Language.FRENCH) as opened:
        yield opened


def number_in(receipt: str) -> str:
    found = re.search(r"(?:#|n° )(\d{10})", receipt)
    assert found is not None
    return found[1]


async def test_an_author_is_told_why_their_answer_is_hidden(talk: Talk) -> None:
    await talk.all("/as Sam role:member", "They were fools to do it.", "/as Alex role:moderator")

    hidden = await talk("/responses hide 1 no insults, please")
    await talk("/as Sam role:member")
    told = await talk("/questions")
    again = await talk("/questions")

    assert "Answer #1 (Sam) is hidden" in hidden
    assert "Its author is told so once, in private" in hidden
    assert "The moderators have hidden an answer of yours." in told
    assert "Question 1: Should the mill have been rebuilt?" in told
    assert "“They were fools to do it.”" in told
    assert "The moderators’ reason: no insults, please" in told
    assert "left out of exports and reports" in told
    for can in ("/edit response:1", "/withdraw response:1", "/my-data show"):
        assert can in told
    assert "Alex" not in told
    assert "hidden" not in again


async def test_a_hidden_answer_that_is_changed_comes_to_be_looked_at(talk: Talk) -> None:
    await talk.all("/as Sam role:member", "They were fools to do it.", "/as Alex role:moderator")
    await talk.all("/responses hide 1 no insults, please", "/as Sam role:member")

    edited = await talk("/edit response:1 I would not have done it.")
    await talk("/as Alex role:moderator")
    listed = await talk("/responses list")
    queued = await talk("/responses reported")
    kept = await talk("/responses stand 1")

    assert "The moderators hide it, and go on doing so" in edited
    assert "Their reason: no insults, please" in edited
    assert "hidden, changed since" in listed
    assert "I would not have done it." in queued
    assert "changed by its author since" in queued
    assert "/responses restore response:1 reason:…" in queued
    assert "Answer #1 stays hidden. No answer waits for a moderator." in kept
    await talk.all("/responses restore 1 fine now", "/as Sam role:member")
    told = await talk("/questions")
    assert "is back" in told
    assert "fine now" in told
    assert "/withdraw" not in told


async def test_what_members_report_waits_for_a_moderator(talk: Talk) -> None:
    await talk.all("/as Sam role:member", "They were fools.", "/as Kim role:member", "Let it be.")
    await talk("/as Lou role:member")

    thanked = await talk("/flag 1 insulting")
    twice = await talk("/flag 1 very insulting")
    await talk.all("/flag 2 boring", "/as Kim role:member", "/flag 1 rude")
    own = await talk("/flag 2 mine")
    await talk("/as Alex role:moderator")
    first = await talk("/responses reported")
    second = await talk("/responses reported 2")
    doctor = await talk("/doctor")

    assert "not by whom" in thanked
    assert "You have reported answer #1 already" in twice
    assert "Answer #2 is your own." in own
    assert "Answer 1 of 2 that wait" in first
    assert "They were fools." in first
    assert "Reported by 2 people." in first
    assert "“insulting”" in first
    assert "“rude”" in first
    assert "Lou" not in first
    assert "Let it be." in second
    assert "2 answers wait for a moderator" in doctor
    left = await talk("/responses stand 2")
    assert "comes back here if somebody else reports it" in left
    assert "They were fools." in left
    assert "is hidden" in await talk("/responses hide 1 no insults")
    assert "No answer waits for a moderator." in await talk("/responses reported")
    assert "hidden by the moderators already" in await talk("/flag 1 rude")
    assert "There is no answer #9 here." in await talk("/flag 9 rude")


async def test_whoever_uses_the_key_of_a_hidden_answer_is_told(talk: Talk) -> None:
    receipt = await talk("/answer kept:unlinked You fools.")
    number, key = number_in(receipt), re.search(r"key is (\w+)", receipt)
    assert key is not None

    hidden = await talk(f"/responses hide {number} no insults")
    withdrawn = await talk(f"/withdraw {number} key:{key[1]}")

    assert "Nobody knows whose it is" in hidden
    assert "The moderators had hidden it. Their reason: no insults" in withdrawn


async def test_an_abuser_is_muted_and_told_why(talk: Talk) -> None:
    await talk("/as Sam role:member")
    number = number_in(await talk("/answer kept:unlinked You fools."))
    await talk("/as Alex role:moderator")

    muted = await talk(f"/responses mute {number}")
    named = await talk("Mine has a name.")
    linked = await talk("/responses mute 1")
    log = await talk("/log")
    await talk("/as Sam role:member")
    refused = await talk("/answer kept:unlinked You all.")
    shown = await talk("/my-data show")

    assert "can give no answers without a link until" in muted
    assert "You are not told who it is." in muted
    assert "Sam" not in muted
    assert "Recorded" in named
    assert "hide it with /responses hide" in linked
    assert "author of an answer without a link muted" in log
    assert number not in log
    assert "they have not been told who you are" in refused
    assert "no answers without a link until" in shown
    assert "Recorded" in await talk("/answer kept:pseudonymous So be it.")
    assert "Recorded" in await talk("So be it.")


async def test_the_log_says_what_was_done_and_is_taken_as_a_file(talk: Talk) -> None:
    await talk.all("So it is.", "/responses hide 1 =rude", "/discuss next", "/queue add mill")

    log = await talk("/log")
    taken = await talk("/yes")

    assert "What moderators did, the newest first" in log
    for deed in ("article queued (mill)", "next question put (mill)", "answer hidden (1): =rude"):
        assert f"you · {deed}" in log
    assert "discussion started (mill)" in log
    assert "lines of the log" in taken
    content = (talk.folder / "log.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert "answer hidden" in content.decode()
    assert '"\'=rude"' in content.decode()
    assert "this log taken as a file" in await talk("/log")


async def test_a_long_log_has_pages(talk: Talk) -> None:
    for _ in range(10):
        await talk.all("/queue add mill", "/queue remove mill")

    assert "page 1 of 2" in await talk("/log")
    last = await talk("/log 2")
    assert "page 2 of 2" in last
    assert "article added (mill)" in last
    assert "Nothing is written down here." in await talk("/log 9")


async def test_members_neither_hide_nor_read_the_log(talk: Talk) -> None:
    await talk.all("So it is.", "/as Sam role:member")

    for line in ("/log", "/responses reported", "/responses mute 1", "/responses stand 1"):
        assert "moderators" in await talk(line)


async def test_the_same_in_french(french: Talk) -> None:
    await french.all("/as Zoé role:membre", "Quels idiots.", "/as Luc role:membre")

    assert "pas par qui" in await french("/signaler 1 insultant")
    await french("/as Alex role:modérateur")
    assert "Signalée par 1 personne." in await french("/réponses signalées")
    assert "sans votre nom" in await french("/réponses masquer 1 pas d'insultes")
    journal = await french("/journal")
    assert "vous · réponse masquée (1) : pas d'insultes" in journal
    assert "Aucune réponse n’attend un modérateur." in await french("/reponses signalees")
    await french("/as Zoé role:membre")
    told = await french("/questions")
    assert "Les modérateurs ont masqué une de vos réponses." in told
    assert "Motif des modérateurs : pas d'insultes" in told
    assert "/modifier réponse:1" in told
    await french("/as Alex role:modérateur")
    number = number_in(await french("/répondre conservation:sans Quels idiots."))
    assert "On ne vous dit pas qui c’est." in await french(f"/réponses suspendre {number} jours:30")
    assert "on ne leur a pas dit qui vous êtes" in await french("/répondre conservation:sans Idiots.")
    assert "lignes du journal" in await french("/journal csv:oui")
    assert (french.folder / "journal.csv").exists()


async def test_nothing_that_moderators_do_is_silent(talk: Talk) -> None:
    await talk("So it is.")
    for line in (
        "/discuss next",
        "/queue add mill",
        "/queue move mill place:1",
        "/queue remove mill",
        "/article correct fact:#1:f1 text:The mill burned down in 1902. reason:a slip",
        "/article retention mill retention:30",
        "/schedule add every Monday at 18:00 yes:yes",
        "/schedule pause 1",
        "/schedule remove 1 yes:yes",
        "/setup zone:Europe/Brussels",
        "/export",
        "/report",
        "/discuss close",
        "/article remove mill yes:yes",
    ):
        before = await talk("/log csv:yes")
        size = int(before.split(" line")[0].split()[-1])
        await talk(line)
        after = await talk("/log csv:yes")
        # Taking the file is a line as well.
        assert int(after.split(" line")[0].split()[-1]) == size + 2, line


async def test_a_draft_that_is_thrown_away_is_in_the_log(talk: Talk) -> None:
    await talk(f"/article add {talk.write('a.txt', 'A tower of 40 metres fell on 3 May 2024. ' * 3)}")
    await talk("/draft discard")

    assert "draft discarded" in await talk("/log")
